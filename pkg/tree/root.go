package tree

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// openRoot opens the folder that render owns. Below it no symlink leads out, whatever happens meanwhile: that is os.Root's promise.
// It refuses folders that hold much besides render's files, with a *RootError; the error is fs.ErrNotExist when there is none.
func openRoot(dir string) (*os.Root, error) {
	real, err := locate(dir)
	if err != nil {
		return nil, err
	}
	if err := dangerous(dir, real); err != nil {
		return nil, err
	}
	info, err := os.Stat(real)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, cause(err))
	}
	if !info.IsDir() {
		return nil, &RootError{dir, "not a folder"}
	}
	return os.OpenRoot(real)
}

// makeRoot is openRoot for writing: it makes the folder, and the folders above it, when there is none.
func makeRoot(dir string) (*os.Root, error) {
	root, err := openRoot(dir)
	if !errors.Is(err, fs.ErrNotExist) {
		return root, err
	}
	if err := os.MkdirAll(dir, folderMode); err != nil {
		return nil, fmt.Errorf("%s: cannot be made: %w", dir, cause(err))
	}
	_ = os.Chmod(dir, folderMode) // the umask may have taken rights that a file system without modes never had
	return openRoot(dir)
}

// locate returns the absolute path of dir with symlinks resolved, once: from then on the folder is that one. A folder that does not
// exist is where its name says.
func locate(dir string) (string, error) {
	if dir == "" {
		return "", &RootError{Why: "the output folder has no name"}
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("%s: %w", dir, err)
	}
	real, err := filepath.EvalSymlinks(abs)
	if err == nil {
		return real, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return "", &RootError{dir, cause(err).Error()}
	}
	if _, err := os.Lstat(abs); err == nil {
		return "", &RootError{dir, "a symlink that leads nowhere"}
	}
	return abs, nil
}

// dangerous refuses a folder in which a wrong removal would cost more than a new run of render.
func dangerous(dir, real string) error {
	if filepath.Dir(real) == real {
		return &RootError{dir, "the root of the file system cannot be the output folder"}
	}
	if home, err := os.UserHomeDir(); err == nil && contains(real, home) {
		return &RootError{dir, fmt.Sprintf("holds your home folder %s, and cannot be the output folder", home)}
	}
	if isRepository(real) {
		return &RootError{dir, "is the top of a git repository, and cannot be the output folder; name a folder in it"}
	}
	if top := repositoryTop(); top != "" && contains(real, top) {
		return &RootError{dir, fmt.Sprintf("holds the git repository %s, and cannot be the output folder; name a folder in it", top)}
	}
	return nil
}

// contains says whether inner is the folder outer or lies below it, with inner's symlinks resolved.
func contains(outer, inner string) bool {
	if real, err := filepath.EvalSymlinks(inner); err == nil {
		inner = real
	}
	rel, err := filepath.Rel(outer, inner)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// repositoryTop returns the git repository that the working directory is in; "" when there is none.
func repositoryTop() string {
	dir, err := locate(".")
	if err != nil {
		return ""
	}
	for ; !isRepository(dir); dir = filepath.Dir(dir) {
		if filepath.Dir(dir) == dir {
			return ""
		}
	}
	return dir
}

// isRepository looks for .git, which is a folder or, in worktrees and submodules, a file.
func isRepository(dir string) bool {
	_, err := os.Lstat(filepath.Join(dir, ".git"))
	return err == nil
}
