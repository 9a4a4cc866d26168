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
		Receivers: receivers, Routing: platform.Routing{Receiver: "team", Critical: "oncall"},
	}, "/secrets")
	same(t, config, `
inhibit_rules:
- equal:
  - alertname
  - namespace
  source_matchers:
  - severity="critical"
  target_matchers:
  - severity="warning"
receivers:
- name: oncall
  pagerduty_configs:
  - routing_key_file: /secrets/oncall-pagerduty-routing-key
  webhook_configs:
  - url_file: /secrets/oncall-webhook-url
- name: team
  email_configs:
  - auth_password_file: /secrets/team-email-password
    auth_username: alerts
    from: alerts@example.com
    send_resolved: true
    smarthost: smtp.example.com:587
    to: team@example.com
  slack_configs:
  - api_url_file: /secrets/team-slack-url
    channel: "#platform"
    send_resolved: true
    text: |-
      {{ range .Alerts }}*{{ .Annotations.summary }}*: {{ .Annotations.description }}
      {{ end }}
route:
  group_by:
  - alertname
  - namespace
  group_interval: 5m
  group_wait: 30s
  receiver: team
  repeat_interval: 4h
  routes:
  - matchers:
    - severity="critical"
    receiver: oncall
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
	}, "/secrets")
	if config.Route.Receiver != "team" || len(config.Route.Routes) > 0 {
		t.Errorf("route: %+v", config.Route)
	}
}

// Each group of rules is a file of its own.
func TestRuleFiles(t *testing.T) {
	files, err := RuleFiles([]RuleGroup{
		{Name: "a", Rules: []Rule{Alert("Down", Critical, "up == 0", "5m", "{{ $labels.job }} is down", "It does not answer.")}},
		{Name: "b", Rules: []Rule{Alert("Now", Warning, "x > 1", "", "x", "y")}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if names := slices.Sorted(maps.Keys(files)); !slices.Equal(names, []string{"a.yaml", "b.yaml"}) {
		t.Fatalf("files: %v", names)
	}
	for _, part := range []string{"- name: a\n", "severity: critical\n", "summary: '{{ $labels.job }} is down'\n", "alert: Down\n", "expr: up == 0\n", "for: 5m\n"} {
		if !strings.Contains(files["a.yaml"], part) {
			t.Errorf("%q is missing in:\n%s", part, files["a.yaml"])
		}
	}
	if strings.Contains(files["b.yaml"], "for:") {
		t.Errorf("an alert that fires at once has no for:\n%s", files["b.yaml"])
	}
}

// Two groups of one name would overwrite each other.
func TestRuleFilesRefuseTwoGroupsOfOneName(t *testing.T) {
	_, err := RuleFiles([]RuleGroup{{Name: "a"}, {Name: "a"}})
	if err == nil || err.Error() != "two groups of rules are called a" {
		t.Errorf("error: %v", err)
	}
}
