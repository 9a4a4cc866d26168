package dashboards

import (
	"regexp"
	"strings"
)

// Asked is one query of a dashboard, for those who check where its data comes from.
type Asked struct {
	// Dashboard is the dashboard's uid, Panel the panel's title, or what else of the dashboard asks: "variable job".
	Dashboard, Panel string
	Source           Source
	// Expr is what is asked, in the language of the source. It has Grafana's variables in it.
	Expr string
	// Metric is set for a metric of CloudWatch.
	Metric *Metric
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
			add("variable "+variable.Name, Asked{Source: source, Expr: query})
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

// labelValues matches what a variable asks Prometheus for: the values that a label has, of all metrics or of some.
var labelValues = regexp.MustCompile(`^label_values\((?:(.*),)?\s*(\w+)\)$`)

// spans are Grafana's own variables that stand for durations, and durations of the same kind.
var spans = strings.NewReplacer("$__rate_interval", "5m", "$__interval", "1m", "$__range", "6h")

// PromQL is the expression as Prometheus parses it: a span of time instead of Grafana's own variables, x instead of the others, and
// of a variable's query the metric alone, which is empty if it asks for a label of all metrics. It is false for other sources.
func (a Asked) PromQL() (string, bool) {
	expr := a.Expr
	if match := labelValues.FindStringSubmatch(expr); match != nil {
		expr = match[1]
	}
	expr = grafanaVariable.ReplaceAllStringFunc(spans.Replace(expr), func(name string) string {
		if positional(strings.TrimPrefix(name, "$")) {
			return name
		}
		return "x"
	})
	return expr, a.Source == PrometheusSource
}
