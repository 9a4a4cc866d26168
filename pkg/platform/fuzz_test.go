package platform

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/tools/txtar"
)

// FuzzLoad loads whatever bytes: never a panic, always the same answer, and every problem lies inside the file, on one line.
func FuzzLoad(f *testing.F) {
	for _, text := range append(append(mistaken(f), corpus(f)...), minimal+"environments: {dev: {}}\n", "\ufeff"+minimal, "a: [*a, &a {<<: *a}]\r\n") {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		loaded, err := Load("f", data)
		again, errAgain := Load("f", data)
		if !reflect.DeepEqual(loaded, again) || !reflect.DeepEqual(err, errAgain) {
			t.Fatalf("two answers:\n%v\n%v", err, errAgain)
		}
		if (loaded == nil) == (err == nil) {
			t.Fatalf("loaded %v and error %v", loaded, err)
		}
		if err != nil {
			checkProblems(t, err.(Problems), data)
		}
	})
}

// corpus is what longer runs of the fuzzer found to reach other parts of the loader, a quoted text a line.
func corpus(f *testing.F) []string {
	data, err := os.ReadFile("testdata/corpus.txt")
	if err != nil {
		f.Fatal(err)
	}
	var out []string
	for line := range strings.Lines(string(data)) {
		text, err := strconv.Unquote(strings.TrimSuffix(line, "\n"))
		if err != nil {
			f.Fatal(err)
		}
		out = append(out, text)
	}
	return out
}

// mistaken are the platforms of testdata/mistakes, and the valid one.
func mistaken(f *testing.F) []string {
	archives, _ := filepath.Glob("testdata/mistakes/*.txtar")
	var out []string
	for _, path := range archives {
		a, err := txtar.ParseFile(path)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range a.Files {
			if strings.HasSuffix(file.Name, ".yaml") {
				out = append(out, string(file.Data))
			}
		}
	}
	return out
}

func checkProblems(t *testing.T, problems Problems, data []byte) {
	lines := bytes.Split(data, []byte("\n"))
	for _, p := range problems {
		if p.File != "f" || p.Message == "" || strings.ContainsAny(p.String(), "\n\r") {
			t.Errorf("a strange problem: %q", p.String())
		}
		if p.Line == 0 && len(data) > maxBytes {
			continue
		}
		if p.Line < 1 || p.Line > len(lines) || p.Column < 1 || p.Column > utf8.RuneCount(lines[p.Line-1])+1 {
			t.Errorf("outside of the file's %d lines: %s", len(lines), p)
		}
	}
}
