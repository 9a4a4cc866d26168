package simulate_test

import (
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/example-org/platform-render/pkg/routes/simulate"
)

var update = flag.Bool("update", false, "write what is decided into testdata")

// Each file is one rule of Istio's or Envoy's: a small tree, and what the gateway decides for requests to it. A request is a line
// `METHOD URL`, with `Header: value`, `sni=name` or `port=number` after it in brackets.
func TestDecisions(t *testing.T) {
	files, err := filepath.Glob("testdata/decide/*.txtar")
	if err != nil || len(files) < 30 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { decisions(t, file) })
	}
}

func decisions(t *testing.T, file string) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	last := len(archive.Files) - 1
	if archive.Files[last].Name != "decisions" {
		t.Fatal("the last file is not called decisions")
	}
	if !strings.Contains(string(archive.Comment), "Source: ") {
		t.Error("the comment does not name the source that it follows")
	}
	tree := parse(t, archive.Files[:last])
	var got strings.Builder
	for line := range strings.Lines(string(archive.Files[last].Data)) {
		if strings.HasPrefix(line, "    ") {
			continue
		}
		got.WriteString(line)
		if request := strings.TrimSpace(line); request != "" {
			for _, proxy := range tree.Gateways() {
				got.WriteString("    " + tree.Decide(proxy, parseRequest(t, request)).String() + "\n")
			}
		}
	}
	if *update {
		archive.Files[last].Data = []byte(got.String())
		if err := os.WriteFile(file, txtar.Format(archive), 0o600); err != nil {
			t.Fatal(err)
		}
	} else if want := string(archive.Files[last].Data); got.String() != want {
		t.Errorf("got:\n%s\nwant:\n%s", got.String(), want)
	}
}

func parse(t testing.TB, files []txtar.File) *simulate.Tree {
	t.Helper()
	texts := map[string][]byte{}
	for _, f := range files {
		texts[f.Name] = f.Data
	}
	tree, err := simulate.Parse(texts)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func parseRequest(t testing.TB, line string) simulate.Request {
	t.Helper()
	line, rest, _ := strings.Cut(line, " [")
	method, url, _ := strings.Cut(line, " ")
	r, err := simulate.ParseURL(url)
	if err != nil {
		t.Fatal(err)
	}
	r.Method, r.Headers = method, http.Header{}
	for part := range strings.SplitSeq(strings.TrimSuffix(rest, "]"), "; ") {
		switch name, value, _ := strings.Cut(part, ": "); {
		case part == "":
		case strings.HasPrefix(part, "sni="):
			r.SNI = part[4:]
		case strings.HasPrefix(part, "port="):
			r.Port, _ = strconv.Atoi(part[5:])
		case part == "logged in":
			r.LoggedIn = true
		case strings.HasPrefix(part, "claim "):
			r.Claims = map[string]any{name[6:]: value}
		default:
			r.Headers.Add(name, value)
		}
	}
	return r
}
