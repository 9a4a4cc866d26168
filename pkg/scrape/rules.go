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

// Rule is an alert.
type Rule struct {
	Alert string `json:"alert"`
	Expr  string `json:"expr"`
	// For is how long Expr must hold before somebody is told, as a Prometheus duration.
	For         string            `json:"for,omitempty"`
	Labels      map[string]string `json:"labels"`
	Annotations map[string]string `json:"annotations"`
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
