package components

import "github.com/example-org/platform-render/pkg/scrape"

// prometheusAlerts are about targets that do not answer, and about Prometheus' own trouble. Those that Prometheus' mixin has
// too are called as there (documentation/prometheus-mixin/alerts.libsonnet).
func prometheusAlerts() scrape.RuleGroup {
	return scrape.RuleGroup{Name: "prometheus", Rules: []scrape.Rule{
		scrape.Alert("TargetDown", scrape.Warning,
			"up == 0", "10m",
			"{{ $labels.job }} does not answer",
			"Prometheus cannot scrape {{ $labels.instance }} of the job {{ $labels.job }}: what it measures is not seen."),
		scrape.Alert("JobWithoutTargets", scrape.Warning,
			`prometheus_target_scrape_pool_targets{scrape_job!~"kubernetes-pods|kubernetes-services"} == 0`, "15m",
			"{{ $labels.scrape_job }} has no targets",
			"Prometheus finds nothing to scrape for the job {{ $labels.scrape_job }}: its pods are gone, or are labelled otherwise."),
		scrape.Alert("PrometheusKubernetesListWatchFailures", scrape.Warning,
			"increase(prometheus_sd_kubernetes_failures_total[5m]) > 0", "15m",
			"Prometheus cannot look for targets",
			"Kubernetes refused {{ $value | humanize }} of Prometheus' requests in five minutes: new pods are not scraped."),
		scrape.Alert("PrometheusRuleFailures", scrape.Critical,
			"increase(prometheus_rule_evaluation_failures_total[5m]) > 0", "15m",
			"Prometheus cannot evaluate alerts",
			"Rules of {{ $labels.rule_group }} failed {{ $value | humanize }} times in five minutes: their alerts cannot fire."),
		scrape.Alert("PrometheusMissingRuleEvaluations", scrape.Warning,
			"increase(prometheus_rule_group_iterations_missed_total[5m]) > 0", "15m",
			"Prometheus skips alerts",
			"{{ $labels.rule_group }} was not evaluated {{ $value | humanize }} times in five minutes: it takes longer than its interval."),
		scrape.Alert("PrometheusDuplicateTimestamps", scrape.Warning,
			"increase(prometheus_target_scrapes_sample_duplicate_timestamp_total[5m]) > 0", "15m",
			"Prometheus drops samples",
			"{{ $value | humanize }} samples in five minutes had another value at the same time: two targets bear the same labels."),
		scrape.Alert("PrometheusTSDBCompactionsFailing", scrape.Warning,
			"increase(prometheus_tsdb_compactions_failed_total[3h]) > 0", "1h",
			"Prometheus cannot write blocks",
			"{{ $value | humanize }} compactions failed in three hours: the volume may be full or broken."),
		scrape.Alert("PrometheusForgetsEarly", scrape.Warning,
			"increase(prometheus_tsdb_size_retentions_total[1d]) > 0", "",
			"Prometheus deletes samples before their time",
			"The volume is too small for monitoring.prometheus.retention: enlarge monitoring.prometheus.storage.size."),
	}}
}
