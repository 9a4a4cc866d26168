package dashboards

// View is how a panel draws its values. There is one type for each kind: Timeseries, Stat, Gauge, BarGauge, Table, Heatmap,
// States, Pie, Words, LogLines, Alerts.
type View interface {
	// kind is Grafana's name of the panel.
	kind() string
	// size is how wide and high it usually is.
	size() (width, height int)
	// asks is how it wants its queries answered.
	asks() asking
	// draw adds what the kind needs to a panel of which the rest is there.
	draw(p *panelJSON)
}

// Timeseries draws lines over time, from zero upwards. Thresholds are dashed lines.
type Timeseries struct {
	// Stacked puts the areas on top of each other: for parts of a whole.
	Stacked bool
	// Bars draws bars instead of lines: for what is counted, not measured.
	Bars bool
	// Log makes the axis logarithmic: for durations that differ by orders.
	Log bool
	// Max is the upper end of the axis; if zero, the greatest value.
	Max float64
	// Table is a legend that is a table with the mean, the maximum and the last value of each series, the greatest maximum first.
	Table bool
}

func (Timeseries) kind() string     { return "timeseries" }
func (Timeseries) size() (int, int) { return 8, 8 }
func (Timeseries) asks() asking     { return overTime }

func (t Timeseries) draw(p *panelJSON) {
	p.FieldConfig.Defaults.Custom = t.lines(len(p.FieldConfig.Defaults.Thresholds.Steps) > 1)
	p.FieldConfig.Defaults.Color = &color{Mode: "palette-classic"}
	if !t.Log { // a logarithm has no zero
		p.FieldConfig.Defaults.Min = new(float64)
	}
	if t.Max > 0 {
		p.FieldConfig.Defaults.Max = &t.Max
	}
	p.Options = timeseriesOptions{Legend: t.legend(), Tooltip: tooltip{Mode: "multi", Sort: "desc"}}
}

func (t Timeseries) lines(thresholds bool) *lines {
	custom := lineStyle
	switch {
	case t.Bars:
		custom.DrawStyle, custom.FillOpacity, custom.LineWidth = "bars", 80, 0
	case t.Stacked:
		custom.FillOpacity = 40
	}
	if t.Stacked {
		custom.Stacking.Mode = "normal"
	}
	if thresholds {
		custom.ThresholdsStyle.Mode = "dashed"
	}
	if t.Log {
		custom.ScaleDistribution = scale{Type: "log", Log: 10}
	}
	return &custom
}

func (t Timeseries) legend() legend {
	if t.Table {
		return legend{DisplayMode: "table", Placement: "bottom", ShowLegend: true, Calcs: []string{"mean", "max", "lastNotNull"}, SortBy: "Max", SortDesc: true}
	}
	return listed
}

// Stat shows the newest value in large type.
type Stat struct {
	// Sparkline draws the course of the value behind it.
	Sparkline bool
	// Name shows the legend and not the value: for what is told by a label, such as a version.
	Name bool
	// Filled colours the whole panel and not the number alone: for what must be seen from afar.
	Filled bool
}

func (Stat) kind() string     { return "stat" }
func (Stat) size() (int, int) { return 4, 4 }

func (s Stat) asks() asking {
	if s.Sparkline {
		return overTime
	}
	return atOnce
}

func (s Stat) draw(p *panelJSON) {
	options := statOptions{
		ColorMode: "value", GraphMode: "none", JustifyMode: "auto", Orientation: "auto",
		PercentChangeColorMode: "standard", TextMode: "value", WideLayout: true, ReduceOptions: newest,
	}
	if s.Sparkline {
		options.GraphMode = "area"
	}
	if s.Filled {
		options.ColorMode = "background"
	}
	switch {
	case s.Name:
		options.TextMode = "name"
	case len(p.Targets) > 1:
		options.TextMode = "value_and_name"
	}
	p.Options = options
}

// Gauge shows how much of a whole the newest value is.
type Gauge struct {
	// Max is the whole.
	Max float64
}

func (Gauge) kind() string     { return "gauge" }
func (Gauge) size() (int, int) { return 4, 8 }
func (Gauge) asks() asking     { return atOnce }

func (g Gauge) draw(p *panelJSON) {
	p.FieldConfig.Defaults.Min, p.FieldConfig.Defaults.Max = new(float64), &g.Max
	p.Options = gaugeOptions{
		ReduceOptions: newest, Orientation: "auto", ShowThresholdMarkers: true, Sizing: "auto", MinVizWidth: 75, MinVizHeight: 75,
		Shape: "gauge", BarShape: "flat", BarWidthFactor: 0.5, SegmentCount: 1, SegmentSpacing: 0.3, TextMode: "auto",
	}
}

// BarGauge shows the newest value of each series as a bar, one below the other.
type BarGauge struct {
	// Max is the whole; if zero, the greatest value.
	Max float64
}

func (BarGauge) kind() string     { return "bargauge" }
func (BarGauge) size() (int, int) { return 8, 8 }
func (BarGauge) asks() asking     { return atOnce }

func (b BarGauge) draw(p *panelJSON) {
	p.FieldConfig.Defaults.Min = new(float64)
	if b.Max > 0 {
		p.FieldConfig.Defaults.Max = &b.Max
	}
	p.Options = barGaugeOptions{
		ReduceOptions: newest, Orientation: "horizontal", DisplayMode: "gradient", ValueMode: "color", NamePlacement: "left",
		ShowUnfilled: true, Sizing: "auto", MinVizWidth: 8, MinVizHeight: 16, MaxVizHeight: 300,
		Legend: legend{DisplayMode: "list", Placement: "bottom", Calcs: []string{}},
	}
}
