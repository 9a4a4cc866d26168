// Package metrics is the catalogue of what programs tell: the metrics on their pages with their labels, and what services of AWS
// tell CloudWatch. It was read in upstream's own files; each section of a file names them.
//
// A file of exporters/ is the page of one program. Its first line says which, in which version; "include NAME" means that all of
// another file is on the page too, "owns PREFIX" that nobody else's names begin so, "more PREFIX" that others put such names there, and
// "merges" that pods may have any of theirs put there. A section begins with the URLs of what was read, as comments, and has a metric a line: its name,
// its type, and its labels, with all the values that a label can have where upstream's code says so: phase=Pending|Running.
// A file of cloudwatch/ is a namespace, with a metric a line: its name, its unit, and the sets of dimensions that it is there by.
package metrics

import (
	"embed"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
)

// directive says that a line is no metric.
func directive(line string) bool {
	word, _, _ := strings.Cut(line, " ")
	return slices.Contains([]string{"include", "owns", "more", "merges"}, word)
}

//go:embed exporters/*.txt cloudwatch/*.txt
var files embed.FS

// catalogue is all files, read once.
var catalogue = sync.OnceValue(func() catalog {
	c, err := read()
	if err != nil {
		panic(err) // the files are our own, and tested
	}
	return c
})

type catalog struct {
	exporters  map[string]*Exporter
	namespaces map[string]*Namespace
	// owners are the first program, by name, that has each name on its page; likes are the names by their first word.
	owners map[string]*Exporter
	likes  map[string][]string
}

// Of finds the page of a program by its name; false if the catalogue has none.
func Of(exporter string) (*Exporter, bool) {
	e, ok := catalogue().exporters[exporter]
	return e, ok
}

// Exporters are the pages of all programs, sorted by name.
func Exporters() []*Exporter {
	var all []*Exporter
	for _, name := range sortedKeys(catalogue().exporters) {
		all = append(all, catalogue().exporters[name])
	}
	return all
}

// Owner finds a program that has a name on its page.
func Owner(name string) (*Exporter, bool) {
	e, ok := catalogue().owners[name]
	return e, ok
}

// Family finds the program whose own names begin like a name.
func Family(name string) (*Exporter, bool) {
	for _, e := range Exporters() {
		if slices.ContainsFunc(e.Owns, func(prefix string) bool { return strings.HasPrefix(name, prefix) }) {
			return e, true
		}
	}
	return nil, false
}

// Like are the names that begin with the same word as another.
func Like(name string) []string { return catalogue().likes[firstWord(name)] }

func firstWord(name string) string {
	word, _, _ := strings.Cut(name, "_")
	return word
}

// CloudWatch finds a namespace by its name, such as AWS/EC2; false if the catalogue has none.
func CloudWatch(namespace string) (*Namespace, bool) {
	n, ok := catalogue().namespaces[namespace]
	return n, ok
}

func read() (catalog, error) {
	c := catalog{map[string]*Exporter{}, map[string]*Namespace{}, map[string]*Exporter{}, map[string][]string{}}
	err := each("exporters", func(name, text string) error {
		e, err := parseExporter(name, text)
		c.exporters[name] = e
		return err
	})
	if err != nil {
		return c, err
	}
	for _, name := range sortedKeys(c.exporters) {
		if err := c.include(c.exporters[name], c.exporters[name].includes); err != nil {
			return c, err
		}
	}
	for _, name := range sortedKeys(c.exporters) {
		c.index(c.exporters[name])
	}
	return c, each("cloudwatch", func(name, text string) error {
		n, err := parseNamespace(name, text)
		if err == nil {
			c.namespaces[n.Name] = n
		}
		return err
	})
}

// include puts the series of other files on a page. What several of them have is the same.
func (c catalog) include(e *Exporter, others []string) error {
	for _, name := range others {
		other, ok := c.exporters[name]
		if !ok {
			return fmt.Errorf("%s.txt includes %s, which is no file", e.Name, name)
		}
		maps.Copy(e.series, other.series)
		if err := c.include(e, other.includes); err != nil {
			return err
		}
	}
	return nil
}

// index notes the names on a page.
func (c catalog) index(e *Exporter) {
	e.names = sortedKeys(e.series)
	for _, name := range e.names {
		if c.owners[name] == nil {
			c.owners[name] = e
			c.likes[firstWord(name)] = append(c.likes[firstWord(name)], name)
		}
	}
}

func each(folder string, visit func(name, text string) error) error {
	entries, err := files.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		text, err := files.ReadFile(path.Join(folder, entry.Name()))
		if err != nil {
			return err
		}
		if err := visit(strings.TrimSuffix(entry.Name(), ".txt"), string(text)); err != nil {
			return err
		}
	}
	return nil
}

// sections reads a file line by line and returns what its first line says. Every metric must stand below the URL of what it was
// read in; a directive needs none.
func sections(text string, visit func(line string) error) (about string, err error) {
	first, rest, _ := strings.Cut(text, "\n")
	about, ok := strings.CutPrefix(first, "# ")
	if !ok {
		return "", errors.New("the first line does not say what it is")
	}
	cited := false
	for line := range strings.Lines(rest) {
		line = strings.TrimSpace(line)
		comment, isComment := strings.CutPrefix(line, "# ")
		switch {
		case line == "":
			cited = false
		case isComment:
			cited = cited || strings.HasPrefix(comment, "https://")
		case !cited && !directive(line):
			return "", fmt.Errorf("%q does not stand below the URL of its source", line)
		default:
			if err := visit(line); err != nil {
				return "", err
			}
		}
	}
	return about, nil
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
