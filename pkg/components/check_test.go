package components

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/example-org/platform-render/pkg/platform"
)

// A mistake in the file does not hide one between components, and does not cause any: the overlap is reported, what only
// follows from the misspelt path is not.
func TestMistakesAreFoundTogether(t *testing.T) {
	_, err := platform.Load("platform.yaml", []byte(strings.Replace(bare, "  host: small.example.com\n",
		"  host: small.example.com\n  root: {redirect: /c/}\n", 1)+`apps:
  a: {image: "a:1", port: 8080, route: {path: /a/}, replica: 3}
  b: {image: "b:1", port: 8080, route: {path: /a/b/}}
  c: {image: "c:1", port: 8080, route: {path: /c}}
`), Check)
	want := `platform.yaml:13:53: apps.a.replica: unknown key; did you mean "replicas"?
platform.yaml:14:47: apps.b.route.path: "/a/b/" lies under /a/, which a serves (platform.yaml:13:47); write within: /a/ beside it if that is meant
platform.yaml:15:47: apps.c.route.path: "/c" is not the path of a route such as /grafana/; it ends with a slash: "/c/"`
	if err == nil || err.Error() != want {
		t.Errorf("got:\n%v\nwant:\n%s", err, want)
	}
}

// Whatever the file, looking for mistakes between components does not panic, even where half of the file is wrong.
func TestCheckTakesAnything(t *testing.T) {
	data, err := os.ReadFile("../platform/testdata/corpus.txt")
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for line := range strings.Lines(string(data)) {
		text, err := strconv.Unquote(strings.TrimSuffix(line, "\n"))
		if err != nil {
			t.Fatal(err)
		}
		platform.Load("f", []byte(text), Check)
		count++
	}
	archives, _ := filepath.Glob("../platform/testdata/mistakes/*.txtar")
	for _, path := range archives {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range archive.Files {
			platform.Load("f", file.Data, Check)
			count++
		}
	}
	if count < 1000 {
		t.Errorf("only %d files were tried", count)
	}
}
