package conformance

import (
	"flag"
	"os"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write what Istio answers to the questions of testdata/trees")

// The answers in testdata/trees are Istio's own: they say what each tree is there to show.
func TestSmallTrees(t *testing.T) {
	for name, tree := range smallTrees(t) {
		t.Run(name, func(t *testing.T) {
			gateways := pilot(t, newCluster(t, tree.files))
			var want strings.Builder
			for _, line := range tree.lines() {
				q := parseQuestion(t, line)
				want.WriteString(line + "\n")
				for _, name := range asked(gateways, q) {
					want.WriteString("\t" + gateways[name].ask(q) + "\n")
				}
			}
			tree.expect(t, want.String())
		})
	}
}

// lines are the questions without their answers, which are indented.
func (s smallTree) lines() []string {
	var lines []string
	for _, line := range strings.Split(s.questions, "\n") {
		if line != "" && !strings.HasPrefix(line, "\t") {
			lines = append(lines, line)
		}
	}
	return lines
}

// expect compares the answers that the tree tells with those that were given, or writes them.
func (s smallTree) expect(t *testing.T, got string) {
	t.Helper()
	if got == s.questions {
		return
	}
	if !*update {
		t.Errorf("%s is out of date: go test . -run TestSmallTrees -update, and read it:\n%s", s.path, got)
		return
	}
	for i := range s.archive.Files {
		if s.archive.Files[i].Name == "questions" {
			s.archive.Files[i].Data = []byte(got)
		}
	}
	if err := os.WriteFile(s.path, txtar.Format(s.archive), 0o644); err != nil {
		t.Fatal(err)
	}
}

// asked are the gateways that a question is for.
func asked(gateways map[string]*gateway, q question) []string {
	if q.gateway != "" {
		return []string{q.gateway}
	}
	return names(gateways)
}
