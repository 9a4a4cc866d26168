// Package dashboards is Grafana's dashboards as a typed model, one file a dashboard. A dashboard says what it shows; where
// its panels stand, their ids and Grafana's own vocabulary are worked out here.
package dashboards

import "slices"

// Dashboard is one dashboard of Grafana.
type Dashboard struct {
	// UID is in the dashboard's URL and never changes: 8 to 40 lower-case letters, digits and dashes.
	UID string
	// Folder is where Grafana lists it, and what monitoring.grafana.dashboards selects.
	Folder string
	// Title is unique in its folder.
	Title string
	// Description says whom the dashboard helps with what.
	Description string
	// Tags are what links and the search find it by, besides its folder and commonTag.
	Tags []string
	// Since is how far back it looks at first, such as "now-24h"; six hours if empty.
	Since string
	// Variables are the choices above the panels. One may use those before it.
	Variables []Variable
	// Links lead to other dashboards, besides the one to all of the platform's.
	Links []Link
	// Annotations are moments marked in every panel.
	Annotations []Annotation
	// Rows are shown one below the other.
	Rows []Row
}

// commonTag is a tag of every dashboard, so that each links to all.
const commonTag = "platform"

// Link is a drop-down of all dashboards with a tag. It holds no path, so that it works wherever Grafana is served.
type Link struct {
	Title, Tag string
}

// Annotation marks the moments at which an expression of PromQL has a value that is not zero.
type Annotation struct {
	// Name is what people switch it on and off by.
	Name string
	Expr string
	// Text is shown at the mark, with labels in double braces.
	Text  string
	Color Color
}

// Row is panels under a heading. They flow from left to right over 24 columns, as words over a page, into the first gap that
// is wide enough.
type Row struct {
	Title string
	// Needs is the scrape job without which the row is left out; empty if the whole dashboard would be.
	Needs string
	// Collapsed hides the panels, and spares their queries, until a person opens the row.
	Collapsed bool
	// Repeat is a variable: the row is shown once for each of its values.
	Repeat string
	Panels []Panel
}

// Panel is one picture.
type Panel struct {
	Title string
	// Description says what the picture means, and what is to do when it looks bad.
	Description string
	// View is how it is drawn; lines over time if nil.
	View View
	// Width is in columns of 24, Height in rows of 38 pixels; if zero, what the view usually takes.
	Width, Height int
	// Needs is the scrape job without which the panel is left out; empty if the whole row would be.
	Needs string
	// Repeat is a variable: the panel is shown once for each of its values, side by side.
	Repeat string
	// Unit is that of every value. A view that has no values needs none.
	Unit Unit
	// Decimals are the digits behind the point; nil for as many as the value needs.
	Decimals *int
	Queries  Queries
	// Thresholds judge values by colour; without any, values are neither good nor bad.
	Thresholds Thresholds
	// Texts are shown instead of these values.
	Texts map[string]string
	// NoValue is shown where there is no data at all, for what is absent when all is well.
	NoValue string
	// Overrides are the series that look unlike the others.
	Overrides []Override
	// Drill leads from a series to a dashboard about it.
	Drill *Drill
}

// Override changes how some series look.
type Override struct {
	// Series is the legend that a series has; or, between slashes, a regular expression for such.
	Series string
	// Unit, if not the panel's.
	Unit Unit
	// Color, if not one of the palette in its order.
	Color Color
	// Dashed draws a line without a filled area below it: for limits and what was asked for.
	Dashed bool
	// Below draws the values downwards from zero: for what is sent, below what is received.
	Below bool
	// Right reads the values off an axis at the right.
	Right bool
	// Bars draws bars instead of a line.
	Bars bool
}

// Drill leads to another dashboard. The path is below Grafana's own, wherever that is served (locationUtil.assureBaseUrl).
type Drill struct {
	// Title is what a person clicks on.
	Title string
	// UID is the other dashboard's.
	UID string
	// With are the labels, or the columns' fields, whose values become the other's variables of the same name. One that begins
	// with $ is a variable of this dashboard.
	With []string
}

// Having is the dashboard without the rows and panels whose scrape jobs are not there.
func (d Dashboard) Having(job func(string) bool) Dashboard {
	there := func(needs string) bool { return needs == "" || job(needs) }
	return d.only(func(r Row) bool { return there(r.Needs) }, func(p Panel) bool { return there(p.Needs) })
}

// Asking is the dashboard without the panels and the variables whose data sources are not there.
func (d Dashboard) Asking(there func(Source) bool) Dashboard {
	d.Variables = slices.DeleteFunc(slices.Clone(d.Variables), func(v Variable) bool {
		source, query := v.From.asks()
		return query != "" && !there(source)
	})
	return d.only(func(Row) bool { return true }, func(p Panel) bool { return p.Queries == nil || there(p.Queries.source()) })
}

// only is the dashboard with some of its rows, and of those with some of their panels; rows that are left with none go too.
func (d Dashboard) only(row func(Row) bool, panel func(Panel) bool) Dashboard {
	var rows []Row
	for _, r := range d.Rows {
		r.Panels = slices.DeleteFunc(slices.Clone(r.Panels), func(p Panel) bool { return !panel(p) })
		if row(r) && len(r.Panels) > 0 {
			rows = append(rows, r)
		}
	}
	d.Rows = rows
	return d
}

// Drawn is how the panel is drawn.
func (p Panel) Drawn() View {
	if p.View == nil {
		return Timeseries{}
	}
	return p.View
}

// Legends are the names that the panel's queries give their series, in order; empty for one that gives none.
func (p Panel) Legends() []string {
	if p.Queries == nil {
		return nil
	}
	return p.Queries.legends()
}
