package platform

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// Whatever the file, the answer comes soon: nothing in the loader grows with the square of the file. The bound is what a busy
// machine needs, and a small part of what squares would take.
func TestLargeFilesAreReadSoon(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	for name, text := range map[string]string{
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
	} {
		if len(text) > maxBytes {
			t.Errorf("%s: %d bytes are too many", name, len(text))
		}
		start := time.Now()
		_, err := Load("f", []byte(text))
		took, problems := time.Since(start), 0
		if err != nil {
			problems = len(err.(Problems))
		}
		t.Log(name, took, problems)
		if took > 15*time.Second {
			t.Errorf("%s: took %s", name, took)
		}
	}
}

func times(n int, line string) string {
	var out strings.Builder
	for i := range n {
		fmt.Fprintf(&out, line, i)
	}
	return out.String()
}
