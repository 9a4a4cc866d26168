package platform

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// large are files near the limit of 1 MiB that would take long if anything in the loader grew with the square of the file.
var large = map[string]string{
	"many apps":          minimal + "apps:\n" + times(2000, "  a%d: {image: \"a:1\", port: 15021, namespace: default, metrics: {}, writablePaths: [/tmp, /tmp]}\n") + "environments: {dev: {}, prod: {ingress: {host: b.example.com}}}\n",
	"many wrong apps":    minimal + "apps:\n" + times(8000, "  A%d: {imag: 1}\n") + "environments: {dev: {}}\n",
	"many unknown keys":  minimal + times(15000, "ingres%d: 1\n") + "environments: {dev: {}}\n",
	"many nulls":         minimal + "apps:\n" + times(8000, "  a%d: {}\n") + "environments:\n  dev:\n    apps:\n" + times(8000, "      b%d: null\n"),
	"many environments":  minimal + "patches:\n" + times(4000, "  p%d: {target: {kind: A, name: a}, merge: {a: 1}}\n") + "environments:\n" + times(10, "  e%d: {ingress: {host: e%[1]d.example.com}}\n"),
	"a long key":         minimal + "apps: {" + strings.Repeat("a", 500_000) + ": &a [x, x, x], b: *a}\n",
	"an open bracket":    minimal + "apps: {\n" + times(20000, "  a%d: 1,\n"),
	"brackets":           minimal + "apps: " + strings.Repeat("[", 9000),
	"many broken lines":  strings.Repeat("a: 1\nb: 2\n", 20000) + "c: : :\n",
	"many sidecar paths": minimal + "apps: {a: {image: \"a:1\", port: 80, writablePaths: [" + times(20000, "/a%d, ") + "]}}\nenvironments: {dev: {}}\n",
}

// Whatever the file, the loader answers, and its problems stand in the file's order.
func TestLargeFilesAreRead(t *testing.T) {
	for name, text := range large {
		if len(text) > maxBytes {
			t.Errorf("%s: %d bytes are too many to say anything", name, len(text))
		}
		_, err := Load("f", []byte(text))
		if problems, ok := err.(Problems); ok && !slices.IsSortedFunc(problems, Problem.compare) {
			t.Errorf("%s: the problems are out of order", name)
		}
	}
}

func BenchmarkLoadLarge(b *testing.B) {
	for name, text := range large {
		b.Run(strings.ReplaceAll(name, " ", "-"), func(b *testing.B) {
			for b.Loop() {
				Load("f", []byte(text))
			}
		})
	}
}

func times(n int, line string) string {
	var out strings.Builder
	for i := range n {
		fmt.Fprintf(&out, line, i)
	}
	return out.String()
}
