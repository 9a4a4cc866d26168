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
	plan, err := c.plan()
	if err != nil {
		return c.fail(err, exitUsage)
	}
	diff, err := plan.Write(c.out, c.environments...)
	if err != nil {
		return c.failTree(err)
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
	plan, err := c.plan()
	if err != nil {
		return c.fail(err, exitUsage)
	}
	diff, err := plan.Compare(c.out, c.environments...)
	if err != nil {
		return c.failTree(err)
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

// plan loads, renders and lays out. Its errors are the input's or the call's.
func (c call) plan() (*tree.Plan, error) {
	loaded, err := platform.Read(c.platform, components.Check)
	if err != nil {
		return nil, err
	}
	if err := known(loaded, c.environments); err != nil {
		return nil, err
	}
	rendered, err := renderAll(loaded)
	if err != nil {
		return nil, err
	}
	files, err := layout.Files(loaded.Name, rendered)
	if err != nil {
		return nil, err
	}
	return tree.NewPlan(files)
}

// known refuses the name of an environment that there is not.
func known(loaded *platform.Loaded, wanted []string) error {
	var names []string
	for _, env := range loaded.Environments {
		names = append(names, env.Name)
	}
	for _, name := range wanted {
		if !slices.Contains(names, name) {
			return fmt.Errorf("--env %s: there is no such environment: there are %s", name, strings.Join(names, ", "))
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
		found, ok := errors.AsType[platform.Problems](err)
		if err != nil && !ok {
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

// failTree reports an error of the folder: the call is wrong if render may not own it, and else the tree is not as it should be.
func (c call) failTree(err error) int {
	if _, ok := errors.AsType[*tree.RootError](err); ok {
		return c.fail(err, exitUsage)
	}
	return c.fail(err, exitFindings)
}

// fail reports an error and returns the exit code. Problems say themselves where they are.
func (c call) fail(err error, code int) int {
	if problems, ok := errors.AsType[platform.Problems](err); ok {
		fmt.Fprintln(c.stderr, problems)
	} else {
		fmt.Fprintf(c.stderr, "render: %v\n", err)
	}
	return code
}

// schema prints what an editor, or a reader, needs to know of platform.yaml.
func schema(c call) int {
	var text []byte
	var err error
	switch c.format {
	case "json":
		text, err = platform.Schema()
	case "markdown":
		text = platform.Markdown()
	default:
		return c.misuse(fmt.Sprintf("--format %s: there are json and markdown", c.format))
	}
	if err == nil {
		_, err = c.stdout.Write(text)
	}
	if err != nil {
		return c.fail(err, exitUsage)
	}
	return exitOK
}
