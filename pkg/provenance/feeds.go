package provenance

// Feed is something that a job feeds.
type Feed struct {
	Ask
	// Metrics are the names that it asks the job for, sorted.
	Metrics []string
	// Dark says why it goes dark, or never fires, without the job; empty if others bring what it asks for too.
	Dark string
}

// Feeds are all that ask for what a job brings, in their order.
func (s *Sources) Feeds(job string, asks []Ask) []Feed {
	var all []Feed
	without := s.Without(job)
	for _, ask := range asks {
		if names := s.Judge(ask).takes(job); len(names) > 0 {
			all = append(all, Feed{Ask: ask, Metrics: names, Dark: without.Judge(ask).Dark()})
		}
	}
	return all
}
