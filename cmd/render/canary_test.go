package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/diff"
)

var canaryBlocks = regexp.MustCompile("(?s)<!-- (edit|rendered): (\\S+) -->\n```diff\n(.*?)```\n")

// The page that shows a canary is true: each of its edits, made to the repository's platform.yaml one after the other, changes
// out/prod by the diff that stands below it (but for the README, which says it in words), and out/dev in the same files. After the last one nothing is left of the canary but
// the image. UPDATE=1 writes the diffs anew.
func TestCanaryPage(t *testing.T) {
	top, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(top, "docs/canary.md")
	page := readText(t, path)
	text := readText(t, filepath.Join(top, "platform.yaml"))
	first := renderText(t, text)
	last, steps := first, 0
	page = canaryBlocks.ReplaceAllStringFunc(page, func(whole string) string {
		b := canaryBlocks.FindStringSubmatch(whole)
		if b[1] == "edit" {
			text = edited(t, b[2], text, b[3])
			return whole
		}
		now := renderText(t, text)
		steps++
		want := difference(last["prod"], now["prod"])
		if dev, prod := changed(last["dev"], now["dev"]), changed(last["prod"], now["prod"]); !slices.Equal(dev, prod) {
			t.Errorf("step %s changes %v of dev and %v of prod", b[2], dev, prod)
		}
		last = now
		if want != b[3] && os.Getenv("UPDATE") == "" {
			t.Errorf("step %s: the page shows\n%s\nand this is rendered:\n%s", b[2], b[3], want)
		}
		return fmt.Sprintf("<!-- rendered: %s -->\n```diff\n%s```\n", b[2], want)
	})
	if steps != 7 {
		t.Errorf("the page shows %d steps", steps)
	}
	if left := changed(first["prod"], last["prod"]); !slices.Equal(left, []string{"dbt-docs/deployment-dbt-docs.yaml"}) {
		t.Errorf("in the end these are not as they were: %v", left)
	}
	if os.Getenv("UPDATE") != "" {
		writeFile(t, path, page)
	}
}

func readText(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// edited applies a diff without line numbers, whose old lines must stand in the text exactly once.
func edited(t *testing.T, step, text, edit string) string {
	t.Helper()
	var before, after string
	for line := range strings.Lines(edit) {
		if line[0] != '+' {
			before += line[1:]
		}
		if line[0] != '-' {
			after += line[1:]
		}
	}
	if strings.Count(text, before) != 1 {
		t.Fatalf("step %s: the text to edit stands %d times in platform.yaml: %q", step, strings.Count(text, before), before)
	}
	return strings.Replace(text, before, after, 1)
}

// renderText renders a platform.yaml: the files of each environment, by their paths below it.
func renderText(t *testing.T, text string) map[string]map[string]string {
	t.Helper()
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "platform.yaml"), text)
	var stderr bytes.Buffer
	if code := run([]string{"--platform", filepath.Join(dir, "platform.yaml"), "--out", filepath.Join(dir, "out")}, &stderr, &stderr); code != exitOK {
		t.Fatalf("exit %d: %s", code, stderr.String())
	}
	all := map[string]map[string]string{}
	for _, env := range []string{"dev", "prod"} {
		all[env] = map[string]string{}
		root := os.DirFS(filepath.Join(dir, "out", env))
		err := fs.WalkDir(root, ".", func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			data, err := fs.ReadFile(root, path)
			if path != "README.md" {
				all[env][strings.Replace(path, ".prod.", ".", 1)] = string(data) // the two have hosts of their own
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// changed are the paths of the files that differ, sorted.
func changed(before, after map[string]string) []string {
	both := maps.Clone(before)
	maps.Copy(both, after)
	maps.DeleteFunc(both, func(path, _ string) bool {
		old, was := before[path]
		text, is := after[path]
		return was == is && old == text
	})
	return slices.Sorted(maps.Keys(both))
}

// difference shows what changed in prod, file by file; of a file that came or went, only that.
func difference(before, after map[string]string) string {
	var all strings.Builder
	for _, path := range changed(before, after) {
		old, was := before[path]
		text, is := after[path]
		switch {
		case !was:
			fmt.Fprintf(&all, "new file prod/%s\n", path)
		case !is:
			fmt.Fprintf(&all, "removed file prod/%s\n", path)
		default:
			lines := strings.SplitAfterN(string(diff.Diff("prod/"+path, []byte(old), "prod/"+path, []byte(text))), "\n", 2)
			all.WriteString(lines[1]) // without git's own first line
		}
	}
	return all.String()
}
