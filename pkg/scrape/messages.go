package scrape

import _ "embed"

// Messages are the templates of what people are told, for a file beside Alertmanager's configuration.
//
//go:embed messages.tmpl
var Messages string

// use is a template of Messages, by the rest of its name.
func use(name string) string { return `{{ template "platform.` + name + `" . }}` }

// links are those that all alerts of a message have in common.
var links = []PagerDutyLink{
	{Href: "{{ .CommonAnnotations.runbook_url }}", Text: "What to do"},
	{Href: "{{ .CommonAnnotations.dashboard_url }}", Text: "Dashboard"},
}
