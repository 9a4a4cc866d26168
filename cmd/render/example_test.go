package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// block is a block of code on the page, with what the comment above it says of it.
type block struct{ kind, path, text string }

var blocks = regexp.MustCompile("(?s)<!-- (file|line|rendered): (\\S+) -->\n```\\w+\n(.*?)```\n")

// The page that shows how to add a component is true: its file and its line compile, and render what it shows.
func TestAddingAComponent(t *testing.T) {
	top, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join(top, "docs/adding-a-component.md"))
	if err != nil {
		t.Fatal(err)
	}
	var shown []block
	for _, match := range blocks.FindAllStringSubmatch(string(page), -1) {
		shown = append(shown, block{match[1], match[2], match[3]})
	}
	out := renderWith(t, top, overlay(t, top, shown))
	rendered := 0
	for _, b := range shown {
		if b.kind != "rendered" {
			continue
		}
		rendered++
		text, err := os.ReadFile(filepath.Join(out, b.path))
		if err != nil {
			t.Error(err)
		} else if !strings.Contains(string(text), b.text) {
			t.Errorf("%s lacks:\n%s", b.path, b.text)
		}
	}
	if rendered < 5 {
		t.Errorf("the page shows only %d results", rendered)
	}
}

// overlay is the page's file and line as go build sees them, without touching the repository.
func overlay(t *testing.T, top string, shown []block) string {
	t.Helper()
	dir := t.TempDir()
	replace := map[string]string{}
	for _, b := range shown {
		path, text := filepath.Join(top, b.path), b.text
		switch b.kind {
		case "rendered":
			continue
		case "line":
			list, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			text = strings.TrimSuffix(string(list), "}\n") + b.text + "}\n"
		}
		file := filepath.Join(dir, filepath.Base(b.path))
		writeFile(t, file, text)
		replace[path] = file
	}
	text, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "overlay.json")
	writeFile(t, file, string(text))
	return file
}

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// renderWith renders the repository's platform with the overlay, and returns the folder.
func renderWith(t *testing.T, top, overlay string) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out")
	command := exec.Command("go", "run", "-overlay", overlay, "./cmd/render", "--out", out)
	command.Dir = top
	if text, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return out
}
