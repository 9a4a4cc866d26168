package scrape

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/example-org/platform-render/pkg/platform"
)

// receivers are one of each way to tell somebody.
var receivers = map[string]platform.Receiver{
	"oncall": {
		PagerDuty: &platform.PagerDuty{RoutingKey: platform.SecretRef{Secret: "ALERTING", Property: "pagerduty"}},
		Webhook:   &platform.Webhook{URL: platform.SecretRef{Secret: "HOOK"}},
	},
	"team": {
		Slack: &platform.Slack{Channel: "#platform", URL: platform.SecretRef{Secret: "ALERTING", Property: "slack"}},
		Email: &platform.Email{
			To: "team@example.com", From: "alerts@example.com", Smarthost: "smtp.example.com:587", Username: "alerts",
			Password: platform.SecretRef{Secret: "ALERTING", Property: "smtp"},
		},
	},
}

// Alerts go to the receivers that the user names, and every secret is a file that the Secret holds.
func TestAlertmanager(t *testing.T) {
	config, secrets := NewAlertmanager(&platform.Alertmanager{
		Receivers: receivers, Routing: platform.Routing{
			Receiver: "team", Critical: "oncall", GroupBy: []string{"alertname"}, GroupWait: "30s", GroupInterval: "5m", RepeatInterval: "4h",
		},
	}, "dev", AlertmanagerFiles{Templates: "/config/*.tmpl", Secrets: "/secrets"})
	same(t, config, `
inhibit_rules:
- equal:
  - alertname
  - namespace
  source_matchers:
  - severity="critical"
  target_matchers:
  - severity=~"info|warning"
- equal:
  - alertname
  - namespace
  source_matchers:
  - severity="warning"
  target_matchers:
  - severity="info"
- equal:
  - job
  - instance
  source_matchers:
  - severity="critical"
  - alertname!="TargetDown"
  - instance!=""
  target_matchers:
  - alertname="TargetDown"
- equal:
  - node
  source_matchers:
  - alertname=~".*NodeNotReady"
  - node!=""
  target_matchers:
  - alertname="TargetDown"
receivers:
- name: oncall
  pagerduty_configs:
  - description: '{{ template "platform.title" . }}'
    links:
    - href: '{{ .CommonAnnotations.runbook_url }}'
      text: What to do
    - href: '{{ .CommonAnnotations.dashboard_url }}'
      text: Dashboard
    routing_key_file: /secrets/oncall-pagerduty-routing-key
    send_resolved: true
    severity: '{{ template "platform.pagerduty.severity" . }}'
  webhook_configs:
  - send_resolved: true
    url_file: /secrets/oncall-webhook-url
- name: team
  email_configs:
  - auth_password_file: /secrets/team-email-password
    auth_username: alerts
    from: alerts@example.com
    headers:
      Subject: '{{ template "platform.title" . }}'
    html: '{{ template "platform.email.html" . }}'
    send_resolved: true
    smarthost: smtp.example.com:587
    to: team@example.com
  slack_configs:
  - api_url_file: /secrets/team-slack-url
    channel: "#platform"
    send_resolved: true
    text: '{{ template "platform.slack.text" . }}'
    title: '{{ template "platform.title" . }}'
    title_link: '{{ template "platform.link" . }}'
route:
  group_by:
  - alertname
  group_interval: 5m
  group_wait: 30s
  receiver: team
  repeat_interval: 4h
  routes:
  - matchers:
    - severity="critical"
    receiver: oncall
templates:
- /config/*.tmpl
`)
	want := map[string]platform.SecretRef{
		"oncall-pagerduty-routing-key": {Secret: "ALERTING", Property: "pagerduty"},
		"oncall-webhook-url":           {Secret: "HOOK"},
		"team-email-password":          {Secret: "ALERTING", Property: "smtp"},
		"team-slack-url":               {Secret: "ALERTING", Property: "slack"},
	}
	if !maps.Equal(secrets, want) {
		t.Errorf("secrets: %v", secrets)
	}
}

// Who gets every alert needs no route of his own for the critical ones.
func TestOneReceiverNeedsOneRoute(t *testing.T) {
	config, _ := NewAlertmanager(&platform.Alertmanager{
		Receivers: receivers, Routing: platform.Routing{Receiver: "team", Critical: "team"},
	}, "dev", AlertmanagerFiles{})
	if config.Route.Receiver != "team" || len(config.Route.Routes) > 0 {
		t.Errorf("route: %+v", config.Route)
	}
}

// Each group of rules is a file of its own.
func TestRuleFiles(t *testing.T) {
	files, err := RuleFiles([]RuleGroup{
		{Name: "a", Rules: []Rule{Alert("Down", Critical, "up == 0", "5m", "{{ $labels.job }} is down", "It does not answer.").On("board").Of("core")}},
		{Name: "b", Interval: "1m", Rules: []Rule{Record("x", "sum(y)"), Alert("Now", Warning, "x > 1", "", "x", "y")}},
	}, Pages{
		Runbook:   func(alert string) string { return "https://git/" + alert + ".md" },
		Dashboard: func(uid string) string { return "https://grafana/d/" + uid },
	})
	if err != nil {
		t.Fatal(err)
	}
	if names := slices.Sorted(maps.Keys(files)); !slices.Equal(names, []string{"a.yaml", "b.yaml"}) {
		t.Fatalf("files: %v", names)
	}
	for _, part := range []string{"- name: a\n", "severity: critical\n", "summary: '{{ $labels.job }} is down'\n", "alert: Down\n", "expr: up == 0\n", "for: 5m\n",
		"dashboard_url: https://grafana/d/board\n", "runbook_url: https://git/Down.md\n", "team: core\n"} {
		if !strings.Contains(files["a.yaml"], part) {
			t.Errorf("%q is missing in:\n%s", part, files["a.yaml"])
		}
	}
	if strings.Contains(files["b.yaml"], "for:") || strings.Contains(files["b.yaml"], "dashboard_url") {
		t.Errorf("an alert that fires at once has no for, and one without a dashboard no link to it:\n%s", files["b.yaml"])
	}
	if !strings.Contains(files["b.yaml"], "- record: x\n    expr: sum(y)\n  - alert: Now\n") || !strings.Contains(files["b.yaml"], "interval: 1m\n") {
		t.Errorf("a recording is its name and its expression:\n%s", files["b.yaml"])
	}
}

// Two groups of one name would overwrite each other.
func TestRuleFilesRefuseTwoGroupsOfOneName(t *testing.T) {
	_, err := RuleFiles([]RuleGroup{{Name: "a"}, {Name: "a"}}, Pages{})
	if err == nil || err.Error() != "two groups of rules are called a" {
		t.Errorf("error: %v", err)
	}
}
