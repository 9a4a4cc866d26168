package components

import "github.com/example-org/platform-render/pkg/scrape"

// Scrapes are the targets that Prometheus will find, in the order of their jobs: among what Argo CD applies, and among what is
// known of what charts make.
func (r *Rendered) Scrapes() ([]scrape.Planned, error) {
	objects, err := r.Objects()
	if err != nil {
		return nil, err
	}
	return scrape.Plan(objects)
}
