// Package checks judges rendered objects after the user's patches: what Kubernetes, Istio, AWS and the others will do with them.
//
// A check is a Check: a stable code with a method that looks at the objects of one environment and reports what is wrong. It
// builds its lookup maps first and then visits. Each subject has a folder with its checks and their cases; pkg/checks/all lists
// them, and docs/checks.md has an entry for each code.
package checks

import (
	"cmp"
	"fmt"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/example-org/platform-render/pkg/platform"
)

// Level is how bad a finding is.
type Level string

const (
	// Error is something that will not work: nothing is written, and the command fails.
	Error Level = "error"
	// Warning is something that works and is probably not meant.
	Warning Level = "warning"
)

// Check finds one kind of fault.
type Check struct {
	// Code names the fault for good, in messages and in docs/checks.md. It begins with its subject: secret-no-key.
	Code  string
	Level Level
	// Reads are the kinds of objects that the check looks at: no more and no fewer.
	Reads []schema.GroupKind
	// Mend says in one sentence how to mend what is found.
	Mend string
	// Run looks at one environment.
	Run func(*Pass)
}

// Finding is a fault of one object in one environment. Two environments with the same fault have equal findings.
type Finding struct {
	Code  string `json:"code"`
	Level Level  `json:"level"`
	// File, Line and Column are where platform.yaml asks for the object.
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
	// Path is the key there.
	Path string `json:"path"`
	// Object is kind, namespace and name: Deployment dbt/dbt-docs.
	Object string `json:"object"`
	// Message says what is wrong; it never holds a secret.
	Message string `json:"message"`
	// Mend says how to mend it.
	Mend string `json:"mend"`
}

// Pos is the finding's place in platform.yaml.
func (f Finding) Pos() platform.Pos {
	return platform.Pos{File: f.File, Line: f.Line, Column: f.Column}
}

// String is the finding on one line, for people and editors.
func (f Finding) String() string {
	return fmt.Sprintf("%s: %s: %s: %s: %s", f.Pos(), f.Level, f.Code, f.Object, f.Message)
}

func (f Finding) compare(g Finding) int {
	return cmp.Or(
		cmp.Compare(f.File, g.File), cmp.Compare(f.Line, g.Line), cmp.Compare(f.Column, g.Column),
		cmp.Compare(f.Code, g.Code), cmp.Compare(f.Object, g.Object), cmp.Compare(f.Message, g.Message),
	)
}
