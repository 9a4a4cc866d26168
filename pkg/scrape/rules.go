package scrape

import (
	"fmt"

	"github.com/example-org/platform-render/pkg/kube"
)

// RuleGroup is a group of alert and recording rules, evaluated one after the other.
type RuleGroup struct {
	// Name is unique among all groups.
	Name  string `json:"name"`
	Rules []Rule `json:"rules"`
}

// Rule is an alert, or a series that is worked out from others and kept. Exactly one of Alert and Record is set.
type Rule struct {
	Record string `json:"record,omitempty"`
	Alert  string `json:"alert,omitempty"`
	Expr   string `json:"expr"`
	// For is how long Expr must hold before somebody is told, as a Prometheus duration.
	For         string            `json:"for,omitempty"`
	Labels      map[string]string `json:"labels,omitempty"`
	Annotations map[string]string `json:"annotations,omitempty"`
}

// The values of an alert's label severity.
const (
	// Critical alerts wake somebody up.
	Critical = "critical"
	// Warning alerts wait until somebody looks.
	Warning = "warning"
)

// Alert is a rule with what every alert has: how bad it is, what it says in a line, and what to make of it.
func Alert(name, severity, expr, wait, summary, description string) Rule {
	return Rule{
		Alert: name, Expr: expr, For: wait,
		Labels:      map[string]string{"severity": severity},
		Annotations: map[string]string{"summary": summary, "description": description},
	}
}

// Record is a rule that keeps what expr gives under a name of its own.
func Record(name, expr string) Rule { return Rule{Record: name, Expr: expr} }

// RuleFiles are the groups as Prometheus reads them, one file each, by file name.
func RuleFiles(groups []RuleGroup) (map[string]string, error) {
	files := map[string]string{}
	for _, group := range groups {
		name := group.Name + ".yaml"
		if _, taken := files[name]; taken {
			return nil, fmt.Errorf("two groups of rules are called %s", group.Name)
		}
		text, err := kube.Canonical(map[string]any{"groups": []RuleGroup{group}})
		if err != nil {
			return nil, err
		}
		files[name] = text
	}
	return files, nil
}
