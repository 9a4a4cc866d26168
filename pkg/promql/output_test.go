package promql

import (
	"strings"
	"testing"
)

// What an expression gives has the labels that it keeps, brings and makes, if its series have them.
func TestOutput(t *testing.T) {
	page := map[string]Labels{
		"a": NewLabels([]string{"job", "pod", "le"}, false),
		"b": NewLabels([]string{"job", "pod", "node"}, false),
		"c": NewLabels([]string{"x"}, true),
	}
	for expr, want := range map[string]string{
		`rate(a[5m])`:              "job le pod",
		`sum by (job, nobody) (a)`: "job",
		`sum without (pod) (a)`:    "job le",
		`sum(a)`:                   "",
		`topk(3, a)`:               "job le pod",
		`count_values("v", a)`:     "v",
		`a > 1`:                    "job le pod",
		`1 - a`:                    "job le pod",
		`a and b`:                  "job le pod",
		`a or b`:                   "job le node pod",
		`a / b`:                    "job le pod",
		`a / on (pod) b`:           "pod",
		`a / ignoring (le) b`:      "job pod",
		`a * on (pod) group_left (node, nobody) b`:      "job le node pod",
		`b * on (pod) group_right (node) a`:             "job le node pod",
		`histogram_quantile(0.9, sum by (le, pod) (a))`: "pod",
		`label_replace(a, "name", "$1", "pod", ".*")`:   "job le name pod",
		`absent(a{job="x", pod=~"y"})`:                  "job",
		`max_over_time(a[1h:5m])`:                       "job le pod",
		`c`:                                             "x ...",
		`sum by (y) (c)`:                                "y",
		`vector(1)`:                                     "",
		`time()`:                                        "",
		`-(a)`:                                          "job le pod",
	} {
		read, err := Read(expr)
		if err != nil {
			t.Errorf("%s: %v", expr, err)
			continue
		}
		names, more := read.Output(func(s Selector) Labels { return page[s.Metric] }).Names()
		if more {
			names = append(names, "...")
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%s has %q, want %q", expr, got, want)
		}
	}
}
