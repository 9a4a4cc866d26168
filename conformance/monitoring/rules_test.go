package monitoring

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/promqltest"
	"github.com/prometheus/prometheus/rules"
	"sigs.k8s.io/yaml"
)

// ruleCase is a test of promtool's kind: what was scraped, and which alerts must fire at which time.
type ruleCase struct {
	Name     string
	Interval string
	Series   []struct{ Series, Values string } `json:"input_series"`
	Checks   []struct {
		At     string `json:"eval_time"`
		Alert  string `json:"alertname"`
		Expect []struct {
			Labels map[string]string `json:"exp_labels"`
		} `json:"exp_alerts"`
	} `json:"alert_rule_test"`
}

// ruleCases are those of testdata/rules, by the group of rules that they are about.
func ruleCases(t *testing.T) map[string][]ruleCase {
	t.Helper()
	paths, err := filepath.Glob("testdata/rules/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]ruleCase{}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var file struct{ Tests []ruleCase }
		if err := yaml.UnmarshalStrict(text, &file); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		all[strings.TrimSuffix(filepath.Base(path), ".yaml")] = file.Tests
	}
	return all
}

// ruleTexts are the rule files of the environments by name, those of the repository's own platform before the others.
func ruleTexts(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, env := range environments(t) {
		for _, configMap := range env.configMaps(t, "prometheus-rules") {
			for name, text := range configMap.Data {
				group := strings.TrimSuffix(name, ".yaml")
				if _, taken := all[group]; !taken && strings.Contains(text, "/docs/runbooks/") {
					all[group] = text
				}
			}
		}
	}
	return all
}

// Prometheus fires the alerts that each case expects, with these labels, and no other of that name.
func TestRules(t *testing.T) {
	texts := ruleTexts(t)
	for group, cases := range ruleCases(t) {
		file := filepath.Join(t.TempDir(), group+".yaml")
		if err := os.WriteFile(file, []byte(texts[group]), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, c := range cases {
			t.Run(group+"/"+c.Name, func(t *testing.T) { c.run(t, file) })
		}
	}
}

// run evaluates the rules at every interval, from the beginning of the series to the last check.
func (c ruleCase) run(t *testing.T, file string) {
	loader, err := promqltest.NewLazyLoader(c.load(), promqltest.LazyLoaderOpts{EnableAtModifier: true, EnableNegativeOffset: true})
	if err != nil {
		t.Fatal(err)
	}
	defer loader.Close()
	groups := loadRules(t, loader, file)
	step := duration(t, c.Interval)
	now := time.Unix(0, 0).UTC()
	for _, check := range c.Checks {
		for end := time.Unix(0, 0).UTC().Add(duration(t, check.At)); !now.After(end); now = now.Add(step) {
			loader.WithSamplesTill(now, func(err error) {
				if err != nil {
					t.Fatal(err)
				}
				for _, group := range groups {
					group.Eval(context.Background(), now)
				}
			})
		}
		var want []string
		for _, alert := range check.Expect {
			want = append(want, labels.FromMap(alert.Labels).String())
		}
		slices.Sort(want)
		if got := firing(t, groups, check.Alert); !slices.Equal(got, want) {
			t.Errorf("at %s %s fires\n  for %q,\nnot for %q", check.At, check.Alert, got, want)
		}
	}
}

// loadRules are the groups of a file, which ask the loader's series.
func loadRules(t *testing.T, loader *promqltest.LazyLoader, file string) map[string]*rules.Group {
	t.Helper()
	manager := rules.NewManager(&rules.ManagerOptions{
		QueryFunc:    rules.EngineQueryFunc(loader.QueryEngine(), loader.Storage()),
		AppendableV2: loader.Storage(),
		Context:      context.Background(),
		NotifyFunc:   func(context.Context, string, ...*rules.Alert) {},
		Logger:       slog.New(slog.DiscardHandler),
	})
	groups, errs := manager.LoadGroups(time.Minute, labels.EmptyLabels(), "", nil, false, file)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	return groups
}

// load is the command of Prometheus' test language that brings the series.
func (c ruleCase) load() string {
	text := fmt.Sprintf("load %s\n", c.Interval)
	for _, series := range c.Series {
		text += fmt.Sprintf("  %s %s\n", series.Series, series.Values)
	}
	return text
}

// firing are the labels of the alerts of this name that fire, but for the name.
func firing(t *testing.T, groups map[string]*rules.Group, name string) []string {
	t.Helper()
	var all []string
	for _, group := range groups {
		for _, rule := range group.Rules() {
			if rule.LastError() != nil {
				t.Errorf("%s: %v", rule.Name(), rule.LastError())
			}
			alerting, ok := rule.(*rules.AlertingRule)
			if !ok || rule.Name() != name {
				continue
			}
			for _, alert := range alerting.ActiveAlerts() {
				if alert.State == rules.StateFiring {
					all = append(all, alert.Labels.MatchLabels(false, labels.AlertName).String())
				}
			}
		}
	}
	slices.Sort(all)
	return all
}

func duration(t *testing.T, text string) time.Duration {
	t.Helper()
	parsed, err := model.ParseDuration(text)
	if err != nil {
		t.Fatal(err)
	}
	return time.Duration(parsed)
}

// Every alert that a component brings has a case in which it fires, and one in which it does not.
func TestEveryRuleIsTested(t *testing.T) {
	type outcome struct{ fires, silent bool }
	tested := map[string]outcome{}
	for _, cases := range ruleCases(t) {
		for _, c := range cases {
			for _, check := range c.Checks {
				now := tested[check.Alert]
				tested[check.Alert] = outcome{now.fires || len(check.Expect) > 0, now.silent || len(check.Expect) == 0}
			}
		}
	}
	for _, env := range environments(t) {
		for _, group := range env.rules(t) {
			for _, rule := range group.Rules {
				always := rule.Expr == "vector(1)"
				ours := strings.Contains(rule.Annotations["runbook_url"], "/docs/runbooks/")
				if got := tested[rule.Alert]; ours && (!got.fires || !got.silent && !always) {
					t.Errorf("%s has no case in which it fires, or none in which it is silent", rule.Alert)
				}
			}
		}
	}
}
