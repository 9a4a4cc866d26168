package dashboards

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// our own dashboards pass the judgement of the users'.
func TestOurDashboardsPassForUsers(t *testing.T) {
	sources := []Source{PrometheusSource, CloudWatchSource, PostgresSource}
	for _, d := range append(All(), sample(), rare()) {
		ours, err := d.File()
		if err != nil {
			t.Fatal(err)
		}
		file, mistakes := Parse(d.Folder, ours.JSON, sources)
		if len(mistakes) > 0 {
			t.Errorf("%s: %v", d.UID, mistakes)
		}
		if file.UID != d.UID || file.Title != d.Title || string(file.JSON) != string(ours.JSON) {
			t.Errorf("%s became %s, %s", d.UID, file.UID, file.Title)
		}
		if got, want := asks(file.Asks), asks(d.Queries()); !slices.Equal(got, want) {
			t.Errorf("%s asks\n%s\nand its file\n%s", d.UID, strings.Join(want, "\n"), strings.Join(got, "\n"))
		}
	}
}

// asks are queries, a text each.
func asks(all []Asked) []string {
	return each(all, func(_ int, a Asked) string {
		text := fmt.Sprintf("%s/%s (%s): %s: %s", a.Dashboard, a.Panel, a.Variable, a.Source.Type, a.Expr)
		if m := a.Metric; m != nil {
			text += fmt.Sprintf(" %s %s %v %v", m.Namespace, m.Name, m.Dimensions, m.Loose)
		}
		return text + fmt.Sprint(a.Groups)
	})
}

// good is a dashboard of a user with this in its list of panels.
func good(panels string) string {
	return `{
  "uid": "aBc_1", "title": "Orders",
  "templating": {"list": [{"name": "ds", "type": "datasource", "query": "prometheus"}]},
  "panels": [` + panels + `]
}`
}

// What Grafana would refuse or show wrongly is found, with its place.
func TestParseFindsMistakes(t *testing.T) {
	const panel = `{"id": 1, "title": "A", "gridPos": {"h": 8, "w": 12, "x": 0, "y": 0}}`
	for _, c := range []struct{ name, data, want string }{
		{"fine", good(panel), ""},
		{"no JSON", "{\n  \"uid\": ,\n}", "2:10: is no JSON: invalid character ',' looking for beginning of value"},
		{"cut off", `{"uid": "a"`, "1:12: is no JSON: EOF"},
		{"two documents", `{} {}`, "1:4: is no JSON: something follows after the end of the document"},
		{"a list", `[]`, "1:1: is no dashboard, which is an object"},
		{"no uid", `{"title": "x"}`, "1:1: has no uid: links to it would break whenever Grafana's database is made anew"},
		{"bad uid", `{"title": "x", "uid": "a b"}`, `1:23: the uid "a b" is not up to 40 letters, digits, dashes and underscores, a letter or digit first and last`},
		{"no title", `{"uid": "x"}`, "1:1: has no title"},
		{"answer of the API", `{"meta": {}, "dashboard": {}}`, "1:27: is an answer of Grafana's API: keep only what stands under dashboard"},
		{"resource", `{"apiVersion": "dashboard.grafana.app/v2"}`, "1:16: is a resource of dashboard.grafana.app/v2: export it as classic JSON"},
		{"rows", `{"uid": "x", "title": "x", "rows": [{"panels": []}]}`, "1:36: has rows, the form of Grafana before 5: open it in Grafana once, and export it anew"},
		{"of a library", good(strings.Replace(panel, `"id": 1`, `"id": 1, "libraryPanel": {"uid": "a"}`, 1)),
			`4:40: panel "A" is in Grafana's database, and not in this file: unlink it from the library, and export the dashboard anew`},
		{"for sharing", `{"__inputs": [{}]}`, "1:14: was exported to be shared with others, and asks for data sources when it is imported: export it without that choice"},
		{"overlap", good(panel + "," + strings.Replace(strings.Replace(panel, `"id": 1`, `"id": 2`, 1), `"x": 0`, `"x": 11`, 1)),
			`4:119: panel "A" lies on "A"`},
		{"outside", good(strings.Replace(panel, `"x": 0`, `"x": 20`, 1)), `4:49: panel "A" stands at column 20 and is 12 wide and 8 high: the grid has 24 columns`},
		{"no place", good(`{"id": 1, "title": "A"}`), `4:14: panel "A" has no gridPos`},
		{"id twice", good(panel + `,{"id": 1, "title": "B", "gridPos": {"h": 8, "w": 12, "x": 12, "y": 0}}`), `4:91: panel "B" has the id 1, which another has too`},
		{"unknown source", good(strings.Replace(panel, `"id": 1`, `"id": 1, "datasource": {"type": "loki", "uid": "logs"}`, 1)),
			`4:38: panel A asks the data source "logs", which this platform does not have: it has prometheus`},
		{"wrong type", good(strings.Replace(panel, `"id": 1`, `"id": 1, "datasource": {"type": "loki", "uid": "prometheus"}`, 1)),
			`4:38: panel A takes the data source "prometheus" for loki, which is prometheus`},
		{"source by name", good(strings.Replace(panel, `"id": 1`, `"id": 1, "datasource": "Prometheus"`, 1)),
			`4:38: panel A names its data source "Prometheus": since Grafana 8 it is an object, such as {"type": "prometheus", "uid": "prometheus"}`},
		{"source of a target", good(strings.Replace(panel, `"id": 1`, `"id": 1, "targets": [{"datasource": {"uid": "x"}}]`, 1)),
			`4:51: panel A asks the data source "x", which this platform does not have: it has prometheus`},
		{"chosen source", good(strings.Replace(panel, `"id": 1`, `"id": 1, "datasource": {"type": "prometheus", "uid": "${ds}"}`, 1)), ""},
		{"source that nobody chooses", good(strings.Replace(panel, `"id": 1`, `"id": 1, "datasource": {"type": "prometheus", "uid": "${other}"}`, 1)),
			`4:38: panel A asks the data source "${other}", which this platform does not have: it has prometheus`},
		{"too large", good(panel + strings.Repeat(" ", 1<<20)), fmt.Sprintf("1:1: has %d bytes: a ConfigMap takes 1032192", 1<<20+len(good(panel)))},
	} {
		_, mistakes := Parse("team", []byte(c.data), []Source{PrometheusSource})
		var got []string
		for _, m := range mistakes {
			got = append(got, fmt.Sprintf("%d:%d: %s", m.Line, m.Column, m.Message))
		}
		if text := strings.Join(got, "\n"); text != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.name, text, c.want)
		}
	}
}

// A plugin may be called as it once was.
func TestParseKnowsOldNames(t *testing.T) {
	_, mistakes := Parse("team", []byte(good(`{"id": 1, "title": "A", "gridPos": {"h": 8, "w": 12, "x": 0, "y": 0},
    "datasource": {"type": "postgres", "uid": "postgres"}}`)), Sources)
	if len(mistakes) > 0 {
		t.Error(mistakes)
	}
}

// The queries of a user's dashboard can be traced like ours, those in a closed row too.
func TestParseNotesQueries(t *testing.T) {
	file, mistakes := Parse("team", []byte(good(`{"id": 1, "type": "row", "title": "R", "gridPos": {"h": 1, "w": 24, "x": 0, "y": 0}, "panels": [
    {"id": 2, "title": "A", "gridPos": {"h": 8, "w": 12, "x": 0, "y": 1}, "targets": [{"expr": "up"}]}]}`)), []Source{PrometheusSource})
	if got := asks(file.Asks); len(mistakes) > 0 || !slices.Equal(got, asks([]Asked{{Dashboard: "aBc_1", Panel: "A", Source: PrometheusSource, Expr: "up"}})) {
		t.Errorf("%v, %v", mistakes, file.Asks)
	}
	if file.Name() != "abc-1" || !strings.HasSuffix(string(file.JSON), "}\n") {
		t.Errorf("called %s, ends %q", file.Name(), file.JSON[len(file.JSON)-3:])
	}
}

// The query of an annotation stands under target since Grafana 8, and beside its name before.
func TestParseNotesAnnotations(t *testing.T) {
	const marks = `{"uid": "x", "title": "X", "panels": [], "annotations": {"list": [
    {"name": "old", "expr": "up"}, {"name": "new", "target": {"expr": "up"}}, {"builtIn": 1, "name": "own", "datasource": {"uid": "-- Grafana --"}}]}}`
	file, mistakes := Parse("team", []byte(marks), []Source{PrometheusSource})
	want := []Asked{{Dashboard: "x", Panel: "annotation old", Source: PrometheusSource, Expr: "up"}, {Dashboard: "x", Panel: "annotation new", Source: PrometheusSource, Expr: "up"}}
	if got := asks(file.Asks); len(mistakes) > 0 || !slices.Equal(got, asks(want)) {
		t.Errorf("%v, %v", mistakes, got)
	}
}
