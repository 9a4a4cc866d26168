package conformance

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// root is the repository's, seen from this folder.
const root = ".."

// environments are the folders of out/ that Argo CD syncs to one cluster each.
func environments(t *testing.T) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(root, "out", "*", "root.yaml"))
	if err != nil || len(found) < 2 {
		t.Fatalf("out/ has the environments %v: %v", found, err)
	}
	var names []string
	for _, file := range found {
		names = append(names, filepath.Base(filepath.Dir(file)))
	}
	return names
}

// environment reads all manifests of one: what Argo CD applies, and in charts/ what its charts will make.
func environment(t *testing.T, name string) map[string][]byte {
	t.Helper()
	return manifests(t, filepath.Join(root, "out", name))
}

// manifests reads those in a folder, by their paths in it.
func manifests(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	folder := os.DirFS(dir)
	err := fs.WalkDir(folder, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || path.Ext(file) != ".yaml" {
			return err
		}
		files[file], err = fs.ReadFile(folder, file)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// smallTree is one file of testdata/trees: what it shows, its manifests, and the questions asked of it.
type smallTree struct {
	path      string
	archive   *txtar.Archive
	files     map[string][]byte
	questions string
}

func smallTrees(t *testing.T) map[string]smallTree {
	t.Helper()
	found, err := filepath.Glob("testdata/trees/*.txtar")
	if err != nil || len(found) == 0 {
		t.Fatalf("testdata/trees has no trees: %v", err)
	}
	trees := map[string]smallTree{}
	for _, file := range found {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		tree := smallTree{path: file, archive: archive, files: shared(t)}
		for _, member := range archive.Files {
			if member.Name == "questions" {
				tree.questions = string(member.Data)
			} else {
				tree.files[member.Name] = member.Data
			}
		}
		trees[strings.TrimSuffix(filepath.Base(file), ".txtar")] = tree
	}
	return trees
}

// shared is what a small tree has unless it brings its own.
func shared(t *testing.T) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	for _, name := range []string{"common.yaml", "gateway.yaml"} {
		text, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		files[name] = text
	}
	return files
}
