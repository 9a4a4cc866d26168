package monitoring

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"testing"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/rulefmt"
	"github.com/prometheus/prometheus/promql/parser"
)

var promql = parser.NewParser(parser.Options{})

// Prometheus loads its configuration, with limits on every job.
func TestPrometheusLoads(t *testing.T) {
	for _, env := range environments(t) {
		for _, job := range load(t, env).ScrapeConfigs {
			if job.SampleLimit == 0 || job.LabelLimit == 0 || job.BodySizeLimit == 0 || job.KeepDroppedTargets == 0 {
				t.Errorf("%s: %s has no limits", env.name, job.JobName)
			}
		}
	}
}

// rules are the groups of all rule files.
func (e environment) rules(t *testing.T) []rulefmt.RuleGroup {
	t.Helper()
	var all []rulefmt.RuleGroup
	for _, configMap := range e.configMaps(t, "prometheus-rules") {
		for name, text := range configMap.Data {
			groups, errs := rulefmt.Parse([]byte(text), false, model.UTF8Validation, promql, slog.New(slog.DiscardHandler))
			for _, err := range errs {
				t.Errorf("%s: %s: %v", e.name, name, err)
			}
			if groups != nil {
				all = append(all, groups.Groups...)
			}
		}
	}
	return all
}

// Prometheus takes every rule file; every alert says how bad it is, in a line and in full.
func TestRulesLoad(t *testing.T) {
	for _, env := range environments(t) {
		groups := env.rules(t)
		if len(groups) == 0 {
			t.Errorf("%s has no rules", env.name)
		}
		for _, group := range groups {
			for _, rule := range group.Rules {
				if rule.Alert != "" && (rule.Labels["severity"] == "" || rule.Annotations["summary"] == "" || rule.Annotations["description"] == "") {
					t.Errorf("%s: %s says too little: %v %v", env.name, rule.Alert, rule.Labels, rule.Annotations)
				}
			}
		}
	}
}

// Prometheus' parser takes every expression of every panel, once Grafana has filled its variables in.
func TestExpressionsOfDashboardsParse(t *testing.T) {
	for _, env := range environments(t) {
		count := 0
		for _, configMap := range env.configMaps(t, "grafana-dashboard-") {
			for name, text := range configMap.Data {
				for _, expr := range expressionsIn(t, text) {
					count++
					if _, err := promql.ParseExpr(filled(expr)); err != nil {
						t.Errorf("%s: %s: %v", name, expr, err)
					}
				}
			}
		}
		t.Logf("%s: %d expressions", env.name, count)
	}
}

// expressionsIn are those of a dashboard.
func expressionsIn(t *testing.T, text string) []string {
	t.Helper()
	var dashboard any
	if err := json.Unmarshal([]byte(text), &dashboard); err != nil {
		t.Fatal(err)
	}
	return expressions(dashboard)
}

// expressions are the texts at the keys expr, wherever they are.
func expressions(value any) []string {
	var all []string
	switch value := value.(type) {
	case map[string]any:
		for key, child := range value {
			if text, ok := child.(string); ok && key == "expr" {
				all = append(all, text)
			}
			all = append(all, expressions(child)...)
		}
	case []any:
		for _, child := range value {
			all = append(all, expressions(child)...)
		}
	}
	return all
}

var variable = regexp.MustCompile(`\$(\{[^}]+\}|[a-zA-Z_][a-zA-Z0-9_]*)`)

func filled(expr string) string {
	return variable.ReplaceAllStringFunc(expr, func(name string) string {
		if strings.Contains(name, "__") {
			return "5m"
		}
		return fmt.Sprint(1)
	})
}
