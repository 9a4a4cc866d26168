package dashboards

import "strings"

// What CloudWatch is asked for, by which of AWS' APIs answers.
const (
	// AskedMetrics are metrics, and lists of what there is of them.
	AskedMetrics = "metrics"
	// AskedLogs are the groups of CloudWatch Logs, by their lines; AskedLogGroups their names.
	AskedLogs      = "logs"
	AskedLogGroups = "logGroups"
	// AskedAlarms are the alarms on a metric, as annotations.
	AskedAlarms = "annotations"
	// AskedRegions, AskedInstances and AskedTags are what there is in the account, for variables.
	AskedRegions   = "regions"
	AskedInstances = "instances"
	AskedTags      = "resourceArns"
)

// ofVariables are what variables ask for, by their types in Grafana's JSON (public/app/plugins/datasource/cloudwatch/types.ts,
// VariableQueryType); those that are not here read lists of metrics.
var ofVariables = map[string]string{
	"logGroups": AskedLogGroups, "regions": AskedRegions, "resourceARNs": AskedTags,
	"ebsVolumeIDs": AskedInstances, "ec2InstanceAttributes": AskedInstances,
}

// CloudWatch says what of CloudWatch is asked for; empty if another data source is asked.
func (a Asked) CloudWatch() string {
	word, _, _ := strings.Cut(a.Expr, " ")
	switch {
	case a.Source != CloudWatchSource:
		return ""
	case a.Alarms:
		return AskedAlarms
	case a.Variable != "" && ofVariables[word] != "":
		return ofVariables[word]
	case a.Variable == "" && a.Metric == nil:
		return AskedLogs
	}
	return AskedMetrics
}
