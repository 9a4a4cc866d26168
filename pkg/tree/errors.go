package tree

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// RootError is the error for a folder that render may not own: whoever named it has to name another.
type RootError struct {
	Dir string // the folder, as the caller named it
	Why string
}

// Error names the folder and says why.
func (e *RootError) Error() string {
	if e.Dir == "" {
		return e.Why
	}
	return e.Dir + ": " + e.Why
}

// WriteError is the error of a Write that could not go on. What stands at Path is as it was, the Done changes before it are
// complete, and another run makes the rest.
type WriteError struct {
	Path        string // as the user would name it: with the folder
	Done, Total int    // changes made, and changes that were to make
	Err         error
}

// Error names the path, the cause, and how far the run came.
func (e *WriteError) Error() string {
	return fmt.Sprintf("%s: %v; %d of %d changes were made, run render again when this is mended", e.Path, cause(e.Err), e.Done, e.Total)
}

// Unwrap returns the file system's error.
func (e *WriteError) Unwrap() error { return e.Err }

// pathError is a failure at a path below the root, in the place of the os package's errors, whose paths differ by operation.
type pathError struct {
	path string
	err  error
}

// Error names the path and the cause.
func (e *pathError) Error() string { return fmt.Sprintf("%s: %v", e.path, cause(e.err)) }

// Unwrap returns the file system's error.
func (e *pathError) Unwrap() error { return e.err }

// under puts the folder's name before the path of a pathError.
func under(dir string, err error) error {
	if e, ok := errors.AsType[*pathError](err); ok {
		return &pathError{display(dir, e.path), e.err}
	}
	return err
}

func display(dir, p string) string { return filepath.Join(dir, filepath.FromSlash(p)) }

// cause strips the operation and path that the os package puts around an error.
func cause(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	if e, ok := errors.AsType[*os.LinkError](err); ok {
		return e.Err
	}
	return err
}
