package provenance

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"sigs.k8s.io/yaml"

	"github.com/example-org/platform-render/pkg/dashboards"
	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/promql"
	"github.com/example-org/platform-render/pkg/scrape"
)

// Ask is something that asks Prometheus: a rule, or a part of a dashboard.
type Ask struct {
	// Object is the ConfigMap that it is in.
	Object kube.Object
	// Group and Rule are set for a rule, Dashboard and Panel for a part of a dashboard: a panel's title, "variable NAME" or
	// "annotation NAME".
	Group     string
	Rule      *scrape.Rule
	Dashboard string
	Panel     string
	// Expr is what is asked, as Prometheus parses it.
	Expr string
	// Fault says why it does not parse; empty if it does.
	Fault string

	read  *promql.Expr
	board *Board
	// legend is the panel's name for its series.
	legend string
}

// Board is a dashboard among the rendered objects.
type Board struct {
	Object kube.Object
	dashboards.File
}

// Name says who asks, for people.
func (a Ask) Name() string {
	switch {
	case a.Rule != nil && a.Rule.Alert != "":
		return "the alert " + a.Rule.Alert
	case a.Rule != nil:
		return "the recording " + a.Rule.Record
	case strings.HasPrefix(a.Panel, "variable "), strings.HasPrefix(a.Panel, "annotation "):
		return fmt.Sprintf("the %s of the dashboard %s", a.Panel, a.Dashboard)
	}
	return fmt.Sprintf("the panel %q of the dashboard %s", a.Panel, a.Dashboard)
}

// Asks are all that ask Prometheus among rendered objects: the rules, then the dashboards.
func Asks(objects []kube.Object, boards []Board) []Ask {
	var all []Ask
	for _, object := range objects {
		for _, group := range scrape.ReadRules([]kube.Object{object}) {
			for _, rule := range group.Rules {
				all = append(all, parsed(Ask{Object: object, Group: group.Name, Rule: &rule, Expr: rule.Expr}))
			}
		}
	}
	for _, board := range boards {
		for _, asked := range board.Asks {
			if expr, ok := asked.PromQL(); ok && expr != "" {
				all = append(all, parsed(Ask{
					Object: board.Object, Dashboard: board.UID, Panel: asked.Panel, Expr: expr, board: &board, legend: asked.Legend,
				}))
			}
		}
	}
	return all
}

func parsed(a Ask) Ask {
	read, err := promql.Read(a.Expr)
	if err != nil {
		a.Fault = dashboards.Shown(err.Error())
	}
	a.read = read
	return a
}

// shown matches a label in a text for people: Prometheus' {{ $labels.pod }} and Grafana's {{pod}}.
var (
	shownByAlert = regexp.MustCompile(`\$labels\.(\w+)`)
	shownByPanel = regexp.MustCompile(`\{\{\s*(\w+)\s*\}\}`)
)

// shows are the labels that people read of the result: in an alert's annotations and labels, or in a panel's legend.
func (a Ask) shows() []string {
	var names []string
	add := func(pattern *regexp.Regexp, text string) {
		for _, match := range pattern.FindAllStringSubmatch(text, -1) {
			if match[1] != "__name__" && !slices.Contains(names, match[1]) {
				names = append(names, match[1])
			}
		}
	}
	add(shownByPanel, a.legend)
	if a.Rule != nil {
		for _, texts := range []map[string]string{a.Rule.Annotations, a.Rule.Labels} {
			for _, key := range slices.Sorted(maps.Keys(texts)) {
				add(shownByAlert, texts[key])
			}
		}
	}
	return names
}

// Boards are the dashboards among rendered objects.
func Boards(objects []kube.Object) []Board {
	sources := Datasources(objects)
	var all []Board
	for _, object := range objects {
		data, _ := object.Fields["data"].(map[string]any)
		for name, text := range data {
			if text, ok := text.(string); ok && object.Kind() == "ConfigMap" && strings.HasSuffix(name, ".json") {
				if file, ok := dashboards.Read([]byte(text), sources); ok {
					all = append(all, Board{Object: object, File: file})
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Board) int { return strings.Compare(a.UID, b.UID) })
	return all
}

// Datasources are those that Grafana is provisioned with.
func Datasources(objects []kube.Object) []dashboards.Source {
	var all []dashboards.Source
	for _, object := range objects {
		data, _ := object.Fields["data"].(map[string]any)
		text, _ := data["datasources.yaml"].(string)
		var file struct {
			Datasources []dashboards.Source `json:"datasources"`
		}
		if object.Kind() == "ConfigMap" && yaml.Unmarshal([]byte(text), &file) == nil {
			all = append(all, file.Datasources...)
		}
	}
	return all
}
