package layout

import (
	"testing"

	"github.com/example-org/platform-render/pkg/scrape"
)

// Every metric that the platform offers is scraped: once, and in the way that its pods take.
func TestEverythingOfferedIsScrapedOnce(t *testing.T) {
	_, environments := renderSeed(t)
	for _, r := range environments {
		plan, err := r.Scrapes()
		if err != nil {
			t.Fatal(err)
		}
		found := map[string]bool{"kubernetes-pods": true, "kubernetes-services": true} // what is no part of the platform
		for _, p := range plan {
			found[p.Job] = true
			if p.Refused != "" {
				t.Errorf("%s cannot reach %s: %s", p.Job, p.Address, p.Refused)
			}
		}
		for _, target := range r.Catalog.Scrapes() {
			if !found[target.Job] {
				t.Errorf("%s finds nothing", target.Job)
			}
		}
		for _, twice := range scrape.Twice(plan) {
			t.Errorf("%s scrapes %s%s too", twice.Job, twice.Address, twice.Path)
		}
	}
}
