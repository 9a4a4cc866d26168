package dashboards

import "slices"

// View is how a panel draws its values. There is one type for each kind: Timeseries, Stat, Gauge, Table.
type View interface {
	// kind is Grafana's name of the panel.
	kind() string
	// size is how wide and high it usually is.
	size() (width, height int)
	// draw adds what the kind needs to a panel of which the rest is there.
	draw(p *panelJSON)
}

// Timeseries draws lines over time, from zero upwards. Thresholds are dashed lines.
type Timeseries struct {
	// Stacked puts the areas on top of each other: for parts of a whole.
	Stacked bool
}

func (Timeseries) kind() string     { return "timeseries" }
func (Timeseries) size() (int, int) { return 8, 8 }

func (t Timeseries) draw(p *panelJSON) {
	custom := lineStyle
	if t.Stacked {
		custom.FillOpacity, custom.Stacking.Mode = 40, "normal"
	}
	if len(p.FieldConfig.Defaults.Thresholds.Steps) > 1 {
		custom.ThresholdsStyle.Mode = "dashed"
	}
	p.FieldConfig.Defaults.Custom = &custom
	p.FieldConfig.Defaults.Color = color{Mode: "palette-classic"}
	p.FieldConfig.Defaults.Min = new(float64)
	p.Options = timeseriesOptions{
		Legend:  legend{DisplayMode: "list", Placement: "bottom", ShowLegend: true, Calcs: []string{}},
		Tooltip: tooltip{Mode: "multi", Sort: "desc"},
	}
}

// Stat shows the newest value in large type.
type Stat struct {
	// Sparkline draws the course of the value behind it.
	Sparkline bool
	// Name shows the legend and not the value: for what is told by a label, such as a version.
	Name bool
}

func (Stat) kind() string     { return "stat" }
func (Stat) size() (int, int) { return 4, 4 }

func (s Stat) draw(p *panelJSON) {
	options := statOptions{
		ColorMode: "value", GraphMode: "none", JustifyMode: "auto", Orientation: "auto",
		PercentChangeColorMode: "standard", TextMode: "value", WideLayout: true, ReduceOptions: newest,
	}
	if s.Sparkline {
		options.GraphMode = "area"
	} else {
		p.askNow("time_series")
	}
	if s.Name {
		options.TextMode = "name"
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

func (g Gauge) draw(p *panelJSON) {
	p.askNow("time_series")
	p.FieldConfig.Defaults.Min, p.FieldConfig.Defaults.Max = new(float64), &g.Max
	p.Options = gaugeOptions{
		ReduceOptions: newest, Orientation: "auto", ShowThresholdMarkers: true, Sizing: "auto", MinVizWidth: 75, MinVizHeight: 75,
	}
}

// Table lists the newest values, one line a series.
type Table struct {
	// Columns are the fields shown, in order; the table is sorted by the last, the greatest value first.
	Columns []Column
}

// Column is one field of a table.
type Column struct {
	// Field is a label, or "Value": of several queries, "Value #A" is the first's.
	Field string
	// Title is the heading.
	Title string
	// Unit is the column's own; empty for the panel's.
	Unit Unit
}

func (Table) kind() string     { return "table" }
func (Table) size() (int, int) { return 12, 8 }

func (t Table) draw(p *panelJSON) {
	p.askNow("table")
	p.Transformations = t.transformations(len(p.Targets))
	for _, column := range t.Columns {
		if column.Unit != "" {
			p.FieldConfig.Overrides = append(p.FieldConfig.Overrides, column.override())
		}
	}
	p.Options = tableOptions{CellHeight: "sm", ShowHeader: true, SortBy: t.sortBy()}
}

// askNow makes the queries ask for this moment alone. Over a range, a series that has ended, such as the version before, would
// still have a newest value.
func (p *panelJSON) askNow(format string) {
	for i := range p.Targets {
		p.Targets[i].Range, p.Targets[i].Instant, p.Targets[i].Format = false, true, format
	}
}

func (t Table) sortBy() []sortBy {
	return []sortBy{{DisplayName: t.Columns[len(t.Columns)-1].Title, Desc: true}}
}

// transformations joins the queries' answers to one table, keeps the columns, orders and renames them.
func (t Table) transformations(queries int) []transformation {
	var all []transformation
	if queries > 1 {
		all = append(all, transformation{ID: "merge", Options: mergeOptions{Reducers: []string{}}})
	}
	keep := filterOptions{}
	order := organizeOptions{IndexByName: map[string]int{}, RenameByName: map[string]string{}}
	for i, column := range t.Columns {
		keep.Include.Names = append(keep.Include.Names, column.Field)
		order.IndexByName[column.Field] = i
		order.RenameByName[column.Field] = column.Title
	}
	return append(all, transformation{ID: "filterFieldsByName", Options: keep}, transformation{ID: "organize", Options: order})
}

func (c Column) override() override {
	return override{
		Matcher:    matcher{ID: "byName", Options: c.Title},
		Properties: []property{{ID: "unit", Value: string(c.Unit)}},
	}
}

// fields are those that the table shows.
func (t Table) fields() []string {
	var all []string
	for _, column := range t.Columns {
		all = append(all, column.Field)
	}
	return slices.Compact(slices.Sorted(slices.Values(all)))
}
