package components

import (
	"slices"
	"strings"

	"github.com/example-org/platform-render/pkg/dashboards"
	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/scrape"
)

// jenkins is every Jenkins outside the cluster that Prometheus scrapes. It has no objects: it is what their metrics are good for.
type jenkins struct {
	// jobs are the scrape jobs, sorted.
	jobs []string
	env  *platform.Environment
}

func newJenkins(env *platform.Environment) []Component {
	if env.Monitoring == nil || env.Monitoring.Prometheus == nil {
		return nil
	}
	all := env.Monitoring.Prometheus.Scrape
	jobs := slices.DeleteFunc(sortedKeys(all), func(name string) bool { return all[name].Metrics != "jenkins" })
	if len(jobs) == 0 {
		return nil
	}
	return []Component{jenkins{jobs: jobs, env: env}}
}

// Name implements Component.
func (jenkins) Name() string { return "jenkins-metrics" }

// Offer implements Component.
func (j jenkins) Offer() Offer {
	return Offer{
		Origin: platform.Join(prometheusOrigin+".scrape", j.jobs[0]), Namespace: monitoringNamespace(j.env),
		Dashboards: []dashboards.Dashboard{dashboards.Jenkins()}, Rules: []scrape.RuleGroup{jenkinsAlerts(j.jobs)},
	}
}

// Build implements Component.
func (jenkins) Build(*Catalog) (Built, error) { return Built{}, nil }

// jenkinsAlerts are about each Jenkins that the jobs scrape (prometheus-plugin, collectors/executors). Executors are counted once for
// each label of their agent, so labels are compared one by one and never added up. Names of jobs hold nothing that a regular
// expression would read.
func jenkinsAlerts(jobs []string) scrape.RuleGroup {
	of := `{job="` + jobs[0] + `"}`
	if len(jobs) > 1 {
		of = `{job=~"` + strings.Join(jobs, "|") + `"}`
	}
	return scrape.RuleGroup{Name: "jenkins", Rules: []scrape.Rule{
		scrape.Alert("JenkinsDown", scrape.Critical,
			"up"+of+" == 0", "5m",
			"Jenkins does not answer",
			"Prometheus has not reached {{ $labels.instance }} for five minutes: nothing is built or released."),
		scrape.Alert("JenkinsQueueStuck", scrape.Warning,
			"default_jenkins_executors_queue_length"+of+" > 0 and default_jenkins_executors_idle"+of+" == 0", "30m",
			"Builds wait for an executor of Jenkins",
			"For half an hour builds have waited for an executor with the label {{ $labels.label }} and none was idle: agents are missing, or builds hang."),
	}}
}
