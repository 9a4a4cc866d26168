package monitoring

import (
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/alertmanager/alert"
	"github.com/prometheus/alertmanager/config"
	"github.com/prometheus/alertmanager/dispatch"
	"github.com/prometheus/alertmanager/template"
	"github.com/prometheus/common/model"
)

// alertmanager is the configuration, read by Alertmanager, and the folder that its messages lie in.
func alertmanager(t *testing.T, env environment) (*config.Config, string) {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"alertmanager.yml", "messages.tmpl"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(env.file(t, "alertmanager-config", name)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c, err := config.LoadFile(filepath.Join(dir, "alertmanager.yml"))
	if err != nil {
		t.Fatalf("%s: %v", env.name, err)
	}
	return c, dir
}

// told is who is told of an alert: the receiver of each route that takes it.
func told(c *config.Config, alert model.LabelSet) string {
	var all []string
	for _, route := range dispatch.NewRoute(c.Route, nil).Match(alert) {
		all = append(all, route.RouteOpts.Receiver)
	}
	return strings.Join(all, ", ")
}

var row = regexp.MustCompile("^\\| `([^`]+)` \\| ([a-z]+) \\| ([a-z]+) \\|$")

// Alertmanager's routing tree tells whom docs/alerting.md says.
func TestRoutesAreThoseOfTheDocs(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(top, "docs/alerting.md"))
	if err != nil {
		t.Fatal(err)
	}
	all := environments(t)
	rows := 0
	for _, line := range strings.Split(string(page), "\n") {
		m := row.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		rows++
		i := slices.IndexFunc(all, func(e environment) bool { return e.name == m[2] && e.watched(t) })
		c, _ := alertmanager(t, all[i])
		labels := model.LabelSet{"environment": model.LabelValue(m[2])}
		for _, pair := range strings.Fields(m[1]) {
			name, value, _ := strings.Cut(pair, "=")
			labels[model.LabelName(name)] = model.LabelValue(value)
		}
		if got := told(c, labels); got != m[3] {
			t.Errorf("%s in %s is told to %s, not to %s", m[1], m[2], got, m[3])
		}
	}
	if rows < 8 {
		t.Errorf("the page has %d rows", rows)
	}
}

// watched tells whether an environment is of the platform of the docs, and not of this repository's.
func (e environment) watched(t *testing.T) bool {
	return strings.Contains(e.file(t, "alertmanager-config", "alertmanager.yml"), "Watchdog")
}

// Each alert of the platform is told to exactly one receiver: the critical ones to whoever is on call.
func TestEachAlertIsTold(t *testing.T) {
	for _, env := range environments(t) {
		c, _ := alertmanager(t, env)
		for _, group := range env.rules(t) {
			for _, rule := range group.Rules {
				if rule.Alert == "" {
					continue
				}
				want := map[string]string{"critical": "oncall"}[rule.Labels["severity"]]
				if want == "" {
					want = "team"
				}
				if rule.Alert == "Watchdog" {
					want = "deadman"
				}
				labels := model.LabelSet{"alertname": model.LabelValue(rule.Alert), "environment": model.LabelValue(env.name)}
				for name, value := range rule.Labels {
					labels[model.LabelName(name)] = model.LabelValue(value)
				}
				if got := told(c, labels); got != want {
					t.Errorf("%s: %s is told to %q, not to %s", env.name, rule.Alert, got, want)
				}
			}
		}
	}
}

// Alertmanager fills every template in, and the message leads to the runbook, the dashboard and the query.
func TestMessages(t *testing.T) {
	env := environments(t)[0]
	_, dir := alertmanager(t, env)
	messages, err := template.FromGlobs([]string{filepath.Join(dir, "*.tmpl")})
	if err != nil {
		t.Fatal(err)
	}
	messages.ExternalURL = &url.URL{Scheme: "https", Host: "alerts.example.com"}
	firing := &alert.Alert{Alert: model.Alert{
		Labels: model.LabelSet{"alertname": "Down", "severity": "critical", "platform": "demo", "environment": "dev"},
		Annotations: model.LabelSet{"summary": "It is down", "description": "It does not answer.", "runbook_url": "https://git.example.com/Down.md",
			"dashboard_url": "https://grafana.example.com/d/x"},
		StartsAt: time.Unix(0, 0), EndsAt: time.Unix(1<<40, 0), GeneratorURL: "https://prometheus.example.com/graph",
	}}
	data := messages.Data("team", model.LabelSet{"alertname": "Down"}, nil, "", firing)
	for name, want := range map[string][]string{
		"title":              {"1 firing: It is down (demo dev)"},
		"link":               {"https://grafana.example.com/d/x"},
		"pagerduty.severity": {"critical"},
		"slack.text": {"*It is down* `critical`\nIt does not answer. <https://git.example.com/Down.md|What to do> <https://grafana.example.com/d/x|Dashboard> " +
			"<https://prometheus.example.com/graph|Query>"},
		"email.html": {`<a href="https://git.example.com/Down.md">What to do</a>`, "severity=critical", "since 1970-01-01 00:00 UTC"},
	} {
		execute := messages.ExecuteTextString
		if name == "email.html" {
			execute = messages.ExecuteHTMLString
		}
		got, err := execute(`{{ template "platform.`+name+`" . }}`, data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, part := range want {
			if !strings.Contains(got, part) {
				t.Errorf("%s lacks %q:\n%s", name, part, got)
			}
		}
	}
}
