package tree

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// faulty is a disk whose operations fail when fails says so; a write that fails leaves half of its bytes.
type faulty struct {
	disk
	fails func(op, path string) error
}

func (d faulty) mkdir(p string) error {
	if err := d.fails("mkdir", p); err != nil {
		return err
	}
	return d.disk.mkdir(p)
}

func (d faulty) create(p string) (tempFile, error) {
	if err := d.fails("create", p); err != nil {
		return nil, err
	}
	f, err := d.disk.create(p)
	return faultyFile{f, d, p}, err
}

func (d faulty) rename(from, to string) error {
	if err := d.fails("rename", to); err != nil {
		return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
	}
	return d.disk.rename(from, to)
}

func (d faulty) remove(p string) error {
	if err := d.fails("remove", p); err != nil {
		return &fs.PathError{Op: "remove", Path: p, Err: err}
	}
	return d.disk.remove(p)
}

type faultyFile struct {
	tempFile
	disk faulty
	path string
}

func (f faultyFile) Write(data []byte) (int, error) {
	if err := f.disk.fails("write", f.path); err != nil {
		n, _ := f.tempFile.Write(data[:len(data)/2])
		return n, &fs.PathError{Op: "write", Path: f.path, Err: err}
	}
	return f.tempFile.Write(data)
}

func (f faultyFile) Sync() error {
	if err := f.disk.fails("sync", f.path); err != nil {
		return err
	}
	return f.tempFile.Sync()
}

func (f faultyFile) Close() error {
	err := f.disk.fails("close", f.path)
	return errors.Join(err, f.tempFile.Close())
}

func (p *Plan) writeFaulty(dir string, fails func(op, path string) error) error {
	_, err := p.write(dir, nil, func(root *os.Root) disk { return faulty{rootDisk{root}, fails} })
	return err
}

var (
	oldTree = files{
		"README.md":            doc("old"),
		"dev/app/changed.yaml": yaml("old"),
		"dev/app/same.yaml":    yaml("same"),
		"dev/app/stale.yaml":   yaml("stale"),
		"dev/gone/deep/a.yaml": yaml("stale"),
		"dev/gone/b.yaml":      yaml("stale"),
		"dev/app/OWNERS":       "mine",
	}
	newTree = files{
		"README.md":            doc("new"),
		"dev/app/changed.yaml": yaml("new"),
		"dev/app/same.yaml":    yaml("same"),
		"dev/new/deep/c.yaml":  yaml("new"),
		"dev/new/d.yaml":       yaml("new"),
		"prod/e.yaml":          yaml("new"),
	}
)

func finalTree() files {
	want := maps.Clone(newTree)
	want["dev/app/OWNERS"] = "mine"
	return want
}

func TestARunKilledAtAnyMomentIsMendedByTheNext(t *testing.T) {
	killed := errors.New("killed")
	kills := 0
	for ; ; kills++ {
		dir := folder(t, oldTree)
		operations := 0
		err := planOf(t, newTree).writeFaulty(dir, func(op, path string) error {
			if operations++; operations > kills { // a dead process cleans nothing up either
				return killed
			}
			return nil
		})
		if err == nil {
			break
		}
		if !errors.Is(err, killed) {
			t.Fatal(err)
		}
		t.Run(fmt.Sprintf("after %d operations", kills), func(t *testing.T) {
			wantWholeFiles(t, dir)
			mustWrite(t, planOf(t, newTree), dir)
			wantFiles(t, dir, finalTree())
		})
	}
	if kills < 30 { // 5 files need 5 operations each, then come folders and removals
		t.Errorf("the run took %d operations only: the kills cannot have met all of them", kills)
	}
}

// wantWholeFiles shows that a dead run left each file as the old or the new tree has it, and removed nothing too early.
func wantWholeFiles(t *testing.T, dir string) {
	t.Helper()
	got := read(t, dir)
	complete := true
	for path, data := range newTree {
		complete = complete && got[path] == data
		before, existed := oldTree[path]
		now, exists := got[path]
		if (existed && !exists) || (exists && now != data && now != before) {
			t.Errorf("%s holds %q, neither the old nor the new content", path, now)
		}
	}
	for path, data := range oldTree {
		if _, planned := newTree[path]; planned {
			continue
		}
		if now, exists := got[path]; (exists || !complete) && now != data {
			t.Errorf("%s holds %q before the new tree is complete", path, now)
		}
	}
}

// wantFiles is wantContent but for empty folders, which git does not see: a run killed between the removal of the last file of a
// folder and that of the folder leaves one.
func wantFiles(t *testing.T, dir string, want files) {
	t.Helper()
	got := read(t, dir)
	maps.DeleteFunc(got, func(path, _ string) bool { return strings.HasSuffix(path, "/") })
	wantSame(t, got, want)
}

func TestAWriteErrorNamesTheFileAndLeavesTheOldOne(t *testing.T) {
	for _, c := range []struct {
		op, in string // the operation that fails, and the folder or file that it fails in
		err    syscall.Errno
		path   string // what the error names
		done   string
	}{
		{"write", "dev/app", syscall.ENOSPC, "dev/app/changed.yaml", "1 of 8"},
		{"sync", "dev/app", syscall.EIO, "dev/app/changed.yaml", "1 of 8"},
		{"close", "dev/app", syscall.EDQUOT, "dev/app/changed.yaml", "1 of 8"},
		{"create", "dev/app", syscall.EACCES, "dev/app/changed.yaml", "1 of 8"},
		{"rename", "dev/app", syscall.EACCES, "dev/app/changed.yaml", "1 of 8"},
		{"mkdir", "dev/new", syscall.EROFS, "dev/new/d.yaml", "2 of 8"},
		{"remove", "dev/app/stale.yaml", syscall.EACCES, "dev/app/stale.yaml", "5 of 8"},
		{"remove", "dev/gone", syscall.EBUSY, "dev/gone", "8 of 8"},
	} {
		t.Run(c.op+" "+c.in, func(t *testing.T) {
			dir := folder(t, oldTree)
			err := planOf(t, newTree).writeFaulty(dir, func(op, p string) error {
				if op == c.op && (p == c.in || (op != "remove" && path.Dir(p) == c.in)) {
					return c.err
				}
				return nil
			})
			wantError(t, err, filepath.Join(dir, c.path)+": "+c.err.Error()+"; "+c.done+" changes were made, run render again")
			if !errors.Is(err, c.err) {
				t.Errorf("%v does not wrap %v", err, c.err)
			}
			wantWholeFiles(t, dir)
			wantNoTemps(t, dir)
			mustWrite(t, planOf(t, newTree), dir)
			wantFiles(t, dir, finalTree())
		})
	}
}

func wantNoTemps(t *testing.T, dir string) {
	t.Helper()
	for p := range read(t, dir) {
		if isTemp(path.Base(p)) {
			t.Errorf("%s was left", p)
		}
	}
}

func TestLeftoversOfAKilledRunAreRemoved(t *testing.T) {
	temp := tempName()
	dir := folder(t, files{"dev/x.yaml": yaml(""), "dev/" + temp: "ha", temp: "", ".render-mine.tmp": "mine"})
	d := mustWrite(t, planOf(t, files{"dev/x.yaml": yaml("")}), dir)
	wantPaths(t, "remove", d.Remove, temp, "dev/"+temp)
	wantContent(t, dir, files{"dev/x.yaml": yaml(""), ".render-mine.tmp": "mine"})
}

func TestAFolderThatBecomesASymlinkDuringTheRunLeadsNowhereElse(t *testing.T) {
	outside := t.TempDir()
	dir := folder(t, files{"dev/app/x.yaml": yaml("old")})
	app := filepath.Join(dir, "dev/app")
	err := planOf(t, files{"dev/app/x.yaml": yaml("new")}).writeFaulty(dir, func(op, _ string) error {
		if op != "create" {
			return nil
		}
		return errors.Join(os.Rename(app, app+"-moved"), os.Symlink(outside, app))
	})
	wantError(t, err, filepath.Join(app, "x.yaml")+": ")
	wantContent(t, outside, files{})
}
