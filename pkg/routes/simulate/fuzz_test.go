package simulate_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/example-org/platform-render/pkg/routes/simulate"
)

// Whatever YAML is read and whatever is asked, nothing panics: a tree that cannot be understood is an error with its file.
func FuzzTree(f *testing.F) {
	files, err := filepath.Glob("testdata/*/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	files = append(files, "testdata/base.txtar")
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		var text strings.Builder
		for _, part := range archive.Files {
			if filepath.Ext(part.Name) != ".yaml" {
				continue
			}
			text.WriteString("---\n")
			text.Write(part.Data)
		}
		f.Add(text.String(), "https://a.example.com/x/%2e?q=1")
	}
	f.Add("kind: List\napiVersion: v1\nitems: [null, {kind: Pod}]\n", "http://a")
	f.Fuzz(func(t *testing.T, text, url string) {
		tree, err := simulate.Parse(map[string][]byte{"fuzz.yaml": []byte(text)})
		if err != nil {
			if !strings.HasPrefix(err.Error(), "fuzz.yaml") {
				t.Errorf("no file: %v", err)
			}
			return
		}
		request, err := simulate.ParseURL(url)
		if err != nil {
			return
		}
		for _, proxy := range tree.Gateways() {
			_ = tree.Decide(proxy, request).String()
		}
		_ = tree.Follow(request)[0].String()
		tree.URLs()
	})
}

// What cannot be read is told with its place, all mistakes together.
func TestMistakesHaveAPlace(t *testing.T) {
	_, err := simulate.Parse(map[string][]byte{
		"a.yaml": []byte("kind: A\n---\n{{ template }}\n"),
		"b.yaml": []byte("apiVersion: v1\nkind: Service\nmetadata: {name: x}\nspec: {ports: 80}\n"),
		"c.yaml": []byte("apiVersion: v1\nkind: Service\nmetadata: {name: y1}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: y1}\n"),
		"d.yaml": []byte("apiVersion: v1\nkind: Service\nspec: {}\n"),
	})
	if err == nil {
		t.Fatal("no error")
	}
	lines := strings.Split(err.Error(), "\n")
	for i, want := range []string{"a.yaml:3: ", "b.yaml:1: Service: ", "c.yaml:5: Service default/y1 is also in c.yaml:1", "d.yaml:1: Service without metadata.name"} {
		if i >= len(lines) || !strings.HasPrefix(lines[i], want) {
			t.Errorf("want %q in:\n%v", want, err)
		}
	}
	if _, err := simulate.Read(filepath.Join(t.TempDir(), "nowhere")); !os.IsNotExist(err) && !strings.Contains(err.Error(), "nowhere") {
		t.Error(err)
	}
}

// A regular expression that is none is told where the rule stands.
func TestWrongRegularExpression(t *testing.T) {
	_, err := simulate.Parse(map[string][]byte{"v.yaml": []byte(`# a comment
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: a, namespace: gw}
spec:
  hosts: [a.example.com]
  http:
  - route: [{destination: {host: a}}]
  - match: [{uri: {regex: "*"}}]
    route: [{destination: {host: a}}]
`)})
	if err == nil || !strings.HasPrefix(err.Error(), `v.yaml:9: VirtualService gw/a: "*" is no regular expression`) {
		t.Error(err)
	}
}
