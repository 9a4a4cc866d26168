package provenance

import "slices"

// Feed is something that a job feeds.
type Feed struct {
	Ask
	// Metrics are the names that it asks the job for, sorted.
	Metrics []string
	// Dark says why it goes dark, or never fires, without the job; empty if others bring what it asks for too.
	Dark string
}

// Feeds are all that ask for what a job brings, in the order of Asks.
func (s *Sources) Feeds(job string, asks []Ask) []Feed {
	var all []Feed
	without := s.Without(job)
	for _, ask := range asks {
		if metrics := s.takes(job, ask); len(metrics) > 0 {
			all = append(all, Feed{Ask: ask, Metrics: metrics, Dark: without.Dark(ask)})
		}
	}
	return all
}

// takes are the names of what something asks a job for.
func (s *Sources) takes(job string, ask Ask) []string {
	var names []string
	for _, asked := range s.Judge(ask) {
		if slices.Contains(asked.Jobs, job) {
			names = append(names, asked.Selector.Name())
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Dark says why nobody brings something that is asked for; empty if somebody brings, or may bring, everything.
func (s *Sources) Dark(ask Ask) string {
	for _, asked := range s.Judge(ask) {
		if asked.Problem != "" {
			return asked.Selector.Name() + ": " + asked.Problem
		}
	}
	return ""
}
