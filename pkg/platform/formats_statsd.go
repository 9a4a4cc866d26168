package platform

import (
	"slices"
	"strings"
)

// checkStatsDMatch explains the patterns that people know from elsewhere.
func checkStatsDMatch(s string) string {
	switch {
	case s == "*" || strings.Trim(s, "*.") == "" && s != "":
		return "it takes everything: begin it with a name"
	case slices.ContainsFunc(strings.Split(s, "."), func(part string) bool { return part != "*" && strings.Contains(part, "*") }):
		return "a * stands for a whole part between two dots"
	case strings.ContainsAny(s, ":|#"):
		return "only the name is matched: take the value, type and tags out"
	}
	return ""
}

// checkStatsDTag refuses labels that Prometheus sets, or that make one series of a histogram.
func checkStatsDTag(s string) string {
	if slices.Contains([]string{"instance", "job", "le", "quantile"}, s) {
		return "Prometheus gives this label another meaning"
	}
	return checkLabelName(s)
}

// checkStatsDValue refuses what the exporter would take for a reference or a verb of its own (pkg/mapper/fsm/formatter.go).
func checkStatsDValue(s string) string {
	switch {
	case s == "":
		return "it is empty"
	case strings.Contains(s, "%"):
		return "the exporter cannot print a %"
	}
	return checkLine(s)
}

// checkStatsDMetric refuses the names of what the exporter's page has besides.
func checkStatsDMetric(s string) string {
	for _, prefix := range statsdTaken {
		if strings.HasPrefix(s, prefix) {
			return "names that begin with " + prefix + " are the platform's"
		}
	}
	return ""
}

// statsdTaken begin the names of the exporter's own metrics, and of those that a Snowplow collector's become.
var statsdTaken = []string{"dogstatsd_client_", "go_", "process_", "promhttp_", "snowplow_collector_", "statsd_"}
