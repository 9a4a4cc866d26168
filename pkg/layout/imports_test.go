package layout

import (
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// module is the path that our own packages are imported by.
const module = "github.com/example-org/platform-render/"

// heavy are packages that bring hundreds of others: only the package owner may import them.
const heavy, owner = "github.com/argoproj/argo-cd/", "pkg/argocd"

var row = regexp.MustCompile("(?m)^\\| `((?:cmd|pkg)/[\\w/]+)` \\|.*\\| (.*) \\|$")

// rooms are the packages of docs/architecture.md's table, with those that each may import.
func rooms(t *testing.T) map[string][]string {
	t.Helper()
	text, err := os.ReadFile(top + "/docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]string{}
	for _, match := range row.FindAllStringSubmatch(string(text), -1) {
		all[match[1]] = nil
		if match[2] == "nothing of ours" {
			continue
		}
		for name := range strings.SplitSeq(match[2], ", ") {
			all[match[1]] = append(all[match[1]], "pkg/"+name)
		}
	}
	return all
}

// imports are what each of our packages imports outside of its tests.
func imports(t *testing.T) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, dir := range []string{"cmd", "pkg"} {
		err := fs.WalkDir(os.DirFS(top), dir, func(file string, _ fs.DirEntry, err error) error {
			if err != nil || path.Ext(file) != ".go" || strings.HasSuffix(file, "_test.go") {
				return err
			}
			names, err := importsOf(path.Join(top, file))
			all[path.Dir(file)] = append(all[path.Dir(file)], names...)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}

func importsOf(file string) ([]string, error) {
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, spec := range parsed.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, nil
}

// Packages import what docs/architecture.md says that they may: it has a row for each, and names nothing that is not used.
func TestImportsKeepToTheTable(t *testing.T) {
	table, found := rooms(t), imports(t)
	if got, want := slices.Sorted(maps.Keys(table)), slices.Sorted(maps.Keys(found)); !slices.Equal(got, want) {
		t.Errorf("docs/architecture.md has rows for %v, and there are %v", got, want)
	}
	for room, names := range found {
		for _, name := range names {
			if ours, ok := strings.CutPrefix(name, module); ok && !slices.Contains(table[room], ours) {
				t.Errorf("%s imports %s: docs/architecture.md does not let it", room, ours)
			}
			if strings.HasPrefix(name, heavy) && room != owner {
				t.Errorf("%s imports %s: that is for %s alone", room, name, owner)
			}
		}
		for _, allowed := range table[room] {
			if !slices.Contains(names, module+allowed) {
				t.Errorf("%s does not import %s, as docs/architecture.md says", room, allowed)
			}
		}
	}
}
