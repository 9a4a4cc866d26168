package tree

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"
)

// nameLimit is the longest name, in bytes, that the usual file systems take for one file or folder.
const nameLimit = 255

// File is one file of the tree: its slash-separated path below the root and its whole content.
type File struct {
	Path string
	Data []byte
}

// Plan is the set of files that the folder shall hold, sorted by path.
type Plan struct {
	files []File
}

// NewPlan takes the wanted files in any order; it keeps their Data without copying it. Its errors are faults of the caller, all of
// them joined: a path that is not plain and relative, two paths that differ at most in case (some file systems hold only one of
// them), a path that is also the folder of another, a file without Mark.
func NewPlan(files []File) (*Plan, error) {
	sorted := slices.SortedStableFunc(slices.Values(files), func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	errs := append(faults(sorted), collisions(sorted)...)
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	return &Plan{files: sorted}, nil
}

func faults(files []File) (errs []error) {
	for _, f := range files {
		if why := pathFault(f.Path); why != "" {
			errs = append(errs, fmt.Errorf("%q: %s", f.Path, why))
		}
		if !Marked(f.Data) {
			errs = append(errs, fmt.Errorf("%q: does not begin with %q", f.Path, Mark))
		}
	}
	return errs
}

// pathFault says why a path cannot be a file of the tree; "" when it can.
func pathFault(p string) string {
	if !fs.ValidPath(p) || p == "." || strings.ContainsAny(p, "\\\x00") {
		return "not a plain relative path"
	}
	if isTemp(path.Base(p)) {
		return "a name that is kept for temporary files"
	}
	for name := range strings.SplitSeq(p, "/") {
		if len(name) > nameLimit {
			return fmt.Sprintf("a name of %d bytes, file systems take %d", len(name), nameLimit)
		}
	}
	return ""
}

func collisions(files []File) (errs []error) {
	taken := map[string]string{}
	for _, f := range files {
		if other, ok := taken[strings.ToLower(f.Path)]; ok {
			errs = append(errs, fmt.Errorf("%q: the same path as %q", f.Path, other))
		}
		taken[strings.ToLower(f.Path)] = f.Path
	}
	for _, f := range files {
		for dir := range foldersOf(f.Path) {
			if other, ok := taken[strings.ToLower(dir)]; ok {
				errs = append(errs, fmt.Errorf("%q: is also the folder of %q", other, f.Path))
			}
		}
	}
	return errs
}

// foldersOf yields the folders that a path goes through, the nearest first, without the root.
func foldersOf(p string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := strings.LastIndexByte(p, '/'); i > 0; i = strings.LastIndexByte(p[:i], '/') {
			if !yield(p[:i]) {
				return
			}
		}
	}
}

// Len is the number of files.
func (p *Plan) Len() int { return len(p.files) }
