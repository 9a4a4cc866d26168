package components

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/example-org/platform-render/pkg/dashboards"
	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/metrics"
	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/scrape"
)

const (
	alertmanagerOrigin = "monitoring.alertmanager"
	// The folders of Alertmanager's container.
	alertmanagerConfig  = "/etc/alertmanager"
	alertmanagerSecrets = "/etc/alertmanager-secrets"
	alertmanagerData    = "/alertmanager"
)

// alertmanager groups alerts and sends them to people.
type alertmanager struct {
	env      *platform.Environment
	settings *platform.Alertmanager
	site
	config scrape.AlertmanagerConfig
	// secrets are what the files hold that config refers to.
	secrets map[string]platform.SecretRef
}

func newAlertmanager(env *platform.Environment) []Component {
	if env.Monitoring == nil || env.Monitoring.Alertmanager == nil {
		return nil
	}
	settings := env.Monitoring.Alertmanager
	a := alertmanager{env: env, settings: settings, site: site{
		name: "alertmanager", namespace: env.Monitoring.Namespace, port: 9093, route: settings.Route, origin: alertmanagerOrigin,
	}}
	a.config, a.secrets = scrape.NewAlertmanager(settings, env.Name, scrape.AlertmanagerFiles{
		Templates: alertmanagerConfig + "/*.tmpl", Secrets: alertmanagerSecrets,
	})
	return []Component{a}
}

// Name implements Component.
func (a alertmanager) Name() string { return a.name }

// Offer implements Component.
func (a alertmanager) Offer() Offer {
	return Offer{
		Origin:     alertmanagerOrigin,
		Namespace:  monitoringNamespace(a.env),
		After:      []Capability{Volumes},
		Service:    ptr(a.backend()),
		Routes:     a.routes(),
		Peers:      []Peer{a.peer()},
		External:   a.external(),
		APIs:       []API{a.api(AlertmanagerAPI)},
		Scrapes:    []scrape.Target{{Job: a.name, Page: metrics.Page{Exporter: "alertmanager"}, Pods: ptr(a.pods()), Origin: alertmanagerOrigin}},
		Rules:      a.rules(),
		Dashboards: []dashboards.Dashboard{dashboards.Alertmanager()},
		Secrets:    []Secret{{Name: a.secretName(), Keys: a.secrets, Origin: alertmanagerOrigin + ".receivers"}},
	}
}

// external are the hosts of those who tell people.
func (a alertmanager) external() []External {
	var all []External
	for _, name := range sortedKeys(a.settings.Receivers) {
		receiver, origin := a.settings.Receivers[name], platform.Join(alertmanagerOrigin+".receivers", name)
		if receiver.PagerDuty != nil {
			all = append(all, external(origin+".pagerduty", "events.pagerduty.com:443")...)
		}
		if receiver.Slack != nil {
			all = append(all, external(origin+".slack", receiver.Slack.Host)...)
		}
		if receiver.Email != nil {
			all = append(all, external(origin+".email", receiver.Email.Smarthost)...)
		}
		if receiver.Webhook != nil && receiver.Webhook.Host != "" {
			all = append(all, external(origin+".webhook", receiver.Webhook.Host)...)
		}
	}
	return all
}

// rules are about alerts that reach nobody; and, if somebody listens for it, the one that always does.
func (a alertmanager) rules() []scrape.RuleGroup {
	all := []scrape.RuleGroup{alertmanagerAlerts()}
	if a.settings.Routing.Watchdog == "" {
		return all
	}
	return append(all, scrape.RuleGroup{Name: "watchdog", Rules: []scrape.Rule{
		scrape.Alert(scrape.Watchdog, scrape.Info, "vector(1)", "",
			"Alerting works", "This alert always fires. If it stops, nobody is told of anything any more."),
	}})
}

func (a alertmanager) secretName() string { return a.name + "-receivers" }

// Build implements Component.
func (a alertmanager) Build(*Catalog) (Built, error) {
	text, err := kube.Canonical(a.config)
	if err != nil {
		return Built{}, err
	}
	objects := a.workload(text).Objects()
	return Built{Objects: append(objects, Claim(a.namespace, a.name, a.settings.Storage)...)}, nil
}

func (a alertmanager) workload(config string) Workload {
	file := ConfigMap(a.namespace, a.name+"-config", map[string]string{
		"alertmanager.yml": config, "messages.tmpl": scrape.Messages,
	})
	return Workload{
		Name: a.name, Namespace: a.namespace,
		Image: alertmanagerImage, Args: a.args(),
		Ports: []Port{{Name: "http", Number: a.port}},
		Ready: a.path("/-/ready"), Live: a.path("/-/healthy"),
		Resources: a.settings.Resources,
		User:      nobody, PodSecurity: Restricted,
		Config: []*corev1.ConfigMap{file},
		Mounts: []Mount{
			{Name: "config", Path: alertmanagerConfig, ReadOnly: true, Source: FromConfigMap(file.Name)},
			{Name: "secrets", Path: alertmanagerSecrets, ReadOnly: true, Source: FromSecret(a.secretName())},
		},
		Data: &Data{Claim: claimName(a.name), Path: alertmanagerData},
	}
}

// args turn clustering off: there is one Alertmanager, because a volume serves one pod.
func (a alertmanager) args() []string {
	return append([]string{
		"--config.file=" + alertmanagerConfig + "/alertmanager.yml",
		"--storage.path=" + alertmanagerData,
		"--cluster.listen-address=",
	}, a.webFlags()...)
}

// alertmanagerAlerts are about alerts that reach nobody: on the way to Alertmanager, or from it. What it cannot send by one way
// may still arrive by another.
func alertmanagerAlerts() scrape.RuleGroup {
	return scrape.RuleGroup{Name: "alertmanager", Rules: []scrape.Rule{
		scrape.Alert("PrometheusNotConnectedToAlertmanagers", scrape.Critical,
			"max_over_time(prometheus_notifications_alertmanagers_discovered[5m]) < 1", "10m",
			"Prometheus finds no Alertmanager",
			"Alerts fire and nobody is told."),
		scrape.Alert("PrometheusErrorSendingAlerts", scrape.Critical,
			"rate(prometheus_notifications_errors_total[5m]) / rate(prometheus_notifications_sent_total[5m]) > 0.01", "15m",
			"Prometheus cannot send alerts",
			"{{ $value | humanizePercentage }} of the alerts do not reach {{ $labels.alertmanager }}."),
		scrape.Alert("AlertmanagerFailedToSendAlerts", scrape.Critical,
			"increase(alertmanager_notifications_failed_total[15m]) > 0", "5m",
			"Alertmanager cannot tell people by {{ $labels.integration }}",
			"Messages by {{ $labels.integration }} fail ({{ $labels.reason }}): see Alertmanager's log for why."),
	}}
}
