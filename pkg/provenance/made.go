package provenance

import (
	"fmt"
	"maps"
	"slices"

	"github.com/example-org/platform-render/pkg/dashboards"
	"github.com/example-org/platform-render/pkg/promql"
	"github.com/example-org/platform-render/pkg/scrape"
)

// ofAlerts are what Prometheus tells of its own alerts (rules/alerting.go), with the labels of each alert besides.
var ofAlerts = []string{"ALERTS", "ALERTS_FOR_STATE"}

// made answers for what Prometheus makes itself. A recording is there if all that it asks for is.
func (s *Sources) made(selector promql.Selector) (Answer, bool) {
	if slices.Contains(ofAlerts, selector.Metric) {
		return Answer{Made: true, Labels: s.alertLabels(), Problem: s.noAlert(selector)}, true
	}
	rules := s.recordings(selector.Metric)
	if len(rules) == 0 || slices.Contains(s.asking, selector.Metric) {
		return Answer{}, false
	}
	deeper := &Sources{jobs: s.jobs, rules: s.rules, choices: s.choices, asking: append(slices.Clone(s.asking), selector.Metric)}
	answer := Answer{Made: true}
	for _, rule := range rules {
		answer.add(deeper, rule)
	}
	slices.Sort(answer.Jobs)
	answer.Jobs = slices.Compact(answer.Jobs)
	for _, m := range selector.Matchers {
		if answer.Problem == "" && !answer.Labels.Has(m.Name) && !matches(m, "") {
			answer.Problem = fmt.Sprintf("the recording has no label %s", m.Name)
		}
	}
	return answer, true
}

// noAlert says why no alert is called as a selector asks; empty if one is.
func (s *Sources) noAlert(selector promql.Selector) string {
	for _, m := range selector.Matchers {
		if m.Name != "alertname" || len(dashboards.Chosen(m.Value)) > 0 {
			continue
		}
		called := func(rule scrape.Rule) bool { return rule.Alert != "" && matches(m, rule.Alert) }
		if !slices.ContainsFunc(s.rules, func(group scrape.RuleGroup) bool { return slices.ContainsFunc(group.Rules, called) }) {
			return fmt.Sprintf("no alert is called so (%s%s%q)", m.Name, m.Op, m.Value)
		}
	}
	return ""
}

// add is what one of the recordings of a name needs and has.
func (a *Answer) add(s *Sources, rule scrape.Rule) {
	read, err := promql.Read(rule.Expr)
	if err != nil {
		a.Problem = "it is recorded of what is no PromQL"
		return
	}
	asked := s.asked(read, nil)
	for _, one := range asked {
		a.Jobs = append(a.Jobs, one.Jobs...)
		a.Unknown = a.Unknown || one.Unknown
	}
	if dark := (Judged{Ask{read: read}, asked}).Dark(); dark != "" {
		a.Problem = "it is recorded of " + dark
	}
	names, more := output(read, asked).Names()
	names = append(names, slices.Collect(maps.Keys(rule.Labels))...)
	a.Labels = promql.NewLabels(names, more)
}

// recordings are the rules that record a metric.
func (s *Sources) recordings(name string) []scrape.Rule {
	var all []scrape.Rule
	for _, group := range s.rules {
		for _, rule := range group.Rules {
			if rule.Record != "" && rule.Record == name {
				all = append(all, rule)
			}
		}
	}
	return all
}

// alertLabels are those that any alert has. What its expression gives it may be anything.
func (s *Sources) alertLabels() promql.Labels {
	names := []string{"alertname", "alertstate"}
	for _, group := range s.rules {
		for _, rule := range group.Rules {
			names = append(names, slices.Collect(maps.Keys(rule.Labels))...)
		}
	}
	return promql.NewLabels(names, true)
}
