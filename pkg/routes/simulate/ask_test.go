package simulate_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/example-org/platform-render/pkg/routes/simulate"
)

// Each file is one thing that can stand between a URL and its application: what differs from testdata/base.txtar, and the whole
// answer to each request.
func TestAnswers(t *testing.T) {
	base, err := txtar.ParseFile("testdata/base.txtar")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("testdata/ask/*.txtar")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { answers(t, base, file) })
	}
}

func answers(t *testing.T, base *txtar.Archive, file string) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	last := len(archive.Files) - 1
	tree := parse(t, slices.Concat(without(base.Files, archive.Files), archive.Files[:last]))
	var got strings.Builder
	for line := range strings.Lines(string(archive.Files[last].Data)) {
		request, isRequest := strings.CutPrefix(line, "> ")
		if !isRequest {
			continue
		}
		got.WriteString(line)
		for _, answer := range tree.Follow(parseRequest(t, strings.TrimSpace(request))) {
			got.WriteString(answer.String())
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

func without(all, others []txtar.File) []txtar.File {
	names := map[string]bool{}
	for _, f := range others {
		names[f.Name] = true
	}
	return slices.DeleteFunc(slices.Clone(all), func(f txtar.File) bool { return names[f.Name] })
}

// A tree that lacks everything still answers.
func TestEmptyTree(t *testing.T) {
	answer := parse(t, nil).Ask(simulate.Request{Host: "a.example.com"})
	if end := answer.Outcome(); end.Outcome != simulate.Unreachable || answer.OK() {
		t.Error(answer)
	}
}

// The public URLs are the rules of the gateways, in the order in which they match, with what a client meets at each.
func TestURLs(t *testing.T) {
	base, err := txtar.ParseFile("testdata/base.txtar")
	if err != nil {
		t.Fatal(err)
	}
	base.Files = append(base.Files, txtar.File{Name: "more.yaml", Data: []byte(`apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: more, namespace: gw}
spec:
  hosts: [a.example.com, "*.b.example.com"]
  gateways: [public]
  http:
  - match: [{uri: {prefix: /beta/}, headers: {x-beta: {exact: "yes"}}, method: {exact: POST}}, {uri: {regex: "/v[0-9]/.*"}}]
    rewrite: {uri: /web/}
    timeout: 5s
    route: [{destination: {host: web.team.svc.cluster.local, port: {number: 80}}}]
  - match: [{uri: {exact: /gone}}]
    route: [{destination: {host: gone.team.svc.cluster.local}}]
`)})
	var got []string
	for _, u := range parse(t, base.Files).URLs() {
		got = append(got, strings.Join([]string{u.Host, u.Path, u.When, u.To, u.Strip, u.Timeout, u.Who}, " | "))
	}
	want := []string{
		`*.b.example.com | /beta/* | method POST, x-beta: yes | team/web:80 | /beta/ → /web/ | 5s | everyone`,
		`*.b.example.com | ~/v[0-9]/.* |  | forward web.team.svc.cluster.local:80 as  /web/ by gw/more within 5s |  | 5s | ?`,
		`*.b.example.com | /gone |  | unavailable (503): there is no Service or ServiceEntry gone.team.svc.cluster.local |  |  | everyone`,
	}
	if !slices.Equal(got[:3], want) {
		t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	hosts := map[string]int{}
	for _, line := range got {
		hosts[strings.Split(line, " |")[0]]++
	}
	if !maps.Equal(hosts, map[string]int{"*.b.example.com": 3, "a.example.com": 4}) {
		t.Error(hosts)
	}
}
