package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/example-org/platform-render/pkg/components"
	"github.com/example-org/platform-render/pkg/layout"
	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/tree"
)

// write makes out/ what platform.yaml renders.
func write(c call) int {
	plan, scope, err := c.plan()
	if err != nil {
		return c.fail(err)
	}
	diff, err := plan.Write(c.out, scope...)
	if err != nil {
		return c.fail(err)
	}
	fmt.Fprintln(c.stdout, c.summary(plan, diff))
	return c.strangers(diff)
}

// summary says in one line what was written.
func (c call) summary(plan *tree.Plan, diff tree.Difference) string {
	written := len(diff.Create) + len(diff.Update)
	if written+len(diff.Remove) == 0 {
		return fmt.Sprintf("%s: nothing written, %d files are as platform.yaml says", c.out, plan.Len())
	}
	return fmt.Sprintf("%s: %d files written (%d new), %d removed, of %d", c.out, written, len(diff.Create), len(diff.Remove), plan.Len())
}

// check says how out/ differs from what platform.yaml renders.
func check(c call) int {
	plan, scope, err := c.plan()
	if err != nil {
		return c.fail(err)
	}
	diff, err := plan.Compare(c.out, scope...)
	if err != nil {
		return c.fail(err)
	}
	for _, found := range []struct {
		what  string
		paths []string
	}{{"missing", diff.Create}, {"not what platform.yaml renders", diff.Update}, {"no longer rendered", diff.Remove}} {
		for _, path := range found.paths {
			fmt.Fprintf(c.stderr, "%s/%s: %s\n", c.out, path, found.what)
		}
	}
	code := c.strangers(diff)
	if len(diff.Create)+len(diff.Update)+len(diff.Remove) > 0 {
		fmt.Fprintln(c.stderr, "To mend it: go run ./cmd/render, then commit the result.")
		code = exitFindings
	}
	if code == exitOK {
		fmt.Fprintf(c.stdout, "%s: %d files, all as platform.yaml says\n", c.out, plan.Len())
	}
	return code
}

// strangers reports files that Argo CD would apply although render did not write them.
func (c call) strangers(diff tree.Difference) int {
	for _, stranger := range diff.Strangers {
		fmt.Fprintf(c.stderr, "%s/%s: %s\n", c.out, stranger.Path, stranger.Why)
	}
	if len(diff.Strangers) > 0 {
		return exitFindings
	}
	return exitOK
}

// plan loads, renders and lays out; scope is the environments that were asked for, none for all.
func (c call) plan() (_ *tree.Plan, scope []string, _ error) {
	loaded, err := platform.Read(c.platform)
	if err != nil {
		return nil, nil, err
	}
	if err := known(loaded, c.environments); err != nil {
		return nil, nil, err
	}
	rendered, err := renderAll(loaded)
	if err != nil {
		return nil, nil, err
	}
	files, err := layout.Files(loaded.Name, rendered)
	if err != nil {
		return nil, nil, err
	}
	plan, err := tree.NewPlan(files)
	return plan, c.environments, err
}

// errUsage is a call that makes no sense.
type errUsage struct{ error }

func known(loaded *platform.Loaded, wanted []string) error {
	var names []string
	for _, env := range loaded.Environments {
		names = append(names, env.Name)
	}
	for _, name := range wanted {
		if !slices.Contains(names, name) {
			return errUsage{fmt.Errorf("--env %s: there is no such environment: there are %s", name, strings.Join(names, ", "))}
		}
	}
	return nil
}

// renderAll renders every environment, and reports the mistakes of all of them together.
func renderAll(loaded *platform.Loaded) ([]*components.Rendered, error) {
	var all []*components.Rendered
	var names []string
	var problems []platform.Problems
	for _, env := range loaded.Environments {
		rendered, err := components.Render(env)
		var found platform.Problems
		switch {
		case errors.As(err, &found):
		case err != nil:
			return nil, fmt.Errorf("environment %s: %w", env.Name, err)
		}
		all = append(all, rendered)
		names, problems = append(names, env.Name), append(problems, found)
	}
	if problems := platform.Attribute(names, problems); len(problems) > 0 {
		return nil, problems
	}
	return all, nil
}

// fail reports an error and says whose it is: the user's, or that of the folder.
func (c call) fail(err error) int {
	var problems platform.Problems
	if errors.As(err, &problems) {
		fmt.Fprintln(c.stderr, problems.Error())
		return exitUsage
	}
	var refusal *tree.Refusal
	var usage errUsage
	fmt.Fprintf(c.stderr, "render: %v\n", err)
	if errors.As(err, &refusal) || !errors.As(err, &usage) {
		return exitFindings
	}
	return exitUsage
}

// schema prints what an editor, or a reader, needs to know of platform.yaml.
func schema(c call) int {
	switch c.format {
	case "json":
		text, err := platform.Schema()
		if err != nil {
			return c.fail(err)
		}
		c.stdout.Write(text)
	case "markdown":
		c.stdout.Write(platform.Markdown())
	default:
		return c.misuse(fmt.Sprintf("--format %s: there are json and markdown", c.format))
	}
	return exitOK
}
