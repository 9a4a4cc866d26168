package scrape

import "github.com/example-org/platform-render/pkg/platform"

// AlertmanagerConfig is alertmanager.yml, as far as the platform uses it.
type AlertmanagerConfig struct {
	Route        Route        `json:"route"`
	InhibitRules []Inhibition `json:"inhibit_rules"`
	Receivers    []Receiver   `json:"receivers"`
}

// Route is a node of the tree that an alert falls through until one takes it.
type Route struct {
	Receiver       string   `json:"receiver"`
	Matchers       []string `json:"matchers,omitempty"`
	GroupBy        []string `json:"group_by,omitempty"`
	GroupWait      string   `json:"group_wait,omitempty"`
	GroupInterval  string   `json:"group_interval,omitempty"`
	RepeatInterval string   `json:"repeat_interval,omitempty"`
	Routes         []Route  `json:"routes,omitempty"`
}

// Inhibition mutes alerts while others fire that say the same and worse.
type Inhibition struct {
	SourceMatchers []string `json:"source_matchers"`
	TargetMatchers []string `json:"target_matchers"`
	Equal          []string `json:"equal"`
}

// sameTrouble are the labels that alerts about one thing share: told together, and once.
var sameTrouble = []string{"alertname", "namespace"}

// NewAlertmanager makes Alertmanager's configuration, which reads each secret from a file in the given folder. It returns what
// these files hold, by name.
func NewAlertmanager(settings *platform.Alertmanager, folder string) (AlertmanagerConfig, map[string]platform.SecretRef) {
	files := secretFiles{folder: folder, holds: map[string]platform.SecretRef{}}
	config := AlertmanagerConfig{
		Route: route(settings.Routing),
		InhibitRules: []Inhibition{{
			SourceMatchers: []string{severity(Critical)}, TargetMatchers: []string{severity(Warning)}, Equal: sameTrouble,
		}},
		Receivers: files.receivers(settings.Receivers),
	}
	return config, files.holds
}

func route(routing platform.Routing) Route {
	root := Route{
		Receiver: routing.Receiver,
		GroupBy:  sameTrouble, GroupWait: "30s", GroupInterval: "5m", RepeatInterval: "4h",
	}
	if routing.Critical != routing.Receiver {
		root.Routes = []Route{{Receiver: routing.Critical, Matchers: []string{severity(Critical)}}}
	}
	return root
}

func severity(value string) string { return `severity="` + value + `"` }
