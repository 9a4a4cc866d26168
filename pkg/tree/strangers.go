package tree

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Stranger is something in the folder that render did not write. One that stands at, or on the way to, a planned path, and a
// symlink that leads out of the folder, Blocks: Write then changes nothing at all. The others are only reported.
type Stranger struct {
	Path   string // slash-separated, below the root
	Why    string // what it is and why it should not be there
	Blocks bool
}

// Refusal is the error of a Write that changed nothing, because of what stands in the folder.
type Refusal struct {
	Dir       string     // the folder, as the caller named it
	Strangers []Stranger // those that block, by path
}

// Error has a line for each stranger.
func (r *Refusal) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: nothing was written; move away what is in the way, or delete it:", r.Dir)
	for _, s := range r.Strangers {
		fmt.Fprintf(&b, "\n%s: %s", display(r.Dir, s.Path), s.Why)
	}
	return b.String()
}

// appliedFolders returns the folders of Applications: those below an environment's own folder that get YAML. What stands in an
// environment's folder itself is applied by hand, and other files (Terraform's JSON, Markdown) are not for the cluster.
func appliedFolders(files []File) map[string]bool {
	folders := map[string]bool{}
	for _, f := range files {
		dir, ext := path.Dir(f.Path), path.Ext(f.Path)
		if strings.Contains(dir, "/") && (ext == ".yaml" || ext == ".yml") {
			folders[dir] = true
		}
	}
	return folders
}

// argoReads says whether Argo CD would take a file of that name for a manifest (manifestFile in its reposerver), or change how it
// reads the whole folder, as kustomize's file without extension does.
func argoReads(name string) bool {
	return name == "Kustomization" || slices.Contains([]string{".yaml", ".yml", ".json", ".jsonnet"}, path.Ext(name))
}

func kindName(kind fs.FileMode) string {
	switch {
	case kind.IsRegular():
		return "a file"
	case kind.IsDir():
		return "a folder"
	case kind&fs.ModeSymlink != 0:
		return "a symlink"
	}
	return "a special file"
}
