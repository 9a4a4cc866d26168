package dashboards

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// File is a dashboard as Grafana reads it: one of ours, or one that the user brings.
type File struct {
	UID, Folder, Title string
	// Origin is the key of platform.yaml that names it, if the user brings it.
	Origin string
	// JSON is the whole file.
	JSON []byte
	// Asks are the queries in it.
	Asks []Asked
}

// Name is the file's, and the last part of its object's in Kubernetes, which knows no capitals and underscores.
func (f File) Name() string { return strings.ReplaceAll(strings.ToLower(f.UID), "_", "-") }

// File is the dashboard with its JSON.
func (d Dashboard) File() (File, error) {
	data, err := d.JSON()
	return File{UID: d.UID, Folder: d.Folder, Title: d.Title, JSON: data, Asks: d.Queries()}, err
}

// Mistake is something that Grafana would refuse or show wrongly. Line and Column count from 1.
type Mistake struct {
	Line, Column int
	Message      string
}

// maxFile is what a ConfigMap may hold, without what else is in the object.
const maxFile = 1<<20 - 1<<14

// ownUID is what Grafana takes for a uid (pkg/util/shortid_generator.go), beginning and ending so that it can name an object.
var ownUID = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9_-]{0,38}[A-Za-z0-9])?$`)

// Parse reads a dashboard that the user brings, and finds all that is wrong with it. The sources are those that Grafana has.
func Parse(folder string, data []byte, sources []Source) (File, []Mistake) {
	root, offset, err := parseTree(data)
	if found := secrets(data, root); len(found) > 0 {
		return File{}, found // and nothing else, so that no other message repeats it
	}
	return judged(File{Folder: folder, JSON: data}, root, offset, err, sources)
}

// Read reads a dashboard for what it asks; false if it is none. What is wrong with it is not looked at.
func Read(data []byte, sources []Source) (File, bool) {
	root, offset, err := parseTree(data)
	file, _ := judged(File{JSON: data}, root, offset, err, sources)
	return file, file.UID != ""
}

// judged completes a file of which the document is read, or is not because of an error at some offset.
func judged(file File, root *node, offset int, err error, sources []Source) (File, []Mistake) {
	j := &judge{data: file.JSON, sources: sources, chosen: map[string]string{}}
	if err != nil {
		j.report(offset, "is no JSON: %v", err)
		return File{}, j.mistakes
	}
	if root.fields == nil {
		j.report(root.offset, "is no dashboard, which is an object")
		return File{}, j.mistakes
	}
	j.dashboard(root)
	file.UID, file.Title = root.get("uid").text(), root.get("title").text()
	if !strings.HasSuffix(string(file.JSON), "\n") {
		file.JSON = append(slices.Clone(file.JSON), '\n')
	}
	file.Asks = j.asks
	for i := range file.Asks {
		file.Asks[i].Dashboard = file.UID
	}
	return file, j.mistakes
}

// judge looks at a user's dashboard.
type judge struct {
	data     []byte
	sources  []Source
	mistakes []Mistake
	asks     []Asked
	// chosen are the variables by which a person chooses a data source, with the plugin that the source is of.
	chosen map[string]string
	ids    map[int]bool
}

func (j *judge) report(offset int, format string, args ...any) {
	line, column := lineAndColumn(j.data, offset)
	j.mistakes = append(j.mistakes, Mistake{Line: line, Column: column, Message: fmt.Sprintf(format, args...)})
}

func (j *judge) dashboard(root *node) {
	if len(j.data) > maxFile {
		j.report(0, "has %d bytes: a ConfigMap takes %d", len(j.data), maxFile)
	}
	if wrapped := root.get("dashboard"); wrapped != nil {
		j.report(wrapped.offset, "is an answer of Grafana's API: keep only what stands under dashboard")
		return
	}
	if version := root.get("apiVersion"); version != nil {
		j.report(version.offset, "is a resource of %s: export it as classic JSON", version.text())
		return
	}
	if inputs := root.get("__inputs"); len(inputs.list()) > 0 {
		j.report(inputs.offset, "was exported to be shared with others, and asks for data sources when it is imported: export it without that choice")
		return
	}
	if rows := root.get("rows"); len(rows.list()) > 0 {
		j.report(rows.offset, "has rows, the form of Grafana before 5: open it in Grafana once, and export it anew")
		return
	}
	j.header(root)
	j.variables(root.get("templating", "list").list())
	for _, mark := range root.get("annotations", "list").list() {
		asked := j.mark(mark)
		j.source(mark.get("datasource"), asked.Panel)
		j.ask(asked)
	}
	j.ids = map[int]bool{}
	j.panels(root.get("panels").list())
}

func (j *judge) header(root *node) {
	uid, title := root.get("uid"), root.get("title")
	switch {
	case uid.text() == "":
		j.report(root.offset, "has no uid: links to it would break whenever Grafana's database is made anew")
	case !ownUID.MatchString(uid.text()):
		j.report(uid.offset, "the uid %q is not up to 40 letters, digits, dashes and underscores, a letter or digit first and last", uid.text())
	}
	if title.text() == "" {
		j.report(root.offset, "has no title")
	}
}

func (j *judge) variables(all []*node) {
	for _, variable := range all {
		if variable.get("type").text() == "datasource" {
			j.chosen[variable.get("name").text()] = variable.get("query").text()
		}
	}
	for _, variable := range all {
		j.source(variable.get("datasource"), "variable "+variable.get("name").text())
		if kind := variable.get("type").text(); kind == "query" || kind == "" {
			j.ask(j.values(variable))
		}
	}
}

// panels judges panels that share a space. Those of a collapsed row have one of their own.
func (j *judge) panels(all []*node) {
	taken := map[[2]int]string{}
	for _, panel := range all {
		title := panel.get("title").text()
		j.id(panel.get("id"), title)
		j.place(panel, title, taken)
		j.source(panel.get("datasource"), "panel "+title)
		if library := panel.get("libraryPanel"); library != nil {
			j.report(library.offset, "panel %q is in Grafana's database, and not in this file: unlink it from the library, and export the dashboard anew", title)
		}
		for _, target := range panel.get("targets").list() {
			j.target(target, panel, title)
		}
		j.panels(panel.get("panels").list())
	}
}

func (j *judge) target(target, panel *node, title string) {
	source := target.get("datasource")
	j.source(source, "panel "+title)
	if source == nil || source.fields == nil {
		source = panel.get("datasource")
	}
	j.ask(j.query(target, title, source))
}

func (j *judge) id(id *node, title string) {
	number, ok := id.number()
	if ok && j.ids[number] {
		j.report(id.offset, "panel %q has the id %d, which another has too", title, number)
	}
	j.ids[number] = ok
}
