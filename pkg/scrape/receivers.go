package scrape

import (
	"path"

	"github.com/example-org/platform-render/pkg/platform"
)

// Receiver is somebody who can be told, by one or more ways.
type Receiver struct {
	Name      string            `json:"name"`
	PagerDuty []PagerDutyConfig `json:"pagerduty_configs,omitempty"`
	Slack     []SlackConfig     `json:"slack_configs,omitempty"`
	Email     []EmailConfig     `json:"email_configs,omitempty"`
	Webhook   []WebhookConfig   `json:"webhook_configs,omitempty"`
}

// PagerDutyConfig opens an incident, and closes it.
type PagerDutyConfig struct {
	RoutingKeyFile string `json:"routing_key_file"`
}

// SlackConfig posts to a channel.
type SlackConfig struct {
	APIURLFile   string `json:"api_url_file"`
	Channel      string `json:"channel"`
	SendResolved bool   `json:"send_resolved"`
	Text         string `json:"text"`
}

// EmailConfig sends mail, by STARTTLS or, on port 465, by TLS from the start.
type EmailConfig struct {
	To               string `json:"to"`
	From             string `json:"from"`
	Smarthost        string `json:"smarthost"`
	AuthUsername     string `json:"auth_username"`
	AuthPasswordFile string `json:"auth_password_file"`
	SendResolved     bool   `json:"send_resolved"`
}

// WebhookConfig posts alerts as JSON.
type WebhookConfig struct {
	URLFile string `json:"url_file"`
}

// slackText is a line for each alert: Alertmanager's own text for Slack is empty (template/default.tmpl).
const slackText = "{{ range .Alerts }}*{{ .Annotations.summary }}*: {{ .Annotations.description }}\n{{ end }}"

// secretFiles gives each secret a file while the configuration that names it is made, so that the two cannot disagree.
type secretFiles struct {
	folder string
	holds  map[string]platform.SecretRef
}

// file is the path of a receiver's secret. No kind of secret ends as another does, so no two have the same name.
func (f secretFiles) file(receiver, kind string, secret platform.SecretRef) string {
	name := receiver + "-" + kind
	f.holds[name] = secret
	return path.Join(f.folder, name)
}

func (f secretFiles) receivers(settings map[string]platform.Receiver) []Receiver {
	var all []Receiver
	for _, name := range sortedKeys(settings) {
		all = append(all, f.receiver(name, settings[name]))
	}
	return all
}

// receiver tells good news too, which Alertmanager by itself does by PagerDuty and webhooks only.
func (f secretFiles) receiver(name string, ways platform.Receiver) Receiver {
	receiver := Receiver{Name: name}
	if way := ways.PagerDuty; way != nil {
		receiver.PagerDuty = []PagerDutyConfig{{RoutingKeyFile: f.file(name, "pagerduty-routing-key", way.RoutingKey)}}
	}
	if way := ways.Slack; way != nil {
		receiver.Slack = []SlackConfig{{
			APIURLFile: f.file(name, "slack-url", way.URL), Channel: way.Channel, SendResolved: true, Text: slackText,
		}}
	}
	if way := ways.Email; way != nil {
		receiver.Email = []EmailConfig{{
			To: way.To, From: way.From, Smarthost: way.Smarthost, AuthUsername: way.Username,
			AuthPasswordFile: f.file(name, "email-password", way.Password), SendResolved: true,
		}}
	}
	if way := ways.Webhook; way != nil {
		receiver.Webhook = []WebhookConfig{{URLFile: f.file(name, "webhook-url", way.URL)}}
	}
	return receiver
}
