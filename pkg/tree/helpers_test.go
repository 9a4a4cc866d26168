package tree

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// files is a folder's content: paths to contents.
type files map[string]string

// yaml is a marked file with some content, doc a marked Markdown file.
func yaml(body string) string { return "# " + Mark + "\n" + body + "\n" }
func doc(body string) string  { return "<!-- " + Mark + " -->\n" + body + "\n" }

func planOf(t *testing.T, want files) *Plan {
	t.Helper()
	var list []File
	for path, data := range want {
		list = append(list, File{Path: path, Data: []byte(data)})
	}
	p, err := NewPlan(list)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// folder makes a folder with the given content.
func folder(t *testing.T, content files) string {
	t.Helper()
	dir := t.TempDir()
	for path, data := range content {
		full := filepath.Join(dir, path)
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// read returns the content of a folder: files by path, symlinks as "-> target", and folders without any entry as "name/".
func read(t *testing.T, dir string) files {
	t.Helper()
	got := files{}
	err := filepath.WalkDir(dir, func(full string, d fs.DirEntry, err error) error {
		if err != nil || full == dir {
			return err
		}
		path, _ := filepath.Rel(dir, full)
		switch {
		case d.IsDir():
			if entries, _ := os.ReadDir(full); len(entries) == 0 {
				got[path+"/"] = ""
			}
		case d.Type()&fs.ModeSymlink != 0:
			target, _ := os.Readlink(full)
			got[path] = "-> " + target
		default:
			data, err := os.ReadFile(full)
			got[path] = string(data)
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func wantContent(t *testing.T, dir string, want files) {
	t.Helper()
	wantSame(t, read(t, dir), want)
}

func wantSame(t *testing.T, got, want files) {
	t.Helper()
	for _, path := range slices.Sorted(maps.Keys(got)) {
		if data, ok := want[path]; !ok {
			t.Errorf("%s is there and should not be", path)
		} else if data != got[path] {
			t.Errorf("%s holds %q, want %q", path, got[path], data)
		}
	}
	for _, path := range slices.Sorted(maps.Keys(want)) {
		if _, ok := got[path]; !ok {
			t.Errorf("%s is missing", path)
		}
	}
}

func wantPaths(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: got %q, want %q", what, got, want)
	}
}

func wantError(t *testing.T, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want one with %q", parts)
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("error %q lacks %q", err, part)
		}
	}
}

func mustWrite(t *testing.T, p *Plan, dir string, only ...string) Difference {
	t.Helper()
	d, err := p.Write(dir, only...)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func mustCompare(t *testing.T, p *Plan, dir string, only ...string) Difference {
	t.Helper()
	d, err := p.Compare(dir, only...)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func symlink(t *testing.T, target, at string) {
	t.Helper()
	if err := os.Symlink(target, at); err != nil {
		t.Fatal(err)
	}
}

func strangerPaths(list []Stranger) (paths []string) {
	for _, s := range list {
		paths = append(paths, s.Path)
	}
	return paths
}
