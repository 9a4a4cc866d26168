package components

import "github.com/example-org/platform-render/pkg/scrape"

// certManagerAlerts are about certificates (cert-manager internal/collectors/certificate_collector.go).
func certManagerAlerts() scrape.RuleGroup {
	const certificate = "{{ $labels.exported_namespace }}/{{ $labels.name }}"
	return scrape.RuleGroup{Name: "certificates", Rules: []scrape.Rule{
		scrape.Alert("CertificateExpires", scrape.Critical,
			"certmanager_certificate_expiration_timestamp_seconds > 0 and certmanager_certificate_expiration_timestamp_seconds - time() < 7 * 86400", "1h",
			"The certificate "+certificate+" expires",
			"cert-manager should have renewed "+certificate+" by now. When it has expired, whoever verifies it refuses the connection."),
		scrape.Alert("CertificateNotReady", scrape.Warning,
			`certmanager_certificate_ready_status{condition!="True"} == 1`, "15m",
			"The certificate "+certificate+" cannot be issued",
			"cert-manager tries to issue "+certificate+" and fails."),
	}}
}
