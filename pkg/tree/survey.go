package tree

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
)

// survey is what stands in the folder, as far as the scope goes: the type of every entry by its path. Symlinks are entries like
// others and never followed, and a top-level folder out of scope is an entry whose content is not looked at.
type survey struct {
	root  *os.Root
	kinds map[string]fs.FileMode
}

func newSurvey(root *os.Root, s scope) (*survey, error) {
	v := &survey{root: root, kinds: map[string]fs.FileMode{}}
	return v, v.walk(".", s)
}

// walk reads folder by folder with os.Root rather than fs.WalkDir, which fails on names that are not UTF-8.
func (v *survey) walk(dir string, s scope) error {
	entries, err := v.entries(dir)
	if err != nil {
		return &pathError{dir, err}
	}
	for _, e := range entries {
		p := path.Join(dir, e.Name())
		v.kinds[p] = e.Type()
		if e.IsDir() && s.owns(p+"/") {
			if err := v.walk(p, s); err != nil {
				return err
			}
		}
	}
	return nil
}

func (v *survey) entries(dir string) ([]fs.DirEntry, error) {
	f, err := v.root.Open(dir)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return f.ReadDir(-1)
}

func (v *survey) content(p string) ([]byte, error) {
	data, err := v.root.ReadFile(p)
	if err != nil {
		return nil, &pathError{p, err}
	}
	return data, nil
}

// written says whether an existing regular file is render's: it bears the mark, or is what a killed run left half-written.
func (v *survey) written(p string) (bool, error) {
	if isTemp(path.Base(p)) {
		return true, nil
	}
	f, err := v.root.Open(p)
	if err != nil {
		return false, &pathError{p, err}
	}
	defer f.Close()
	head, err := io.ReadAll(io.LimitReader(f, markWithin))
	if err != nil {
		return false, &pathError{p, err}
	}
	return Marked(head), nil
}

// leadsOut says whether a symlink cannot be followed inside the folder. One that leads nowhere, but inside, can do no harm.
func (v *survey) leadsOut(p string) bool {
	_, err := v.root.Stat(p)
	return err != nil && !errors.Is(err, fs.ErrNotExist)
}
