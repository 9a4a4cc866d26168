package scrape_test

import (
	"strings"
	"testing"

	"github.com/example-org/platform-render/pkg/scrape"
)

// A promise is watched over seven windows; a fast and a slow alert compare two windows each with the same limit, and wait for
// enough events.
func TestObjective(t *testing.T) {
	rules := scrape.Objective{
		Name: "route:errors", Alert: "Errors", By: []string{"service"}, Budget: "0.001", Least: "0.1",
		Bad: `rate(bad[WINDOW])`, All: `rate(all[WINDOW])`, Thing: "{{ $labels.service }}", What: "fail",
	}.Rules()
	if len(rules) != 9 {
		t.Fatalf("%d rules", len(rules))
	}
	if got, want := rules[2].Record+" = "+rules[2].Expr, `route:errors:ratio_rate1h = sum by (service) (rate(bad[1h]))
/
(sum by (service) (rate(all[1h])) > 0)`; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	recorded := map[string]bool{}
	for _, rule := range rules[:7] {
		recorded[rule.Record] = true
	}
	for _, rule := range rules[7:] {
		for _, word := range strings.FieldsFunc(rule.Expr, func(r rune) bool { return strings.ContainsRune(" ()\n", r) }) {
			if strings.HasPrefix(word, "route:") && !recorded[word] {
				t.Errorf("%s asks for %s, which nothing records", rule.Alert, word)
			}
		}
	}
	if got, want := rules[7].Expr, `(
  (route:errors:ratio_rate1h > 14.4 * 0.001 and route:errors:ratio_rate5m > 14.4 * 0.001)
  or
  (route:errors:ratio_rate6h > 6 * 0.001 and route:errors:ratio_rate30m > 6 * 0.001)
)
and
sum by (service) (rate(all[1h])) > 0.1`; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
