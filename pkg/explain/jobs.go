package explain

import (
	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/provenance"
	"github.com/example-org/platform-render/pkg/scrape"
)

// Job is a scrape job, and what it feeds.
type Job struct {
	Name   string `json:"name"`
	Origin Origin `json:"origin"`
	// Page is whose metrics it brings; empty if nobody knows.
	Page    string           `json:"page,omitempty"`
	Targets []scrape.Planned `json:"targets,omitempty"`
	Feeds   []Feed           `json:"feeds,omitempty"`
}

// Feed is somebody who asks for what the job brings.
type Feed struct {
	Who
	Metrics []string `json:"metrics"`
	// Dark says that it shows nothing, or never fires, without the job; Why is the reason.
	Dark bool   `json:"dark"`
	Why  string `json:"why,omitempty"`
}

// Who is a rule, or a part of a dashboard.
type Who struct {
	Alert     string `json:"alert,omitempty"`
	Recording string `json:"recording,omitempty"`
	Dashboard string `json:"dashboard,omitempty"`
	// Panel is a panel's title, "variable NAME" or "annotation NAME".
	Panel string `json:"panel,omitempty"`
}

// Ask is what somebody asks for.
type Ask struct {
	Who
	Asks []Metric `json:"asks"`
	// Fault says why it does not parse; empty if it does.
	Fault string `json:"fault,omitempty"`
}

// Metric is one metric that is asked for, and who brings it.
type Metric struct {
	Name string `json:"name"`
	// Jobs are those that bring it. Made says that Prometheus makes it itself, Problem why nobody brings it.
	Jobs    []string `json:"jobs,omitempty"`
	Made    bool     `json:"made,omitempty"`
	Problem string   `json:"problem,omitempty"`
}

func (e *Explainer) job(name string) Job {
	j := Job{Name: name}
	for _, target := range e.catalog.Scrapes() {
		if target.Job == name {
			j.Origin = e.origin(target.Origin)
		}
	}
	if page, ok := e.catalog.Pages()[name].Read(); ok {
		j.Page = page.About
	}
	plan, _ := scrape.Plan(e.objects) // what cannot be read has no sources, and so no jobs
	for _, target := range plan {
		if target.Job == name {
			j.Targets = append(j.Targets, target)
		}
	}
	for _, feed := range e.sources.Feeds(name, e.asks) {
		j.Feeds = append(j.Feeds, Feed{Who: who(feed.Ask), Metrics: feed.Metrics, Dark: feed.Dark != "", Why: feed.Dark})
	}
	return j
}

func who(ask provenance.Ask) Who {
	if ask.Rule == nil {
		return Who{Dashboard: ask.Dashboard, Panel: ask.Panel}
	}
	return Who{Alert: ask.Rule.Alert, Recording: ask.Rule.Record}
}

// asked is what an alert, a recording or a dashboard of this name asks for.
func (e *Explainer) asked(name string) []Ask {
	return e.collect(func(ask provenance.Ask) bool {
		of := who(ask)
		return name != "" && (of.Alert == name || of.Recording == name || of.Dashboard == name)
	})
}

// askedIn is what the rules or the dashboard in an object ask for.
func (e *Explainer) askedIn(object kube.Object) []Ask {
	return e.collect(func(ask provenance.Ask) bool { return ask.Object.Title() == object.Title() })
}

func (e *Explainer) collect(wanted func(provenance.Ask) bool) []Ask {
	var all []Ask
	for _, ask := range e.asks {
		if !wanted(ask) {
			continue
		}
		one := Ask{Who: who(ask), Fault: ask.Fault}
		for _, asked := range e.sources.Judge(ask).Asked {
			one.Asks = append(one.Asks, Metric{Name: asked.Name(), Jobs: asked.Jobs, Made: asked.Made, Problem: asked.Problem})
		}
		all = append(all, one)
	}
	return all
}
