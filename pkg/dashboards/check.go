package dashboards

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

var (
	// uidPattern is Grafana's 8 to 40 characters, and good for the name of a Kubernetes object.
	uidPattern    = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{6,38}[a-z0-9]$`)
	folderPattern = regexp.MustCompile(`^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$`)
)

// Check finds what a reader of the dashboard would miss, and what Grafana would refuse; all of it at once.
func (d Dashboard) Check() error {
	var all []error
	miss := func(ok bool, format string, args ...any) {
		if !ok {
			all = append(all, fmt.Errorf(format, args...))
		}
	}
	miss(uidPattern.MatchString(d.UID), "uid %q is not 8 to 40 lower-case letters, digits and dashes", d.UID)
	miss(folderPattern.MatchString(d.Folder), "folder %q is not lower-case letters, digits and dashes", d.Folder)
	miss(d.Title != "" && d.Description != "", "it needs a title and a description")
	miss(len(d.Rows) > 0, "it has no rows")
	for _, variable := range d.Variables {
		miss(variable.Name != "" && variable.Label != "" && variable.From != nil, "variable %q needs a name, a label and values", variable.Name)
	}
	for _, mark := range d.Annotations {
		miss(mark.Name != "" && mark.Expr != "" && mark.Text != "" && mark.Color != "", "annotation %q needs a name, an expression, a text and a colour", mark.Name)
	}
	for _, row := range d.Rows {
		miss(row.Title != "" && len(row.Panels) > 0, "row %q needs a title and panels", row.Title)
		miss(d.offers(row.Repeat), "row %q repeats for $%s, which is no variable", row.Title, row.Repeat)
		for _, panel := range row.Panels {
			missing := append(panel.missing(), d.unknown(panel)...)
			miss(len(missing) == 0, "panel %q of row %q: %s", panel.Title, row.Title, strings.Join(missing, "; "))
		}
	}
	return errors.Join(all...)
}

// offers says whether a name is a variable's, or empty.
func (d Dashboard) offers(name string) bool {
	return name == "" || slices.ContainsFunc(d.Variables, func(v Variable) bool { return v.Name == name })
}

// grafanaVariable matches Grafana's variables in a query; CloudWatch's ${PROP('...')} is none.
var grafanaVariable = regexp.MustCompile(`\$(?:\{(\w+)(?::\w+)?\}|(\w+))`)

// unknown is what the panel takes for a variable of the dashboard and is none.
func (d Dashboard) unknown(p Panel) []string {
	var all []string
	if !d.offers(p.Repeat) {
		all = append(all, "it repeats for $"+p.Repeat+", which is no variable")
	}
	if p.Queries == nil {
		return all
	}
	for _, asked := range p.Queries.asked() {
		for _, match := range grafanaVariable.FindAllStringSubmatch(asked.Expr, -1) {
			if name := match[1] + match[2]; !d.offers(name) && !strings.HasPrefix(name, "__") && !positional(name) {
				all = append(all, "a query uses $"+name+", which is no variable")
			}
		}
	}
	return all
}

// positional is a group of a regular expression, as in label_replace(x, "a", "$1", "b", "(.*)").
func positional(name string) bool { return strings.Trim(name, "0123456789") == "" }

func (p Panel) missing() []string {
	var all []string
	miss := func(ok bool, what string) {
		if !ok {
			all = append(all, what)
		}
	}
	miss(p.Title != "", "it has no title")
	miss(p.Description != "", "it has no description")
	width, height := p.size()
	miss(width > 0 && width <= columns && height > 0, fmt.Sprintf("it is %d by %d: it must fit into %d columns", width, height, columns))
	if p.Drawn().asks() == nothing {
		miss(p.Queries == nil, "it has a query, which its view does not show")
		return all
	}
	miss(p.Unit != "", "it has no unit")
	if p.Queries == nil || len(p.Queries.asked()) == 0 {
		return append(all, "it has no query")
	}
	return append(all, p.unsaid()...)
}

// unsaid is what the panel's queries and columns do not say.
func (p Panel) unsaid() []string {
	var all []string
	miss := func(ok bool, what string) {
		if !ok {
			all = append(all, what)
		}
	}
	table, isTable := p.Drawn().(Table)
	miss(!isTable || len(table.fields()) > 0, "its table has no columns")
	miss(len(table.fields()) == len(table.Columns), "its table has a field twice")
	for _, column := range table.Columns {
		miss(column.Drill == nil || table.shows(column.Drill.With), "the link of column "+column.Title+" hands over a field that is no column")
	}
	for i, asked := range p.Queries.asked() {
		miss(asked.Expr != "" || asked.Metric != nil && asked.Metric.Name != "", "a query has no expression")
		miss(isTable || p.Queries.legends()[i] != "", "a query has no legend")
	}
	return all
}

// shows says whether all fields are columns; what begins with $ is none.
func (t Table) shows(fields []string) bool {
	return !slices.ContainsFunc(fields, func(field string) bool { return !strings.HasPrefix(field, "$") && t.shown(field) == "" })
}
