package layout

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/example-org/platform-render/pkg/components"
	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/tree"
)

// BenchmarkSeed reads this repository's platform.yaml and renders and lays out both of its environments.
func BenchmarkSeed(b *testing.B) {
	benchmark(b, seedText(b))
}

// BenchmarkThousandApps does the same for a platform with a thousand apps more, each with a route and a secret that five share: one role
// cannot read more of them, because IAM bounds its policies.
func BenchmarkThousandApps(b *testing.B) {
	benchmark(b, thousandApps(b))
}

func thousandApps(b *testing.B) string {
	var apps strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&apps, "  app-%d:\n    image: registry.example.com/app:1.0.0\n    port: 8080\n", i)
		fmt.Fprintf(&apps, "    route: {path: /app-%d/, stripPrefix: true}\n    env: {TOKEN: {secret: TOKEN_%d}}\n", i, i/5)
	}
	return strings.Replace(seedText(b), "apps:\n", "apps:\n"+apps.String(), 1)
}

func seedText(b *testing.B) string {
	b.Helper()
	text, err := os.ReadFile(top + "/platform.yaml")
	if err != nil {
		b.Fatal(err)
	}
	return string(text)
}

func benchmark(b *testing.B, text string) {
	for b.Loop() {
		layOut(b, text)
	}
}

func layOut(b testing.TB, text string) []tree.File {
	b.Helper()
	loaded, err := platform.Load("platform.yaml", []byte(text), components.Check)
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
	files, err := Files(loaded.Name, all)
	if err != nil {
		b.Fatal(err)
	}
	return files
}
