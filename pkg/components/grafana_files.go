package components

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/example-org/platform-render/pkg/dashboards"
	"github.com/example-org/platform-render/pkg/platform"
)

// filesOrigin is the key that names folders of the user's own dashboards.
const filesOrigin = grafanaOrigin + ".dashboardFiles"

// brought are the dashboards that the user brings, beside those that the components offer.
func (g grafana) brought(cat *Catalog, offered []dashboards.File) ([]dashboards.File, platform.Problems) {
	r := fileReader{env: g.env, taken: map[string]string{}}
	for _, source := range g.datasources(cat) {
		r.sources = append(r.sources, source.Source)
	}
	for _, file := range offered {
		r.take(file)
	}
	for _, folder := range sortedKeys(g.settings.DashboardFiles) {
		r.folder(folder, g.settings.DashboardFiles[folder])
	}
	return r.files, r.problems
}

// fileReader reads the user's dashboards, one folder after the other.
type fileReader struct {
	env      *platform.Environment
	sources  []dashboards.Source
	files    []dashboards.File
	problems platform.Problems
	// taken are the names and the titles that dashboards have, and whose they are.
	taken map[string]string
}

func (r *fileReader) folder(folder, path string) {
	key := platform.Join(filesOrigin, folder)
	names, err := r.list(path)
	if err == nil && len(names) == 0 {
		err = errors.New("it holds no file that ends in .json")
	}
	if err != nil {
		r.problems = append(r.problems, r.env.Problemf(key, "%s cannot be used: %v", path, err))
	}
	for _, name := range names {
		r.file(key, folder, name)
	}
}

func (r *fileReader) list(path string) ([]string, error) {
	if r.env.Files == nil {
		return nil, errors.New("platform.yaml was not read from a file, so there is nothing beside it")
	}
	info, err := fs.Stat(r.env.Files, path)
	switch {
	case err != nil:
		return nil, errors.New("there is no such folder beside platform.yaml")
	case !info.IsDir():
		return nil, errors.New("it is a file: name the folder that it is in")
	}
	return fs.Glob(r.env.Files, path+"/*.json")
}

func (r *fileReader) file(key, folder, name string) {
	data, err := fs.ReadFile(r.env.Files, name)
	if err != nil {
		r.report(key, name, dashboards.Mistake{Message: "cannot be read"})
		return
	}
	file, mistakes := dashboards.Parse(folder, data, r.sources)
	file.Origin = key
	for _, mistake := range mistakes {
		r.report(key, name, mistake)
	}
	if len(mistakes) > 0 {
		return
	}
	if other := r.take(file); other != "" {
		r.report(key, name, dashboards.Mistake{Line: 1, Column: 1, Message: other})
	}
	r.files = append(r.files, file)
}

// take notes a dashboard's name and its title in the folder. If another has one of them already, it says so: of two dashboards
// with a uid or with a title in a folder, Grafana provisions neither for sure.
func (r *fileReader) take(file dashboards.File) string {
	owner := fmt.Sprintf("%q in the folder %s", file.Title, file.Folder)
	for _, claim := range []struct{ key, what string }{{file.Name(), "uid " + file.UID}, {file.Folder + "/" + file.Title, "title"}} {
		if other, ok := r.taken[claim.key]; ok {
			return fmt.Sprintf("the %s is taken by the dashboard %s", claim.what, other)
		}
		r.taken[claim.key] = owner
	}
	return ""
}

// report is a mistake in a file, at its place there.
func (r *fileReader) report(key, name string, mistake dashboards.Mistake) {
	at := platform.Pos{
		File: filepath.Join(filepath.Dir(r.env.Pos(key).File), filepath.FromSlash(name)), Line: mistake.Line, Column: mistake.Column,
	}
	r.problems = append(r.problems, platform.Problem{Pos: at, Path: r.env.Written(key), Message: mistake.Message})
}
