package dashboards

import "strings"

// Variable is a choice above the panels; queries use it as $name.
type Variable struct {
	Name, Label string
	// From is where its values come from: LabelValues, Choices, Intervals, Dimension, LogGroups.
	From Values
	// Multi lets a person choose several values, and all to begin with; PromQL must match it with =~.
	Multi bool
	// Only makes "all" mean the values listed. Otherwise it means any value at all, which is a shorter query, and enough where
	// the query has the choices before it too.
	Only bool
	// Pick is a regular expression of which the first group is the value; values without a match are left out.
	Pick string
}

// Values is where a variable's values come from.
type Values interface {
	// fill adds it to a variable of which the rest is there.
	fill(*variableJSON)
	// asks is the query that reads the values, and from where; empty if they stand in the dashboard.
	asks() (Source, string)
}

// LabelValues asks Prometheus, in Grafana's words: label_values(metric{label="value"}, label).
type LabelValues string

// Choices are the values themselves, the first to begin with.
type Choices []string

// Intervals are durations, the first to begin with.
type Intervals []string

// Dimension is the values that a dimension of a CloudWatch metric has.
type Dimension struct {
	Namespace, Metric, Key string
	// Filters are other dimensions and the values that they must have.
	Filters map[string]string
}

// LogGroups are the groups of CloudWatch Logs whose names begin so; all if empty. Their values are ARNs.
type LogGroups string

// again lets Grafana read the values whenever the time range changes, sorted by name (VariableRefresh, VariableSort).
func (v *variableJSON) again(source Source, query any) {
	v.Type, v.Datasource, v.Query, v.Refresh, v.Sort = "query", &source, query, 2, 1
}

func (l LabelValues) fill(v *variableJSON) {
	v.Definition = string(l)
	v.again(PrometheusSource, variableQuery{Query: string(l), RefID: "PrometheusVariableQueryEditor-VariableQuery", QryType: 1})
}

func (l LabelValues) asks() (Source, string) { return PrometheusSource, string(l) }

func (c Choices) fill(v *variableJSON)          { v.listed("custom", c) }
func (Choices) asks() (source Source, q string) { return }

func (i Intervals) fill(v *variableJSON)          { v.listed("interval", i) }
func (Intervals) asks() (source Source, q string) { return }

// listed is a variable whose values stand in the dashboard.
func (v *variableJSON) listed(kind string, values []string) {
	v.Type, v.Query = kind, strings.Join(values, ",")
	for i, value := range values {
		v.Options = append(v.Options, option{Text: value, Value: value, Selected: i == 0 && !v.Multi})
	}
	if !v.Multi && len(values) > 0 {
		v.Current = &option{Text: values[0], Value: values[0]}
	}
}

func (d Dimension) fill(v *variableJSON) {
	v.again(CloudWatchSource, cloudwatchValues{
		QueryType: "dimensionValues", Region: defaultRegion, Namespace: d.Namespace, MetricName: d.Metric, DimensionKey: d.Key,
		DimensionFilters: d.Filters, RefID: "CloudWatchVariableQueryEditor-VariableQuery",
	})
}

func (d Dimension) asks() (Source, string) {
	return CloudWatchSource, d.Namespace + " " + d.Metric + " " + d.Key
}

func (l LogGroups) fill(v *variableJSON) {
	v.again(CloudWatchSource, cloudwatchValues{
		QueryType: "logGroups", Region: defaultRegion, LogGroupPrefix: string(l), RefID: "CloudWatchVariableQueryEditor-VariableQuery",
	})
}

func (l LogGroups) asks() (Source, string) { return CloudWatchSource, "logGroups " + string(l) }

func (v Variable) json() variableJSON {
	variable := variableJSON{Name: v.Name, Label: v.Label, Multi: v.Multi, IncludeAll: v.Multi, Options: []option{}}
	v.From.fill(&variable)
	if v.Pick != "" {
		variable.Regex = "/" + v.Pick + "/"
	}
	if v.Multi {
		if !v.Only {
			variable.AllValue = anyValue(v.From)
		}
		variable.Current = &option{Text: []string{"All"}, Value: []string{"$__all"}}
	}
	return variable
}

// anyValue is what matches every value: a regular expression for Prometheus, a wildcard for CloudWatch, whose searches have no
// room for many values. Where it is empty, Grafana lists the values.
func anyValue(from Values) string {
	switch from.(type) {
	case LabelValues:
		return ".*"
	case Dimension:
		return "*"
	}
	return ""
}
