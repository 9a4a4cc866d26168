package platform

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
)

// maxEnvironments is how many clusters one file may describe.
const maxEnvironments = 50

// Check finds mistakes that this package cannot know of, such as two components that want the same URL. It sees environments with
// mistakes too: what is wrong in them is at its zero value.
type Check func(*Environment) Problems

// Read loads the platform.yaml at a path. The error is always Problems.
func Read(path string, checks ...Check) (*Loaded, error) {
	data, err := readFile(path)
	if err != nil {
		return nil, Problems{{Pos: Pos{File: path}, Message: err.Error()}}
	}
	loaded, err := Load(path, data, checks...)
	if err != nil {
		return nil, err
	}
	for _, environment := range loaded.Environments {
		environment.Files = os.DirFS(filepath.Dir(path))
	}
	return loaded, nil
}

func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, plainError(err)
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return nil, errors.New("is a folder: name the file inside it")
	}
	data, err := io.ReadAll(io.LimitReader(f, maxBytes+1))
	return data, plainError(err)
}

// plainError is a failure to read a file without the path, which the problem names already.
func plainError(err error) error {
	var pathErr *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return errors.New("there is no such file: run in the folder that holds it, or name another with --platform")
	case errors.As(err, &pathErr):
		return fmt.Errorf("cannot be read: %w", pathErr.Err)
	}
	return err
}

// Load reads a platform.yaml; file is its name in messages. The error is always Problems: all of the mistakes at once, those of the
// checks among them.
func Load(file string, data []byte, checks ...Check) (*Loaded, error) {
	if problems := pastedText(file, data); len(problems) > 0 {
		return nil, problems.orNil()
	}
	root, problems := parse(file, data)
	if root == nil {
		return nil, problems.orNil()
	}
	if problems := pastedValues(root); len(problems) > 0 {
		return nil, problems.orNil()
	}
	loaded, more := resolve(root, checks)
	if problems = append(problems, more...); len(problems) > 0 {
		return nil, problems.orNil()
	}
	return loaded, nil
}

// resolve makes each environment of a document and checks it.
func resolve(root *node, checks []Check) (*Loaded, Problems) {
	documents, problems := split(root)
	loaded := &Loaded{}
	var names []string
	var found []Problems
	for _, doc := range documents {
		e, wrong := load(doc, checks)
		loaded.Name = e.Platform
		loaded.Environments = append(loaded.Environments, e)
		names, found = append(names, doc.environment), append(found, wrong)
	}
	problems = append(problems, Attribute(names, found)...)
	return loaded, append(problems, acrossEnvironments(loaded.Environments)...)
}

// document is a whole platform.yaml as one environment sees it.
type document struct {
	environment string
	root        *node
}

// header are the keys of the file that no environment may override.
var header = []string{"apiVersion", "kind", "metadata", "environments"}

// split merges each environment's overrides into the rest of the file. A file without an environment is still checked once.
func split(root *node) ([]document, Problems) {
	environments := root.get("environments")
	if environments == nil || environments.kind != mapping {
		return []document{{"", root}}, nil
	}
	if n := len(environments.entries); n == 0 || n > maxEnvironments {
		return []document{{"", root}}, Problems{{environments.at, environments.written(), fmt.Sprintf("has %d environments: 1 to %d are possible; write dev: {} for one that overrides nothing", n, maxEnvironments)}}
	}
	m := &merger{}
	var out []document
	for _, e := range environments.entries {
		if e.value.kind == mapping {
			out = append(out, document{e.key, m.merge(root, m.withoutHeader(e.value))})
		}
	}
	if len(out) == 0 {
		out = []document{{"", root}}
	}
	slices.SortFunc(out, func(a, b document) int { return cmp.Compare(a.environment, b.environment) })
	return out, m.problems
}

// withoutHeader refuses overrides of what is the same for every environment.
func (m *merger) withoutHeader(overrides *node) *node {
	out := *overrides
	out.entries = slices.DeleteFunc(slices.Clone(overrides.entries), func(e entry) bool {
		same := slices.Contains(header, e.key)
		if same {
			m.problems = append(m.problems, Problem{e.value.keyAt, e.value.written(), "is the same for every environment: it cannot be overridden"})
		}
		return same
	})
	return &out
}

// load decodes one environment, fills in what is derived and checks what must hold between its keys.
func load(doc document, checks []Check) (*Environment, Problems) {
	d := &decoder{}
	var p Platform
	d.value(doc.root, reflect.ValueOf(&p).Elem(), field{})
	e := &Environment{Platform: p.Metadata.Name, Name: doc.environment, Spec: p.Spec, root: doc.root}
	e.derive()
	found := append(d.problems, e.rules(d.problems)...)
	for _, check := range checks {
		found = append(found, e.without(found, check(e))...)
	}
	return e, found
}

// Attribute brings together what was found in each of the environments, and names those of a problem that not all of them have,
// where the path does not say so already.
func Attribute(environments []string, found []Problems) Problems {
	where := map[Problem][]string{}
	for i, problems := range found {
		for _, p := range problems.Sorted() {
			where[p] = append(where[p], environments[i])
		}
	}
	var out Problems
	for p, in := range where {
		if len(in) < len(environments) && !strings.HasPrefix(p.Path, "environments.") {
			p.Message += " (in the " + plural(len(in), "environment") + " " + listing(in) + ")"
		}
		out = append(out, p)
	}
	return out.Sorted()
}

func plural(n int, word string) string {
	if n == 1 {
		return word
	}
	return word + "s"
}
