package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// Each archive is a subject of the checks: platform.yaml, in which they find nothing, and keys that are added to it
// and break one thing each: patches, mostly. What check says of NAME.yaml is NAME.want: the finding, with the line that is to blame.
func TestMutations(t *testing.T) {
	folder, err := filepath.Abs("testdata/mutations")
	if err != nil {
		t.Fatal(err)
	}
	archives, err := filepath.Glob(filepath.Join(folder, "*.txtar"))
	if err != nil || len(archives) == 0 {
		t.Fatal("there are no mutations", err)
	}
	for _, file := range archives {
		t.Run(filepath.Base(file), func(t *testing.T) { mutations(t, file) })
	}
}

func mutations(t *testing.T, file string) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	base := archive.Files[0].Data
	if found := checkPlatform(t, base); found != "" {
		t.Fatalf("%s is no good to begin with:\n%s", archive.Files[0].Name, found)
	}
	for i := 1; i+1 < len(archive.Files); i += 2 {
		mutation, want := archive.Files[i], &archive.Files[i+1]
		t.Run(mutation.Name, func(t *testing.T) {
			if strings.TrimSuffix(mutation.Name, ".yaml") != strings.TrimSuffix(want.Name, ".want") {
				t.Fatalf("%s stands where its .want should", want.Name)
			}
			got := checkPlatform(t, append(bytes.Clone(base), mutation.Data...))
			if got == "" {
				t.Error("nobody finds it")
			}
			if os.Getenv("UPDATE") != "" {
				want.Data = []byte(got)
			} else if got != string(want.Data) {
				t.Errorf("check says:\n%swant:\n%s", got, want.Data)
			}
		})
	}
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(file, txtar.Format(archive), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// checkPlatform is what check says of the objects that a platform.yaml renders: the findings alone, for there is no folder.
func checkPlatform(t *testing.T, text []byte) string {
	t.Helper()
	t.Chdir(t.TempDir())
	writeFile(t, "platform.yaml", string(text))
	var said bytes.Buffer
	run([]string{"check"}, io.Discard, &said)
	var findings strings.Builder
	for line := range strings.Lines(said.String()) {
		if strings.HasPrefix(line, "platform.yaml:") {
			findings.WriteString(line)
		}
	}
	return findings.String()
}
