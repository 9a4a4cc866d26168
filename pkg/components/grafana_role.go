package components

import (
	"strings"

	"github.com/example-org/platform-render/pkg/aws"
	"github.com/example-org/platform-render/pkg/dashboards"
)

func (g grafana) roles() []Role {
	if g.settings.Datasources.CloudWatch == nil {
		return nil
	}
	return []Role{{
		ARN: roleARN(g.env, g.name), ServiceAccount: g.name, Why: "read metrics and logs of CloudWatch", Grants: g.grants,
	}}
}

// grants are what the data source needs, and what each query of each rendered dashboard needs besides.
func (g grafana) grants(r *Rendered) []aws.Grant {
	asked := cloudwatchAsked{groups: map[string]bool{}, needs: map[string]bool{dashboards.AskedMetrics: true, dashboards.AskedLogGroups: true}}
	for object := range r.objects("", "ConfigMap") {
		data, _ := object.Fields["data"].(map[string]any)
		for _, name := range sortedKeys(data) {
			if text, ok := data[name].(string); ok && strings.HasSuffix(name, ".json") {
				asked.dashboard(text)
			}
		}
	}
	var all []aws.Grant
	for _, need := range sortedKeys(asked.needs) {
		all = append(all, cloudwatchNeeds[need]...)
	}
	for i := range all {
		all[i].Resources = g.resources(all[i].Resources, asked)
	}
	return all
}

// What some resources are only known by once the dashboards are.
const (
	askedGroups = "the log groups of the dashboards"
	anyAlarm    = "any alarm"
)

// resources are ARNs in the data source's region and the platform's account.
func (g grafana) resources(names []string, asked cloudwatchAsked) []string {
	arn := func(service, resource string) string {
		return regional(g.env, service, g.settings.Datasources.CloudWatch.Region, resource)
	}
	switch {
	case names[0] == askedGroups && len(asked.groups) == 0:
		return []string{arn("logs", "log-group:*")}
	case names[0] == anyAlarm:
		return []string{arn("cloudwatch", "alarm:*")}
	case names[0] == askedGroups:
		var all []string
		for _, group := range sortedKeys(asked.groups) {
			if strings.HasPrefix(group, "arn:") {
				group = strings.TrimSuffix(group, ":*")
			} else {
				group = arn("logs", "log-group:"+group)
			}
			all = append(all, group+":*")
		}
		return all
	}
	return names
}

// cloudwatchNeeds are the rights that each kind of query takes: which of AWS' APIs Grafana calls for it
// [pkg/tsdb/cloudwatch: cloudwatch.go CheckHealth, metric_find_query.go, log_actions.go, annotation_query.go]. A * stands where
// AWS takes no resource: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html and its
// pages for CloudWatch Logs, EC2 and the tagging API. Log groups end with :*, as that page says for all actions but tagging.
// The data source's own test asks for metrics and lists log groups, so these two are always needed.
var cloudwatchNeeds = map[string][]aws.Grant{
	"metrics":   {{Sid: "ReadMetrics", Actions: []string{"cloudwatch:GetMetricData", "cloudwatch:ListMetrics"}, Resources: []string{"*"}}},
	"logGroups": {{Sid: "ListLogGroups", Actions: []string{"logs:DescribeLogGroups"}, Resources: []string{"*"}}},
	dashboards.AskedLogs: {
		{Sid: "QueryLogs", Actions: []string{"logs:GetQueryResults", "logs:StartQuery"}, Resources: []string{askedGroups}},
		{Sid: "StopQueries", Actions: []string{"logs:StopQuery"}, Resources: []string{"*"}},
	},
	dashboards.AskedAlarms: {
		{Sid: "ReadAlarms", Actions: []string{"cloudwatch:DescribeAlarmHistory", "cloudwatch:DescribeAlarms"}, Resources: []string{anyAlarm}},
		{Sid: "FindAlarms", Actions: []string{"cloudwatch:DescribeAlarmsForMetric"}, Resources: []string{"*"}},
	},
	dashboards.AskedRegions:   {{Sid: "ListRegions", Actions: []string{"ec2:DescribeRegions"}, Resources: []string{"*"}}},
	dashboards.AskedInstances: {{Sid: "ListInstances", Actions: []string{"ec2:DescribeInstances"}, Resources: []string{"*"}}},
	dashboards.AskedTags:      {{Sid: "ListTags", Actions: []string{"tag:GetResources"}, Resources: []string{"*"}}},
}

// cloudwatchAsked is what dashboards ask of CloudWatch.
type cloudwatchAsked struct {
	// needs are keys of cloudwatchNeeds.
	needs map[string]bool
	// groups are log groups by ARN, by name, or by what names begin with and a *.
	groups map[string]bool
}

// dashboard notes what a dashboard asks. The groups that a query takes from a variable are noted where the variable lists them.
func (c cloudwatchAsked) dashboard(text string) {
	file, _ := dashboards.Read([]byte(text), dashboards.Sources)
	for _, asked := range file.Asks {
		what := asked.CloudWatch()
		if what == "" {
			continue
		}
		c.needs[what] = true
		for _, group := range asked.Groups {
			if !strings.HasPrefix(group, "$") {
				c.groups[group] = true
			}
		}
	}
}
