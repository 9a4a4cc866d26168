package dashboards

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Every function that makes a dashboard is in the list, so that none escapes the tests.
func TestEveryDashboardIsListed(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	maker := regexp.MustCompile(`(?m)^func [A-Z]\w*\(.*\) Dashboard {$`)
	found := 0
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		found += len(maker.FindAll(source, -1))
	}
	if found != len(All()) {
		t.Errorf("%d functions make a dashboard, %d are in the list", found, len(All()))
	}
}

// decoded is what the tests read of a dashboard's JSON, as Grafana would.
type decoded struct {
	UID, Title, Folder, Description string
	Tags                            []string
	Editable                        *bool
	SchemaVersion                   int
	Links                           []struct{ Type, URL string }
	Panels                          []decodedPanel
}

type decodedPanel struct {
	ID                       int
	Type, Title, Description string
	GridPos                  Place
	Datasource               Source
	FieldConfig              struct {
		Defaults struct {
			Unit       string
			Thresholds struct{ Steps []Step }
		}
	}
	Targets []struct {
		Expr, LegendFormat string
		Datasource         Source
		Range, Instant     bool
	}
	// Panels are those of a collapsed row.
	Panels []decodedPanel
}

// all are the panels and, after each row that is collapsed, its own.
func (d decoded) all() []decodedPanel {
	var all []decodedPanel
	for _, panel := range d.Panels {
		all = append(append(all, panel), panel.Panels...)
	}
	return all
}

func decode(t *testing.T, d Dashboard) decoded {
	t.Helper()
	data, err := d.JSON()
	if err != nil {
		t.Fatal(err)
	}
	var out decoded
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// sample has one panel of each kind that is common; the first rows of the other tests are its rows.
func sample() Dashboard {
	query := PromQL{{"up", "{{job}}"}}
	panel := func(view View) Panel {
		return Panel{Title: "T", Description: "D", View: view, Unit: Count, Queries: query}
	}
	return Dashboard{
		UID: "sample-dashboard", Folder: "sample", Title: "Sample", Description: "All kinds.",
		Variables: []Variable{
			{Name: "job", Label: "Job", From: LabelValues("label_values(up, job)"), Multi: true},
			{Name: "node", Label: "Node", From: LabelValues(`label_values(up{job=~"$job"}, node)`)},
		},
		Rows: []Row{
			{Title: "One", Panels: []Panel{panel(nil), panel(Timeseries{Stacked: true}), panel(Gauge{Max: 1}), panel(Stat{})}},
			{Title: "Two", Panels: []Panel{panel(Table{Columns: []Column{{Field: "job", Title: "Job"}, {Field: "Value", Title: "Up", Unit: Ratio}}})}},
		},
	}
}

// rare has what sample has not: the other views, the other data sources, and all that may be set.
func rare() Dashboard {
	two := 2
	up := PromQL{{"up", "{{job}}"}}
	logs := Logs{{Group: "$group", Query: "fields @message", Legend: "lines"}}
	metrics := CloudWatch{
		{Namespace: "AWS/EC2", Name: "CPUUtilization", Dimensions: map[string]string{"InstanceId": "$instance"}, Statistic: "Average", ID: "cpu", Hidden: true},
		{Math: "cpu / 100", Legend: "share"},
		{SQL: "SELECT MAX(CPUUtilization) FROM \"AWS/EC2\"", Legend: "most"},
	}
	drill := &Drill{Title: "Open", UID: "sample-dashboard", With: []string{"job", "$period"}}
	panel := func(view View, queries Queries) Panel {
		return Panel{Title: "T", Description: "D", View: view, Unit: Count, Queries: queries}
	}
	full := Panel{
		Title: "Full", Description: "D", View: Timeseries{Bars: true, Log: true, Max: 1, Table: true}, Unit: Ratio, Decimals: &two, Queries: up,
		Repeat: "instance", NoValue: "none", Thresholds: WellFrom(1, 2), Texts: map[string]string{"1": "one"}, Drill: drill,
		Overrides: []Override{{Series: "/a.*/", Color: Red, Dashed: true}, {Series: "b", Unit: Bytes, Below: true, Right: true, Bars: true}},
	}
	table := Table{Sort: "Job", Ascending: true, Columns: []Column{
		{Field: "job", Title: "Job", Drill: drill, Width: 100},
		{Field: "Value #A", Title: "Up", Bar: true, Max: 1, Thresholds: BadFrom(1), Texts: map[string]string{"1": "one"}},
		{Field: "Value #B", Title: "Down", Thresholds: BadFrom(1)},
	}}
	return Dashboard{
		UID: "rare-dashboard", Folder: "sample", Title: "Rare", Description: "All else.", Since: "now-24h",
		Variables: []Variable{
			{Name: "period", Label: "Period", From: Intervals{"1m", "5m"}},
			{Name: "quantile", Label: "Quantile", From: Choices{"0.5", "0.99"}},
			{Name: "group", Label: "Group", From: LogGroups("/aws")},
			{Name: "instance", Label: "Instance", From: Dimension{"AWS/EC2", "CPUUtilization", "InstanceId", map[string]string{"a": "b"}}, Multi: true},
		},
		Annotations: []Annotation{{Name: "Starts", Expr: "changes(up[5m]) > 0", Text: "{{job}}", Color: Blue}},
		Rows: []Row{
			{Title: "Views", Repeat: "period", Panels: []Panel{
				panel(Heatmap{}, PromQL{{"sum by (le) (increase(x_bucket[5m]))", "{{le}}"}}), panel(States{}, up), panel(Pie{}, up), panel(BarGauge{Max: 1}, up),
				{Title: "T", Description: "D", View: Words{"*Hello*"}}, {Title: "T", Description: "D", View: Alerts{Labels: `{severity="critical"}`}}, full,
			}},
			{Title: "Sources", Collapsed: true, Panels: []Panel{
				panel(LogLines{}, logs), panel(nil, metrics), panel(table, append(up, up...)),
				panel(table, SQL{{Statement: "select 1"}}), panel(Stat{Sparkline: true, Filled: true}, up),
			}},
			{Title: "Last", Panels: []Panel{panel(Stat{Name: true}, up)}},
		},
	}
}

// Panels lie inside the grid and never on each other. What a collapsed row hides lies on what comes below: Grafana moves that
// down when the row is opened.
func TestPanelsDoNotOverlap(t *testing.T) {
	for _, d := range append(All(), sample(), rare()) {
		out := decode(t, d)
		noOverlap(t, out.UID, out.Panels)
		for _, row := range out.Panels {
			noOverlap(t, out.UID, row.Panels)
		}
	}
}

func noOverlap(t *testing.T, uid string, panels []decodedPanel) {
	t.Helper()
	taken := map[[2]int]string{}
	for _, panel := range panels {
		g := panel.GridPos
		if g.X < 0 || g.X+g.W > columns || g.W < 1 || g.H < 1 {
			t.Errorf("%s: %s lies outside of the grid: %+v", uid, panel.Title, g)
		}
		for x := g.X; x < g.X+g.W; x++ {
			for y := g.Y; y < g.Y+g.H; y++ {
				if other, ok := taken[[2]int{x, y}]; ok {
					t.Fatalf("%s: %s lies on %s at column %d, row %d", uid, panel.Title, other, x, y)
				}
				taken[[2]int{x, y}] = panel.Title
			}
		}
	}
}

// Each row is a full rectangle: a gap looks as if a panel were missing.
func TestRowsHaveNoGaps(t *testing.T) {
	for _, d := range All() {
		for _, row := range d.Layout() {
			area, bottom := 0, row.At.Y+row.At.H
			for _, panel := range row.Panels {
				area += panel.At.W * panel.At.H
				bottom = max(bottom, panel.At.Y+panel.At.H)
			}
			if want := columns * (bottom - row.At.Y - row.At.H); area != want {
				t.Errorf("%s: the panels of row %q fill %d of %d cells", d.UID, row.Title, area, want)
			}
		}
	}
}

// Panels flow: a line is filled before the next begins, and a row begins below the tallest panel.
func TestLayoutFlows(t *testing.T) {
	var got []Place
	for _, panel := range decode(t, sample()).Panels {
		got = append(got, panel.GridPos)
	}
	want := []Place{
		{H: 1, W: 24, X: 0, Y: 0}, {H: 8, W: 8, X: 0, Y: 1}, {H: 8, W: 8, X: 8, Y: 1}, {H: 8, W: 4, X: 16, Y: 1}, {H: 4, W: 4, X: 20, Y: 1},
		{H: 1, W: 24, X: 0, Y: 9}, {H: 8, W: 12, X: 0, Y: 10},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

// Ids count from 1 in the order of the panels, so that a link to a panel means the same after the next rendering.
func TestIDsAreInOrder(t *testing.T) {
	for _, d := range append(All(), sample(), rare()) {
		out := decode(t, d)
		for i, panel := range out.all() {
			if panel.ID != i+1 {
				t.Errorf("%s: panel %d has id %d", out.UID, i+1, panel.ID)
			}
		}
	}
}

// A uid and a title in a folder occur once: Grafana refuses to provision the second.
func TestUIDsAndTitlesAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, d := range All() {
		out := d
		for _, key := range []string{out.UID, out.Folder + "/" + out.Title} {
			if seen[key] {
				t.Errorf("%s occurs twice", key)
			}
			seen[key] = true
		}
		if len(out.UID) > 40 {
			t.Errorf("%s is longer than 40 characters", out.UID)
		}
	}
}

// The same dashboard gives the same bytes, without null and without empty maps, and small enough for a ConfigMap.
func TestJSONIsCanonical(t *testing.T) {
	for _, d := range append(All(), sample(), rare()) {
		first, err := d.JSON()
		if err != nil {
			t.Fatal(err)
		}
		for range 20 {
			if again, _ := d.JSON(); !bytes.Equal(first, again) {
				t.Fatalf("%s: two renderings differ", d.UID)
			}
		}
		for _, bad := range []string{"null", "{}", "\t", `\u003`, `"id": 0`} {
			if bytes.Contains(first, []byte(bad)) {
				t.Errorf("%s has %q", d.UID, bad)
			}
		}
		if len(first) > 1<<18 || !bytes.HasSuffix(first, []byte("\n}\n")) {
			t.Errorf("%s: %d bytes, or no newline at the end", d.UID, len(first))
		}
	}
}

// Nobody edits a dashboard in Grafana, every dashboard is found by the common tag and its folder, and links hold no path.
func TestDashboardsAreReadOnlyAndLinked(t *testing.T) {
	for _, d := range All() {
		out := decode(t, d)
		if out.Editable == nil || *out.Editable || out.SchemaVersion != 42 {
			t.Errorf("%s is editable, or not of schema version 42", out.UID)
		}
		if !slices.Contains(out.Tags, commonTag) || !slices.Contains(out.Tags, d.Folder) || len(out.Links) == 0 {
			t.Errorf("%s cannot be found by its tags, or links nowhere", out.UID)
		}
		for _, link := range out.Links {
			if link.Type != "dashboards" || link.URL != "" {
				t.Errorf("%s: the link %+v holds a path, which a sub-path would break", out.UID, link)
			}
		}
	}
}

// What shows one value asks for one: over a range, the version before an upgrade would stand beside the new one.
func TestOnlyLinesAskForARange(t *testing.T) {
	d := sample()
	d.Rows[0].Panels = append(d.Rows[0].Panels, Panel{
		Title: "Sparkline", Description: "D", View: Stat{Sparkline: true}, Unit: Count, Queries: PromQL{{"up", "up"}},
	})
	for _, panel := range decode(t, d).Panels {
		for _, target := range panel.Targets {
			line := panel.Type == "timeseries" || panel.Title == "Sparkline"
			if target.Range != line || target.Instant == line {
				t.Errorf("%s %s: range %v, instant %v", panel.Type, panel.Title, target.Range, target.Instant)
			}
		}
	}
}

// Thresholds begin with the colour of all lower values.
func TestThresholds(t *testing.T) {
	for _, c := range []struct {
		got  Thresholds
		want []Step
	}{
		{BadFrom(1), []Step{{Green, 0}, {Red, 1}}},
		{WarnFrom(.5, .9), []Step{{Green, 0}, {Orange, .5}, {Red, .9}}},
		{GoodFrom(1), []Step{{Red, 0}, {Green, 1}}},
		{nil, []Step{{Plain, 0}}},
	} {
		d := sample()
		d.Rows[0].Panels[0].Thresholds = c.got
		if got := decode(t, d).Panels[1].FieldConfig.Defaults.Thresholds.Steps; !slices.Equal(got, c.want) {
			t.Errorf("got %v, want %v", got, c.want)
		}
	}
}

// A dashboard that a reader would not understand is not rendered, and the error names all that it lacks.
func TestJSONRefusesWhatIsNotWhole(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*Dashboard)
		want   string
	}{
		{"uid too long", func(d *Dashboard) { d.UID = strings.Repeat("a", 41) }, "8 to 40"},
		{"uid with capitals", func(d *Dashboard) { d.UID = "Sample-Dashboard" }, "8 to 40"},
		{"folder with a slash", func(d *Dashboard) { d.Folder = "a/b" }, "folder"},
		{"no description", func(d *Dashboard) { d.Description = "" }, "a description"},
		{"no rows", func(d *Dashboard) { d.Rows = nil }, "no rows"},
		{"empty row", func(d *Dashboard) { d.Rows[0].Panels = nil }, "panels"},
		{"variable without values", func(d *Dashboard) { d.Variables[0].From = nil }, "values"},
		{"panel without a description", func(d *Dashboard) { d.Rows[0].Panels[0].Description = "" }, "no description"},
		{"panel without a unit", func(d *Dashboard) { d.Rows[0].Panels[0].Unit = "" }, "no unit"},
		{"panel without a query", func(d *Dashboard) { d.Rows[0].Panels[0].Queries = nil }, "no query"},
		{"query without a legend", func(d *Dashboard) { d.Rows[0].Panels[0].Queries = PromQL{{"up", ""}} }, "no legend"},
		{"panel too wide", func(d *Dashboard) { d.Rows[0].Panels[0].Width = 25 }, "24 columns"},
		{"table without columns", func(d *Dashboard) { d.Rows[1].Panels[0].View = Table{} }, "no columns"},
		{"query with a variable that is not there", func(d *Dashboard) { d.Rows[0].Panels[0].Queries = PromQL{{`up{a="$b"}`, "up"}} }, "$b, which is no variable"},
		{"panel repeated for nothing", func(d *Dashboard) { d.Rows[0].Panels[0].Repeat = "b" }, "$b, which is no variable"},
		{"row repeated for nothing", func(d *Dashboard) { d.Rows[0].Repeat = "b" }, "$b, which is no variable"},
		{"text with a query", func(d *Dashboard) { d.Rows[0].Panels[0].View = Words{"x"} }, "does not show"},
		{"annotation without a text", func(d *Dashboard) { d.Annotations = []Annotation{{Name: "a", Expr: "up", Color: Red}} }, "a text"},
		{"link with a field that is no column", func(d *Dashboard) {
			d.Rows[1].Panels[0].View = Table{Columns: []Column{{Field: "job", Title: "Job", Drill: &Drill{UID: "sample-dashboard", With: []string{"node"}}}}}
		}, "no column"},
		{"empty dashboard", func(d *Dashboard) { *d = Dashboard{} }, "uid"},
	} {
		d := sample()
		c.change(&d)
		if data, err := d.JSON(); err == nil || !strings.Contains(err.Error(), c.want) || data != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}
