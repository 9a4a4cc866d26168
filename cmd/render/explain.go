package main

import (
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/example-org/platform-render/pkg/components"
	"github.com/example-org/platform-render/pkg/explain"
	"github.com/example-org/platform-render/pkg/platform"
)

// explained is an answer, and the environments that it is the same in.
type explained struct {
	Environments []string `json:"environments"`
	explain.Answer
}

// explainWhat prints where something comes from and what comes of it.
func explainWhat(c call) int {
	if c.format != "" && c.format != "text" && c.format != "json" {
		return c.misuse(fmt.Sprintf("--format %s: there are text and json", c.format))
	}
	if len(c.words) == 0 {
		return c.misuse("explain what? A key of platform.yaml, an object, file:line, a scrape job, an alert, or a dashboard")
	}
	what := strings.Join(c.words, " ")
	rendered, err := c.environmentsOf()
	if err != nil {
		return c.fail(err, exitUsage)
	}
	answers, err := c.explain(rendered, what)
	if err != nil {
		return c.fail(err, exitUsage)
	}
	if len(answers) == 0 {
		return c.fail(fmt.Errorf("%s: there is no such key, object, file, scrape job, alert or dashboard", what), exitUsage)
	}
	if c.format == "json" {
		err = writeJSON(c.stdout, answers)
	} else {
		_, err = c.stdout.Write([]byte(explanations(answers)))
	}
	if err != nil {
		return c.fail(err, exitUsage)
	}
	return exitOK
}

// environmentsOf renders the environments that the call is about.
func (c call) environmentsOf() ([]*components.Rendered, error) {
	loaded, err := platform.Read(c.platform, components.Check)
	if err != nil {
		return nil, err
	}
	if err := known(loaded, c.environments); err != nil {
		return nil, err
	}
	all, err := renderAll(loaded)
	return slices.DeleteFunc(all, func(r *components.Rendered) bool {
		return len(c.environments) > 0 && !slices.Contains(c.environments, r.Catalog.Env.Name)
	}), err
}

// explain asks every environment, and brings equal answers together.
func (c call) explain(rendered []*components.Rendered, what string) ([]explained, error) {
	var all []explained
	for _, r := range rendered {
		explainer, err := explain.New(r)
		if err != nil {
			return nil, err
		}
		answer, name := c.ask(explainer, what), r.Catalog.Env.Name
		if answer.Empty() {
			continue
		}
		same := slices.IndexFunc(all, func(e explained) bool { return reflect.DeepEqual(e.Answer, answer) })
		if same >= 0 {
			all[same].Environments = append(all[same].Environments, name)
			continue
		}
		all = append(all, explained{[]string{name}, answer})
	}
	return all, nil
}

// same tells whether two paths are one file's.
func same(a, b string) bool {
	wholeA, errA := filepath.Abs(a)
	wholeB, errB := filepath.Abs(b)
	return errA == nil && errB == nil && wholeA == wholeB
}

// ask takes what is asked for as a place in platform.yaml, as a file of the tree, or else as a name.
func (c call) ask(e *explain.Explainer, what string) explain.Answer {
	file, line, _ := strings.Cut(what, ":")
	if same(file, c.platform) {
		line, _, _ = strings.Cut(line, ":")
		number, _ := strconv.Atoi(line)
		return e.Line(number)
	}
	if below, err := filepath.Rel(c.out, file); err == nil && !strings.HasPrefix(below, "..") {
		return e.File(filepath.ToSlash(below))
	}
	return e.Find(what)
}
