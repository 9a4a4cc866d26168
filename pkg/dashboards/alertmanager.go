package dashboards

// Alertmanager shows whether people are told. Its metrics are those of prometheus/alertmanager (notify/metrics.go,
// dispatch/dispatch.go, silence/silence.go, app/app.go), read by the job "alertmanager".
func Alertmanager() Dashboard {
	return Dashboard{
		UID: "alertmanager", Folder: "alertmanager", Title: "Alertmanager",
		Description: "Whether alerts arrive, whom they are sent to, and whether that works. Look here when somebody was not told, or was told too often.",
		Tags:        []string{"monitoring"},
		Links:       []Link{{Title: "Monitoring", Tag: "monitoring"}},
		Rows: []Row{
			{Title: "Is it well", Panels: alertmanagerHealth},
			{Title: "Alerts", Panels: alertmanagerAlerts},
			{Title: "Notifications", Panels: alertmanagerNotifications},
			{Title: "Silences and grouping", Panels: alertmanagerGroups},
			process(ofAlertmanager, "{{pod}}"),
		},
	}
}

const ofAlertmanager = `job="alertmanager"`

var alertmanagerHealth = []Panel{
	{
		Title: "Configuration", View: Stat{}, Unit: Whole, Thresholds: GoodFrom(1), Texts: map[string]string{"0": "failed", "1": "loaded"},
		Description: "Whether the configuration was loaded when it last changed. If not, Alertmanager goes on with the one before.",
		Queries:     PromQL{{`min(alertmanager_config_last_reload_successful{` + ofAlertmanager + `})`, "last reload"}},
	},
	{
		Title: "Alerts active", View: Stat{Sparkline: true}, Unit: Whole, Thresholds: WarnFrom(1, 10),
		Description: "Alerts that fire and are not muted.",
		Queries:     PromQL{{`sum(alertmanager_alerts{` + ofAlertmanager + `, state="active"})`, "active"}},
	},
	{
		Title: "Alerts suppressed", View: Stat{Sparkline: true}, Unit: Whole,
		Description: "Alerts that fire and are muted by a silence, or by a worse alert about the same.",
		Queries:     PromQL{{`sum(alertmanager_alerts{` + ofAlertmanager + `, state="suppressed"})`, "suppressed"}},
	},
	{
		Title: "Notifications, last day", View: Stat{}, Unit: Whole, Decimals: new(int),
		Description: "How often somebody was told something.",
		Queries:     PromQL{{`sum(increase(alertmanager_notifications_total{` + ofAlertmanager + `}[1d]))`, "notifications"}},
	},
	{
		Title: "Failed, last day", View: Stat{}, Unit: Whole, Thresholds: BadFrom(1), Decimals: new(int),
		Description: "Notifications that could not be delivered, after all tries. Somebody was not told.",
		Queries:     PromQL{{`sum(increase(alertmanager_notifications_failed_total{` + ofAlertmanager + `}[1d]))`, "failed"}},
	},
	{
		Title: "Version", View: Stat{Name: true}, Unit: Text,
		Description: "The version of Alertmanager that runs.",
		Queries:     PromQL{{`sum by (version) (alertmanager_build_info{` + ofAlertmanager + `})`, "{{version}}"}},
	},
}

var alertmanagerAlerts = []Panel{
	{
		Title: "What fires", Width: 12, Unit: Whole, NoValue: "Nothing",
		Description: "The alerts that fire now, as Prometheus sees them, before anything is muted.",
		View: Table{Columns: []Column{
			{Field: "severity", Title: "Severity"}, {Field: "alertname", Title: "Alert"}, {Field: "namespace", Title: "Namespace"}, {Field: "Value", Title: "How many"},
		}},
		Queries: PromQL{{`sum by (severity, alertname, namespace) (ALERTS{alertstate="firing"})`, ""}},
	},
	{
		Title: "Alerts by severity", View: Timeseries{Stacked: true}, Width: 12, Unit: Whole,
		Description: "How many alerts fired, over time. Alerts that fire for days are either work to do, or not worth an alert.",
		Queries:     PromQL{{`sum by (severity) (ALERTS{alertstate="firing"})`, "{{severity}}"}},
		Overrides:   []Override{{Series: "critical", Color: Red}, {Series: "warning", Color: Orange}, {Series: "none", Color: Blue}},
	},
	{
		Title: "Alerts received", Width: 12, Unit: PerMinute,
		Description: "What Prometheus sends: each alert again and again as long as it fires. At zero, not even the alert that always fires arrives.",
		Queries: PromQL{
			{`sum by (status) (rate(alertmanager_alerts_received_total{` + ofAlertmanager + `}[$__rate_interval])) * 60`, "{{status}}"},
			{`sum(rate(alertmanager_alerts_invalid_total{` + ofAlertmanager + `}[$__rate_interval])) * 60`, "invalid"},
		},
		Overrides: []Override{{Series: "invalid", Color: Red}},
	},
	{
		Title: "Alerts by state", View: Timeseries{Stacked: true}, Width: 12, Unit: Whole,
		Description: "Alerts that Alertmanager holds: active, muted, or waiting for the first look at them.",
		Queries:     PromQL{{`sum by (state) (alertmanager_alerts{` + ofAlertmanager + `})`, "{{state}}"}},
	},
}

var alertmanagerNotifications = []Panel{
	{
		Title: "Sent by way", View: Timeseries{Bars: true, Stacked: true}, Unit: Whole,
		Description: "Notifications by e-mail, Slack, PagerDuty and so on.",
		Queries:     PromQL{{`sum by (integration) (increase(alertmanager_notifications_total{` + ofAlertmanager + `}[$__rate_interval])) > 0`, "{{integration}}"}},
	},
	{
		Title: "Failed by way and reason", View: Timeseries{Bars: true, Stacked: true}, Unit: Whole,
		Description: "Notifications that failed. A client error is a wrong token, address or channel; a server error is the other side's.",
		Queries: PromQL{{
			`sum by (integration, reason) (increase(alertmanager_notifications_failed_total{` + ofAlertmanager + `}[$__rate_interval])) > 0`, "{{integration}}: {{reason}}",
		}},
	},
	{
		Title: "Time to tell", Unit: Seconds,
		Description: "How long the other side takes to accept a notification, 95th percentile.",
		Queries: PromQL{{
			`histogram_quantile(0.95, sum by (le, integration) (rate(alertmanager_notification_latency_seconds_bucket{` + ofAlertmanager + `}[$__rate_interval])))`, "{{integration}}",
		}},
	},
}

var alertmanagerGroups = []Panel{
	{
		Title: "Silences", Unit: Whole,
		Description: "Silences by state. An active one mutes alerts until it ends: see in Alertmanager who made it, and why.",
		Queries:     PromQL{{`sum by (state) (alertmanager_silences{` + ofAlertmanager + `})`, "{{state}}"}},
	},
	{
		Title: "Not sent, and why", View: Timeseries{Stacked: true}, Unit: PerMinute,
		Description: "Notifications that were held back by a silence, by a worse alert about the same, or by a time interval.",
		Queries:     PromQL{{`sum by (reason) (rate(alertmanager_notifications_suppressed_total{` + ofAlertmanager + `}[$__rate_interval])) * 60`, "{{reason}}"}},
	},
	{
		Title: "Groups", Unit: Whole,
		Description: "Groups of alerts that are told together. As many groups as alerts means that the grouping groups nothing.",
		Queries: PromQL{
			{`sum(alertmanager_dispatcher_aggregation_groups{` + ofAlertmanager + `})`, "groups"},
			{`sum(alertmanager_alerts{` + ofAlertmanager + `})`, "alerts"},
		},
	},
}
