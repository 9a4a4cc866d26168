package scrape

import (
	"fmt"
	"maps"
	"strings"

	"sigs.k8s.io/yaml"

	"github.com/example-org/platform-render/pkg/kube"
)

// RuleGroup is a group of alert and recording rules, evaluated one after the other.
type RuleGroup struct {
	// Name is unique among all groups.
	Name string `json:"name"`
	// Interval is how often the group is evaluated, if not as often as the others.
	Interval string `json:"interval,omitempty"`
	Rules    []Rule `json:"rules"`
	// Origin is the key of platform.yaml that asks for it.
	Origin string `json:"-"`
}

// Rule is an alert, or a recording of a new metric: exactly one of Alert and Record is set.
type Rule struct {
	Alert  string `json:"alert,omitempty"`
	Record string `json:"record,omitempty"`
	Expr   string `json:"expr"`
	// For is how long Expr must hold before somebody is told, and KeepFiringFor how long the alert stays after that, as
	// Prometheus durations.
	For           string            `json:"for,omitempty"`
	KeepFiringFor string            `json:"keep_firing_for,omitempty"`
	Labels        map[string]string `json:"labels,omitempty"`
	Annotations   map[string]string `json:"annotations,omitempty"`
	// Dashboard is the uid of the dashboard to look at; empty for none.
	Dashboard string `json:"-"`
	// Origin is the key of platform.yaml that asks for it, where the user wrote it.
	Origin string `json:"-"`
}

// The values of an alert's label severity.
const (
	// Critical alerts wake somebody up.
	Critical = "critical"
	// Warning alerts wait until somebody looks.
	Warning = "warning"
	// Info alerts are for the record.
	Info = "info"
)

// Annotations that lead to pages.
const (
	runbookAnnotation   = "runbook_url"
	dashboardAnnotation = "dashboard_url"
)

// Alert is a rule with what every alert has: how bad it is, what it says in a line, and what to make of it. What to do stands in
// docs/runbooks/, in a page of the alert's name.
func Alert(name, severity, expr, wait, summary, description string) Rule {
	return Rule{
		Alert: name, Expr: expr, For: wait,
		Labels:      map[string]string{"severity": severity},
		Annotations: map[string]string{"summary": summary, "description": description},
	}
}

// Record is a rule that works out a new metric.
func Record(name, expr string) Rule { return Rule{Record: name, Expr: expr} }

// On is the rule with the dashboard to look at, by its uid.
func (r Rule) On(dashboard string) Rule {
	r.Dashboard = dashboard
	return r
}

// Of is the rule with the team whose it is.
func (r Rule) Of(team string) Rule {
	r.Labels = maps.Clone(r.Labels)
	r.Labels["team"] = team
	return r
}

// With is the rule with the URL of a page that says what to do; as it is without one.
func (r Rule) With(runbook string) Rule {
	if runbook != "" {
		r.Annotations = maps.Clone(r.Annotations)
		r.Annotations[runbookAnnotation] = runbook
	}
	return r
}

// Pages are where the links of alerts lead.
type Pages struct {
	// Runbook is the URL of an alert's page, from its name; nil for none.
	Runbook func(alert string) string
	// Dashboard is the URL of a dashboard, from its uid; "" if people cannot see it.
	Dashboard func(uid string) string
}

// linked is the rule with its links. A link that the user gives stays.
func (p Pages) linked(rule Rule) Rule {
	if rule.Alert == "" {
		return rule
	}
	annotations := map[string]string{}
	if p.Runbook != nil && rule.Origin == "" {
		annotations[runbookAnnotation] = p.Runbook(rule.Alert)
	}
	if p.Dashboard != nil && rule.Dashboard != "" {
		annotations[dashboardAnnotation] = p.Dashboard(rule.Dashboard)
	}
	maps.DeleteFunc(annotations, func(_, url string) bool { return url == "" })
	maps.Copy(annotations, rule.Annotations)
	rule.Annotations = annotations
	return rule
}

// ReadRules finds the groups of rules that Prometheus reads among objects, in the order of objects, files and groups. A file that
// cannot be read holds none: Prometheus' own loader says what is wrong with it.
func ReadRules(objects []kube.Object) []RuleGroup {
	var all []RuleGroup
	for _, object := range objects {
		data, _ := object.Fields["data"].(map[string]any)
		for _, name := range sortedKeys(data) {
			text, _ := data[name].(string)
			if object.Kind() == "ConfigMap" && strings.HasSuffix(name, ".yaml") && strings.HasPrefix(text, "groups:") {
				all = append(all, groups(text)...)
			}
		}
	}
	return all
}

func groups(text string) []RuleGroup {
	var file struct {
		Groups []RuleGroup `json:"groups"`
	}
	_ = yaml.Unmarshal([]byte(text), &file)
	return file.Groups
}

// RuleFiles are the groups as Prometheus reads them, one file each, by file name.
func RuleFiles(groups []RuleGroup, pages Pages) (map[string]string, error) {
	files := map[string]string{}
	for _, group := range groups {
		name := group.Name + ".yaml"
		if _, taken := files[name]; taken {
			return nil, fmt.Errorf("two groups of rules are called %s", group.Name)
		}
		linked := group
		linked.Rules = nil
		for _, rule := range group.Rules {
			linked.Rules = append(linked.Rules, pages.linked(rule))
		}
		text, err := kube.Canonical(map[string]any{"groups": []RuleGroup{linked}})
		if err != nil {
			return nil, err
		}
		files[name] = text
	}
	return files, nil
}
