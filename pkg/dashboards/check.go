package dashboards

import (
	"errors"
	"fmt"
	"regexp"
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
		miss(variable.Name != "" && variable.Label != "" && variable.Query != "", "variable %q needs a name, a label and a query", variable.Name)
	}
	for _, row := range d.Rows {
		miss(row.Title != "" && len(row.Panels) > 0, "row %q needs a title and panels", row.Title)
		for _, panel := range row.Panels {
			missing := panel.missing()
			miss(len(missing) == 0, "panel %q of row %q: %s", panel.Title, row.Title, strings.Join(missing, "; "))
		}
	}
	return errors.Join(all...)
}

func (p Panel) missing() []string {
	var all []string
	miss := func(ok bool, what string) {
		if !ok {
			all = append(all, what)
		}
	}
	miss(p.Title != "", "it has no title")
	miss(p.Description != "", "it has no description")
	miss(p.Unit != "", "it has no unit")
	miss(len(p.Queries) > 0, "it has no query")
	if p.View == nil {
		return append(all, "it has no view")
	}
	table, isTable := p.View.(Table)
	miss(!isTable || len(table.fields()) > 0, "its table has no columns")
	miss(len(table.fields()) == len(table.Columns), "its table has a field twice")
	for _, query := range p.Queries {
		miss(query.Expr != "", "a query has no expression")
		miss(isTable || query.Legend != "", "a query has no legend")
	}
	width, height := p.size()
	miss(width > 0 && width <= columns && height > 0, fmt.Sprintf("it is %d by %d: it must fit into %d columns", width, height, columns))
	return all
}
