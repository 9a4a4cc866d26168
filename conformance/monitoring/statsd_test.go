package monitoring

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"
)

// collectors are what two Snowplow collectors send, in packets, as the source of their client writes it: the tags from the last to the
// first, distributions and gauges with a sample rate, and the id of the container where the client sees it. The first answers a tracker,
// a health check, and a payload that is too large; the second refuses a redirect, and loses a client. Each tells of itself. The last
// packet is somebody else's.
var collectors = []string{
	`snowplow.collector.active_requests:1|g|@1.000000|#app:collector
snowplow.collector.headers_time:3|d|@1.000000|#app:collector,method:POST
snowplow.collector.requests_latency:12|d|@1.000000|#app:collector,status_code:200,status_bucket:2xx,method:POST
snowplow.collector.requests_latency:0|d|@1.000000|#app:collector,status_code:404,status_bucket:4xx,method:GET
snowplow.collector.requests_count:41|c|#app:collector,status_code:200,status_bucket:2xx,method:POST
snowplow.collector.requests_count:6|c|#app:collector,status_code:404,status_bucket:4xx,method:GET
`,
	`snowplow.collector.headers_time:5|d|@1.000000|#app:collector,method:POST
snowplow.collector.abnormal_count:1|c|#app:collector,termination_type:error
snowplow.collector.abnormal_latency:5|d|@1.000000|#app:collector,termination_type:error
snowplow.collector.requests_count:1|c|#app:collector,status_code:500,status_bucket:5xx,method:POST
snowplow.collector.requests_latency:5|d|@1.000000|#app:collector,status_code:500,status_bucket:5xx,method:POST
`,
	fromContainer(`snowplow.collector.active_requests:3|g|@1.000000|#app:collector
snowplow.collector.requests_count:9|c|#app:collector,status_code:200,status_bucket:2xx,method:POST
snowplow.collector.requests_count:1|c|#app:collector,status_code:400,status_bucket:4xx,method:GET
snowplow.collector.requests_latency:2|d|@1.000000|#app:collector,status_code:400,status_bucket:4xx,method:GET
snowplow.collector.requests_latency:700|d|@1.000000|#app:collector,status_code:200,status_bucket:2xx,method:POST
snowplow.collector.abnormal_count:2|c|#app:collector,termination_type:canceled
snowplow.collector.abnormal_latency:30004|d|@1.000000|#app:collector,termination_type:canceled
`),
	telemetry(""), fromContainer(telemetry("")),
	"orders.placed:1|c|#app:shop\nsnowplow.collector.requests_count:1|g\n",
}

// fromContainer is lines of a client that sees its container's id.
func fromContainer(lines string) string {
	return strings.ReplaceAll(lines, "\n", "|c:"+strings.Repeat("0f", 32)+"\n")
}

// telemetry is what a client says of itself.
func telemetry(lines string) string {
	const tags = "|c|#client:java,client_version:4.2.0,client_transport:udp"
	for _, name := range []string{
		"metrics", "events", "service_checks", "bytes_sent", "bytes_dropped", "packets_sent", "packets_dropped", "packets_dropped_queue", "aggregated_context",
	} {
		lines += "datadog.dogstatsd.client." + name + ":7" + tags + "\n"
	}
	for _, kind := range []string{"gauge", "count", "set", "histogram", "distribution"} {
		lines += "datadog.dogstatsd.client.metrics_by_type:7" + tags + ",metrics_type:" + kind + "\n"
	}
	for _, kind := range []string{"gauge", "count", "set"} {
		lines += "datadog.dogstatsd.client.aggregated_context_by_type:7" + tags + ",metrics_type:" + kind + "\n"
	}
	return lines
}

// total is the sum of a counter's series.
func (p page) total(name string) float64 {
	sum := 0.0
	for _, m := range p[name].GetMetric() {
		sum += m.GetCounter().GetValue()
	}
	return sum
}

// catalogued are the lines of the catalogue about metrics that begin so: a name, a type, and the names of labels.
func (p page) catalogued(prefix string, own ...string) []string {
	var all []string
	for name, family := range p {
		if !strings.HasPrefix(name, prefix) {
			continue
		}
		names := map[string]bool{}
		for _, m := range family.GetMetric() {
			for _, label := range m.GetLabel() {
				if label.GetValue() != "" && !slices.Contains(own, label.GetName()) {
					names[label.GetName()] = true
				}
			}
		}
		line := append([]string{name, strings.ToLower(family.GetType().String())}, slices.Sorted(maps.Keys(names))...)
		all = append(all, strings.Join(line, " "))
	}
	slices.Sort(all)
	return all
}

// catalogue are those lines as the catalogue has them.
func catalogue(t *testing.T, file string) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(top, "pkg/metrics/exporters", file+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(line)
		if len(words) < 2 || words[0] == "#" || words[0] == "include" {
			continue
		}
		for i := range words[2:] {
			words[2+i], _, _ = strings.Cut(words[2+i], "=")
		}
		slices.Sort(words[2:])
		all = append(all, strings.Join(words, " "))
	}
	return all
}

// statsd_exporter, started as it is deployed, makes of what the collectors send the metrics that the catalogue says, and no other; and
// says of itself nothing that is not in the catalogue.
func TestStatsDMakesWhatIsCatalogued(t *testing.T) {
	got := statsdPage(t)
	if lines, want := got.catalogued("snowplow_", "app"), catalogue(t, "snowplow-collector"); !slices.Equal(lines, want) {
		t.Errorf("of what collectors send it makes\n%s\nnot\n%s", strings.Join(lines, "\n"), strings.Join(want, "\n"))
	}
	if lines, want := got.catalogued("dogstatsd_"), catalogue(t, "dogstatsd-client"); !slices.Equal(lines, want) {
		t.Errorf("of what clients send it makes\n%s\nnot\n%s", strings.Join(lines, "\n"), strings.Join(want, "\n"))
	}
	own := catalogue(t, "statsd-exporter")
	for _, line := range got.catalogued("statsd_") {
		if !slices.Contains(own, line) && !strings.HasPrefix(line, "statsd_exporter_build_info ") {
			t.Errorf("the catalogue lacks %s", line)
		}
	}
	for name := range got {
		prefix, _, _ := strings.Cut(name, "_")
		if !slices.Contains([]string{"snowplow", "dogstatsd", "statsd", "go", "process", "promhttp"}, prefix) {
			t.Errorf("it shows %s, which nobody declared", name)
		}
	}
}

// Counts of two senders add up, milliseconds are seconds, and what nobody declared is dropped and counted.
func TestStatsDKeepsValues(t *testing.T) {
	got := statsdPage(t)
	if sum := got.total("snowplow_collector_requests_total"); sum != 58 {
		t.Errorf("%v requests were counted", sum)
	}
	for _, m := range got["snowplow_collector_request_duration_seconds"].GetMetric() {
		if label(m, "status_code") == "200" && fmt.Sprintf("%d %.3f", m.GetHistogram().GetSampleCount(), m.GetHistogram().GetSampleSum()) != "2 0.712" {
			t.Errorf("two requests took %v", m.GetHistogram())
		}
	}
	for _, m := range got["statsd_exporter_events_actions_total"].GetMetric() {
		if label(m, "action") == "drop" && m.GetCounter().GetValue() != 2 {
			t.Errorf("dropped were %v values", m.GetCounter().GetValue())
		}
	}
	if got.total("statsd_exporter_sample_errors_total")+got.total("statsd_exporter_tag_errors_total") != 0 {
		t.Error("some of what a collector sends is not understood")
	}
}

// Metrics that a platform declares are told apart by name and type, the most specific pattern first; a collector's own prefix and tag
// are kept.
func TestStatsDTellsMetricsApart(t *testing.T) {
	declared := environments(t)[2] // of testdata/platform.yaml
	got := exported(t, declared, []string{`batch.hourly:1|c
batch.hourly.rows:5|c|#region:west
batch.hourly.rows:7|g
batch.hourly.duration:1500|ms
batch.nightly.rows:9|c
batch.nightly.rows.more:9|c
batch.nightly:9|g
events.collector.requests_count:3|c|#pod:collector-0,status_code:200,status_bucket:2xx,method:GET
`})
	var series []string
	for _, one := range got.series() {
		name := one.Get(labels.MetricName)
		if slices.ContainsFunc([]string{"batch_", "nightly_", "snowplow_"}, func(begin string) bool { return strings.HasPrefix(name, begin) }) && !one.Has(labels.BucketLabel) {
			series = append(series, one.String())
		}
	}
	slices.Sort(series)
	want := []string{
		`{__name__="batch_duration_seconds_count", batch="hourly", job="statsd-exporter", kind="batch"}`,
		`{__name__="batch_duration_seconds_sum", batch="hourly", job="statsd-exporter", kind="batch"}`,
		`{__name__="batch_rows", batch="hourly", job="statsd-exporter"}`,
		`{__name__="batch_rows_total", batch="hourly_batch", job="statsd-exporter", region="west"}`,
		`{__name__="batch_total", batch="hourly", job="statsd-exporter"}`,
		`{__name__="nightly_rows_total", job="statsd-exporter"}`,
		`{__name__="snowplow_collector_requests_total", job="statsd-exporter", method="GET", pod="collector-0", status_bucket="2xx", status_code="200"}`,
	}
	if !slices.Equal(series, want) {
		t.Errorf("it makes\n%s", strings.Join(series, "\n"))
	}
	if sum := got["batch_duration_seconds"].GetMetric()[0].GetHistogram().GetSampleSum(); sum != 1.5 {
		t.Errorf("1500 ms became %v", sum)
	}
}

func label(m *dto.Metric, name string) string {
	for _, label := range m.GetLabel() {
		if label.GetName() == name {
			return label.GetValue()
		}
	}
	return ""
}

// What the dashboard and the alerts ask of the collectors' metrics is there: each metric, each label that they compare or group by,
// each value that they compare with.
func TestStatsDMakesWhatIsAsked(t *testing.T) {
	env := environments(t)[0]
	got, asked := statsdPage(t), 0
	for _, expr := range snowplowExpressions(t, env) {
		tree, err := promql.ParseExpr(filled(expr))
		if err != nil {
			t.Fatal(err)
		}
		parser.Inspect(tree, func(node parser.Node, path []parser.Node) error {
			if selector, ok := node.(*parser.VectorSelector); ok && got.knows(selector.Name) {
				asked++
				if missing := got.missing(selector, path); missing != "" {
					t.Errorf("%s: %s", expr, missing)
				}
			}
			return nil
		})
	}
	if asked < 40 {
		t.Errorf("only %d selectors are about what is sent", asked)
	}
}

// snowplowExpressions are those of the dashboard, and of the rules about it.
func snowplowExpressions(t *testing.T, env environment) []string {
	t.Helper()
	var all []string
	for _, configMap := range env.configMaps(t, "grafana-dashboard-snowplow-collector") {
		for _, text := range configMap.Data {
			all = append(all, expressionsIn(t, text)...)
		}
	}
	for _, group := range env.rules(t) {
		for _, rule := range group.Rules {
			if group.Name == "snowplow" || group.Name == "statsd" {
				all = append(all, rule.Expr)
			}
		}
	}
	return all
}

// knows tells whether a metric is one that senders bring.
func (p page) knows(name string) bool {
	return strings.HasPrefix(name, "snowplow_") || strings.HasPrefix(name, "dogstatsd_")
}

// missing says what a selector asks for and no series has; the expressions around it may group its series.
func (p page) missing(selector *parser.VectorSelector, around []parser.Node) string {
	var found []labels.Labels
	for _, series := range p.series() {
		if matches(series, selector.LabelMatchers) {
			found = append(found, series)
		}
	}
	if len(found) == 0 {
		return "there are no such series as " + selector.String()
	}
	for _, node := range around {
		aggregate, ok := node.(*parser.AggregateExpr)
		if !ok {
			continue
		}
		for _, name := range aggregate.Grouping {
			if !slices.ContainsFunc(found, func(series labels.Labels) bool { return series.Has(name) }) {
				return fmt.Sprintf("%s has no label %s", selector.Name, name)
			}
		}
	}
	return ""
}

func matches(series labels.Labels, matchers []*labels.Matcher) bool {
	return !slices.ContainsFunc(matchers, func(m *labels.Matcher) bool { return !m.Matches(series.Get(m.Name)) })
}

// series are what Prometheus stores of the page.
func (p page) series() []labels.Labels {
	var all []labels.Labels
	for name, family := range p {
		for _, m := range family.GetMetric() {
			own := map[string]string{"job": "statsd-exporter"}
			for _, label := range m.GetLabel() {
				if label.GetValue() != "" {
					own[label.GetName()] = label.GetValue()
				}
			}
			all = append(all, stored(name, own, m)...)
		}
	}
	return all
}

// stored are the series of a metric: of a histogram its buckets, its sum and its count.
func stored(name string, own map[string]string, m *dto.Metric) []labels.Labels {
	named := func(name string) labels.Labels {
		own[labels.MetricName] = name
		return labels.FromMap(own)
	}
	if m.Histogram == nil {
		return []labels.Labels{named(name)}
	}
	all := []labels.Labels{named(name + "_sum"), named(name + "_count")}
	for _, bucket := range m.GetHistogram().GetBucket() {
		own[labels.BucketLabel] = fmt.Sprint(bucket.GetUpperBound())
		all = append(all, named(name+"_bucket"))
	}
	return all
}
