package tree

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"
)

// Write makes the folder dir equal to the plan and returns what there was to change; only as in Compare. Files that are as
// planned are not touched, new and changed ones come first, removals last, and folders that the removals leave empty go too.
// A *Refusal means that nothing was changed, a *WriteError that the run stopped on its way; the Difference is valid with both.
func (p *Plan) Write(dir string, only ...string) (Difference, error) {
	return p.write(dir, only, func(root *os.Root) disk { return rootDisk{root} })
}

func (p *Plan) write(dir string, only []string, open func(*os.Root) disk) (Difference, error) {
	diff, err := p.Compare(dir, only...)
	if err != nil {
		return diff, err
	}
	if blocking := diff.blocking(); len(blocking) > 0 {
		return diff, &Refusal{Dir: dir, Strangers: blocking}
	}
	root, err := makeRoot(dir)
	if err != nil {
		return diff, err
	}
	defer root.Close()
	w := &writer{disk: open(root), made: map[string]bool{}}
	if at, err := w.apply(p.files, diff); err != nil {
		return diff, &WriteError{Path: display(dir, at), Done: w.done, Total: diff.changes(), Err: err}
	}
	return diff, nil
}

func (d Difference) blocking() []Stranger {
	return slices.DeleteFunc(slices.Clone(d.Strangers), func(s Stranger) bool { return !s.Blocks })
}

// writer carries out a Difference.
type writer struct {
	disk disk
	made map[string]bool // folders that are known to exist
	done int             // changes made
}

// apply returns the path at which an error happened. A run that dies never lacks a file that both the old and the new tree have,
// and until the new one is complete it removes nothing.
func (w *writer) apply(files []File, d Difference) (at string, err error) {
	for _, f := range files {
		if contained(d.Create, f.Path) || contained(d.Update, f.Path) {
			if err := w.replace(f); err != nil {
				return f.Path, err
			}
			w.done++
		}
	}
	for _, p := range d.Remove {
		if err := w.disk.remove(p); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return p, err
		}
		w.done++
	}
	return w.prune(d.Remove)
}

func contained(sorted []string, p string) bool {
	_, ok := slices.BinarySearch(sorted, p)
	return ok
}

// replace puts a file in its place at once: whoever looks finds the old one or the new one, whole.
func (w *writer) replace(f File) error {
	dir := path.Dir(f.Path)
	if err := w.folder(dir); err != nil {
		return err
	}
	temp := path.Join(dir, tempName())
	err := w.fill(temp, f.Data)
	if err == nil {
		err = w.disk.rename(temp, f.Path)
	}
	if err != nil {
		_ = w.disk.remove(temp) // the next run removes what stays
	}
	return err
}

// fill writes a new file and waits until its bytes are on the disk: a rename that outlives a power cut must not show an empty file.
func (w *writer) fill(temp string, data []byte) error {
	f, err := w.disk.create(temp)
	if err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		f.Close()
		return err
	}
	if err := f.Sync(); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

func (w *writer) folder(dir string) error {
	if dir == "." || w.made[dir] {
		return nil
	}
	if err := w.folder(path.Dir(dir)); err != nil {
		return err
	}
	w.made[dir] = true
	return w.disk.mkdir(dir)
}

// prune removes the folders that the removals have left empty, and those above that hold nothing else. An empty folder that stood
// there before may be a user's and stays; so does one that a killed run emptied, which neither git nor Argo CD sees.
func (w *writer) prune(removed []string) (at string, err error) {
	for _, p := range removed {
		for dir := range foldersOf(p) {
			err := w.disk.remove(dir)
			if errors.Is(err, fs.ErrExist) {
				break // not empty: it stays, and so do those above it
			}
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return dir, err
			}
		}
	}
	return "", nil
}
