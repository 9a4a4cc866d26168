package main

import (
	"fmt"

	"github.com/example-org/platform-render/pkg/routes/simulate"
)

// environmentURLs are the public URLs of one environment.
type environmentURLs struct {
	Environment string               `json:"environment"`
	URLs        []simulate.PublicURL `json:"urls"`
}

// environmentAnswer is what happens to one URL in one environment: an answer, and those to the redirects that follow.
type environmentAnswer struct {
	Environment string            `json:"environment"`
	Answers     []simulate.Answer `json:"answers"`
}

// printURLs prints the tables. A rule that nobody can get an answer from is a finding.
func (c call) printURLs(trees []environmentTree) int {
	code := exitOK
	var all []environmentURLs
	for _, t := range trees {
		urls := t.tree.URLs()
		all = append(all, environmentURLs{t.name, orEmpty(urls)})
		for _, u := range urls {
			if u.Broken() {
				code = exitFindings
			}
		}
	}
	if c.format == "json" {
		return c.printJSON(all, code)
	}
	for i, env := range all {
		if i > 0 {
			fmt.Fprintln(c.stdout)
		}
		fmt.Fprintf(c.stdout, "%s: %d rules\n", env.Environment, len(env.URLs))
		if err := simulate.PrintURLs(c.stdout, env.URLs); err != nil {
			return c.fail(err, exitUsage)
		}
	}
	return code
}

// printAnswers asks every environment that knows the host; if none does, all of them.
func (c call) printAnswers(trees []environmentTree, requests []simulate.Request) int {
	code := exitOK
	var all []environmentAnswer
	for _, r := range requests {
		for _, t := range knowing(trees, r) {
			answers := t.tree.Follow(r)
			all = append(all, environmentAnswer{t.name, answers})
			if !answers[len(answers)-1].OK() {
				code = exitFindings
			}
		}
	}
	if c.format == "json" {
		return c.printJSON(all, code)
	}
	for i, one := range all {
		if i > 0 {
			fmt.Fprintln(c.stdout)
		}
		fmt.Fprintf(c.stdout, "%s:\n", one.Environment)
		for _, answer := range one.Answers {
			fmt.Fprint(c.stdout, answer)
		}
	}
	return code
}

func knowing(trees []environmentTree, r simulate.Request) []environmentTree {
	var all []environmentTree
	for _, t := range trees {
		if t.tree.Knows(r.Host) {
			all = append(all, t)
		}
	}
	if len(all) == 0 {
		return trees
	}
	return all
}

func (c call) printJSON(value any, code int) int {
	if err := writeJSON(c.stdout, value); err != nil {
		return c.fail(err, exitUsage)
	}
	return code
}
