package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// The exit code says whose fault it is: 1 if the folder is not as it should be, 2 if the input or the call is wrong.
func TestExitCodes(t *testing.T) {
	small, err := os.ReadFile("testdata/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	for path, text := range map[string]string{
		"platform.yaml": string(small), "wrong.yaml": "kind: Platform\n", "file": "", "repo/.git/HEAD": "",
		"blocked/dev": "a file where a folder has to be",
	} {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		writeFile(t, path, text)
	}
	for _, test := range []struct {
		want int
		args []string
	}{
		{exitOK, []string{"--help"}},
		{exitOK, []string{"--version"}},
		{exitOK, []string{"schema", "--format", "markdown"}},
		{exitFindings, []string{"check"}},
		{exitOK, nil},
		{exitOK, []string{"check", "--env", "dev"}},
		{exitFindings, []string{"--out", "blocked"}},
		{exitUsage, []string{"paint"}},
		{exitUsage, []string{"check", "again"}},
		{exitUsage, []string{"--colour"}},
		{exitUsage, []string{"check", "--format", "xml"}},
		{exitUsage, []string{"--format", "json"}},
		{exitUsage, []string{"schema", "--format", "xml"}},
		{exitUsage, []string{"--env", "staging"}},
		{exitUsage, []string{"--env", ""}},
		{exitUsage, []string{"--platform", "nowhere.yaml"}},
		{exitUsage, []string{"--platform", "wrong.yaml"}},
		{exitUsage, []string{"--out", "/"}},
		{exitUsage, []string{"--out", ""}},
		{exitUsage, []string{"--out", "repo"}},
		{exitUsage, []string{"--out", "file"}},
		{exitUsage, []string{"check", "--out", "file/below"}},
	} {
		if got := run(test.args, io.Discard, io.Discard); got != test.want {
			t.Errorf("render %q exits with %d, want %d", test.args, got, test.want)
		}
	}
}

// A schema that cannot be written whole is no success: make docs would take it for one.
func TestSchemaThatCannotBeWritten(t *testing.T) {
	if got := run([]string{"schema"}, full{}, io.Discard); got == exitOK {
		t.Error("exits with 0")
	}
}

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }
