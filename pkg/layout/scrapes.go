package layout

import (
	"fmt"

	"github.com/example-org/platform-render/pkg/components"
	"github.com/example-org/platform-render/pkg/scrape"
)

type scrapeRow struct{ Job, What, Path, How, Interval string }

// scrapeRows are the targets that Prometheus will find, and the jobs that will find none of the platform's own; none without
// Prometheus.
func scrapeRows(r *components.Rendered) ([]scrapeRow, error) {
	plan, err := r.Scrapes()
	if err != nil || len(plan) == 0 {
		return nil, err
	}
	var rows []scrapeRow
	for _, target := range r.Catalog.Scrapes() {
		before := len(rows)
		for _, planned := range plan {
			if planned.Job == target.Job {
				rows = append(rows, newScrapeRow(planned))
			}
		}
		if len(rows) == before {
			rows = append(rows, scrapeRow{Job: target.Job, What: "nothing of the platform's own"})
		}
	}
	return rows, nil
}

func newScrapeRow(p scrape.Planned) scrapeRow {
	row := scrapeRow{Job: p.Job, What: p.Address, Path: p.Path, How: p.Reached, Interval: p.Interval}
	switch {
	case p.Kind == "DaemonSet":
		row.What += ", on every node"
	case p.Count > 1:
		row.What += fmt.Sprintf(", %d pods", p.Count)
	}
	if p.Refused != "" {
		row.How = "not at all: " + p.Refused
	}
	return row
}
