// Package pages holds the catalogue of metrics to the pages that programs really serve.
package pages

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"github.com/example-org/platform-render/pkg/metrics"
)

// Page is what a program serves: by the names that Prometheus stores, the labels that there are, with their values. A metric that
// is announced and has no series yet has no labels.
type Page map[string]map[string][]string

// announced matches the line with which the text format begins a metric.
var announced = regexp.MustCompile(`(?m)^# TYPE (\S+) (\S+)$`)

// Read reads a page with Prometheus' own parser of the text format.
func Read(text []byte) (Page, error) {
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	page := Page{}
	for _, match := range announced.FindAllSubmatch(text, -1) {
		kind := dto.MetricType(dto.MetricType_value[strings.ToUpper(string(match[2]))])
		for series := range expand(string(match[1]), kind) {
			page[series] = map[string][]string{}
		}
	}
	for name, family := range families {
		for _, metric := range family.GetMetric() {
			for series, more := range expand(name, family.GetType()) {
				page.add(series, more, metric.GetLabel())
			}
		}
	}
	return page, nil
}

// expand is the series that a metric has, each with the label that it has beside the metric's own
// (https://prometheus.io/docs/concepts/metric_types/).
func expand(name string, kind dto.MetricType) map[string]string {
	switch kind {
	case dto.MetricType_HISTOGRAM:
		return map[string]string{name + "_bucket": model.BucketLabel, name + "_sum": "", name + "_count": ""}
	case dto.MetricType_SUMMARY:
		return map[string]string{name: model.QuantileLabel, name + "_sum": "", name + "_count": ""}
	}
	return map[string]string{name: ""}
}

// add notes a series. To Prometheus an empty label is none, so that it has no value here.
func (p Page) add(name, more string, pairs []*dto.LabelPair) {
	if more != "" {
		p[name][more] = nil
	}
	for _, pair := range pairs {
		label, value := pair.GetName(), pair.GetValue()
		values := p[name][label]
		if value != "" && !slices.Contains(values, value) {
			values = append(values, value)
		}
		p[name][label] = values
	}
}

// Strange is everything on the page that the catalogue does not have: names, labels, and values of labels that have no others.
func (p Page) Strange(known *metrics.Exporter) []string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(p)) {
		series, ok := known.Series(name)
		if !ok {
			all = append(all, strings.Join(append([]string{name}, slices.Sorted(maps.Keys(p[name]))...), " "))
			continue
		}
		for _, label := range slices.Sorted(maps.Keys(p[name])) {
			all = append(all, strangeLabel(series, label, p[name][label])...)
		}
	}
	return all
}

func strangeLabel(series metrics.Series, name string, values []string) []string {
	label, ok := series.Label(name)
	if !ok {
		return []string{fmt.Sprintf("%s: the label %s, such as %q", series.Name, name, values)}
	}
	var all []string
	for _, value := range slices.Sorted(slices.Values(values)) {
		if label.Values != nil && !slices.Contains(label.Values, value) {
			all = append(all, fmt.Sprintf("%s: %s=%q", series.Name, name, value))
		}
	}
	return all
}

// Absent is what the catalogue has and the page does not: a metric without labels, which is there from the start, and a label of a
// metric that is there. A metric with labels is there only once there is something to tell.
func (p Page) Absent(known *metrics.Exporter) []string {
	var all []string
	for _, name := range known.Names() {
		series, _ := known.Series(name)
		shown, ok := p[name]
		if !ok && !slices.ContainsFunc(series.Labels, own) {
			all = append(all, name)
		}
		for _, label := range series.Labels {
			if _, there := shown[label.Name]; len(shown) > 0 && !there && !strings.HasSuffix(label.Name, "*") {
				all = append(all, name+" "+label.Name)
			}
		}
	}
	return all
}

// own tells the labels that a metric has of itself from those that its type gives it.
func own(label metrics.Label) bool {
	return label.Name != model.BucketLabel && label.Name != model.QuantileLabel
}

// Lacks are those of some names that are not on the page.
func (p Page) Lacks(names []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		_, ok := p[name]
		return ok
	})
}

// Asked are the metrics that rules and dashboards ask of a job, by what the command explains of it as JSON; without those that
// Prometheus makes itself.
func Asked(explained []byte) ([]string, error) {
	var answers []struct {
		Jobs []struct{ Feeds []struct{ Metrics []string } }
	}
	if err := json.Unmarshal(explained, &answers); err != nil {
		return nil, err
	}
	var names []string
	for _, answer := range answers {
		for _, feed := range answer.Jobs[0].Feeds {
			names = append(names, feed.Metrics...)
		}
	}
	slices.Sort(names)
	return slices.DeleteFunc(slices.Compact(names), func(name string) bool {
		return name == "up" || strings.HasPrefix(name, "scrape_")
	}), nil
}
