package dashboards

// defaultRegion is that of the data source.
const defaultRegion = "default"

// CloudWatch asks Amazon CloudWatch for metrics.
type CloudWatch []Metric

// Metric is one query: a metric with its dimensions, or mathematics over others, or a query of Metrics Insights.
type Metric struct {
	// Namespace and Name are AWS' own, such as AWS/EC2 and CPUUtilization.
	Namespace, Name string
	// Dimensions say which of the metric's series: a value, a variable, or * for each. These are all that a series has, unless
	// Loose is set, which takes series with more.
	Dimensions map[string]string
	Loose      bool
	// Statistic is Average, Sum, Minimum, Maximum, SampleCount or a percentile such as p99.
	Statistic string
	// Period is the seconds that each value covers; as many as fit the range if empty.
	Period string
	// Math is an expression over other queries' IDs, instead of a metric; SQL is a query of Metrics Insights.
	Math, SQL string
	// ID is what Math calls it by: it begins with a lower-case letter.
	ID string
	// Hidden is for what only Math uses.
	Hidden bool
	// Legend names the series: a text with ${PROP('Dim.InstanceId')}, ${PROP('MetricName')} or ${LABEL} in it.
	Legend string
}

func (CloudWatch) source() Source { return CloudWatchSource }

// legends has a word for a hidden query too: it is its ID.
func (c CloudWatch) legends() []string {
	return each(c, func(_ int, m Metric) string {
		if m.Hidden {
			return m.ID
		}
		return m.Legend
	})
}

func (c CloudWatch) targets(asking) []any {
	return each(c, func(i int, m Metric) any { return m.target(refID(i)) })
}

func (c CloudWatch) asked() []Asked {
	return each(c, func(_ int, m Metric) Asked {
		return Asked{Source: CloudWatchSource, Expr: m.Math + m.SQL, Metric: &m}
	})
}

// target is the query as public/app/plugins/datasource/cloudwatch/dataquery.cue has it: a metric is searched for in the builder
// (0, 0), mathematics are code (0, 1), and so is Metrics Insights (1, 1).
func (m Metric) target(refID string) metricTarget {
	target := metricTarget{
		RefID: refID, Datasource: CloudWatchSource, QueryMode: "Metrics", ID: m.ID, Region: defaultRegion, Hide: m.Hidden,
		Namespace: m.Namespace, MetricName: m.Name, Dimensions: m.Dimensions, MatchExact: !m.Loose,
		Statistic: m.Statistic, Period: m.Period, Expression: m.Math, SQLExpression: m.SQL, Label: m.Legend,
	}
	if m.Math != "" || m.SQL != "" {
		target.MetricEditorMode = 1
	}
	if m.SQL != "" {
		target.MetricQueryType = 1
	}
	return target
}

// Logs asks CloudWatch Logs Insights.
type Logs []Insights

// Insights is a query of Logs Insights.
type Insights struct {
	// Group is the log group's ARN, or a variable of LogGroups.
	Group string
	Query string
	// By are the fields after "by" in a query with stats, so that Grafana makes series of them.
	By []string
	// Legend says what its values are.
	Legend string
}

func (Logs) source() Source { return CloudWatchSource }

func (l Logs) legends() []string {
	return each(l, func(_ int, i Insights) string { return i.Legend })
}

func (l Logs) targets(asking) []any {
	return each(l, func(n int, i Insights) any {
		return logsTarget{
			RefID: refID(n), Datasource: CloudWatchSource, QueryMode: "Logs", Region: defaultRegion, Expression: i.Query,
			LogGroups: []logGroup{{ARN: i.Group, Name: i.Group}}, StatsGroups: i.By, QueryLanguage: "CWLI",
		}
	})
}

func (l Logs) asked() []Asked {
	return each(l, func(_ int, i Insights) Asked {
		return Asked{Source: CloudWatchSource, Expr: i.Query, Groups: []string{i.Group}}
	})
}

type metricTarget struct {
	RefID            string            `json:"refId"`
	Datasource       Source            `json:"datasource"`
	QueryMode        string            `json:"queryMode"`
	MetricQueryType  int               `json:"metricQueryType"`
	MetricEditorMode int               `json:"metricEditorMode"`
	ID               string            `json:"id"`
	Region           string            `json:"region"`
	Namespace        string            `json:"namespace"`
	MetricName       string            `json:"metricName"`
	Dimensions       map[string]string `json:"dimensions,omitempty"`
	MatchExact       bool              `json:"matchExact"`
	Statistic        string            `json:"statistic,omitempty"`
	Period           string            `json:"period"`
	Expression       string            `json:"expression,omitempty"`
	SQLExpression    string            `json:"sqlExpression,omitempty"`
	Label            string            `json:"label"`
	Hide             bool              `json:"hide"`
}

type logsTarget struct {
	RefID         string     `json:"refId"`
	Datasource    Source     `json:"datasource"`
	QueryMode     string     `json:"queryMode"`
	QueryLanguage string     `json:"queryLanguage"`
	ID            string     `json:"id"`
	Region        string     `json:"region"`
	Expression    string     `json:"expression"`
	StatsGroups   []string   `json:"statsGroups,omitempty"`
	LogGroups     []logGroup `json:"logGroups"`
}

type logGroup struct {
	ARN  string `json:"arn"`
	Name string `json:"name"`
}

// cloudwatchValues is a variable's query (public/app/plugins/datasource/cloudwatch/types.ts, VariableQuery).
type cloudwatchValues struct {
	QueryType        string            `json:"queryType"`
	Region           string            `json:"region"`
	Namespace        string            `json:"namespace"`
	MetricName       string            `json:"metricName"`
	DimensionKey     string            `json:"dimensionKey"`
	DimensionFilters map[string]string `json:"dimensionFilters,omitempty"`
	LogGroupPrefix   string            `json:"logGroupPrefix,omitempty"`
	InstanceID       string            `json:"instanceID"`
	AttributeName    string            `json:"attributeName"`
	ResourceType     string            `json:"resourceType"`
	RefID            string            `json:"refId"`
}
