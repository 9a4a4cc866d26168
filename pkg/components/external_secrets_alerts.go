package components

import "github.com/example-org/platform-render/pkg/scrape"

// externalSecretsAlerts are about Secrets that are not filled (external-secrets pkg/controllers/externalsecret/esmetrics).
func externalSecretsAlerts() scrape.RuleGroup {
	const secret = "{{ $labels.exported_namespace }}/{{ $labels.name }}"
	return scrape.RuleGroup{Name: "secrets", Rules: []scrape.Rule{
		scrape.Alert("SecretNotFilled", scrape.Critical,
			`externalsecret_status_condition{condition="Ready", status="False"} == 1`, "10m",
			"The Secret "+secret+" is not filled",
			"External Secrets cannot read what "+secret+" asks of the store. Pods keep what they have; new ones may not start."),
		scrape.Alert("SecretSyncErrors", scrape.Warning,
			"sum by (name, exported_namespace) (increase(externalsecret_sync_calls_error[15m])) > 3", "",
			secret+" is read with errors",
			"Reading "+secret+" from the store failed {{ $value | humanize }} times in a quarter of an hour."),
	}}
}
