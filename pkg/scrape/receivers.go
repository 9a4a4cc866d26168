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
	RoutingKeyFile string          `json:"routing_key_file"`
	Description    string          `json:"description"`
	Severity       string          `json:"severity"`
	Links          []PagerDutyLink `json:"links"`
	SendResolved   bool            `json:"send_resolved"`
}

// PagerDutyLink is left out of a message in which its address is empty.
type PagerDutyLink struct {
	Href string `json:"href"`
	Text string `json:"text"`
}

// SlackConfig posts to a channel.
type SlackConfig struct {
	APIURLFile   string `json:"api_url_file"`
	Channel      string `json:"channel"`
	SendResolved bool   `json:"send_resolved"`
	Title        string `json:"title"`
	TitleLink    string `json:"title_link"`
	Text         string `json:"text"`
}

// EmailConfig sends mail, by STARTTLS or, on port 465, by TLS from the start.
type EmailConfig struct {
	To               string            `json:"to"`
	From             string            `json:"from"`
	Smarthost        string            `json:"smarthost"`
	AuthUsername     string            `json:"auth_username"`
	AuthPasswordFile string            `json:"auth_password_file"`
	SendResolved     bool              `json:"send_resolved"`
	Headers          map[string]string `json:"headers"`
	HTML             string            `json:"html"`
}

// WebhookConfig posts alerts as JSON.
type WebhookConfig struct {
	URLFile      string `json:"url_file"`
	SendResolved bool   `json:"send_resolved"`
}

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

// receiver tells good news too, and in words of the platform's own (messages.go).
func (f secretFiles) receiver(name string, ways platform.Receiver) Receiver {
	receiver := Receiver{Name: name}
	if way := ways.PagerDuty; way != nil {
		receiver.PagerDuty = []PagerDutyConfig{{
			RoutingKeyFile: f.file(name, "pagerduty-routing-key", way.RoutingKey), SendResolved: true,
			Description: use("title"), Severity: use("pagerduty.severity"), Links: links,
		}}
	}
	if way := ways.Slack; way != nil {
		receiver.Slack = []SlackConfig{{
			APIURLFile: f.file(name, "slack-url", way.URL), Channel: way.Channel, SendResolved: true,
			Title: use("title"), TitleLink: use("link"), Text: use("slack.text"),
		}}
	}
	if way := ways.Email; way != nil {
		receiver.Email = []EmailConfig{{
			To: way.To, From: way.From, Smarthost: way.Smarthost, AuthUsername: way.Username,
			AuthPasswordFile: f.file(name, "email-password", way.Password), SendResolved: true,
			Headers: map[string]string{"Subject": use("title")}, HTML: use("email.html"),
		}}
	}
	if way := ways.Webhook; way != nil {
		receiver.Webhook = []WebhookConfig{{URLFile: f.file(name, "webhook-url", way.URL), SendResolved: true}}
	}
	return receiver
}
