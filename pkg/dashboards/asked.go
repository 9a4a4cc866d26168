package dashboards

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
