// Package monitoring holds what is rendered to the judgement of Prometheus and Alertmanager themselves.
package monitoring

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"
)

// top is the repository.
const top = "../.."

func TestMain(m *testing.M) {
	// The server of these tests answers lists and watches, but not the two in one.
	os.Setenv("KUBE_FEATURE_WatchListClient", "false")
	os.Exit(m.Run())
}

// environment is one folder of a rendered tree, and what the command says that Prometheus will find in it.
type environment struct {
	name    string
	objects []object
	plan    []planned
}

// object is a manifest: what all kinds have, and the text for what they have besides.
type object struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata"`
	text              []byte
}

// planned is a line of the scrape plan.
type planned struct {
	Job, Kind, Namespace, Name, Address, Scheme, Path, Refused string
}

// environments are those of this repository's platform, as committed, and of one that has every kind of discovery.
func environments(t *testing.T) []environment {
	t.Helper()
	if rendered == nil {
		rendered = render(t)
	}
	return rendered
}

// rendered are the environments once they are read: it takes seconds.
var rendered []environment

func render(t *testing.T) []environment {
	t.Helper()
	all := tree(t, filepath.Join(top, "out"), filepath.Join(top, "platform.yaml"))
	out, file := t.TempDir(), "conformance/monitoring/testdata/platform.yaml"
	command(t, "--platform", file, "--out", out)
	return append(all, tree(t, out, filepath.Join(top, file))...)
}

// tree reads the environments of a rendered tree.
func tree(t *testing.T, out, file string) []environment {
	t.Helper()
	absolute, err := filepath.Abs(file)
	if err != nil {
		t.Fatal(err)
	}
	plans := map[string][]planned{}
	if err := json.Unmarshal(command(t, "scrapes", "--format", "json", "--platform", absolute), &plans); err != nil {
		t.Fatal(err)
	}
	var all []environment
	for _, name := range slices.Sorted(maps.Keys(plans)) {
		all = append(all, environment{name: name, objects: read(t, filepath.Join(out, name)), plan: plans[name]})
	}
	return all
}

// command runs the tool from the repository's root.
func command(t *testing.T, args ...string) []byte {
	t.Helper()
	c := exec.Command("go", append([]string{"run", "./cmd/render"}, args...)...)
	c.Dir = top
	var problems bytes.Buffer
	c.Stderr = &problems
	text, err := c.Output()
	if err != nil {
		t.Fatalf("render %v: %v\n%s", args, err, problems.String())
	}
	return text
}

func read(t *testing.T, dir string) []object {
	t.Helper()
	var all []object
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".yaml" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		o := object{text: text}
		if err := yaml.Unmarshal(text, &o); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		all = append(all, o)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// decode reads an object into its type.
func decode[T any](t *testing.T, o object) T {
	t.Helper()
	var into T
	if err := yaml.Unmarshal(o.text, &into); err != nil {
		t.Fatalf("%s %s: %v", o.Kind, o.Name, err)
	}
	return into
}

// file is a key of a ConfigMap.
func (e environment) file(t *testing.T, configMap, key string) string {
	t.Helper()
	for _, o := range e.objects {
		if o.Kind == "ConfigMap" && o.Name == configMap {
			return decode[corev1.ConfigMap](t, o).Data[key]
		}
	}
	t.Fatalf("%s: there is no ConfigMap %s", e.name, configMap)
	return ""
}

// configMaps are those whose names begin so.
func (e environment) configMaps(t *testing.T, prefix string) []corev1.ConfigMap {
	t.Helper()
	var all []corev1.ConfigMap
	for _, o := range e.objects {
		if o.Kind == "ConfigMap" && strings.HasPrefix(o.Name, prefix) {
			all = append(all, decode[corev1.ConfigMap](t, o))
		}
	}
	return all
}
