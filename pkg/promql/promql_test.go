package promql

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// An expression asks for metrics, by matchers, and by the labels that it groups and joins by.
func TestParse(t *testing.T) {
	for expr, want := range map[string]string{
		`up == 0`: `up`,
		`sum by (job) (rate(a_total{code=~"5.."}[5m]))`:                 `a_total code=~"5.." by job`,
		`{__name__=~"a|b", x!="y"}`:                                     `__name__=~"a|b" x!="y"`,
		`sum without (pod) (a) / sum(b)`:                                `a; b`,
		`a * on (namespace, pod) group_left (node) b`:                   `a by namespace pod; b by namespace node pod`,
		`b * on (x) group_right (y) a`:                                  `b by x y; a by x`,
		`a * ignoring (x) b`:                                            `a; b`,
		`sum by (node) (a * on (pod) group_left (node) b)`:              `a by pod; b by node pod`,
		`sum by (name) (label_replace(a, "name", "$1", "pod", "(.+)"))`: `a`,
		`sum by (le, job) (sum without (le) (a))`:                       `a by job`,
		`max_over_time(a[1h:5m]) and absent(b{c="d"})`:                  `a; b c="d"`,
		`vector(1)`: ``,
	} {
		selectors, err := Parse(expr)
		if err != nil {
			t.Errorf("%s: %v", expr, err)
			continue
		}
		if got := text(selectors); got != want {
			t.Errorf("%s\ngot:  %s\nwant: %s", expr, got, want)
		}
	}
}

func text(selectors []Selector) string {
	var all []string
	for _, s := range selectors {
		var words []string
		if s.Metric != "" {
			words = append(words, s.Metric)
		}
		for _, m := range s.Matchers {
			words = append(words, fmt.Sprintf("%s%s%q", m.Name, m.Op, m.Value))
		}
		if len(s.Labels) > 0 {
			words = append(append(words, "by"), s.Labels...)
		}
		all = append(all, strings.Join(words, " "))
	}
	return strings.Join(all, "; ")
}

// A fault says where it is.
func TestFaults(t *testing.T) {
	for expr, want := range map[string]string{
		`sum(up`:                    "at character 7: unclosed left parenthesis",
		`rate(up)`:                  `at character 6: expected type range vector in call to function "rate", got instant vector`,
		`up{job="a}`:                `at character 8: unterminated quoted string`,
		`sum by (job) (nosuch(up))`: `at character 15: unknown function with name "nosuch"`,
		``:                          "at character 1: no expression found in input",
	} {
		_, err := Parse(expr)
		var fault *Error
		if !errors.As(err, &fault) || err.Error() != want {
			t.Errorf("%s: %v\nwant: %s", expr, err, want)
		}
	}
}
