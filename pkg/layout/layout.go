// Package layout says which files an environment is: where each object stands under out/, and the pages that people read.
package layout

import (
	"fmt"
	"path"

	"github.com/example-org/platform-render/pkg/components"
	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/tree"
)

// Files are the whole tree: each environment's folder, and the page above them.
func Files(platform string, environments []*components.Rendered) ([]tree.File, error) {
	files := []tree.File{overview(platform, environments)}
	for _, rendered := range environments {
		own, err := environment(rendered)
		if err != nil {
			return nil, err
		}
		files = append(files, own...)
	}
	return files, nil
}

func environment(r *components.Rendered) ([]tree.File, error) {
	readme, err := page(r)
	if err != nil {
		return nil, err
	}
	files, err := account(r)
	if err != nil {
		return nil, err
	}
	files = append(files, readme)
	placed, err := Objects(r)
	if err != nil {
		return nil, err
	}
	for _, one := range placed {
		file, err := manifest(one.Path, one.Object)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	return files, nil
}

// chartsFolder is beside the folders that Argo CD syncs: it holds what charts will make, as far as others depend on it.
const chartsFolder = "charts"

// Placed is an object and its file.
type Placed struct {
	Object kube.Object
	// Path is the file's, below out/; Application is whose folder it is in, "" for what belongs to none.
	Path, Application string
}

// Objects are all objects of an environment, each where it stands.
func Objects(r *components.Rendered) ([]Placed, error) {
	env := r.Catalog.Env.Name
	own := append([]kube.Object{}, r.Projects...)
	all := []Placed{{Object: r.Root, Path: path.Join(env, "root.yaml")}}
	for _, app := range r.Applications {
		own = append(own, app.Manifest)
		if app.Chart == nil {
			all = append(all, place(path.Join(env, app.Name), app.Name, app.Objects)...)
			continue
		}
		sketches, err := app.Sketches()
		if err != nil {
			return nil, err
		}
		all = append(all, place(path.Join(env, chartsFolder, app.Name), app.Name, sketches)...)
	}
	return append(all, place(path.Join(env, components.AppsFolder), "", own)...), nil
}

// place is one file an object. Two of the same kind and name, in different namespaces, have the namespace in their names too.
func place(dir, application string, objects []kube.Object) []Placed {
	times := map[string]int{}
	for _, object := range objects {
		times[object.FileName()]++
	}
	var all []Placed
	for _, object := range objects {
		name := object.FileName()
		if times[name] > 1 {
			name = object.Namespace() + "-" + name
		}
		all = append(all, Placed{object, path.Join(dir, name), application})
	}
	return all
}

func manifest(path string, object kube.Object) (tree.File, error) {
	text, err := kube.YAML(object.Fields)
	if err != nil {
		return tree.File{}, fmt.Errorf("%s: %w", path, err)
	}
	return tree.File{Path: path, Data: append([]byte("# "+tree.Mark+"\n"), text...)}, nil
}
