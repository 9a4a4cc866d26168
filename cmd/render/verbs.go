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

// write makes out/ what platform.yaml renders, unless a check finds that it would not work.
func write(c call) int {
	result, err := c.render()
	if err != nil {
		return c.fail(err, exitUsage)
	}
	result.print(c.stderr)
	if errors := result.errors(); errors > 0 {
		fmt.Fprintf(c.stderr, "%s: nothing written, because of what is wrong above (%d)\n", c.out, errors)
		return exitFindings
	}
	diff, err := result.plan.Write(c.out, c.environments...)
	if err != nil {
		return c.failTree(err)
	}
	fmt.Fprintln(c.stdout, c.summary(result.plan, diff))
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

// check says how out/ differs from what platform.yaml renders, and what the checks find in that.
func check(c call) int {
	if c.format != "" && c.format != "text" && c.format != "json" {
		return c.misuse(fmt.Sprintf("--format %s: there are text and json", c.format))
	}
	result, err := c.render()
	if err != nil {
		return c.fail(err, exitUsage)
	}
	diff, err := result.plan.Compare(c.out, c.environments...)
	if err != nil {
		return c.failTree(err)
	}
	code := exitOK
	if len(diff.Create)+len(diff.Update)+len(diff.Remove)+len(diff.Strangers)+result.errors() > 0 {
		code = exitFindings
	}
	if c.format == "json" {
		if err := newReport(result.found, diff).print(c.stdout); err != nil {
			return c.fail(err, exitUsage)
		}
		return code
	}
	c.printCheck(result, diff, code)
	return code
}

// printCheck says in words what check found.
func (c call) printCheck(result result, diff tree.Difference, code int) {
	result.print(c.stderr)
	for _, found := range []struct {
		what  string
		paths []string
	}{{"missing", diff.Create}, {"not what platform.yaml renders", diff.Update}, {"no longer rendered", diff.Remove}} {
		for _, path := range found.paths {
			fmt.Fprintf(c.stderr, "%s/%s: %s\n", c.out, path, found.what)
		}
	}
	c.strangers(diff)
	if len(diff.Create)+len(diff.Update)+len(diff.Remove) > 0 {
		fmt.Fprintln(c.stderr, "To mend it: go run ./cmd/render, then commit the result.")
	}
	if code == exitOK {
		fmt.Fprintf(c.stdout, "%s: %d files, all as platform.yaml says\n", c.out, result.plan.Len())
	}
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

// result is what platform.yaml renders, and what the checks find in it.
type result struct {
	plan *tree.Plan
	findings
}

// render loads, renders, judges and lays out. Its errors are the input's or the call's.
func (c call) render() (result, error) {
	loaded, err := platform.Read(c.platform, components.Check)
	if err != nil {
		return result{}, err
	}
	if err := known(loaded, c.environments); err != nil {
		return result{}, err
	}
	rendered, err := renderAll(loaded)
	if err != nil {
		return result{}, err
	}
	files, err := layout.Files(loaded.Name, rendered)
	if err != nil {
		return result{}, err
	}
	plan, err := tree.NewPlan(files)
	if err != nil {
		return result{}, err
	}
	found, err := c.judge(rendered)
	return result{plan, found}, err
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
	case "", "json":
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
