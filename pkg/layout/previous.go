package layout

import (
	"io/fs"
	"os"
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/tree"
)

// Previous finds the objects of a kind in an environment's folder as an earlier run has left them. Files that render did not
// write, or that are broken, are passed over: to say so is the tree's.
func Previous(out, environment string) func(schema.GroupKind) []kube.Object {
	return func(kind schema.GroupKind) []kube.Object {
		root, err := os.OpenRoot(out)
		if err != nil {
			return nil
		}
		defer root.Close()
		var all []kube.Object
		_ = fs.WalkDir(root.FS(), environment, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || !named(entry, kind.Kind) {
				return nil
			}
			if object, ok := read(root.FS(), path); ok && object.GroupKind() == kind {
				all = append(all, object)
			}
			return nil
		})
		return all
	}
}

// named tells by its name whether a file can hold an object of a kind: see folder.
func named(entry fs.DirEntry, kind string) bool {
	return !entry.IsDir() && strings.Contains(entry.Name(), strings.ToLower(kind)+"-")
}

func read(files fs.FS, path string) (kube.Object, bool) {
	data, err := fs.ReadFile(files, path)
	if err != nil || !tree.Marked(data) {
		return kube.Object{}, false
	}
	object, err := kube.Parse(data)
	return object, err == nil
}
