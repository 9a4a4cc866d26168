package queries

import (
	"fmt"
	"slices"
	"strings"

	"github.com/example-org/platform-render/pkg/aws"
	"github.com/example-org/platform-render/pkg/checks"
	"github.com/example-org/platform-render/pkg/dashboards"
	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/platform"
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
					p.Report(board.Object, "%s %s", asker(board, asked), denied)
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

// calls are those that Grafana makes for what is asked for, as far as each is for one resource or none
// (pkg/tsdb/cloudwatch: time_series_query.go, metric_find_query.go, log_actions.go, annotation_query.go).
var calls = map[string][]string{
	dashboards.AskedMetrics: {"cloudwatch:GetMetricData", "cloudwatch:ListMetrics"}, dashboards.AskedLogGroups: {"logs:DescribeLogGroups"},
	dashboards.AskedAlarms: {"cloudwatch:DescribeAlarmsForMetric"}, dashboards.AskedRegions: {"ec2:DescribeRegions"},
	dashboards.AskedInstances: {"ec2:DescribeInstances"}, dashboards.AskedTags: {"tag:GetResources"},
}

// needs are the calls that a query takes. Those on logs take each group.
func needs(p *checks.Pass, board provenance.Board, asked dashboards.Asked) []need {
	var all []need
	for _, action := range calls[asked.CloudWatch()] {
		all = append(all, need{action, "*"})
	}
	if asked.CloudWatch() != dashboards.AskedLogs {
		return all
	}
	for _, group := range asked.Groups {
		for _, arn := range groups(p, board, group) {
			all = append(all, need{"logs:StartQuery", arn}, need{"logs:GetQueryResults", arn})
		}
	}
	return all
}

// groups are the ARNs that stand for a log group: its own, or those between which its variable chooses.
func groups(p *checks.Pass, board provenance.Board, group string) []string {
	switch {
	case strings.HasPrefix(group, "arn:"):
		return []string{strings.TrimSuffix(group, ":*") + ":*"}
	case !strings.HasPrefix(group, "$"):
		return []string{groupARN(p.Env(), group)}
	}
	var all []string
	for _, asked := range board.Asks {
		for _, listed := range asked.Groups {
			if asked.Variable != "" && strings.Trim(group, "${}") == asked.Variable {
				all = append(all, groupARN(p.Env(), listed))
			}
		}
	}
	return all
}

// groupARN is the ARN of a log group where Grafana's data source looks for it.
func groupARN(env *platform.Environment, name string) string {
	region := env.AWS.Region
	if env.Monitoring != nil && env.Monitoring.Grafana != nil && env.Monitoring.Grafana.Datasources.CloudWatch != nil {
		region = env.Monitoring.Grafana.Datasources.CloudWatch.Region
	}
	return fmt.Sprintf("arn:%s:logs:%s:%s:log-group:%s:*", env.AWS.Partition(), region, env.AWS.AccountID, name)
}
