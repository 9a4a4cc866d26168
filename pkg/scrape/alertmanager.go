package scrape

import "github.com/example-org/platform-render/pkg/platform"

// AlertmanagerConfig is alertmanager.yml, as far as the platform uses it.
type AlertmanagerConfig struct {
	Templates     []string     `json:"templates"`
	Route         Route        `json:"route"`
	InhibitRules  []Inhibition `json:"inhibit_rules"`
	TimeIntervals []NamedTimes `json:"time_intervals,omitempty"`
	Receivers     []Receiver   `json:"receivers"`
}

// Route is a node of the tree that an alert falls through until one takes it.
type Route struct {
	Receiver       string   `json:"receiver"`
	Matchers       []string `json:"matchers,omitempty"`
	GroupBy        []string `json:"group_by,omitempty"`
	GroupWait      string   `json:"group_wait,omitempty"`
	GroupInterval  string   `json:"group_interval,omitempty"`
	RepeatInterval string   `json:"repeat_interval,omitempty"`
	MuteTimes      []string `json:"mute_time_intervals,omitempty"`
	Routes         []Route  `json:"routes,omitempty"`
}

// Inhibition mutes alerts while others fire that say the same and worse.
type Inhibition struct {
	SourceMatchers []string `json:"source_matchers"`
	TargetMatchers []string `json:"target_matchers"`
	Equal          []string `json:"equal"`
}

// AlertmanagerFiles are the folders that the configuration refers to.
type AlertmanagerFiles struct {
	// Templates is a glob, Secrets a folder with a file for each secret.
	Templates, Secrets string
}

// NewAlertmanager makes Alertmanager's configuration for an environment. It returns what the files of secrets hold, by name.
func NewAlertmanager(settings *platform.Alertmanager, environment string, files AlertmanagerFiles) (AlertmanagerConfig, map[string]platform.SecretRef) {
	secrets := secretFiles{folder: files.Secrets, holds: map[string]platform.SecretRef{}}
	config := AlertmanagerConfig{
		Templates:     []string{files.Templates},
		Route:         routing(settings.Routing, environment),
		InhibitRules:  inhibitions,
		TimeIntervals: timeIntervals(settings.MuteTimes),
		Receivers:     secrets.receivers(settings.Receivers),
	}
	return config, secrets.holds
}

// inhibitions mute what follows from something else that is told already: the milder alert of a pair; targets that do not answer
// while something critical is told of them, or while their node is gone.
var inhibitions = []Inhibition{
	{SourceMatchers: []string{severity(Critical)}, TargetMatchers: []string{`severity=~"info|warning"`}, Equal: []string{"alertname", "namespace"}},
	{SourceMatchers: []string{severity(Warning)}, TargetMatchers: []string{severity(Info)}, Equal: []string{"alertname", "namespace"}},
	{
		SourceMatchers: []string{severity(Critical), `alertname!="TargetDown"`, `instance!=""`},
		TargetMatchers: []string{`alertname="TargetDown"`}, Equal: []string{"job", "instance"},
	},
	{
		SourceMatchers: []string{`alertname=~".*NodeNotReady"`, `node!=""`},
		TargetMatchers: []string{`alertname="TargetDown"`}, Equal: []string{"node"},
	},
}
