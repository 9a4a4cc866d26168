package tree

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// scope holds the top-level folders that a run is concerned with; an empty one means all of them.
type scope []string

func newScope(only []string) (scope, error) {
	for _, name := range only {
		if !fs.ValidPath(name) || name == "." || strings.Contains(name, "/") {
			return nil, fmt.Errorf("%q: not the name of a top-level folder", name)
		}
	}
	return only, nil
}

// owns says whether a path is the run's concern: it lies in a folder of the scope or directly at the top. A folder's own path is
// asked with a slash at its end.
func (s scope) owns(p string) bool {
	top, _, nested := strings.Cut(p, "/")
	return len(s) == 0 || !nested || slices.Contains(s, top)
}

// within returns the planned files that the scope owns, in the plan's order.
func (p *Plan) within(s scope) []File {
	return slices.DeleteFunc(slices.Clone(p.files), func(f File) bool { return !s.owns(f.Path) })
}
