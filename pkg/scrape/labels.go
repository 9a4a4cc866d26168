package scrape

import (
	"regexp"
	"strings"
)

// labelSet are a target's labels, those of discovery and of scraping included.
type labelSet map[string]string

// relabel does what Prometheus does with the rules that we write (model/relabel/relabel.go): false if the target is dropped.
func (l labelSet) relabel(rules []Relabel) bool {
	for _, rule := range rules {
		var values []string
		for _, source := range rule.Source {
			values = append(values, l[source])
		}
		value, regex := strings.Join(values, ";"), anchored(rule.Regex)
		match := regex.FindStringSubmatchIndex(value)
		switch {
		case rule.Action == actionKeep && match == nil, rule.Action == actionDrop && match != nil:
			return false
		case rule.Action == actionReplace && match != nil:
			l.replace(rule, regex, value, match)
		}
	}
	return true
}

// Stores is what becomes of series of a name when Prometheus stores them: the names of their labels after the job's rules, and
// false if it drops them. What a rule makes of one value of a label and not of another is not looked at.
func (j Job) Stores(name string, labels []string) ([]string, bool) {
	series := labelSet{"__name__": name}
	for _, label := range labels {
		series[label] = "x"
	}
	if !series.relabel(j.MetricRelabel) {
		return nil, false
	}
	delete(series, "__name__")
	return sortedKeys(series), true
}

func (l labelSet) replace(rule Relabel, regex *regexp.Regexp, value string, match []int) {
	replacement := rule.Replacement
	if replacement == "" {
		replacement = "$1"
	}
	result := string(regex.ExpandString(nil, replacement, value, match))
	if result == "" {
		delete(l, rule.Target)
		return
	}
	l[rule.Target] = result
}

// anchored matches the whole of a text; without a regex everything.
func anchored(regex string) *regexp.Regexp {
	if regex == "" {
		regex = "(.*)"
	}
	return regexp.MustCompile("^(?s:" + regex + ")$")
}
