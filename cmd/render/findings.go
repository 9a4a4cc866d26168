package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/example-org/platform-render/pkg/checks"
	"github.com/example-org/platform-render/pkg/checks/all"
	"github.com/example-org/platform-render/pkg/components"
	"github.com/example-org/platform-render/pkg/layout"
	"github.com/example-org/platform-render/pkg/tree"
)

// findings are what the checks find in the environments that the call is about.
type findings struct {
	found []checks.Attributed
	// judged is how many environments that are.
	judged int
}

// judge runs the checks on every environment.
func (c call) judge(rendered []*components.Rendered) (findings, error) {
	var names []string
	var found [][]checks.Finding
	for _, r := range rendered {
		env := r.Catalog.Env
		if len(c.environments) > 0 && !slices.Contains(c.environments, env.Name) {
			continue
		}
		objects, err := r.Objects()
		if err != nil {
			return findings{}, err
		}
		cluster := checks.NewCluster(env, objects)
		if cluster.Trusts, err = layout.Trusts(r); err != nil {
			return findings{}, err
		}
		cluster.Policies = r.Policies()
		cluster.Pages = r.Catalog.Pages()
		cluster.Previous = layout.Previous(c.out, env.Name)
		names, found = append(names, env.Name), append(found, checks.Run(cluster, all.Checks))
	}
	return findings{checks.Attribute(names, found), len(names)}, nil
}

// print says what was found: a line each, and beneath it how to mend it. Where not every environment has a finding, those that do
// are named, unless its key is already one of theirs.
func (f findings) print(w io.Writer) {
	for _, one := range f.found {
		where := ""
		if len(one.Environments) < f.judged && !strings.HasPrefix(one.Path, "environments.") {
			where = " (in " + strings.Join(one.Environments, ", ") + ")"
		}
		fmt.Fprintf(w, "%s%s\n  %s\n", one, where, one.Mend)
	}
}

// errors counts the findings that fail the command.
func (f findings) errors() int {
	count := 0
	for _, one := range f.found {
		if one.Level == checks.Error {
			count++
		}
	}
	return count
}

// report is what check says as JSON.
type report struct {
	Findings []checks.Attributed `json:"findings"`
	// Missing, Changed and Removed are files of the folder that are not what platform.yaml renders.
	Missing []string `json:"missing"`
	Changed []string `json:"changed"`
	Removed []string `json:"removed"`
	// Strangers are files that Argo CD would apply although render did not write them.
	Strangers []string `json:"strangers"`
}

// newReport has a list for everything, so that readers need not tell none from nothing.
func newReport(found []checks.Attributed, diff tree.Difference) report {
	strangers := []string{}
	for _, stranger := range diff.Strangers {
		strangers = append(strangers, stranger.Path)
	}
	return report{orEmpty(found), orEmpty(diff.Create), orEmpty(diff.Update), orEmpty(diff.Remove), strangers}
}

func orEmpty[T any](all []T) []T {
	if all == nil {
		return []T{}
	}
	return all
}

func (r report) print(w io.Writer) error { return writeJSON(w, r) }

// writeJSON prints a result for another program.
func writeJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}
