package tree

import (
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"regexp"
)

const (
	fileMode   fs.FileMode = 0o644
	folderMode fs.FileMode = 0o755
)

// disk is the few operations that change the folder. It is an interface so that tests can let any one of them fail.
type disk interface {
	mkdir(path string) error              // makes one folder, or finds it there
	create(path string) (tempFile, error) // makes a new file; one of that name is an error
	rename(from, to string) error         // replaces what is at to, at once
	remove(path string) error             // a file or an empty folder
}

type tempFile interface {
	io.WriteCloser
	Sync() error
}

// rootDisk is the disk of real runs.
type rootDisk struct{ root *os.Root }

func (d rootDisk) mkdir(path string) error {
	err := d.root.Mkdir(path, folderMode)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err == nil {
		// Against the umask. A file system without modes refuses, and that is no reason to stop.
		_ = d.root.Chmod(path, folderMode)
	}
	return err
}

func (d rootDisk) create(path string) (tempFile, error) {
	f, err := d.root.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return nil, err
	}
	_ = f.Chmod(fileMode) // as in mkdir
	return f, nil
}

func (d rootDisk) rename(from, to string) error { return d.root.Rename(from, to) }
func (d rootDisk) remove(path string) error     { return d.root.Remove(path) }

// tempPattern is so narrow that no file of a user has such a name by chance: what matches is removed.
var tempPattern = regexp.MustCompile(`^\.render-[A-Z2-7]{26}\.tmp$`)

// tempName is random, so that two runs at once never write into one file.
func tempName() string { return ".render-" + rand.Text() + ".tmp" }

func isTemp(name string) bool { return tempPattern.MatchString(name) }
