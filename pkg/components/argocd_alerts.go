package components

import "github.com/example-org/platform-render/pkg/scrape"

// argoCDAlerts are about Applications (argo-cd controller/metrics/metrics.go). Its own label name is the Application's.
func argoCDAlerts() scrape.RuleGroup {
	return scrape.RuleGroup{Name: "argocd", Rules: []scrape.Rule{
		scrape.Alert("ApplicationOutOfSync", scrape.Warning,
			`argocd_app_info{sync_status!="Synced"} == 1`, "30m",
			"{{ $labels.name }} is not what Git says",
			"The Application {{ $labels.name }} has been {{ $labels.sync_status }} for half an hour: a sync fails, or waits for a person's confirmation."),
		scrape.Alert("ApplicationUnhealthy", scrape.Critical,
			`argocd_app_info{health_status=~"Degraded|Missing"} == 1`, "15m",
			"{{ $labels.name }} is {{ $labels.health_status }}",
			"What the Application {{ $labels.name }} brings to the cluster does not work, or is not there."),
		scrape.Alert("ApplicationSyncFails", scrape.Warning,
			`sum by (name) (increase(argocd_app_sync_total{phase=~"Error|Failed"}[30m])) > 2`, "",
			"{{ $labels.name }} cannot be synced",
			"Argo CD tried {{ $value | humanize }} times in half an hour, and failed."),
	}}
}
