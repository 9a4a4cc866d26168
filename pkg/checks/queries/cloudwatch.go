package queries

import (
	"fmt"
	"slices"
	"strings"

	"github.com/example-org/platform-render/pkg/aws"
	"github.com/example-org/platform-render/pkg/checks"
	"github.com/example-org/platform-render/pkg/dashboards"
	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/provenance"
)

var cloudwatchDenied = checks.Check{
	Code: "cloudwatch-denied", Level: checks.Error, Reads: append(checks.Workloads(), checks.ConfigMap),
	Mend: "Let Grafana's pods run as the service account that has the role for CloudWatch.",
	Run: func(p *checks.Pass) {
		for _, board := range checks.Shared(p, boards) {
			for _, asked := range board.Asks {
				if asked.Source != dashboards.CloudWatchSource {
					continue
				}
				if denied := deniedTo(checks.Shared(p, grafanas), p, board, asked); denied != "" {
					p.Report(board.Object, "%s %s", provenance.Ask{Dashboard: board.UID, Panel: asked.Panel}.Name(), denied)
				}
			}
		}
	},
}

// grafana is who asks CloudWatch, and what its role may do.
type grafana struct {
	account  string
	policies []aws.Policy
}

// grafanas are the pods that read the provisioned data sources.
func grafanas(p *checks.Pass) []grafana {
	var all []grafana
	for _, pod := range checks.Pods(p) {
		if !slices.ContainsFunc(p.Objects(checks.ConfigMap), func(o kube.Object) bool { return provides(o) && mounts(pod, o) }) {
			continue
		}
		one := grafana{account: pod.Owner.Namespace() + "/" + pod.Spec.ServiceAccountName}
		for _, role := range p.Trusts() {
			if role.Namespace+"/"+role.ServiceAccount == one.account {
				one.policies = append(one.policies, p.Policies()[role.ARN]...)
			}
		}
		all = append(all, one)
	}
	return all
}

// deniedTo says what of a query a Grafana may not do; empty if each may do all of it.
func deniedTo(all []grafana, p *checks.Pass, board provenance.Board, asked dashboards.Asked) string {
	for _, one := range all {
		for _, need := range needs(p, board, asked) {
			if !slices.ContainsFunc(one.policies, func(policy aws.Policy) bool { return policy.Allows(need.action, need.resource) }) {
				return fmt.Sprintf("takes %s on %s, which no policy allows the service account %s", need.action, need.resource, one.account)
			}
		}
	}
	return ""
}

// need is one call of AWS' API.
type need struct{ action, resource string }

// ofVariables are the calls that variables take, by the first word of what they ask (public/app/plugins/datasource/cloudwatch/types.ts,
// VariableQueryType); those that are not here read the metrics' list.
var ofVariables = map[string]need{
	"logGroups": {"logs:DescribeLogGroups", "*"}, "regions": {"ec2:DescribeRegions", "*"}, "resourceARNs": {"tag:GetResources", "*"},
	"ebsVolumeIDs": {"ec2:DescribeInstances", "*"}, "ec2InstanceAttributes": {"ec2:DescribeInstances", "*"},
}

// needs are the calls that a query takes (pkg/tsdb/cloudwatch: time_series_query.go, log_actions.go). Those on logs take each group.
func needs(p *checks.Pass, board provenance.Board, asked dashboards.Asked) []need {
	switch {
	case asked.Variable != "":
		word, _, _ := strings.Cut(asked.Expr, " ")
		if call, ok := ofVariables[word]; ok {
			return []need{call}
		}
		return []need{{"cloudwatch:ListMetrics", "*"}}
	case asked.Metric != nil:
		return []need{{"cloudwatch:GetMetricData", "*"}}
	}
	var all []need
	for _, group := range asked.Groups {
		for _, arn := range groups(p, board, group) {
			all = append(all, need{"logs:StartQuery", arn}, need{"logs:GetQueryResults", arn})
		}
	}
	return all
}

// groups are the ARNs that stand for a log group: its own, or those between which its variable chooses.
func groups(p *checks.Pass, board provenance.Board, group string) []string {
	if strings.HasPrefix(group, "arn:") {
		return []string{strings.TrimSuffix(group, ":*") + ":*"}
	}
	var all []string
	env := p.Env()
	for _, asked := range board.Asks {
		if asked.Variable == "" || !strings.Contains(group, asked.Variable) || env.Monitoring == nil || env.Monitoring.Grafana == nil {
			continue
		}
		source := env.Monitoring.Grafana.Datasources.CloudWatch
		for _, listed := range asked.Groups {
			if source != nil {
				all = append(all, fmt.Sprintf("arn:%s:logs:%s:%s:log-group:%s:*", env.AWS.Partition(), source.Region, env.AWS.AccountID, listed))
			}
		}
	}
	return all
}
