package components

import (
	"encoding/json"
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
	asked := cloudwatchAsked{groups: map[string]bool{}, needs: map[string]bool{"metrics": true, "logGroups": true}}
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
	"logs": {
		{Sid: "QueryLogs", Actions: []string{"logs:GetQueryResults", "logs:StartQuery"}, Resources: []string{askedGroups}},
		{Sid: "StopQueries", Actions: []string{"logs:StopQuery"}, Resources: []string{"*"}},
	},
	"annotations": {
		{Sid: "ReadAlarms", Actions: []string{"cloudwatch:DescribeAlarmHistory", "cloudwatch:DescribeAlarms"}, Resources: []string{anyAlarm}},
		{Sid: "FindAlarms", Actions: []string{"cloudwatch:DescribeAlarmsForMetric"}, Resources: []string{"*"}},
	},
	"regions":      {{Sid: "ListRegions", Actions: []string{"ec2:DescribeRegions"}, Resources: []string{"*"}}},
	"instances":    {{Sid: "ListInstances", Actions: []string{"ec2:DescribeInstances"}, Resources: []string{"*"}}},
	"resourceArns": {{Sid: "ListTags", Actions: []string{"tag:GetResources"}, Resources: []string{"*"}}},
}

// cloudwatchKinds are the needs of queries by their mode, and of variables by their type, as Grafana's JSON has them
// [public/app/plugins/datasource/cloudwatch/types.ts].
var cloudwatchKinds = map[string]string{
	"Logs": "logs", "Annotations": "annotations", "regions": "regions", "resourceARNs": "resourceArns",
	"ebsVolumeIDs": "instances", "ec2InstanceAttributes": "instances",
}

// cloudwatchAsked is what dashboards ask of CloudWatch.
type cloudwatchAsked struct {
	// needs are keys of cloudwatchNeeds.
	needs map[string]bool
	// groups are log groups by ARN, or by name with a * at the end.
	groups map[string]bool
}

func (c cloudwatchAsked) dashboard(text string) {
	var parsed any
	if json.Unmarshal([]byte(text), &parsed) != nil {
		return // not a dashboard that Grafana could read either
	}
	walkMaps(parsed, c.query)
}

// query notes a query or a variable of CloudWatch.
func (c cloudwatchAsked) query(fields map[string]any) {
	if source, _ := fields["datasource"].(map[string]any); source["uid"] != dashboards.CloudWatchSource.UID {
		return
	}
	for _, kind := range []any{fields["queryMode"], variableKind(fields)} {
		if kind, _ := kind.(string); cloudwatchKinds[kind] != "" {
			c.needs[cloudwatchKinds[kind]] = true
		}
	}
	c.logGroups(fields)
}

func variableKind(fields map[string]any) any {
	query, _ := fields["query"].(map[string]any)
	return query["queryType"]
}

// logGroups notes the groups that a query names; those that it takes from a variable are noted where the variable lists them.
func (c cloudwatchAsked) logGroups(fields map[string]any) {
	groups, _ := fields["logGroups"].([]any)
	for _, group := range groups {
		group, _ := group.(map[string]any)
		if arn, _ := group["arn"].(string); strings.HasPrefix(arn, "arn:") {
			c.groups[arn] = true
		}
	}
	if query, _ := fields["query"].(map[string]any); query["queryType"] == "logGroups" {
		prefix, _ := query["logGroupPrefix"].(string)
		c.groups[prefix+"*"] = true
	}
}

// walkMaps visits every object of a JSON value.
func walkMaps(value any, visit func(map[string]any)) {
	switch value := value.(type) {
	case map[string]any:
		visit(value)
		for _, key := range sortedKeys(value) {
			walkMaps(value[key], visit)
		}
	case []any:
		for _, child := range value {
			walkMaps(child, visit)
		}
	}
}
