package kube

import (
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
)

// print turns a typed object into the text that out/ would hold.
func print(t *testing.T, r Resource) string {
	t.Helper()
	object, err := From(r)
	if err != nil {
		t.Fatal(err)
	}
	text, err := YAML(object.Fields)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func expect(t *testing.T, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// What Go's types print although nobody set it does not reach the file: status, timestamps, empty structs.
func TestFromDropsWhatNobodyWrote(t *testing.T) {
	expect(t, print(t, &appsv1.Deployment{ObjectMeta: Meta("team", "web"), Spec: appsv1.DeploymentSpec{
		Template: corev1.PodTemplateSpec{Spec: corev1.PodSpec{Containers: []corev1.Container{{Name: "web"}}}},
	}}), `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: team
spec:
  template:
    spec:
      containers:
      - name: web
`)
}

// An empty map that says something, such as a volume's kind, is not noise.
func TestFromKeepsAnEmptyMapThatMeansSomething(t *testing.T) {
	object, err := From(&corev1.Pod{ObjectMeta: Meta("team", "web"), Spec: corev1.PodSpec{
		Containers: []corev1.Container{},
		Volumes:    []corev1.Volume{{Name: "tmp", VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	volume := object.Fields["spec"].(map[string]any)["volumes"].([]any)[0].(map[string]any)
	if _, ok := volume["emptyDir"]; !ok {
		t.Errorf("the volume lost its kind: %v", volume)
	}
}

// Text keeps being text for every reader of YAML: what looks like a number or a truth value is quoted, lines stay lines.
func TestYAMLKeepsTextText(t *testing.T) {
	expect(t, print(t, &corev1.ConfigMap{ObjectMeta: Meta("team", "config"), Data: map[string]string{
		"answer": "yes", "file": "a: 1\nb: 2\n", "leading": "0123", "number": "1e3", "plain": "text", "port": "8080", "truth": "true",
		"version": "1.10",
	}}), `apiVersion: v1
kind: ConfigMap
metadata:
  name: config
  namespace: team
data:
  answer: "yes"
  file: |
    a: 1
    b: 2
  leading: "0123"
  number: "1e3"
  plain: text
  port: "8080"
  truth: "true"
  version: "1.10"
`)
}

// A number keeps its digits: a user id above 2^53 would lose some as a float.
func TestNumbersAreNotRounded(t *testing.T) {
	object, err := Parse([]byte("kind: X\nspec: {big: 9007199254740993, half: 0.5}\n"))
	if err != nil {
		t.Fatal(err)
	}
	text, err := YAML(object.Fields)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, string(text), "kind: X\nspec:\n  big: 9007199254740993\n  half: 0.5\n")
}

// What was printed reads back as the same, and prints as the same bytes.
func TestYAMLRoundTrip(t *testing.T) {
	first := print(t, &corev1.Service{ObjectMeta: Meta("team", "web"), Spec: corev1.ServiceSpec{
		Ports: []corev1.ServicePort{{Name: "http", Port: 80}},
	}})
	object, err := Parse([]byte(first))
	if err != nil {
		t.Fatal(err)
	}
	second, err := YAML(object.Fields)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, string(second), first)
}

// A file is named after kind and name; RBAC's colons are no good in file names.
func TestFileName(t *testing.T) {
	object := Object{Fields: map[string]any{"kind": "ClusterRole", "metadata": map[string]any{"name": "system:metrics"}}}
	expect(t, object.FileName(), "clusterrole-system-metrics.yaml")
}

// A Go type that no scheme knows and that has no kind of its own is a fault of ours, reported and not printed without one.
func TestFromRefusesAnObjectWithoutKind(t *testing.T) {
	if _, err := From(&Custom{ObjectMeta: Meta("team", "x")}); err == nil {
		t.Error("an object without a kind was printed")
	}
}

// A config file reads as people write it: in the order of its type's fields, with text quoted as in any manifest.
func TestCanonicalKeepsTheOrderOfFields(t *testing.T) {
	type job struct {
		Name    string            `json:"job_name"`
		Action  string            `json:"action"`
		Empty   []string          `json:"empty"`
		Targets []string          `json:"targets"`
		Labels  map[string]string `json:"labels"`
		Limit   int               `json:"limit"`
	}
	text, err := Canonical(job{"api", "<&>", []string{}, []string{"a:1", "yes"}, map[string]string{"b": "1", "a": "x: y"}, 7})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, text, `job_name: api
action: <&>
empty: []
targets:
- a:1
- "yes"
labels:
  a: 'x: y'
  b: "1"
limit: 7
`)
}
