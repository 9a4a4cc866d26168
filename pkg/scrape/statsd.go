package scrape

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// The types of metrics that statsd_exporter makes.
const (
	Counter   = "counter"
	Gauge     = "gauge"
	Histogram = "histogram"
)

// StatsDMetric is a metric of Prometheus that statsd_exporter makes of what a program sends.
type StatsDMetric struct {
	// Name and Type are those in Prometheus; Help says what it is, in a line.
	Name, Type, Help string
	// Match is the name that the program sends. A * stands for one part between two dots.
	Match string
	// Labels are made of the name that is sent: $1 is its first *.
	Labels map[string]string
	// Tags are DogStatsD tags that come along. Each is a label.
	Tags []Tag
	// Milliseconds says that a histogram or a distribution is sent in milliseconds. Timers (ms) need no such word.
	Milliseconds bool
	// Bounds are those of a histogram, in seconds; Prometheus' usual ones if there are none.
	Bounds []float64
	// Forget is how long after its last value a series goes; a day if empty.
	Forget string
}

// Tag is a tag of DogStatsD, and all the values that it can have; nil if there is no saying.
type Tag struct {
	Name   string
	Values []string
}

// Tags are tags of any value.
func Tags(names []string) []Tag {
	var all []Tag
	for _, name := range names {
		all = append(all, Tag{Name: name})
	}
	return all
}

// String is the metric as the catalogue lists it: its name, its type, and its labels with their values.
func (m StatsDMetric) String() string {
	words := []string{m.Name, m.Type}
	words = append(words, sortedKeys(m.Labels)...)
	for _, tag := range m.Tags {
		words = append(words, strings.TrimSuffix(tag.Name+"="+strings.Join(tag.Values, "|"), "="))
	}
	return strings.Join(words, " ")
}

// StatsDMapping is the configuration of statsd_exporter, in its words (pkg/mapper/mapping.go and mapper_defaults.go).
type StatsDMapping struct {
	Defaults mappingDefaults `json:"defaults"`
	Mappings []mapping       `json:"mappings"`
}

type mappingDefaults struct {
	ObserverType string `json:"observer_type"`
	// Unordered lets the most specific of several patterns win, wherever it stands.
	Unordered bool   `json:"glob_disable_ordering"`
	TTL       string `json:"ttl"`
}

type mapping struct {
	Match      string            `json:"match"`
	MatchType  string            `json:"match_type,omitempty"`
	MetricType string            `json:"match_metric_type,omitempty"`
	Action     string            `json:"action,omitempty"`
	Name       string            `json:"name"`
	Help       string            `json:"help,omitempty"`
	Labels     map[string]string `json:"labels,omitempty"`
	Scale      float64           `json:"scale,omitempty"`
	Histogram  *bounds           `json:"histogram_options,omitempty"`
	TTL        string            `json:"ttl,omitempty"`
}

type bounds struct {
	Buckets []float64 `json:"buckets"`
}

// NewStatsDMapping makes these metrics, and drops whatever else is sent: what nobody declared could be as many series as somebody
// likes to send. What is dropped is counted (statsd_exporter_events_actions_total). The exporter asks regular expressions last. It
// forgets a pattern that comes after one that it is the beginning of (pkg/mapper/fsm/fsm.go, AddState), so short ones come first.
func NewStatsDMapping(metrics []StatsDMetric) StatsDMapping {
	file := StatsDMapping{Defaults: mappingDefaults{ObserverType: Histogram, Unordered: true, TTL: "24h"}}
	for _, m := range metrics {
		file.Mappings = append(file.Mappings, m.mapping())
	}
	slices.SortFunc(file.Mappings, func(a, b mapping) int {
		return cmp.Or(cmp.Compare(strings.Count(a.Match, "."), strings.Count(b.Match, ".")), cmp.Compare(a.Name, b.Name))
	})
	file.Mappings = append(file.Mappings, mapping{Match: ".+", MatchType: "regex", Action: "drop", Name: "dropped"})
	return file
}

// observed is what the exporter calls timers, histograms and distributions.
var observed = map[string]string{Counter: "counter", Gauge: "gauge", Histogram: "observer"}

func (m StatsDMetric) mapping() mapping {
	made := mapping{Match: m.Match, MetricType: observed[m.Type], Name: m.Name, Help: m.Help, Labels: m.labels(), TTL: m.Forget}
	if m.Milliseconds {
		made.Scale = 0.001
	}
	if len(m.Bounds) > 0 {
		made.Histogram = &bounds{m.Bounds}
	}
	return made
}

// containerLabel is the label that the exporter makes of the sender's container id, which clients of DogStatsD add where they see it
// (pkg/line/line.go): on nodes with the first version of cgroups alone. Every restart would be a new series, so it is emptied.
const containerLabel = "container_id"

func (m StatsDMetric) labels() map[string]string {
	all := map[string]string{containerLabel: ""}
	maps.Copy(all, m.Labels)
	return all
}
