package layout

import (
	"testing"

	"github.com/example-org/platform-render/pkg/components"
	"github.com/example-org/platform-render/pkg/platform"
)

// BenchmarkSeed reads this repository's platform.yaml and renders and lays out both of its environments.
func BenchmarkSeed(b *testing.B) {
	for b.Loop() {
		loaded, err := platform.Read(top + "/platform.yaml")
		if err != nil {
			b.Fatal(err)
		}
		var all []*components.Rendered
		for _, env := range loaded.Environments {
			rendered, err := components.Render(env)
			if err != nil {
				b.Fatal(err)
			}
			all = append(all, rendered)
		}
		if _, err := Files(loaded.Name, all); err != nil {
			b.Fatal(err)
		}
	}
}
