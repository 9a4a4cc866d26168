package components

import (
	"github.com/example-org/platform-render/pkg/dashboards"
	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/scrape"
)

// jenkins is a Jenkins outside the cluster that Prometheus scrapes. It has no objects: it is what its metrics are good for.
type jenkins struct {
	// job is the scrape job.
	job string
	env *platform.Environment
}

func newJenkins(env *platform.Environment) []Component {
	if env.Monitoring == nil || env.Monitoring.Prometheus == nil {
		return nil
	}
	jobs := env.Monitoring.Prometheus.Scrape
	for _, name := range sortedKeys(jobs) {
		if jobs[name].Metrics == "jenkins" {
			return []Component{jenkins{job: name, env: env}}
		}
	}
	return nil
}

// Name implements Component.
func (jenkins) Name() string { return "jenkins-metrics" }

// Offer implements Component.
func (j jenkins) Offer() Offer {
	return Offer{
		Origin: platform.Join(prometheusOrigin+".scrape", j.job), Namespace: monitoringNamespace(j.env),
		Dashboards: []dashboards.Dashboard{dashboards.Jenkins()}, Rules: []scrape.RuleGroup{jenkinsAlerts(j.job)},
	}
}

// Build implements Component.
func (jenkins) Build(*Catalog) (Built, error) { return Built{}, nil }

// jenkinsAlerts are about the Jenkins that a job scrapes (prometheus-plugin, collectors/executors). Executors are counted once for
// each label of their agent, so labels are compared one by one and never added up.
func jenkinsAlerts(job string) scrape.RuleGroup {
	of := `{job="` + job + `"}`
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
