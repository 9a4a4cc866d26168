package dashboards

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// builtIn are Grafana's own data sources (packages/grafana-data and grafana-runtime): of annotations, of other panels, of several
// sources at once, and of expressions.
var builtIn = []string{"", "grafana", "-- Grafana --", "-- Dashboard --", "-- Mixed --", "__expr__"}

// choice matches a data source that a person chooses.
var choice = regexp.MustCompile(`^\$(?:\{(\w+)\}|(\w+))$`)

// source judges a data source: one that Grafana has, of the type that it has.
func (j *judge) source(n *node, where string) {
	if n == nil || n.value == nil && n.fields == nil {
		return
	}
	if n.fields == nil {
		if name := n.text(); !j.isChosen(name) && !slices.Contains(builtIn, name) {
			j.report(n.offset, "%s names its data source %q: since Grafana 8 it is an object, such as {\"type\": %q, \"uid\": %q}",
				where, name, PrometheusSource.Type, PrometheusSource.UID)
		}
		return
	}
	uid, kind := n.get("uid").text(), n.get("type").text()
	if slices.Contains(builtIn, uid) || j.isChosen(uid) {
		return
	}
	i := slices.IndexFunc(j.sources, func(s Source) bool { return s.UID == uid })
	switch {
	case i < 0:
		j.report(n.offset, "%s asks the data source %q, which this platform does not have: it has %s", where, uid, j.known())
	case kind != "" && kind != j.sources[i].Type && aliases[kind] != j.sources[i].Type:
		j.report(n.offset, "%s takes the data source %q for %s, which is %s", where, uid, kind, j.sources[i].Type)
	}
}

// aliases are names that plugins had before (aliasIDs in public/app/plugins/datasource/grafana-postgresql-datasource/plugin.json).
var aliases = map[string]string{"postgres": PostgresSource.Type}

func (j *judge) isChosen(uid string) bool {
	match := choice.FindStringSubmatch(uid)
	if match == nil {
		return false
	}
	_, chosen := j.chosen[match[1]+match[2]]
	return chosen
}

func (j *judge) known() string {
	if len(j.sources) == 0 {
		return "none"
	}
	return strings.Join(each(j.sources, func(_ int, s Source) string { return s.UID }), ", ")
}

// place judges where a panel stands: inside the grid, and not on another.
func (j *judge) place(panel *node, title string, taken map[[2]int]string) {
	at := panel.get("gridPos")
	if at == nil {
		j.report(panel.offset, "panel %q has no gridPos", title)
		return
	}
	p := Place{}
	for key, value := range map[string]*int{"h": &p.H, "w": &p.W, "x": &p.X, "y": &p.Y} {
		*value, _ = at.get(key).number()
	}
	if p.X < 0 || p.Y < 0 || p.W < 1 || p.H < 1 || p.X+p.W > columns || p.H > 1000 {
		j.report(at.offset, "panel %q stands at column %d and is %d wide and %d high: the grid has %d columns", title, p.X, p.W, p.H, columns)
		return
	}
	if other := p.take(title, taken); other != "" {
		j.report(at.offset, "panel %q lies on %s", title, other)
	}
}

// take marks the cells of a place as taken; it returns who has one of them already.
func (p Place) take(title string, taken map[[2]int]string) string {
	found := ""
	for x := p.X; x < p.X+p.W; x++ {
		for y := p.Y; y < p.Y+p.H; y++ {
			if other, ok := taken[[2]int{x, y}]; ok && found == "" {
				found = other
			}
			taken[[2]int{x, y}] = fmt.Sprintf("%q", title)
		}
	}
	return found
}
