package dashboards

// Heatmap shows how many events fell into each bucket of a histogram, over time. The panel's unit is that of the buckets; the
// query is a sum by le of an increase, and its legend "{{le}}".
type Heatmap struct{}

func (Heatmap) kind() string     { return "heatmap" }
func (Heatmap) size() (int, int) { return 12, 8 }
func (Heatmap) asks() asking     { return inBuckets }

func (Heatmap) draw(p *panelJSON) {
	unit := p.FieldConfig.Defaults.Unit
	p.FieldConfig.Defaults = defaults{Custom: hidden{ScaleDistribution: scale{Type: "linear"}}}
	p.Options = heatmapOptions{
		CellGap:   1,
		Color:     heatmapColor{Mode: "scheme", Scheme: "Oranges", Fill: "dark-orange", Scale: "exponential", Exponent: 0.5, Steps: 64},
		Exemplars: exemplars{Color: "rgba(255,0,255,0.7)"}, FilterValues: filterValues{LE: 1e-9},
		Legend: heatmapLegend{Show: true}, RowsFrame: rowsFrame{Layout: "auto"}, ShowValue: "never",
		Tooltip: heatmapTooltip{Mode: "single", ShowColorScale: true, YHistogram: true},
		YAxis:   yAxis{AxisPlacement: "left", Unit: unit},
	}
}

// States shows when a series had which value, as a band of colours. Thresholds and Texts give the colours and words.
type States struct{}

func (States) kind() string     { return "state-timeline" }
func (States) size() (int, int) { return 12, 8 }
func (States) asks() asking     { return overTime }

func (States) draw(p *panelJSON) {
	p.FieldConfig.Defaults.Custom = stateStyle{FillOpacity: 70, AxisPlacement: "auto"}
	p.Options = stateOptions{
		MergeValues: true, AlignValue: "left", RowHeight: 0.9, ShowValue: "auto",
		Legend: legend{DisplayMode: "list", Placement: "bottom", Calcs: []string{}}, Tooltip: tooltip{Mode: "single", Sort: "none"},
	}
}

// Pie shows the newest values as parts of a whole.
type Pie struct{}

func (Pie) kind() string     { return "piechart" }
func (Pie) size() (int, int) { return 6, 8 }
func (Pie) asks() asking     { return atOnce }

func (Pie) draw(p *panelJSON) {
	p.FieldConfig.Defaults.Color = &color{Mode: "palette-classic"}
	p.Options = pieOptions{
		PieType: "donut", DisplayLabels: []string{}, Sort: "desc", Orientation: "auto", ReduceOptions: newest,
		Tooltip: tooltip{Mode: "single", Sort: "none"},
		Legend:  pieLegend{DisplayMode: "table", Placement: "right", ShowLegend: true, Calcs: []string{}, Values: []string{"value", "percent"}},
	}
}

// Words is a text, in Markdown.
type Words struct {
	Markdown string
}

func (Words) kind() string     { return "text" }
func (Words) size() (int, int) { return 24, 3 }
func (Words) asks() asking     { return nothing }

func (w Words) draw(p *panelJSON) { p.Options = wordsOptions{Mode: "markdown", Content: w.Markdown} }

// LogLines shows lines of logs, the newest first.
type LogLines struct{}

func (LogLines) kind() string     { return "logs" }
func (LogLines) size() (int, int) { return 24, 12 }
func (LogLines) asks() asking     { return overTime }

func (LogLines) draw(p *panelJSON) {
	p.Options = logsOptions{
		DedupStrategy: "none", SortOrder: "Descending", EnableLogDetails: true, ShowTime: true, WrapLogMessage: true, PrettifyLogMessage: false,
	}
}

// Alerts lists the alerts that fire or are about to, of Prometheus and Grafana.
type Alerts struct {
	// Labels are matchers that the alerts must meet, such as {severity="critical"}; all alerts if empty.
	Labels string
}

func (Alerts) kind() string     { return "alertlist" }
func (Alerts) size() (int, int) { return 12, 8 }
func (Alerts) asks() asking     { return nothing }

// draw: the options are those of public/app/plugins/panel/alertlist/types.ts; sort order 3 puts the most important first.
func (a Alerts) draw(p *panelJSON) {
	p.Options = alertsOptions{
		ViewMode: "list", GroupMode: "default", GroupBy: []string{}, MaxItems: 20, SortOrder: 3, AlertInstanceLabelFilter: a.Labels,
		StateFilter: alertStates{Firing: true, Pending: true, NoData: true, Error: true},
	}
}
