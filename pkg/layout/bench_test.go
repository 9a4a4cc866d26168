package layout

import "testing"

// BenchmarkSeed reads this repository's platform.yaml and renders and lays out both of its environments.
func BenchmarkSeed(b *testing.B) {
	for b.Loop() {
		loaded, rendered := renderSeed(b)
		if _, err := Files(loaded.Name, rendered); err != nil {
			b.Fatal(err)
		}
	}
}
