package components

import "github.com/example-org/platform-render/pkg/scrape"

// statsdAlerts are about what does not become a metric. Nobody is told of it otherwise: UDP has no answer.
func statsdAlerts(job string) scrape.RuleGroup {
	of := func(metric string) string { return "statsd_exporter_" + metric + `{job="` + job + `"` }
	return scrape.RuleGroup{Name: "statsd", Rules: []scrape.Rule{
		scrape.Alert("StatsDPacketsLost", scrape.Warning,
			"increase("+of("udp_packet_drops_total")+"}[10m]) > 0", "5m",
			"statsd-exporter loses metrics",
			"{{ $value | humanize }} packets came in ten minutes faster than statsd-exporter reads them: what they counted is missing."),
		scrape.Alert("StatsDNotUnderstood", scrape.Warning,
			"sum by (reason) (increase("+of("sample_errors_total")+"}[15m])) > 0", "15m",
			"Somebody sends what is no StatsD",
			"{{ $value | humanize }} lines could not be read in a quarter of an hour: {{ $labels.reason }}."),
		scrape.Alert("StatsDMetricUnknown", scrape.Warning,
			"sum(increase("+of("events_actions_total")+`, action="drop"}[15m])) > 0`, "30m",
			"Somebody sends metrics that are not declared",
			"{{ $value | humanize }} values were dropped in a quarter of an hour: monitoring.statsd has no metric of that name and type."),
		scrape.Alert("StatsDMetricsNotSent", scrape.Warning,
			`sum by (client) (increase(dogstatsd_client_packets_dropped_total{job="`+job+`"}[15m])) + sum by (client) (increase(dogstatsd_client_packets_dropped_queue_total{job="`+job+`"}[15m])) > 0`, "15m",
			"Senders drop metrics before they send them",
			"Programs with the {{ $labels.client }} client of DogStatsD dropped {{ $value | humanize }} packets or metrics in a quarter of an hour: they count too little."),
	}}
}

// snowplowAlerts are about the collectors, by what they count themselves (pkg/scrape/snowplow.go). Health checks are not among known
// requests, but those that the collector counts at all: as long as it runs behind a load balancer, there are some.
func snowplowAlerts(job string) scrape.RuleGroup {
	of := func(metric, more string) string {
		return "snowplow_collector_" + metric + `{job="` + job + `"` + more + "}"
	}
	known := "sum(rate(" + of("requests_total", `, status_code!="404"`) + "[5m]))"
	rules := []scrape.Rule{
		scrape.Alert("SnowplowCollectorSilent", scrape.Critical,
			"(sum(increase("+of("requests_total", "")+`[10m])) or vector(0)) == 0 and on () up{job="`+job+`"} == 1`, "10m",
			"No Snowplow collector is heard",
			"For twenty minutes no collector told of a request, not even of a health check: they are down, or their metrics do not arrive."),
		scrape.Alert("SnowplowRequestsFail", scrape.Critical,
			"sum(rate("+of("requests_total", `, status_bucket="5xx"`)+"[5m])) / "+known+" > 0.05", "10m",
			"Snowplow collectors fail",
			"{{ $value | humanizePercentage }} of the requests of trackers end with 5xx: events are lost."),
		scrape.Alert("SnowplowRequestsUnanswered", scrape.Warning,
			"sum(rate("+of("abnormal_requests_total", `, termination_type="canceled"`)+"[5m])) / "+known+" > 0.05", "15m",
			"Trackers get no answer from Snowplow collectors",
			"To {{ $value | humanizePercentage }} as many requests as are answered there is no answer: clients give up, or the collectors do."),
		scrape.Alert("SnowplowRequestsSlow", scrape.Warning,
			"histogram_quantile(0.95, sum by (le) (rate("+of("request_duration_seconds_bucket", `, status_code!="404"`)+"[5m]))) > 0.5", "15m",
			"Snowplow collectors are slow",
			"Five of a hundred requests of trackers take longer than {{ $value | humanizeDuration }}: pages that are being left do not wait that long."),
	}
	for i := range rules {
		rules[i] = rules[i].On("snowplow-collector")
	}
	return scrape.RuleGroup{Name: "snowplow", Rules: rules}
}
