package dashboards

import (
	"cmp"
	"slices"
)

// ask notes a query, if it is one. What Grafana works out by itself asks nobody.
func (j *judge) ask(asked Asked) {
	if asked.Source.UID != "" && slices.Contains(builtIn, asked.Source.UID) {
		return
	}
	if asked.Expr != "" || asked.Metric != nil || len(asked.Groups) > 0 {
		j.asks = append(j.asks, asked)
	}
}

// asked is the source of a query. Without one it goes to the default, which is Prometheus; a person chooses only among sources of
// one plugin.
func (j *judge) asked(source *node) Source {
	uid := cmp.Or(source.get("uid").text(), source.text())
	kind := source.get("type").text()
	if match := choice.FindStringSubmatch(uid); match != nil {
		kind = cmp.Or(j.chosen[match[1]+match[2]], kind)
	}
	for _, known := range j.sources {
		if known.UID == uid {
			kind = known.Type
		}
	}
	for _, known := range Sources {
		if known.Type == cmp.Or(kind, PrometheusSource.Type) {
			return known
		}
	}
	return Source{Type: kind, UID: uid}
}

// mark is what an annotation asks for. Its query stands in target, or as it once did in the annotation itself.
func (j *judge) mark(mark *node) Asked {
	asked := Asked{
		Panel: "annotation " + mark.get("name").text(), Source: j.asked(mark.get("datasource")),
		Expr: cmp.Or(mark.get("target", "expr").text(), mark.get("expr").text()),
	}
	if asked.Source != CloudWatchSource {
		return asked
	}
	target := mark.get("target")
	if target == nil {
		target = mark
	}
	asked.Metric, asked.Alarms = metricOf(target), true
	return asked
}

// values is what a variable asks for. Prometheus' plugin once had its query as a text.
func (j *judge) values(variable *node) Asked {
	name, query := variable.get("name").text(), variable.get("query")
	asked := Asked{
		Panel: "variable " + name, Variable: name, Source: j.asked(variable.get("datasource")),
		Expr: cmp.Or(query.get("query").text(), query.text()),
	}
	if asked.Source != CloudWatchSource {
		return asked
	}
	switch query.get("queryType").text() {
	case "dimensionValues":
		_, asked.Expr = Dimension{
			Namespace: query.get("namespace").text(), Metric: query.get("metricName").text(), Key: query.get("dimensionKey").text(),
		}.asks()
	case "logGroups":
		groups := LogGroups(query.get("logGroupPrefix").text())
		_, asked.Expr = groups.asks()
		asked.Groups = []string{string(groups) + "*"}
	default:
		asked.Expr = cmp.Or(query.get("queryType").text(), query.text())
	}
	return asked
}

// query is what a panel asks for.
func (j *judge) query(target *node, panel string, source *node) Asked {
	asked := Asked{Panel: panel, Source: j.asked(source), Legend: target.get("legendFormat").text()}
	for _, key := range []string{"expr", "rawSql", "expression", "sqlExpression"} {
		asked.Expr = cmp.Or(asked.Expr, target.get(key).text())
	}
	if asked.Source != CloudWatchSource {
		return asked
	}
	if target.get("queryMode").text() != "Logs" {
		asked.Metric = metricOf(target)
	}
	for _, group := range target.get("logGroups").list() {
		asked.Groups = append(asked.Groups, group.get("arn").text())
	}
	for _, name := range target.get("logGroupNames").list() { // until Grafana 9.4
		asked.Groups = append(asked.Groups, name.text())
	}
	return asked
}

// metricOf is a query of CloudWatch for a metric, as far as others check it.
func metricOf(target *node) *Metric {
	exact := target.get("matchExact")
	m := &Metric{Namespace: target.get("namespace").text(), Name: target.get("metricName").text(), Loose: exact != nil && exact.value == false}
	for key, value := range target.get("dimensions").members() {
		if m.Dimensions == nil {
			m.Dimensions = map[string]string{}
		}
		m.Dimensions[key] = value.text()
	}
	return m
}
