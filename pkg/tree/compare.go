package tree

import (
	"bytes"
	"cmp"
	"errors"
	"io/fs"
	"maps"
	"path"
	"slices"
)

// Difference is how a folder departs from a plan. Paths are slash-separated, below the root, and sorted.
type Difference struct {
	Create []string // planned, and not there
	Update []string // planned, and there with other bytes
	Remove []string // written by an earlier run (or left half-written by a killed one), and not planned

	Strangers []Stranger // what is not render's and should not be where it is, by path
}

// Empty says whether the folder is what the plan wants: nothing to write, nothing to remove, no stranger.
func (d Difference) Empty() bool {
	return d.changes() == 0 && len(d.Strangers) == 0
}

func (d Difference) changes() int {
	return len(d.Create) + len(d.Update) + len(d.Remove)
}

// Compare reads the folder dir and says how it differs from the plan; it writes nothing. A folder that does not exist is empty.
// only names the top-level folders that it is about (with the files at the top); without any, the whole tree is.
// A *RootError means that render may not own dir; any other error, that it cannot be read.
func (p *Plan) Compare(dir string, only ...string) (Difference, error) {
	s, err := newScope(only)
	if err != nil {
		return Difference{}, err
	}
	root, err := openRoot(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return compare(p.within(s), &survey{})
	}
	if err != nil {
		return Difference{}, err
	}
	defer root.Close()
	found, err := newSurvey(root, s)
	if err != nil {
		return Difference{}, under(dir, err)
	}
	d, err := compare(p.within(s), found)
	return d, under(dir, err)
}

// comparison collects a Difference while it goes over the planned files and then over what else stands in the folder.
type comparison struct {
	found     *survey
	applied   map[string]bool     // folders that Argo CD applies
	known     map[string]bool     // paths already judged
	strangers map[string]Stranger // by path: one may stand in the way of many files
	diff      Difference
}

func compare(files []File, found *survey) (Difference, error) {
	c := &comparison{found: found, applied: appliedFolders(files), known: map[string]bool{}, strangers: map[string]Stranger{}}
	for _, f := range files {
		if err := c.planned(f); err != nil {
			return Difference{}, err
		}
	}
	for _, p := range slices.Sorted(maps.Keys(found.kinds)) {
		if err := c.unplanned(p); err != nil {
			return Difference{}, err
		}
	}
	c.diff.Strangers = slices.SortedFunc(maps.Values(c.strangers), func(a, b Stranger) int { return cmp.Compare(a.Path, b.Path) })
	return c.diff, nil
}

// planned judges the place where a file shall stand.
func (c *comparison) planned(f File) error {
	c.known[f.Path] = true
	if c.wayBlocked(f.Path) {
		return nil
	}
	kind, exists := c.found.kinds[f.Path]
	switch {
	case !exists:
		c.diff.Create = append(c.diff.Create, f.Path)
	case !kind.IsRegular():
		c.block(f.Path, kindName(kind)+" where a file has to be")
	default:
		return c.existing(f)
	}
	return nil
}

func (c *comparison) existing(f File) error {
	old, err := c.found.content(f.Path)
	switch {
	case err != nil:
		return err
	case !Marked(old):
		c.block(f.Path, "a file that render did not write, where it has to write one")
	case !bytes.Equal(old, f.Data):
		c.diff.Update = append(c.diff.Update, f.Path)
	}
	return nil
}

func (c *comparison) wayBlocked(p string) (blocked bool) {
	for dir := range foldersOf(p) {
		if kind, exists := c.found.kinds[dir]; exists && !kind.IsDir() {
			c.block(dir, kindName(kind)+" where a folder has to be")
			blocked = true
		}
	}
	return blocked
}

// unplanned judges an entry that the plan does not speak of.
func (c *comparison) unplanned(p string) error {
	kind := c.found.kinds[p]
	if c.known[p] || kind.IsDir() {
		return nil
	}
	if kind.IsRegular() {
		ours, err := c.found.written(p)
		if err != nil {
			return err
		}
		if ours {
			c.diff.Remove = append(c.diff.Remove, p)
			return nil
		}
	}
	if kind&fs.ModeSymlink != 0 && c.found.leadsOut(p) {
		c.block(p, "a symlink that leads out of the folder or in a circle")
	} else if c.applied[path.Dir(p)] && argoReads(path.Base(p)) {
		c.strangers[p] = Stranger{Path: p, Why: kindName(kind) + " that render did not write, and Argo CD would apply"}
	}
	return nil
}

func (c *comparison) block(p, why string) {
	c.known[p] = true
	c.strangers[p] = Stranger{Path: p, Why: why, Blocks: true}
}
