package dashboards

import (
	"regexp"
	"strings"
)

// Asked is one query of a dashboard, for those who check where its data comes from.
type Asked struct {
	// Dashboard is the dashboard's uid, Panel the panel's title, or what else of the dashboard asks: "variable job".
	Dashboard, Panel string
	// Variable is the variable whose values are asked for; empty if it is a panel or an annotation that asks.
	Variable string
	Source   Source
	// Expr is what is asked, in the language of the source. It has Grafana's variables in it.
	Expr string
	// Legend is the query's name for its series, if it is one of PromQL.
	Legend string
	// Metric is set for a metric of CloudWatch.
	Metric *Metric
	// Alarms says that the alarms on the metric are asked for, and not its values.
	Alarms bool
	// Groups are the log groups of a query of CloudWatch Logs: ARNs, names, or variables. Of a variable that lists log groups they are
	// what their names begin with, and a *.
	Groups []string
}

// Queries are all that the dashboard asks: its variables, its annotations, its panels, in this order.
func (d Dashboard) Queries() []Asked {
	var all []Asked
	add := func(panel string, asked ...Asked) {
		for _, one := range asked {
			one.Dashboard, one.Panel = d.UID, panel
			all = append(all, one)
		}
	}
	for _, variable := range d.Variables {
		if source, query := variable.From.asks(); query != "" {
			asked := Asked{Variable: variable.Name, Source: source, Expr: query}
			if groups, ok := variable.From.(LogGroups); ok {
				asked.Groups = []string{string(groups) + "*"}
			}
			add("variable "+variable.Name, asked)
		}
	}
	for _, annotation := range d.Annotations {
		add("annotation "+annotation.Name, Asked{Source: PrometheusSource, Expr: annotation.Expr})
	}
	for _, row := range d.Rows {
		for _, panel := range row.Panels {
			if panel.Queries != nil {
				add(panel.Title, panel.Queries.asked()...)
			}
		}
	}
	return all
}

// How a variable asks Prometheus: for the values that a label has, of all metrics or of some; or for the result of an expression.
// What else Grafana knows asks for no metrics.
var (
	labelValues = regexp.MustCompile(`(?s)^\s*label_values\(\s*(?:(.*),)?\s*"?(\w+|\$\w+|\$\{\w+\})"?\s*\)\s*$`)
	queryResult = regexp.MustCompile(`(?s)^\s*query_result\((.*)\)\s*$`)
	otherValues = regexp.MustCompile(`(?s)^\s*(?:metrics|label_names)\(.*\)\s*$`)
)

// spans are Grafana's own variables that stand for durations, and durations of the same kind; the longer name first.
var spans = strings.NewReplacer(
	"${__rate_interval}", "5m", "$__rate_interval", "5m", "${__interval_ms}", "60000", "$__interval_ms", "60000", "${__interval}", "1m",
	"$__interval", "1m", "${__range_s}", "21600", "$__range_s", "21600", "${__range_ms}", "21600000", "$__range_ms", "21600000",
	"${__range}", "6h", "$__range", "6h",
)

// What a person chooses may be anything; where it stands says what kind of thing PromQL wants there.
var (
	// oldVariable is how variables were written before Grafana 7, and are read still.
	oldVariable = regexp.MustCompile(`\[\[(\w+)(?::\w+)?\]\]`)
	chosenSpan  = regexp.MustCompile(`([\[:]\s*|\boffset\s+-?)\$(?:\{\w+\}|\w+)`)
	// chosenNumber is the first argument of those that take a number first.
	chosenNumber    = regexp.MustCompile(`\b((?:topk|bottomk|limitk|limit_ratio|quantile|quantile_over_time|histogram_quantile)\s*\(\s*)\$(?:\{\w+\}|\w+)(\s*,)`)
	chosenFunction  = regexp.MustCompile(`\$(?:\{\w+\}|\w+)(\s*\(|\s+(?:by|without)\b)`)
	chosenOverTimes = regexp.MustCompile(`\$\{\w+\}(_over_time\s*\()`)
)

// PromQL is the expression as Prometheus parses it: a span of time instead of Grafana's variables for spans, a word that Chosen finds
// instead of the others, and of a variable's query what it asks for, which is empty if that is a label of all metrics. It is false
// for other sources.
func (a Asked) PromQL() (string, bool) {
	expr := a.Expr
	if a.Variable != "" {
		expr, _ = a.values()
	}
	expr = spans.Replace(oldVariable.ReplaceAllString(expr, "$${${1}}"))
	expr = chosenSpan.ReplaceAllString(expr, "${1}5m")
	expr = chosenNumber.ReplaceAllString(expr, "${1}1${2}")
	expr = chosenFunction.ReplaceAllString(expr, "sum${1}")
	expr = chosenOverTimes.ReplaceAllString(expr, "max${1}")
	expr = grafanaVariable.ReplaceAllStringFunc(expr, func(text string) string {
		match := grafanaVariable.FindStringSubmatch(text)
		name := match[1] + match[2]
		if positional(name) {
			return text
		}
		return "CHOSEN_" + name + "_CHOSEN"
	})
	return expr, a.Source == PrometheusSource
}

// values are what a variable asks for, and of that the label, if it is the values of one.
func (a Asked) values() (expr, label string) {
	if match := labelValues.FindStringSubmatch(a.Expr); match != nil {
		return match[1], match[2]
	}
	if match := queryResult.FindStringSubmatch(a.Expr); match != nil {
		return match[1], ""
	}
	if otherValues.MatchString(a.Expr) {
		return "", ""
	}
	return a.Expr, ""
}

// Label is the label of which a variable takes the values; empty if it takes something else.
func (a Asked) Label() string {
	_, label := a.values()
	return label
}

var chosen = regexp.MustCompile(`CHOSEN_(\w+?)_CHOSEN`)

// Shown is a part of what PromQL has returned as people wrote it.
func Shown(text string) string { return chosen.ReplaceAllString(text, "$$${1}") }

// Chosen finds the names of Grafana's variables in a part of what PromQL has returned.
func Chosen(text string) []string {
	var names []string
	for _, match := range chosen.FindAllStringSubmatch(text, -1) {
		names = append(names, match[1])
	}
	return names
}
