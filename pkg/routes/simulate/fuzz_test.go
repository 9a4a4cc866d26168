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

// Nothing where something should be is an error or no harm, wherever it stands.
func TestNothingWhereSomethingShouldBe(t *testing.T) {
	base, err := txtar.ParseFile("testdata/base.txtar")
	if err != nil {
		t.Fatal(err)
	}
	head := func(kind, rest string) string {
		return "apiVersion: networking.istio.io/v1\nkind: " + kind + "\nmetadata: {name: odd, namespace: gw}\n" + rest
	}
	for _, odd := range []string{
		head("VirtualService", ""), head("VirtualService", "spec: null"), head("VirtualService", "spec: {}"),
		head("VirtualService", "spec: {hosts: [null], gateways: [null]}"),
		head("VirtualService", "spec: {hosts: [\"\"], gateways: [public], http: [null]}"),
		head("VirtualService", "spec: {hosts: [a.example.com], gateways: [public], http: [{match: [null], route: [null]}]}"),
		head("VirtualService", "spec: {hosts: [a.example.com], gateways: [public], http: [{match: [{uri: null, headers: {a: null}}], route: [{destination: null}, {weight: 1}]}]}"),
		head("VirtualService", "spec: {hosts: [a.example.com], gateways: [public], http: [{match: [{uri: {}}], mirrors: [null, {}], mirror: {}, fault: {}, rewrite: {}, retries: {}, route: [{}]}]}"),
		head("VirtualService", "spec: {hosts: [a.example.com], gateways: [public], http: [{delegate: {}}, {delegate: {name: odd}}, {redirect: {}}, {directResponse: {}}]}"),
		head("VirtualService", "spec: {hosts: [a.example.com], gateways: [public], tls: [null, {match: [null]}], tcp: [null, {match: [null], route: [null]}]}"),
		head("Gateway", ""), head("Gateway", "spec: {servers: [null]}"), head("Gateway", "spec: {servers: [{port: null, hosts: [null]}]}"),
		head("Gateway", "spec: {selector: {istio: ingress}, servers: [{port: {}, hosts: []}, {port: {number: 443}, tls: {}}, {port: {number: 443, protocol: HTTPS}, tls: {}, hosts: [\"a/b/c\", \"/\", \"\"]}]}"),
		head("DestinationRule", ""), head("DestinationRule", "spec: {host: web.team.svc.cluster.local, subsets: [null], trafficPolicy: {portLevelSettings: [null]}}"),
		head("ServiceEntry", ""), head("ServiceEntry", "spec: {hosts: [null], ports: [null], endpoints: [null]}"),
		"apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: odd, namespace: gw}\nspec: {rules: [null]}",
		"apiVersion: security.istio.io/v1\nkind: RequestAuthentication\nmetadata: {name: odd, namespace: gw}\nspec: {jwtRules: [null]}",
		"apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: {name: odd, namespace: team}\nspec: {selector: {matchLabels: {app: web}}, portLevelMtls: {8080: null}}",
		"apiVersion: v1\nkind: Service\nmetadata: {name: odd, namespace: team}\nspec: {ports: [null]}",
		"apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: odd, namespace: team}\nspec: {template: {spec: {containers: [null], volumes: [null]}}}",
		"apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: odd}\nspec: {source: {chart: istiod, helm: {valuesObject: {meshConfig: {defaultConfig: null}}}}}",
		"null", "[]", "a", "kind: List\nitems: [null, 1, []]", "apiVersion: v1\nkind: List\nitems: [{kind: List, items: [{apiVersion: v1, kind: Namespace}]}]",
	} {
		tree, err := simulate.Parse(map[string][]byte{"base.yaml": texts(base), "odd.yaml": []byte(odd)})
		if err != nil {
			if !strings.Contains(err.Error(), "odd.yaml") {
				t.Errorf("no file: %v\n%s", err, odd)
			}
			continue
		}
		tree.URLs()
		for _, url := range []string{"https://a.example.com/web/x", "https://a.example.com/y", "http://a.example.com/"} {
			request, _ := simulate.ParseURL(url)
			request.Claims = map[string]any{"iss": "x"}
			_ = tree.Follow(request)[0].String()
		}
	}
}

func texts(archive *txtar.Archive) []byte {
	var all []byte
	for _, file := range archive.Files {
		all = append(append(all, "---\n"...), file.Data...)
	}
	return all
}
