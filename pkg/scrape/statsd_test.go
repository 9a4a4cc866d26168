package scrape

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/example-org/platform-render/pkg/kube"
)

// The catalogue has what the mapping makes, metric by metric and label by label.
func TestCatalogueHasWhatIsMapped(t *testing.T) {
	for file, metrics := range map[string][]StatsDMetric{"snowplow-collector": Snowplow("a.b", nil), "dogstatsd-client": DogStatsDClient()} {
		var want []string
		for _, m := range metrics {
			want = append(want, m.String())
		}
		slices.Sort(want)
		text, err := os.ReadFile("../metrics/exporters/" + file + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for line := range strings.Lines(string(text)) {
			line = strings.TrimSpace(line)
			if line != "" && !strings.HasPrefix(line, "#") && !strings.HasPrefix(line, "include ") {
				got = append(got, line)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("pkg/metrics/exporters/%s.txt should list\n%s", file, strings.Join(want, "\n"))
		}
	}
}

// What a collector adds of its own is a label of each of its metrics.
func TestSnowplowTags(t *testing.T) {
	for _, m := range Snowplow("events.collector", []string{"pod"}) {
		if !strings.HasPrefix(m.Match, "events.collector.") || !strings.HasSuffix(m.String(), " pod") {
			t.Errorf("%s is made of %s", m, m.Match)
		}
	}
}

// Metrics are in an order in which the exporter finds each, timers are seconds, and what is not listed is dropped.
func TestStatsDMapping(t *testing.T) {
	text, err := kube.Canonical(NewStatsDMapping([]StatsDMetric{
		{Name: "b_seconds", Type: Histogram, Match: "jobs.*.took", Labels: map[string]string{"name": "$1"}, Milliseconds: true, Bounds: []float64{0.5, 60}},
		{Name: "c_total", Type: Counter, Match: "jobs.*", Tags: Tags([]string{"region"})},
		{Name: "a", Type: Gauge, Match: "jobs.*.size", Forget: "5m", Help: "Bytes."},
	}))
	if err != nil {
		t.Fatal(err)
	}
	const want = `defaults:
  observer_type: histogram
  glob_disable_ordering: true
  ttl: 24h
mappings:
- match: jobs.*
  match_metric_type: counter
  name: c_total
  labels:
    container_id: ""
- match: jobs.*.size
  match_metric_type: gauge
  name: a
  help: Bytes.
  labels:
    container_id: ""
  ttl: 5m
- match: jobs.*.took
  match_metric_type: observer
  name: b_seconds
  labels:
    container_id: ""
    name: $1
  scale: 0.001
  histogram_options:
    buckets:
    - 0.5
    - 60
- match: .+
  match_type: regex
  action: drop
  name: dropped
`
	if text != want {
		t.Errorf("the mapping is\n%s", text)
	}
}
