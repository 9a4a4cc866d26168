package monitoring

import (
	"context"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/prometheus/model/labels"
	prom "github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/util/annotations"
)

// moment is when everything is asked.
var moment = time.Unix(1_800_000_000, 0)

// tries is how many worlds a question is asked in before it counts as one without an answer.
const tries = 400

// Every question of every panel and rule has an answer in some world in which the programs tell what the catalogue says that they
// tell: its joins and its conditions can be fulfilled, and nothing makes Prometheus refuse it.
func TestEveryQuestionHasAnAnswer(t *testing.T) {
	env := environments(t)[0]
	sources := jobs(t, env)
	engine := prom.NewEngine(prom.EngineOpts{MaxSamples: 1e6, Timeout: time.Minute, EnableAtModifier: true, EnableNegativeOffset: true})
	defer engine.Close()
	asked := 0
	for _, expr := range questions(t, env) {
		asked++
		if err := answered(t, engine, sources, expr); err != "" {
			t.Errorf("%s\n  %s", expr, err)
		}
	}
	t.Logf("%d questions", asked)
}

// questions are the expressions of all rules and panels, each once.
func questions(t *testing.T, env environment) []string {
	t.Helper()
	var all []string
	for _, group := range env.rules(t) {
		for _, rule := range group.Rules {
			all = append(all, rule.Expr)
		}
	}
	for _, configMap := range env.configMaps(t, "grafana-dashboard-") {
		for _, text := range configMap.Data {
			for _, expr := range expressionsIn(t, text) {
				all = append(all, filled(expr))
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// answered asks in one world after the other; it says why there is no answer.
func answered(t *testing.T, engine *prom.Engine, sources []brought, expr string) string {
	t.Helper()
	tree, err := promql.ParseExpr(expr)
	if err != nil {
		return err.Error()
	}
	hash := fnv.New64a()
	hash.Write([]byte(expr))
	for try := range uint64(tries) {
		w := &world{chance: rand.New(rand.NewPCG(hash.Sum64(), try)), sources: sources}
		selectors := parser.ExtractSelectors(tree)
		for _, matchers := range selectors {
			w.add(matchers, slices.Concat(selectors...))
		}
		if len(w.missing) > 0 {
			return strings.Join(w.missing, "; ")
		}
		query, err := engine.NewInstantQuery(context.Background(), w, nil, expr, moment)
		if err != nil {
			return err.Error()
		}
		result := query.Exec(context.Background())
		if result.Err != nil {
			return result.Err.Error()
		}
		found := result.Value.Type() == parser.ValueTypeScalar || len(result.Value.(prom.Vector)) > 0
		query.Close()
		if found {
			return ""
		}
	}
	return "nothing, whatever the programs tell"
}

// world is series that a question may find.
type world struct {
	chance  *rand.Rand
	sources []brought
	series  []prom.Series
	missing []string
}

// add makes what a selector asks for, beside the others of its question: two series, of different things, or at times none.
func (w *world) add(selector, others []*labels.Matcher) {
	wrong := "no job brings it"
	for _, m := range w.find(selector) {
		if wrong = fulfils(m, selector); wrong != "" {
			continue
		}
		if w.chance.IntN(8) == 0 {
			return
		}
		for thing := 1; thing <= 2; thing++ {
			for i, set := range buckets(m, labelled(m, selector, others, thing)) {
				w.put(set, w.values(m.kind, float64(i+1)))
			}
		}
		return
	}
	w.missing = append(w.missing, fmt.Sprintf("%s: %s", selector, wrong))
}

// find is what a selector asks for, of each job that it allows.
func (w *world) find(selector []*labels.Matcher) []metric {
	name := selector[slices.IndexFunc(selector, func(m *labels.Matcher) bool { return m.Name == labels.MetricName })].Value
	if own, ok := made(name); ok {
		return []metric{{name, "gauge", own}}
	}
	var all []metric
	for _, source := range w.sources {
		forbidden := slices.ContainsFunc(selector, func(m *labels.Matcher) bool {
			return m.Name == "job" && m.Value != "1" && !m.Matches(source.job)
		})
		if m, ok := source.metrics[name]; ok && !forbidden {
			all = append(all, m)
		}
	}
	return all
}

// made are the labels of what Prometheus makes itself: alerts, and recordings of routes.
func made(name string) (map[string][]string, bool) {
	switch {
	case name == "ALERTS":
		return map[string][]string{"alertname": nil, "alertstate": nil, "severity": nil, "namespace": nil}, true
	case strings.Contains(name, ":"):
		return map[string][]string{"destination_service_name": nil, "destination_service_namespace": nil}, true
	}
	return nil, false
}

// fulfils says why no series of a metric can fulfil the conditions of a selector.
func fulfils(m metric, selector []*labels.Matcher) string {
	for label, values := range m.labels {
		if _, ok := fitting(label, values, selector, 1); !ok && label != "le" {
			return "no value of " + label + " fulfils it"
		}
	}
	for _, matcher := range selector {
		if _, ok := m.labels[matcher.Name]; !ok && matcher.Name != labels.MetricName && !matcher.Matches("") {
			return "there is no label " + matcher.Name
		}
	}
	return ""
}

// labelled are the labels of one of several things, which fulfil the conditions of a selector, and those of its whole question if
// that can be.
func labelled(m metric, selector, others []*labels.Matcher, thing int) map[string]string {
	set := map[string]string{labels.MetricName: m.name}
	for label, values := range m.labels {
		if label == "le" || strings.HasSuffix(label, "*") {
			continue
		}
		value, ok := fitting(label, values, others, thing)
		if !ok {
			value, _ = fitting(label, values, selector, thing)
		}
		set[label] = value
	}
	return set
}

// usual are values of labels that conditions ask for by regular expressions.
var usual = []string{"200", "404", "503", "5xx", "eth0", "sda", "/", "/data", "ext4", "GET", "POST", "LIST", "0.99", "0.5", "1-6d4cf56db6-x7k2p"}

var word = regexp.MustCompile(`[A-Za-z0-9_./-]+`)

// fitting is a value of a label that fulfils all conditions on it: of those that it can have, of those that the conditions name, or
// one of the thing's own.
func fitting(label string, values []string, matchers []*labels.Matcher, thing int) (string, bool) {
	candidates := values
	if values == nil {
		candidates = append([]string{label + "-" + strconv.Itoa(thing)}, usual...)
		for _, m := range matchers {
			if m.Name == label {
				candidates = append(append(candidates, m.Value), word.FindAllString(m.Value, -1)...)
			}
		}
	}
	for i := range candidates {
		candidate := candidates[i]
		if values != nil {
			candidate = candidates[(i+thing)%len(candidates)]
		}
		if !slices.ContainsFunc(matchers, func(m *labels.Matcher) bool { return m.Name == label && !m.Matches(candidate) }) {
			return candidate, true
		}
	}
	return "", false
}

// buckets are a histogram's, or else the one series.
func buckets(m metric, set map[string]string) []map[string]string {
	if m.kind != "bucket" {
		return []map[string]string{set}
	}
	var all []map[string]string
	for _, le := range []string{"0.1", "0.4", "1.0", "4.0", "10.0", "1000.0", "+Inf"} {
		one := map[string]string{"le": le}
		for label, value := range set {
			one[label] = value
		}
		all = append(all, one)
	}
	return all
}

// gauges are values that gauges may have now, and how fast they change.
var (
	gauges = []float64{0, 0, 1, 1, 1, 2, 0.01, 0.5, 0.97, 10, 1000, 1e9, 1e12, float64(moment.Unix()), float64(moment.Unix()) - 40*86400, float64(moment.Unix()) + 86400}
	slopes = []float64{0, 0, 0, 0.001, 1, -1, -1e6}
)

// values are a metric's over time: now, and a day and a week ago.
func (w *world) values(kind string, part float64) func(at int64) float64 {
	if kind == "counter" || kind == "bucket" {
		rate := part * []float64{0, 0.01, 1, 100, 1e7}[w.chance.IntN(5)]
		return func(at int64) float64 { return rate * float64(at-moment.Unix()+30*86400) }
	}
	value, slope := gauges[w.chance.IntN(len(gauges))], slopes[w.chance.IntN(len(slopes))]
	return func(at int64) float64 { return value + slope*float64(at-moment.Unix()) }
}

// put stores a series, unless another selector has made it.
func (w *world) put(set map[string]string, value func(at int64) float64) {
	series := prom.Series{Metric: labels.FromMap(set)}
	if slices.ContainsFunc(w.series, func(other prom.Series) bool { return labels.Equal(other.Metric, series.Metric) }) {
		return
	}
	for _, ago := range []int64{7 * 86400, 86400, 0} {
		for second := int64(900); second >= 0; second -= 60 {
			at := moment.Unix() - ago - second
			series.Floats = append(series.Floats, prom.FPoint{T: at * 1000, F: value(at)})
		}
	}
	w.series = append(w.series, series)
}

// Querier implements storage.Queryable.
func (w *world) Querier(_, _ int64) (storage.Querier, error) { return querier{w}, nil }

type querier struct{ world *world }

// Select implements storage.Querier.
func (q querier) Select(_ context.Context, _ bool, _ *storage.SelectHints, matchers ...*labels.Matcher) storage.SeriesSet {
	var all []storage.Series
	for _, series := range q.world.series {
		if !slices.ContainsFunc(matchers, func(m *labels.Matcher) bool { return !m.Matches(series.Metric.Get(m.Name)) }) {
			all = append(all, prom.NewStorageSeries(series))
		}
	}
	slices.SortFunc(all, func(a, b storage.Series) int { return labels.Compare(a.Labels(), b.Labels()) })
	return &seriesSet{all, -1}
}

// seriesSet is series, one after the other.
type seriesSet struct {
	series []storage.Series
	at     int
}

// Next implements storage.SeriesSet.
func (s *seriesSet) Next() bool { s.at++; return s.at < len(s.series) }

// At implements storage.SeriesSet.
func (s *seriesSet) At() storage.Series { return s.series[s.at] }

// Err implements storage.SeriesSet.
func (*seriesSet) Err() error { return nil }

// Warnings implements storage.SeriesSet.
func (*seriesSet) Warnings() annotations.Annotations { return nil }

// LabelValues implements storage.Querier.
func (querier) LabelValues(context.Context, string, *storage.LabelHints, ...*labels.Matcher) ([]string, annotations.Annotations, error) {
	return nil, nil, nil
}

// LabelNames implements storage.Querier.
func (querier) LabelNames(context.Context, *storage.LabelHints, ...*labels.Matcher) ([]string, annotations.Annotations, error) {
	return nil, nil, nil
}

// Close implements storage.Querier.
func (querier) Close() error { return nil }
