package platform

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Pos is a place in a file. Line and Column count from 1, columns in characters; a Line of 0 means the file as a whole.
type Pos struct {
	File         string
	Line, Column int
}

// String is the place as editors and terminals understand it: platform.yaml:42:7.
func (p Pos) String() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// Problem is one mistake in platform.yaml.
type Problem struct {
	Pos
	// Path is the key's path as written in the file, "" for the file as a whole.
	Path string
	// Message says what was found and what would be right.
	Message string
}

// String is the problem on one line: platform.yaml:42:7: apps.dbt-docs.port: 70000 is not a port: 1 to 65535.
func (p Problem) String() string {
	if p.Path == "" {
		return fmt.Sprintf("%s: %s", p.Pos, p.Message)
	}
	return fmt.Sprintf("%s: %s: %s", p.Pos, p.Path, p.Message)
}

// Problems are all the mistakes in a platform.yaml, in the order of the file, each once. They are an error.
type Problems []Problem

// Error is one problem a line.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// Sorted puts the problems in the order of the file and drops repetitions.
func (ps Problems) Sorted() Problems {
	out := slices.Clone(ps)
	slices.SortFunc(out, Problem.compare)
	return slices.Compact(out)
}

func (p Problem) compare(q Problem) int {
	return cmp.Or(
		cmp.Compare(p.File, q.File),
		cmp.Compare(p.Line, q.Line),
		cmp.Compare(p.Column, q.Column),
		cmp.Compare(p.Path, q.Path),
		cmp.Compare(p.Message, q.Message),
	)
}

// orNil makes an error of problems: nil if there are none, else sorted.
func (ps Problems) orNil() error {
	if len(ps) == 0 {
		return nil
	}
	return ps.Sorted()
}
