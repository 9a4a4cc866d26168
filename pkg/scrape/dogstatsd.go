package scrape

import "strings"

// clientCounts are what a client of DogStatsD counts of itself and sends every ten seconds, whether or not there is anything else:
// neither the program's prefix nor its tags are on them (DataDog/java-dogstatsd-client 4.2.0,
// src/main/java/com/timgroup/statsd/Telemetry.java; those for other languages do the same).
var clientCounts = []struct{ sent, help string }{
	{"aggregated_context", "Metrics that were added up before they were sent."},
	{"aggregated_context_by_type", "Metrics that were added up before they were sent, by type."},
	{"bytes_dropped", "Bytes that could not be sent."},
	{"bytes_sent", "Bytes that were sent."},
	{"events", "Events that were sent."},
	{"metrics", "Metrics that were sent."},
	{"metrics_by_type", "Metrics that were sent, by type."},
	{"packets_dropped", "Packets that could not be sent."},
	{"packets_dropped_queue", "Metrics that were dropped because the queue was full."},
	{"packets_sent", "Packets that were sent."},
	{"service_checks", "Service checks that were sent."},
}

// DogStatsDClient is what the clients that follow Datadog's count of themselves.
func DogStatsDClient() []StatsDMetric {
	var all []StatsDMetric
	for _, count := range clientCounts {
		names := []string{"client", "client_transport", "client_version"}
		if strings.HasSuffix(count.sent, "_by_type") {
			names = append(names, "metrics_type")
		}
		all = append(all, StatsDMetric{
			Name: "dogstatsd_client_" + count.sent + "_total", Type: Counter, Help: count.help,
			Match: "datadog.dogstatsd.client." + count.sent, Tags: Tags(names),
		})
	}
	return all
}
