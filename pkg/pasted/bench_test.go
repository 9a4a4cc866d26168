package pasted

import (
	"os"
	"strings"
	"testing"
)

// BenchmarkText looks through a file of a megabyte, the largest that is read.
func BenchmarkText(b *testing.B) {
	data, err := os.ReadFile("testdata/innocent.txt")
	if err != nil {
		b.Fatal(err)
	}
	text := strings.Repeat(string(data), 1<<20/len(data))
	for b.Loop() {
		Text(text)
	}
}
