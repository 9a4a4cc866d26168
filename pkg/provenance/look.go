package provenance

import (
	"fmt"
	"slices"
	"strings"

	"github.com/example-org/platform-render/pkg/dashboards"
	"github.com/example-org/platform-render/pkg/metrics"
	"github.com/example-org/platform-render/pkg/promql"
	"github.com/example-org/platform-render/pkg/scrape"
)

// look is a look through the jobs for what a selector asks for.
type look struct {
	selector promql.Selector
	// jobs bring it; found is what they bring.
	jobs  []string
	found []metrics.Series
	// open says that one of them may bring what the catalogue does not have, active that it has something to scrape.
	open, active bool
	// problem is why one of them does not bring what it might be expected to; slip is a label that is not there.
	problem, slip string
	// lacked are labels without which a metric of a job that is known is not what is asked for; unknown are the labels of targets
	// whose pages nobody knows: they may bring the metric with these.
	lacked, unknown []string
	// clean says that one of them has all the labels.
	clean bool
}

// at looks at one job.
func (l *look) at(j *job) {
	if j.open(l.selector.Metric) {
		l.open, l.active = true, l.active || !j.idle
	}
	if j.page == nil && !j.idle {
		l.unknown = append(l.unknown, j.labels...)
	}
	series, dropped := j.series(l.selector)
	if dropped > 0 && len(series) == 0 {
		l.problem = fmt.Sprintf("the job %s drops it", j.Name)
	}
	for _, one := range series {
		if j.idle && !slices.Contains(ofScrape, one.Name) {
			l.problem = fmt.Sprintf("the job %s finds nothing to scrape", j.Name)
			continue
		}
		if wrong := l.never(j.Name, one); wrong != "" {
			l.problem = wrong
			continue
		}
		l.bring(j.Name, one)
	}
}

// bring notes that a job brings a series. A label that is missing there counts only if it is missing everywhere.
func (l *look) bring(job string, series metrics.Series) {
	if !slices.Contains(l.jobs, job) {
		l.jobs = append(l.jobs, job)
		slices.Sort(l.jobs)
	}
	l.found = append(l.found, series)
	missing := l.missing(series)
	switch {
	case len(missing) == 0:
		l.clean, l.slip = true, ""
	case !l.clean:
		l.slip = fmt.Sprintf("of the job %s it has no label %s: it has %s", job, strings.Join(missing, " and no "), names(series))
	}
}

// never says why no series fulfils the conditions on labels: one must have a value and is not there, or never has that value.
func (l *look) never(job string, series metrics.Series) string {
	for _, m := range l.selector.Matchers {
		if m.Name == "__name__" || m.Name == "job" || len(dashboards.Chosen(m.Name+m.Value)) > 0 {
			continue
		}
		label, ok := series.Label(m.Name)
		switch {
		case !ok && !matches(m, ""):
			l.lacked = append(l.lacked, m.Name)
			return fmt.Sprintf("of the job %s it has no label %s: it has %s", job, m.Name, names(series))
		case ok && label.Values != nil && !slices.ContainsFunc(label.Values, func(value string) bool { return matches(m, value) }):
			return fmt.Sprintf("of the job %s its label %s is never so (%s%s%q): it is %s",
				job, m.Name, m.Name, m.Op, m.Value, strings.Join(label.Values, ", "))
		}
	}
	return ""
}

// elsewhere says that a target whose page nobody knows has a label that is missing where the metric is known.
func (l *look) elsewhere() bool {
	return slices.ContainsFunc(l.lacked, func(name string) bool {
		return slices.Contains(l.unknown, name) || slices.Contains(l.unknown, scrape.AnyLabel)
	})
}

// missing are the labels that the selector asks for and the series does not have.
func (l *look) missing(series metrics.Series) []string {
	asked := slices.Clone(l.selector.Labels)
	for _, m := range l.selector.Matchers {
		if len(dashboards.Chosen(m.Value)) == 0 { // what a person chooses may be nothing, which fits
			asked = append(asked, m.Name)
		}
	}
	slices.Sort(asked)
	return slices.DeleteFunc(slices.Compact(asked), func(name string) bool {
		_, ok := series.Label(name)
		return ok || name == "__name__" || len(dashboards.Chosen(name)) > 0
	})
}

// answer is what was found among the jobs that were asked, of all.
func (l *look) answer(asked []*job, all []string) Answer {
	if len(l.jobs) > 0 {
		return Answer{Jobs: l.jobs, Slip: l.slip, Labels: l.labels()}
	}
	known, _ := metrics.Owner(l.selector.Metric)
	_, owned := metrics.Family(l.selector.Metric)
	unknown := Answer{Unknown: true, Labels: promql.NewLabels(nil, true)}
	switch {
	case l.elsewhere():
		return unknown
	case len(l.lacked) > 0 && l.active && !owned: // a program that nobody knows may tell the same with other labels
		unknown.Slip = l.problem
		return unknown
	case l.problem != "":
		return Answer{Problem: l.problem}
	case len(asked) == 0:
		return Answer{Problem: "no job is called so" + calledLike(l.selector, all)}
	case l.open && pinned(l.selector):
		return unknown
	case l.open && known == nil:
		unknown.Slip = l.doubt()
		return unknown
	case known == nil:
		return Answer{Problem: "no job brings it" + near(l.selector.Metric)}
	case pinned(l.selector):
		return Answer{Problem: fmt.Sprintf("the job does not bring it: %s has it", known.Name)}
	}
	return Answer{Problem: fmt.Sprintf("no job scrapes %s, which has it", known.Name)}
}

// doubt says why a metric that is not in the catalogue is probably not there.
func (l *look) doubt() string {
	name := l.selector.Metric
	if strings.Contains(name, ":") { // https://prometheus.io/docs/practices/rules/: colons are for recordings
		return "it is called like a recording, and no rule records it"
	}
	if meant := near(name); meant != "" {
		return "it is on no page that is known" + meant
	}
	if family, ok := metrics.Family(name); ok {
		return "it is called like a metric of " + family.Name + ", which does not have it"
	}
	if !l.active && name != "" {
		return "it is on no page that is known, and the jobs that might bring it find nothing of the platform's own"
	}
	return ""
}

// labels are those of all that was found.
func (l *look) labels() promql.Labels {
	var all []string
	more := false
	for _, series := range l.found {
		for _, label := range series.Labels {
			all, more = append(all, label.Name), more || family(label.Name)
		}
	}
	return promql.NewLabels(all, more)
}

func names(series metrics.Series) string {
	var all []string
	for _, label := range series.Labels {
		all = append(all, label.Name)
	}
	return strings.Join(all, ", ")
}
