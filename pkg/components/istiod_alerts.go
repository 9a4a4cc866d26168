package components

import "github.com/example-org/platform-render/pkg/scrape"

// istiodAlerts are about the control plane of the mesh. Its metrics are those of istio.io/istio pilot/pkg/xds/monitoring.go,
// pkg/kube/inject/monitoring.go and security/pkg/server/ca/monitoring.go.
func istiodAlerts() scrape.RuleGroup {
	return scrape.RuleGroup{Name: "istiod", Rules: []scrape.Rule{
		scrape.Alert("IstiodPushesRejected", scrape.Critical,
			"sum by (type) (rate(pilot_total_xds_rejects[5m])) > 0", "10m",
			"Proxies refuse the configuration that istiod sends",
			"{{ $value | humanize }} pushes of {{ $labels.type }} a second are refused: those proxies go on with what they had before."),
		scrape.Alert("IstiodPushErrors", scrape.Critical,
			"sum (rate(pilot_total_xds_internal_errors[5m])) > 0", "10m",
			"istiod cannot make the configuration of proxies",
			"{{ $value | humanize }} errors a second inside istiod: changes of routes and policies do not arrive."),
		scrape.Alert("IstiodSlowToConverge", scrape.Warning,
			"histogram_quantile(0.99, sum by (le) (rate(pilot_proxy_convergence_time_bucket[10m]))) > 30", "15m",
			"Changes take long to reach the proxies",
			"One change in a hundred takes {{ $value | humanizeDuration }} and more until proxies have it: istiod is short of CPU, or serves too many proxies."),
		scrape.Alert("IstiodRefusesConfiguration", scrape.Warning,
			"sum by (group, resource, reason) (increase(galley_validation_failed[15m])) > 0", "",
			"Istio refuses an object",
			"A {{ $labels.resource }} was refused {{ $value | humanize }} times in a quarter of an hour: {{ $labels.reason }}. Argo CD shows which."),
		scrape.Alert("IstiodInjectionFails", scrape.Critical,
			"sum (increase(sidecar_injection_failure_total[10m])) > 0", "5m",
			"Pods get no sidecar",
			"{{ $value | humanize }} injections failed in ten minutes: those pods do not start, or start outside the mesh."),
		scrape.Alert("IstiodSigningFails", scrape.Critical,
			"sum (increase(citadel_server_csr_sign_err_count[10m])) > 0", "5m",
			"Workloads get no certificate",
			"{{ $value | humanize }} requests for certificates failed in ten minutes: pods whose certificate ends are refused by all others."),
		scrape.Alert("IstioRootCertificateExpires", scrape.Critical,
			"min (citadel_server_root_cert_expiry_timestamp) - time() < 30 * 86400", "1h",
			"The mesh's root certificate expires",
			"In {{ $value | humanizeDuration }} no workload trusts another any more. Istio does not renew its root by itself."),
	}}
}
