// Package provenance follows what dashboards and rules ask Prometheus for back to the scrape job that brings it: by the rendered
// configuration, by what is known of each target, and by the catalogue of what programs tell.
package provenance

import (
	"regexp"
	"slices"
	"strings"

	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/metrics"
	"github.com/example-org/platform-render/pkg/promql"
	"github.com/example-org/platform-render/pkg/scrape"
)

// Sources are all that brings series to one Prometheus.
type Sources struct {
	jobs  []*job
	rules []scrape.RuleGroup
	// choices are the jobs between which variables of dashboards choose, as far as somebody has asked.
	choices map[choice]jobsChosen
	// asking are the recordings that are being followed, so that one that asks for itself ends.
	asking []string
}

// job is a scrape job as a source.
type job struct {
	scrape.Job
	// page is what its targets tell; nil if nobody knows.
	page *metrics.Exporter
	// labels are those that its targets give every series.
	labels []string
	// idle says that it looks for targets and finds none. merges says that pods have metrics of theirs put on its pages.
	idle, merges bool
}

// New reads off rendered objects what Prometheus will have. The pages are what is known of what each job brings. It is
// false if there is no Prometheus among the objects that could be read.
func New(objects []kube.Object, pages map[string]metrics.Page) (*Sources, bool) {
	config, ok, err := scrape.Read(objects)
	if err != nil || !ok {
		return nil, false
	}
	plan, err := scrape.Plan(objects)
	if err != nil {
		return nil, false
	}
	s := &Sources{rules: scrape.ReadRules(objects), choices: map[choice]jobsChosen{}}
	for _, configured := range config.Jobs {
		one := newJob(configured, plan, pages[configured.Name])
		one.merges = one.page != nil && one.page.Merges && slices.ContainsFunc(objects, annotated)
		s.jobs = append(s.jobs, one)
	}
	return s, true
}

func newJob(configured scrape.Job, plan []scrape.Planned, page metrics.Page) *job {
	j := &job{Job: configured, labels: []string{"instance", "job"}, idle: true}
	j.page, _ = page.Read()
	for _, target := range plan {
		if target.Job == configured.Name {
			j.labels, j.idle = append(j.labels, target.Labels...), false
		}
	}
	if j.idle { // what it finds later has labels all the same
		j.labels = append(j.labels, configured.Given()...)
	}
	slices.Sort(j.labels)
	j.labels = slices.Compact(j.labels)
	return j
}

// annotated says that an app's pods ask for their metrics to be scraped, as Istio and Prometheus read it. The pages of the others that
// ask so are known.
func annotated(o kube.Object) bool {
	if !strings.HasPrefix(o.Origin, "apps.") {
		return false
	}
	at := any(o.Fields)
	for _, key := range []string{"spec", "template", "metadata", "annotations", "prometheus.io/scrape"} {
		fields, _ := at.(map[string]any)
		at = fields[key]
	}
	return at == "true"
}

// Without is what is left without one job.
func (s *Sources) Without(name string) *Sources {
	others := slices.DeleteFunc(slices.Clone(s.jobs), func(j *job) bool { return j.Name == name })
	return &Sources{jobs: others, rules: s.rules, choices: map[choice]jobsChosen{}}
}

// Jobs are the names of all jobs, in the order of the configuration.
func (s *Sources) Jobs() []string {
	var names []string
	for _, j := range s.jobs {
		names = append(names, j.Name)
	}
	return names
}

// open says that the job may bring a metric that the catalogue does not have.
func (j *job) open(name string) bool {
	return j.page == nil || j.merges || slices.ContainsFunc(j.page.More, func(prefix string) bool { return strings.HasPrefix(name, prefix) })
}

// ofScrape are what Prometheus itself tells of every scrape (https://prometheus.io/docs/concepts/jobs_instances/).
var ofScrape = []string{
	"up", "scrape_duration_seconds", "scrape_samples_post_metric_relabeling", "scrape_samples_scraped", "scrape_series_added",
}

// series finds what the job brings of the names that a selector asks for, as Prometheus stores it. What is dropped is counted.
func (j *job) series(s promql.Selector) (found []metrics.Series, dropped int) {
	for _, name := range ofScrape {
		if named(s, name) {
			found = append(found, j.stored(metrics.Series{Name: name}, nil))
		}
	}
	if j.page == nil {
		return found, 0
	}
	names := []string{s.Metric}
	if s.Metric == "" {
		names = slices.DeleteFunc(j.page.Names(), func(name string) bool { return !named(s, name) })
	}
	for _, name := range names {
		series, ok := j.page.Series(name)
		if !ok {
			continue
		}
		labels, kept := j.Stores(name, j.all(series))
		if !kept {
			dropped++
			continue
		}
		found = append(found, j.stored(series, labels))
	}
	return found, dropped
}

// all are the labels that a series of the page has once the target's are added. Where both have one of a name, the page's is
// renamed, unless the job honours it (honor_labels).
func (j *job) all(series metrics.Series) []string {
	all := slices.Clone(j.labels)
	for _, label := range series.Labels {
		all = append(all, j.named(label.Name))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func (j *job) named(label string) string {
	if slices.Contains(j.labels, label) && !j.HonorLabels {
		return "exported_" + label
	}
	return label
}

// stored is a series with all of its labels, by their names in Prometheus. Without labels it has those of the target.
func (j *job) stored(series metrics.Series, labels []string) metrics.Series {
	if labels == nil {
		labels = j.labels
	}
	values := map[string][]string{}
	for _, label := range series.Labels {
		values[j.named(label.Name)] = label.Values
	}
	out := metrics.Series{Name: series.Name}
	for _, name := range labels {
		out.Labels = append(out.Labels, metrics.Label{Name: name, Values: values[name]})
	}
	return out
}

// named tells whether a selector asks for metrics of a name.
func named(s promql.Selector, name string) bool {
	if s.Metric != "" {
		return s.Metric == name
	}
	asked := false
	for _, m := range s.Matchers {
		if m.Name == "__name__" {
			if !matches(m, name) {
				return false
			}
			asked = true
		}
	}
	return asked
}

// matches tells whether a value fulfils a condition.
func matches(m promql.Matcher, value string) bool {
	switch m.Op {
	case "=":
		return m.Value == value
	case "!=":
		return m.Value != value
	}
	regex, err := regexp.Compile("^(?s:" + m.Value + ")$")
	return err == nil && regex.MatchString(value) == (m.Op == "=~")
}

// family says that a name stands for all that begin like it.
func family(name string) bool { return strings.HasSuffix(name, "*") }
