package dashboards

// CertManager shows whether certificates are renewed in time. Its metrics are those of cert-manager/cert-manager
// (internal/collectors, pkg/metrics/metrics.go), read by the job "cert-manager". The namespace of a certificate is
// exported_namespace, because namespace is that of cert-manager's own pod.
func CertManager() Dashboard {
	return Dashboard{
		UID: "cert-manager", Folder: "cert-manager", Title: "cert-manager",
		Description: "Which certificates end when, whether they are renewed in time, and whether their issuers work. Look here when a browser or a proxy refuses a certificate.",
		Rows: []Row{
			{Title: "Is it well", Panels: certHealth},
			{Title: "Certificates", Panels: certList},
			{Title: "Issuers", Panels: certIssuers},
			{Title: "The controller", Panels: certController},
			process(ofCerts, "{{pod}}"),
		},
	}
}

const ofCerts = `job="cert-manager"`

var certHealth = []Panel{
	{
		Title: "Certificates", View: Stat{}, Unit: Whole,
		Description: "Certificates that cert-manager looks after.",
		Queries:     PromQL{{`count(certmanager_certificate_expiration_timestamp_seconds{` + ofCerts + `})`, "certificates"}},
	},
	{
		Title: "Not ready", View: Stat{}, Unit: Whole, Thresholds: BadFrom(1),
		Description: "Certificates that are not there yet, have ended, or do not say what they should.",
		Queries:     PromQL{{`sum(certmanager_certificate_ready_status{` + ofCerts + `, condition!="True"}) or vector(0)`, "not ready"}},
	},
	{
		Title: "First to end in", View: Stat{}, Unit: Seconds, Thresholds: WellFrom(7*86400, 21*86400),
		Description: "Time until the first certificate ends, if it is not renewed.",
		Queries:     PromQL{{`min(certmanager_certificate_expiration_timestamp_seconds{` + ofCerts + `} > 0) - time()`, "left"}},
	},
	{
		Title: "Renewal is late", View: Stat{}, Unit: Whole, Thresholds: BadFrom(1),
		Description: "Certificates that should have been renewed already.",
		Queries:     PromQL{{`count((certmanager_certificate_renewal_timestamp_seconds{` + ofCerts + `} > 0) < time()) or vector(0)`, "late"}},
	},
	{
		Title: "Issuers not ready", View: Stat{}, Unit: Whole, Thresholds: BadFrom(1),
		Description: "Issuers that can sign nothing.",
		Queries: PromQL{{
			`sum(certmanager_issuer_ready_status{` + ofCerts + `, condition!="True"} or certmanager_clusterissuer_ready_status{` + ofCerts + `, condition!="True"}) or vector(0)`, "not ready",
		}},
	},
	{
		Title: "Errors, last day", View: Stat{}, Unit: Whole, Thresholds: WarnFrom(1, 50), Decimals: new(int),
		Description: "Pieces of work that failed and were tried again.",
		Queries:     PromQL{{`sum(increase(certmanager_controller_sync_error_count{` + ofCerts + `}[1d])) or vector(0)`, "errors"}},
	},
}

const ofCertificate = "exported_namespace, name"

var certList = []Panel{
	{
		Title: "All certificates", Width: 16, Unit: Seconds,
		Description: "Each certificate with the time until it is renewed and until it ends. One whose renewal lies in the past has a problem: its events say which.",
		View: Table{Sort: "Ends in", Ascending: true, Columns: []Column{
			{Field: "exported_namespace", Title: "Namespace"}, {Field: "name", Title: "Certificate"}, {Field: "issuer_name", Title: "Issuer"},
			{Field: "Value #A", Title: "Renewed in", Thresholds: GoodFrom(1)},
			{Field: "Value #B", Title: "Ends in", Thresholds: WellFrom(7*86400, 21*86400)},
		}},
		Queries: PromQL{
			{`min by (` + ofCertificate + `, issuer_name) (certmanager_certificate_renewal_timestamp_seconds{` + ofCerts + `} > 0) - time()`, ""},
			{`min by (` + ofCertificate + `, issuer_name) (certmanager_certificate_expiration_timestamp_seconds{` + ofCerts + `} > 0) - time()`, ""},
		},
	},
	{
		Title: "Time left", Unit: Seconds, Thresholds: GoodFrom(7 * 86400),
		Description: "Each line falls until the certificate is renewed, and then jumps up. A line that falls past where it used to jump will reach zero.",
		Queries: PromQL{{
			`min by (` + ofCertificate + `) (certmanager_certificate_expiration_timestamp_seconds{` + ofCerts + `} > 0) - time()`, "{{exported_namespace}}/{{name}}",
		}},
	},
	{
		Title: "Ready over time", View: States{}, Width: 24, Unit: Whole, Thresholds: GoodFrom(1), Texts: map[string]string{"0": "not ready", "1": "ready"},
		Description: "When each certificate was ready.",
		Queries: PromQL{{
			`max by (` + ofCertificate + `) (certmanager_certificate_ready_status{` + ofCerts + `, condition="True"})`, "{{exported_namespace}}/{{name}}",
		}},
	},
}

var certIssuers = []Panel{
	{
		Title: "Issuers", View: States{}, Width: 12, Unit: Whole, Thresholds: GoodFrom(1), Texts: map[string]string{"0": "not ready", "1": "ready"},
		Description: "When each issuer was ready.",
		Queries: PromQL{
			{`max by (` + ofCertificate + `) (certmanager_issuer_ready_status{` + ofCerts + `, condition="True"})`, "{{exported_namespace}}/{{name}}"},
			{`max by (name) (certmanager_clusterissuer_ready_status{` + ofCerts + `, condition="True"})`, "{{name}}"},
		},
	},
	{
		Title: "Requests to ACME servers", View: Timeseries{Stacked: true}, Width: 12, Unit: PerMinute,
		Description: "What is asked of Let's Encrypt and the like, by status. 429 is their limit: wait, and ask for fewer certificates. Empty without an ACME issuer.",
		Queries: PromQL{{
			`sum by (host, status) (rate(certmanager_http_acme_client_request_count{` + ofCerts + `}[$__rate_interval])) * 60`, "{{host}} {{status}}",
		}},
	},
}

var certController = []Panel{
	{
		Title: "Work done", View: Timeseries{Stacked: true}, Width: 12, Unit: PerMinute,
		Description: "What cert-manager works through, by controller.",
		Queries:     PromQL{{`sum by (controller) (rate(certmanager_controller_sync_call_count{` + ofCerts + `}[$__rate_interval])) * 60`, "{{controller}}"}},
	},
	{
		Title: "Work that failed", View: Timeseries{Stacked: true}, Width: 12, Unit: PerMinute,
		Description: "Pieces of work that failed and are tried again, by controller. Its log names the object.",
		Queries:     PromQL{{`sum by (controller) (rate(certmanager_controller_sync_error_count{` + ofCerts + `}[$__rate_interval])) * 60`, "{{controller}}"}},
	},
}
