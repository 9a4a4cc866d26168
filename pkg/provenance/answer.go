package provenance

import (
	"fmt"
	"slices"

	"github.com/example-org/platform-render/pkg/dashboards"
	"github.com/example-org/platform-render/pkg/metrics"
	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/promql"
)

// Answer says who brings what a selector asks for.
type Answer struct {
	// Jobs are the jobs that bring it, sorted.
	Jobs []string
	// Made says that Prometheus makes it of what the jobs bring: a recording, or the alerts themselves.
	Made bool
	// Unknown says that only pages that nobody knows may bring it.
	Unknown bool
	// Problem says why nobody brings it; empty if somebody does, or might.
	Problem string
	// Slip says what is probably not meant although there will be data.
	Slip string
	// Labels are those that the series have.
	Labels promql.Labels
}

// Chosen tells which jobs a variable can choose between, by the variable's name; false if any.
type Chosen func(variable string) (jobs []string, ok bool)

// Answer follows a selector to the jobs that bring what it asks for.
func (s *Sources) Answer(selector promql.Selector, chosen Chosen) Answer {
	if made, ok := s.made(selector); ok {
		return made
	}
	if len(dashboards.Chosen(selector.Named())) > 0 { // a person chooses the metric, or a number that stands there
		return Answer{Unknown: true, Labels: promql.NewLabels(nil, true)}
	}
	look := look{selector: selector}
	asked := s.candidates(selector, chosen)
	for _, j := range asked {
		look.at(j)
	}
	return look.answer(asked, s.Jobs())
}

// candidates are the jobs that the selector's own conditions on the label job leave.
func (s *Sources) candidates(selector promql.Selector, chosen Chosen) []*job {
	var allowed []func(job string) bool
	for _, m := range selector.Matchers {
		if m.Name == "job" {
			allowed = append(allowed, allows(m, chosen))
		}
	}
	return slices.DeleteFunc(slices.Clone(s.jobs), func(j *job) bool {
		return slices.ContainsFunc(allowed, func(allows func(string) bool) bool { return !allows(j.Name) })
	})
}

// allows is a condition on the label job.
func allows(m promql.Matcher, chosen Chosen) func(job string) bool {
	variables := dashboards.Chosen(m.Value)
	if len(variables) == 0 {
		return func(job string) bool { return matches(m, job) }
	}
	if chosen != nil {
		if jobs, ok := chosen(variables[0]); ok {
			return func(job string) bool { return slices.Contains(jobs, job) }
		}
	}
	return func(string) bool { return true }
}

// pinned says that the selector names its job.
func pinned(s promql.Selector) bool {
	return slices.ContainsFunc(s.Matchers, func(m promql.Matcher) bool {
		return m.Name == "job" && m.Op == "=" && len(dashboards.Chosen(m.Value)) == 0
	})
}

// calledLike says which job may be meant by one that is not there.
func calledLike(s promql.Selector, jobs []string) string {
	for _, m := range s.Matchers {
		for _, job := range jobs {
			if m.Name == "job" && m.Op == "=" && platform.Distance(m.Value, job) < 3 {
				return fmt.Sprintf(" (%s); did you mean %s?", m.Value, job)
			}
		}
	}
	return ""
}

// near names the metric of the catalogue that a slip of the pen would turn into this one: up to two letters apart, with the same
// first word.
func near(name string) string {
	best, least := "", 3
	for _, candidate := range metrics.Like(name) {
		if d := platform.Distance(name, candidate); d < least {
			best, least = candidate, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %s?", best)
}
