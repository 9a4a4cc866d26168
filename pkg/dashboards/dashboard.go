// Package dashboards is Grafana's dashboards as a typed model, one file a dashboard. A dashboard says what it shows; where
// its panels stand, their ids and Grafana's own vocabulary are worked out here.
package dashboards

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
	// Variables are the choices above the panels.
	Variables []Variable
	// Links lead to other dashboards, besides the one to all of the platform's.
	Links []Link
	// Rows are shown one below the other.
	Rows []Row
}

// commonTag is a tag of every dashboard, so that each links to all.
const commonTag = "platform"

// Variable is a choice whose values come from Prometheus; expressions use it as $name.
type Variable struct {
	Name, Label string
	// Query is Grafana's, such as label_values(up, namespace).
	Query string
	// Multi lets a person choose several values, and all to begin with; expressions must match it with =~.
	Multi bool
}

// Link is a drop-down of all dashboards with a tag. It holds no path, so that it works wherever Grafana is served.
type Link struct {
	Title, Tag string
}

// Row is panels under a heading. They flow from left to right over 24 columns, as words over a page.
type Row struct {
	Title  string
	Panels []Panel
}

// Panel is one picture.
type Panel struct {
	Title string
	// Description says what the picture means, and what is to do when it looks bad.
	Description string
	// View is how it is drawn: Timeseries, Stat, Gauge or Table.
	View View
	// Width is in columns of 24, Height in rows of 38 pixels; if zero, what the view usually takes.
	Width, Height int
	// Unit is that of every value.
	Unit    Unit
	Queries []Query
	// Thresholds judge values by colour; without any, values are neither good nor bad.
	Thresholds Thresholds
	// Texts are shown instead of these values.
	Texts map[string]string
}

// Query is an expression of PromQL.
type Query struct {
	Expr string
	// Legend names its series: a text with labels in double braces, such as "{{job}}". A table needs none.
	Legend string
}
