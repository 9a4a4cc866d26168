package promql

import (
	"slices"
	"testing"
)

// What is missed is what nothing stands in for: the other side of an or does, and a number does not.
func TestMissed(t *testing.T) {
	for expr, want := range map[string][]string{
		`a`:                               nil,
		`no`:                              {"no"},
		`a or no`:                         nil,
		`sum(no) or a`:                    nil,
		`no or none`:                      {"no", "none"},
		`no or vector(0)`:                 {"no"},
		`a or vector(0)`:                  nil,
		`rate(no[5m]) / (a or no) > none`: {"no", "none"},
		`a unless on (x) no`:              {"no"},
	} {
		read, err := Read(expr)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range read.Missed(func(s Selector) bool { return s.Metric == "a" }) {
			got = append(got, s.Metric)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s misses %v", expr, got)
		}
	}
}
