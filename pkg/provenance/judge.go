package provenance

import (
	"slices"

	"github.com/example-org/platform-render/pkg/dashboards"
	"github.com/example-org/platform-render/pkg/promql"
)

// Asked is one selector of an expression, and its answer.
type Asked struct {
	Selector promql.Selector
	Answer
}

// Name is what is asked for, as people wrote it.
func (a Asked) Name() string { return dashboards.Shown(a.Selector.Name()) }

// Judged is everything that somebody asks for, with the answers.
type Judged struct {
	Ask
	Asked []Asked
}

// Judge follows everything that somebody asks for. Of what does not parse there is nothing to follow.
func (s *Sources) Judge(a Ask) Judged {
	if a.board == nil {
		return Judged{a, s.asked(a.read, nil)}
	}
	return Judged{a, s.asked(a.read, s.chosen(a.board))}
}

// Dark says why nobody brings something that is asked for; empty if somebody brings, or may bring, everything.
func (j Judged) Dark() string {
	if j.read == nil {
		return ""
	}
	missed := j.read.Missed(func(s promql.Selector) bool { return answerOf(s, j.Asked).Problem == "" })
	if len(missed) == 0 {
		return ""
	}
	return missed[0].Name() + ": " + answerOf(missed[0], j.Asked).Problem
}

// answerOf is the answer for a selector of an expression of which all are answered.
func answerOf(s promql.Selector, all []Asked) Answer {
	return all[slices.IndexFunc(all, func(a Asked) bool { return a.Selector.Offset == s.Offset })].Answer
}

// Unlabelled are the labels that people are shown and the result does not have: they would read nothing there.
func (j Judged) Unlabelled() []string {
	if j.read == nil || j.Dark() != "" || slices.ContainsFunc(j.Asked, Asked.grouped) {
		return nil
	}
	labels := output(j.read, j.Asked)
	return slices.DeleteFunc(j.shows(), labels.Has)
}

// grouped says that a person chooses by which label the result is grouped.
func (a Asked) grouped() bool {
	return slices.ContainsFunc(a.Selector.Labels, func(name string) bool { return len(dashboards.Chosen(name)) > 0 })
}

// takes are the names of what is asked of a job, sorted.
func (j Judged) takes(job string) []string {
	var names []string
	for _, asked := range j.Asked {
		if slices.Contains(asked.Jobs, job) {
			names = append(names, asked.Name())
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// asked is everything that an expression asks for; nothing of one that does not parse.
func (s *Sources) asked(read *promql.Expr, chosen Chosen) []Asked {
	if read == nil {
		return nil
	}
	var all []Asked
	for _, selector := range read.Selectors {
		all = append(all, Asked{selector, s.Answer(selector, chosen)})
	}
	return all
}

// output is the labels that the result of an expression has, of which all selectors are answered.
func output(read *promql.Expr, all []Asked) promql.Labels {
	return read.Output(func(selector promql.Selector) promql.Labels {
		return answerOf(selector, all).Labels
	})
}

// choice is a variable of a dashboard, and jobsChosen the jobs that it chooses between; not ok if those may be any.
type choice struct {
	board    *Board
	variable string
}

type jobsChosen struct {
	jobs []string
	ok   bool
}

// chosen tells between which jobs a dashboard's variables can choose.
func (s *Sources) chosen(b *Board) Chosen {
	return func(variable string) ([]string, bool) {
		key := choice{b, variable}
		known, ok := s.choices[key]
		if !ok {
			known = s.choose(b, variable)
			s.choices[key] = known
		}
		return known.jobs, known.ok
	}
}

// choose finds the jobs that bring the metric of which a variable takes the values of the label job.
func (s *Sources) choose(b *Board, variable string) jobsChosen {
	for _, asked := range b.Asks {
		expr, ok := asked.PromQL()
		if !ok || asked.Variable != variable || asked.Label() != "job" || expr == "" {
			continue
		}
		read, err := promql.Read(expr)
		if err != nil {
			break
		}
		found := jobsChosen{ok: true}
		for _, one := range s.asked(read, nil) {
			found.jobs = append(found.jobs, one.Jobs...)
			found.ok = found.ok && !one.Unknown
		}
		return found
	}
	return jobsChosen{}
}
