package dashboards

import "slices"

// Table lists the newest values, one line a series. The answers of several queries are joined by the labels that they share.
type Table struct {
	// Columns are the fields shown, in order.
	Columns []Column
	// Sort is the title of the column that the table is sorted by, the greatest value first; the last column if empty.
	Sort string
	// Ascending puts the least value first.
	Ascending bool
}

// Column is one field of a table.
type Column struct {
	// Field is a label, or "Value": of several queries, "Value #A" is the first's.
	Field string
	// Title is the heading.
	Title string
	// Unit is the column's own; empty for the panel's.
	Unit Unit
	// Thresholds colour the column's values.
	Thresholds Thresholds
	// Texts are shown instead of these values.
	Texts map[string]string
	// Bar draws the value as a bar; full at Max.
	Bar bool
	Max float64
	// Drill leads from a line to a dashboard about it.
	Drill *Drill
	// Width is in pixels; if zero, the columns share the room.
	Width int
}

func (Table) kind() string     { return "table" }
func (Table) size() (int, int) { return 12, 8 }
func (Table) asks() asking     { return asRows }

func (t Table) draw(p *panelJSON) {
	p.FieldConfig.Defaults.Custom = cells{Align: "auto", CellOptions: cellOptions{Type: "auto"}}
	p.Transformations = t.transformations(len(p.Targets))
	for _, column := range t.Columns {
		p.FieldConfig.Overrides = appendIf(p.FieldConfig.Overrides, t.override(column))
	}
	p.Options = tableOptions{CellHeight: "sm", ShowHeader: true, SortBy: t.sortBy()}
}

func appendIf(all []override, one override) []override {
	if len(one.Properties) == 0 {
		return all
	}
	return append(all, one)
}

func (t Table) sortBy() []sortBy {
	by := t.Sort
	if by == "" {
		by = t.Columns[len(t.Columns)-1].Title
	}
	return []sortBy{{DisplayName: by, Desc: !t.Ascending}}
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

// override is what makes a column unlike the others; without properties if nothing does.
func (t Table) override(c Column) override {
	made := override{Matcher: matcher{ID: "byName", Options: c.Title}}
	set := func(is bool, id string, value any) {
		if is {
			made.Properties = append(made.Properties, property{ID: id, Value: value})
		}
	}
	set(c.Unit != "", "unit", string(c.Unit))
	set(len(c.Texts) > 0, "mappings", mappings(c.Texts))
	set(len(c.Thresholds) > 0, "thresholds", thresholds{Mode: "absolute", Steps: c.Thresholds})
	set(c.Bar, "custom.cellOptions", cellOptions{Type: "gauge", Mode: "basic", ValueDisplayMode: "text"})
	set(c.Bar, "min", 0)
	set(c.Max > 0, "max", c.Max)
	set(!c.Bar && len(c.Thresholds) > 0, "custom.cellOptions", cellOptions{Type: "color-text"})
	set(c.Width > 0, "custom.width", c.Width)
	if c.Drill != nil {
		set(true, "links", []dataLink{c.Drill.link(t.shown)})
	}
	return made
}

// shown is how a link reads a field of the line that was clicked on: by the title that the column has now.
func (t Table) shown(field string) string {
	for _, column := range t.Columns {
		if column.Field == field {
			return `__data.fields["` + column.Title + `"]`
		}
	}
	return ""
}

// fields are those that the table shows.
func (t Table) fields() []string {
	var all []string
	for _, column := range t.Columns {
		all = append(all, column.Field)
	}
	return slices.Compact(slices.Sorted(slices.Values(all)))
}
