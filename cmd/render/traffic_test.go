package main

import (
	"regexp"
	"testing"

	"sigs.k8s.io/kustomize/kyaml/yaml"
	"sigs.k8s.io/kustomize/kyaml/yaml/merge2"

	"github.com/example-org/platform-render/pkg/components"
	"github.com/example-org/platform-render/pkg/platform"
)

var examples = regexp.MustCompile("(?s)```yaml\n(.*?)```\n")

// Each example of the page about traffic, merged over the small platform, is a platform without a mistake.
func TestTrafficPage(t *testing.T) {
	page, small := readText(t, "../../docs/traffic.md"), readText(t, "testdata/small.yaml")
	found := examples.FindAllStringSubmatch(page, -1)
	for _, example := range found {
		whole, err := merge2.MergeStrings(example[1], small, false, yaml.MergeOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := platform.Load("platform.yaml", []byte(whole), components.Check); err != nil {
			t.Errorf("%s\n%v", example[1], err)
		}
	}
	if len(found) < 8 {
		t.Errorf("the page shows only %d examples", len(found))
	}
}
