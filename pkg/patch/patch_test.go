package patch

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/platform"
)

const header = `apiVersion: platform.render/v1alpha1
kind: Platform
metadata: {name: test}
git: {repoURL: https://github.com/example-org/test.git}
aws: {accountID: "111122223333", region: us-east-1}
ingress:
  host: test.example.com
  loadBalancer: {certificateARN: "arn:aws:acm:us-east-1:111122223333:certificate/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"}
environments: {dev: {}}
patches:
`

const deployment = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: grafana, namespace: monitoring}
spec:
  replicas: 2
  template:
    spec:
      containers:
      - name: grafana
        image: grafana:1
        args: ["--b", "--a"]
        env: [{name: B, value: "1"}, {name: A, value: "on"}]
        securityContext: {runAsUser: 4294967295}
`

const virtualService = `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: test.example.com, namespace: istio-ingress}
spec:
  hosts: [test.example.com]
  http:
  - name: root
    timeout: 5s
    fault: {abort: {percentage: {value: 0.5}, httpStatus: 9007199254740993}}
`

const configMap = `
apiVersion: v1
kind: ConfigMap
metadata: {name: files, namespace: monitoring}
data:
  a.txt: "first: 1\n\tsecond  \nlast\n"
  date: "2026-01-01"
  yes: "yes"
`

const application = `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: kiali, namespace: argocd}
spec:
  source: {helm: {valuesObject: {deployment: {replicas: 1}}}}
`

// environment is a platform with patches, indented by two spaces.
func environment(t *testing.T, patches string) *platform.Environment {
	t.Helper()
	loaded, err := platform.Load("platform.yaml", []byte(header+patches))
	if err != nil {
		t.Fatal(err)
	}
	return loaded.Environments[0]
}

func parse(t *testing.T, manifests ...string) []kube.Object {
	t.Helper()
	var all []kube.Object
	for _, manifest := range manifests {
		object, err := kube.Parse([]byte(manifest))
		if err != nil {
			t.Fatal(err)
		}
		object.Origin = "monitoring"
		all = append(all, object)
	}
	return all
}

// patched applies patches to the objects, each in a folder of its own, and returns them as YAML with what was wrong.
func patched(t *testing.T, patches string, manifests ...string) ([]string, error) {
	t.Helper()
	set := New(environment(t, patches))
	var all []string
	for _, object := range parse(t, manifests...) {
		if err := set.Apply([]kube.Object{object}); err != nil {
			t.Fatal(err)
		}
		text, err := kube.YAML(object.Fields)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(text))
	}
	return all, set.Finish()
}

// changed applies patches that must be right to one object and returns its fields.
func changed(t *testing.T, patches, manifest string) string {
	t.Helper()
	all, err := patched(t, patches, manifest)
	if err != nil {
		t.Fatal(err)
	}
	return all[0]
}

func wantLines(t *testing.T, text string, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if !strings.Contains(text, line) {
			t.Errorf("no %q in\n%s", line, text)
		}
	}
}

// A merge finds the containers and variables of a Kubernetes kind by their names and leaves the rest of them alone.
func TestMergeKnowsKubernetesLists(t *testing.T) {
	text := changed(t, `
  slow:
    target: {kind: Deployment, name: grafana}
    merge: {spec: {template: {spec: {containers: [{name: grafana, env: [{name: A, value: "off"}]}]}}}}
`, deployment)
	wantLines(t, text, "image: grafana:1", "name: B", "value: \"off\"", "- --b\n        - --a", "runAsUser: 4294967295")
}

// A merge replaces the lists of a kind that Kubernetes does not know, and keeps its other keys.
func TestMergeOfCustomKind(t *testing.T) {
	text := changed(t, `
  root:
    target: {kind: VirtualService, name: test.example.com, group: networking.istio.io}
    merge: {spec: {http: [{name: other}]}}
`, virtualService)
	wantLines(t, text, "hosts:\n  - test.example.com", "- name: other")
	if strings.Contains(text, "root") {
		t.Errorf("the list is merged:\n%s", text)
	}
}

// An Application's chart values can be changed like any object.
func TestMergeOfApplication(t *testing.T) {
	text := changed(t, `
  kiali:
    target: {kind: Application, name: kiali}
    merge: {spec: {source: {helm: {valuesObject: {deployment: {replicas: 3}}}}}}
`, application)
	wantLines(t, text, "replicas: 3")
}

// null in a merge takes a key away.
func TestMergeWithNull(t *testing.T) {
	text := changed(t, `
  hpa:
    target: {kind: Deployment, name: grafana}
    merge: {spec: {replicas: null}}
`, deployment)
	if strings.Contains(text, "replicas") || strings.Contains(text, "null") {
		t.Errorf("replicas stay:\n%s", text)
	}
	text = changed(t, "\n  empty:\n    target: {kind: ConfigMap, name: files}\n    merge: {data: null}\n", configMap)
	if strings.Contains(text, "\ndata") {
		t.Errorf("the data stay:\n%s", text)
	}
}

// Operations are applied in order, and several patches of one object in the order of their names.
func TestOrder(t *testing.T) {
	text := changed(t, `
  b-second:
    target: {kind: Deployment, name: .*}
    json: [{op: test, path: /spec/replicas, value: 7}, {op: replace, path: /spec/replicas, value: 8}]
  a-first:
    target: {kind: Deployment, name: graf.*, namespace: monitoring}
    json: [{op: remove, path: /spec/replicas}, {op: add, path: /spec/replicas, value: 7}]
`, deployment)
	wantLines(t, text, "replicas: 8")
}

// What a patch does not speak of stays as it is: order, numbers, texts of several lines and texts that look like something else.
func TestRestIsUntouched(t *testing.T) {
	for name, change := range map[string]string{
		"merge": "merge: {metadata: {labels: {x: y}}}",
		"json":  "json: [{op: add, path: /metadata/labels, value: {x: y}}]",
	} {
		for _, manifest := range []string{deployment, configMap, application} {
			object := parse(t, manifest)[0]
			text := changed(t, "\n  x:\n    target: {kind: "+object.Kind()+", name: .*}\n    "+change+"\n", manifest)
			object.Fields["metadata"].(map[string]any)["labels"] = map[string]any{"x": "y"}
			want, _ := kube.YAML(object.Fields)
			if text != string(want) {
				t.Errorf("%s gives\n%s\nand not\n%s", name, text, want)
			}
		}
	}
}

// A merge keeps numbers to the last digit.
func TestNumbers(t *testing.T) {
	text := changed(t, `
  x:
    target: {kind: VirtualService, name: .*}
    merge: {metadata: {labels: {x: y}}}
`, virtualService)
	wantLines(t, text, "value: 0.5", "httpStatus: 9007199254740993")
}

// A copy of the object, as the model hands over an Application, is changed too, and keeps its origin.
func TestInPlace(t *testing.T) {
	objects := parse(t, deployment)
	set := New(environment(t, "\n  x:\n    target: {kind: Deployment, name: grafana}\n    merge: {spec: {replicas: 5}}\n"))
	if err := set.Apply([]kube.Object{objects[0]}); err != nil {
		t.Fatal(err)
	}
	if got := objects[0].Fields["spec"].(map[string]any)["replicas"]; !reflect.DeepEqual(got, json.Number("5")) {
		t.Errorf("replicas are %v", got)
	}
	if objects[0].Origin != "monitoring" {
		t.Errorf("the origin is %q", objects[0].Origin)
	}
}

// Each mistake is reported where it stands in platform.yaml, all at once, and changes nothing.
func TestMistakes(t *testing.T) {
	tests := map[string]struct{ patch, want string }{
		"no such name":      {"target: {kind: Deployment, name: grafanaa}\n    merge: {spec: {replicas: 1}}", "patches.x.target: matches no object; the nearest are Deployment grafana in monitoring, "},
		"no such namespace": {"target: {kind: Deployment, name: grafana, namespace: monitorin}\n    merge: {spec: {}}", "patches.x.target: matches no object; the nearest are Deployment grafana in monitoring, "},
		"no such group":     {"target: {kind: Deployment, name: grafana, group: app}\n    merge: {spec: {}}", "patches.x.target: matches no object; the nearest are Deployment grafana in monitoring, "},
		"part of a name":    {"target: {kind: Deployment, name: graf}\n    merge: {spec: {}}", "patches.x.target: matches no object"},
		"case of a kind":    {"target: {kind: DeployMent, name: grafana}\n    merge: {spec: {}}", "patches.x.target: matches no object; the nearest are Deployment grafana in monitoring, "},
		"another name":      {"target: {kind: Deployment, name: grafana}\n    merge: {metadata: {name: x}}", "patches.x.merge: changes metadata.name of Deployment grafana in monitoring"},
		"another namespace": {"target: {kind: Deployment, name: grafana}\n    merge: {metadata: {namespace: x}}", "patches.x.merge: changes metadata.namespace of"},
		"another kind":      {"target: {kind: Deployment, name: grafana}\n    merge: {kind: DaemonSet}", "patches.x.merge: changes kind of"},
		"another version":   {"target: {kind: Deployment, name: grafana}\n    merge: {apiVersion: apps/v2}", "patches.x.merge: changes apiVersion of"},
		"name by operation": {"target: {kind: Deployment, name: grafana}\n    json: [{op: replace, path: /metadata/name, value: x}]", "patches.x.json[0]: changes metadata.name of"},
		"deletion":          {"target: {kind: Deployment, name: grafana}\n    merge: {$patch: delete}", "patches.x.merge: deletes Deployment grafana in monitoring"},
		"no such path":      {"target: {kind: Deployment, name: grafana}\n    json: [{op: test, path: /spec/replicas, value: 2}, {op: replace, path: /spec/x, value: 1}]", "patches.x.json[1]: Deployment grafana in monitoring: "},
		"test that fails":   {"target: {kind: Deployment, name: grafana}\n    json: [{op: test, path: /spec/replicas, value: 3}]", "patches.x.json[0]: Deployment grafana in monitoring: "},
		"only the first":    {"target: {kind: Deployment, name: grafana}\n    json: [{op: remove, path: /spec/x}, {op: remove, path: /spec/y}]", "patches.x.json[0]: Deployment grafana in monitoring: "},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			texts, err := patched(t, "\n  x:\n    "+test.patch+"\n", deployment, configMap)
			var problems platform.Problems
			if !errors.As(err, &problems) || len(problems) != 1 {
				t.Fatalf("got %v", err)
			}
			if got := problems[0].String(); !strings.Contains(got, test.want) || problems[0].Line < 12 {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
			want, _ := kube.YAML(parse(t, deployment)[0].Fields)
			if texts[0] != string(want) {
				t.Errorf("the object is changed:\n%s", texts[0])
			}
		})
	}
}
