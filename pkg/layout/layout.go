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
	name := r.Catalog.Env.Name
	root, err := manifest(path.Join(name, "root.yaml"), r.Root)
	if err != nil {
		return nil, err
	}
	readme, err := page(r)
	if err != nil {
		return nil, err
	}
	files, err := account(r)
	if err != nil {
		return nil, err
	}
	files = append(files, readme, root)
	apps := append([]kube.Object{}, r.Projects...)
	for _, app := range r.Applications {
		apps = append(apps, app.Manifest)
		own, err := application(name, app)
		if err != nil {
			return nil, err
		}
		files = append(files, own...)
	}
	own, err := folder(path.Join(name, components.AppsFolder), apps)
	return append(files, own...), err
}

// chartsFolder is beside the folders that Argo CD syncs: it holds what charts will make, as far as others depend on it.
const chartsFolder = "charts"

// application is the folder that Argo CD syncs, or for a chart what it will make.
func application(env string, app components.Application) ([]tree.File, error) {
	if app.Chart == nil {
		return folder(path.Join(env, app.Name), app.Objects)
	}
	sketches, err := app.Sketches()
	if err != nil {
		return nil, err
	}
	return folder(path.Join(env, chartsFolder, app.Name), sketches)
}

// folder is one file an object. Two of the same kind and name, in different namespaces, have the namespace in their names too.
func folder(dir string, objects []kube.Object) ([]tree.File, error) {
	times := map[string]int{}
	for _, object := range objects {
		times[object.FileName()]++
	}
	var files []tree.File
	for _, object := range objects {
		name := object.FileName()
		if times[name] > 1 {
			name = object.Namespace() + "-" + name
		}
		file, err := manifest(path.Join(dir, name), object)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	return files, nil
}

func manifest(path string, object kube.Object) (tree.File, error) {
	text, err := kube.YAML(object.Fields)
	if err != nil {
		return tree.File{}, fmt.Errorf("%s: %w", path, err)
	}
	return tree.File{Path: path, Data: append([]byte("# "+tree.Mark+"\n"), text...)}, nil
}
