package metrics

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Exporter is a program that serves a page of metrics, or a part of such a page that many programs have.
type Exporter struct {
	// Name is the file's, without its ending; About says which program it is, in which version.
	Name, About string
	// Owns are what the names of its own metrics begin with, and nobody else's do.
	Owns []string
	// More are what names begin with that others put on the page too; Merges says that pods may have any of theirs put there.
	More   []string
	Merges bool

	series   map[string]Series
	names    []string
	includes []string
}

// Series are all time series of one name on a page. Of a histogram these are three names, as Prometheus stores them.
type Series struct {
	Name   string
	Labels []Label
}

// Label is a label on a page, before Prometheus adds its own.
type Label struct {
	// Name may end with a *, for labels whose names depend on what is measured.
	Name string
	// Values are all that it can have; nil if there is no saying.
	Values []string
}

// Series finds what a page has of a name.
func (e *Exporter) Series(name string) (Series, bool) {
	series, ok := e.series[name]
	return series, ok
}

// Names are those of all series, sorted.
func (e *Exporter) Names() []string { return e.names }

// Page is what is known of what a scrape job brings.
type Page struct {
	// Exporter is whose page it is, by its name in the catalogue; empty if nobody knows what is on it.
	Exporter string
	// Declares are metrics besides, in the form that the catalogue has: those that a program is told to make.
	Declares []string
}

// Read finds everything that is on the page; false if nobody knows.
func (p Page) Read() (*Exporter, bool) {
	known, ok := Of(p.Exporter)
	if !ok || len(p.Declares) == 0 {
		return known, ok
	}
	page := &Exporter{Name: known.Name, About: known.About, Owns: known.Owns, More: known.More, Merges: known.Merges, series: maps.Clone(known.series)}
	for _, line := range p.Declares {
		if page.add(line) != nil {
			return nil, false
		}
	}
	page.names = sortedKeys(page.series)
	return page, true
}

// Label finds a label by its name.
func (s Series) Label(name string) (Label, bool) {
	for _, label := range s.Labels {
		prefix, family := strings.CutSuffix(label.Name, "*")
		if label.Name == name || family && strings.HasPrefix(name, prefix) {
			return label, true
		}
	}
	return Label{}, false
}

// parseExporter reads a file of exporters/.
func parseExporter(name, text string) (*Exporter, error) {
	e := &Exporter{Name: name, series: map[string]Series{}}
	var seen []string
	about, err := sections(text, func(line string) error {
		if directive(line) {
			e.direct(strings.Fields(line))
			return nil
		}
		name, _, _ := strings.Cut(line, " ")
		if slices.Contains(seen, name) {
			return fmt.Errorf("%s is there twice", name)
		}
		seen = append(seen, name)
		return e.add(line)
	})
	e.About = about
	if err != nil {
		return nil, fmt.Errorf("%s.txt: %w", name, err)
	}
	return e, nil
}

// direct does what a line says that is no metric.
func (e *Exporter) direct(words []string) {
	switch words[0] {
	case "include":
		e.includes = append(e.includes, words[1:]...)
	case "owns":
		e.Owns = append(e.Owns, words[1:]...)
	case "more":
		e.More = append(e.More, words[1:]...)
	case "merges":
		e.Merges = true
	}
}

// add reads a metric: its name, its type, its labels.
func (e *Exporter) add(line string) error {
	words := strings.Fields(line)
	if len(words) < 2 {
		return fmt.Errorf("%q is no name, type and labels", line)
	}
	var labels []Label
	for _, word := range words[2:] {
		label := Label{}
		name, values, closed := strings.Cut(word, "=")
		label.Name = name
		if closed {
			label.Values = strings.Split(values, "|")
		}
		labels = append(labels, label)
	}
	for _, series := range expand(words[0], words[1], labels) {
		e.series[series.Name] = series
	}
	return nil
}

// expand is the series that a metric of some type has (https://prometheus.io/docs/concepts/metric_types/).
func expand(name, kind string, labels []Label) []Series {
	parts := []Series{{name + "_sum", labels}, {name + "_count", labels}}
	switch kind {
	case "histogram":
		return append(parts, Series{name + "_bucket", append(slices.Clone(labels), Label{Name: "le"})})
	case "summary":
		return append(parts, Series{name, append(slices.Clone(labels), Label{Name: "quantile"})})
	}
	return []Series{{name, labels}}
}
