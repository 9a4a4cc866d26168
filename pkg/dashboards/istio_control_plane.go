package dashboards

// IstioControlPlane shows whether istiod tells all proxies what they must know. Its metrics are those of istio.io/istio
// pilot/pkg/xds/monitoring.go, pilot/pkg/model/push_context.go, pkg/kube/inject/monitoring.go, security/pkg/server/ca/monitoring.go,
// read by the job "istiod".
func IstioControlPlane() Dashboard {
	return Dashboard{
		UID: "istio-control-plane", Folder: "istio", Title: "Istio Control Plane", Links: istioLinks,
		Description: "Whether istiod sends every proxy its configuration quickly, whether proxies take it, and whether new pods get their sidecars and certificates. Look here when a change of a route has no effect, or new pods do not become ready.",
		Rows: []Row{
			{Title: "Is it well", Panels: istiodHealth},
			{Title: "Configuration to the proxies", Panels: istiodPushes},
			{Title: "What is wrong with the configuration", Panels: istiodConflicts},
			{Title: "Sidecars and certificates", Panels: istiodSidecars},
			{Title: "What it reads", Panels: istiodReads},
			process(`job="istiod"`, "{{pod}}"),
		},
	}
}

const ofIstiod = `job="istiod"`

var istiodHealth = []Panel{
	{
		Title: "istiod up", View: Stat{}, Unit: Whole, Thresholds: GoodFrom(1),
		Description: "Pods of istiod that answer. Without any, the mesh goes on as it is, but nothing new joins it.",
		Queries:     PromQL{{`sum(up{` + ofIstiod + `})`, "pods"}},
	},
	{
		Title: "Version", View: Stat{Name: true}, Unit: Text,
		Description: "The version of istiod that runs.",
		Queries:     PromQL{{`sum by (tag) (istio_build{component="pilot"})`, "{{tag}}"}},
	},
	{
		Title: "Proxies connected", View: Stat{Sparkline: true}, Unit: Whole,
		Description: "Proxies that istiod keeps up to date.",
		Queries:     PromQL{{`sum(pilot_xds{` + ofIstiod + `})`, "proxies"}},
	},
	{
		Title: "Refused by proxies", View: Stat{}, Unit: Whole, Thresholds: BadFrom(1), Decimals: new(int),
		Description: "Configurations that a proxy refused in the last hour. It goes on with the one before.",
		Queries:     PromQL{{`sum(increase(pilot_total_xds_rejects{` + ofIstiod + `}[1h])) or vector(0)`, "refused"}},
	},
	{
		Title: "Time to tell all", View: Stat{Sparkline: true}, Unit: Seconds, Thresholds: WarnFrom(5, 30),
		Description: "99th percentile of the time from a change until a proxy has it.",
		Queries:     PromQL{{`histogram_quantile(0.99, sum by (le) (rate(pilot_proxy_convergence_time_bucket{` + ofIstiod + `}[$__rate_interval])))`, "99th percentile"}},
	},
	{
		Title: "Root certificate ends in", View: Stat{}, Unit: Seconds, Thresholds: WellFrom(30*86400, 90*86400),
		Description: "Time until the mesh's own root certificate ends. Then no proxy trusts another: renew it months before.",
		Queries:     PromQL{{`min(citadel_server_root_cert_expiry_timestamp{` + ofIstiod + `}) - time()`, "left"}},
	},
}

var istiodPushes = []Panel{
	{
		Title: "Pushes by kind", View: Timeseries{Stacked: true}, Unit: PerSecond,
		Description: "What istiod sends: clusters (cds), endpoints (eds), listeners (lds), routes (rds). Endpoints change with every pod that comes or goes.",
		Queries:     PromQL{{`sum by (type) (rate(pilot_xds_pushes{` + ofIstiod + `}[$__rate_interval]))`, "{{type}}"}},
	},
	{
		Title: "Time until a proxy has a change", Unit: Seconds,
		Description: "From the change until the proxy has it, the waiting for more changes included.",
		Queries: PromQL{
			{`histogram_quantile(0.5, sum by (le) (rate(pilot_proxy_convergence_time_bucket{` + ofIstiod + `}[$__rate_interval])))`, "median"},
			{`histogram_quantile(0.99, sum by (le) (rate(pilot_proxy_convergence_time_bucket{` + ofIstiod + `}[$__rate_interval])))`, "99th percentile"},
			{`histogram_quantile(0.99, sum by (le) (rate(pilot_proxy_queue_time_bucket{` + ofIstiod + `}[$__rate_interval])))`, "of it in the queue"},
		},
	},
	{
		Title: "Why it pushes", View: Timeseries{Stacked: true}, Unit: PerSecond,
		Description: "What made istiod send something.",
		Queries:     PromQL{{`sum by (type) (rate(pilot_push_triggers{` + ofIstiod + `}[$__rate_interval]))`, "{{type}}"}},
	},
	{
		Title: "Time to make a push", View: Heatmap{}, Width: 8, Unit: Seconds,
		Description: "How long istiod takes to make what it sends to one proxy.",
		Queries:     PromQL{{`sum by (le) (increase(pilot_xds_push_time_bucket{` + ofIstiod + `}[$__rate_interval]))`, "{{le}}"}},
	},
	{
		Title: "Size of a push", View: Heatmap{}, Width: 8, Unit: Bytes,
		Description: "How large what it sends is. Proxies that know every service of a large mesh need much memory.",
		Queries:     PromQL{{`sum by (le) (increase(pilot_xds_config_size_bytes_bucket{` + ofIstiod + `}[$__rate_interval]))`, "{{le}}"}},
	},
	{
		Title: "Proxies by istiod", View: Timeseries{Stacked: true}, Unit: Whole,
		Description: "How the proxies are spread over istiod's pods.",
		Queries:     PromQL{{`sum by (pod) (pilot_xds{` + ofIstiod + `})`, "{{pod}}"}},
	},
}

var istiodConflicts = []Panel{
	{
		Title: "Refused and failed", Unit: PerSecond,
		Description: "Configurations that proxies refused, by kind, and pushes that failed within istiod. All lines belong at zero; istiod's log names the proxy and the reason.",
		Queries: PromQL{
			{`sum(rate(pilot_total_xds_rejects{` + ofIstiod + `}[$__rate_interval]))`, "refused"},
			{`sum(rate(pilot_total_xds_internal_errors{` + ofIstiod + `}[$__rate_interval]))`, "failed within istiod"},
			{`sum(rate(pilot_xds_write_timeout{` + ofIstiod + `}[$__rate_interval]))`, "proxy too slow"},
		},
	},
	{
		Title: "Contradictions", Unit: Whole,
		Description: "Objects that contradict each other: a host in two VirtualServices, two listeners on a port, a subset that no pod matches. istiod chooses one, which may be the wrong one.",
		Queries: PromQL{
			{`sum(pilot_vservice_dup_domain{` + ofIstiod + `})`, "host twice"},
			{`sum(pilot_conflict_inbound_listener{` + ofIstiod + `})`, "inbound port twice"},
			{`sum(pilot_conflict_outbound_listener_tcp_over_current_tcp{` + ofIstiod + `})`, "outbound port twice"},
			{`sum(pilot_destrule_subsets{` + ofIstiod + `})`, "subset twice"},
			{`sum(pilot_duplicate_envoy_clusters{` + ofIstiod + `})`, "cluster twice"},
		},
	},
	{
		Title: "Checked objects", View: Timeseries{Stacked: true}, Unit: PerMinute,
		Description: "Istio objects that somebody applied, and whether istiod found them right. Refused ones never come into force.",
		Queries: PromQL{
			{`(sum(rate(galley_validation_passed{` + ofIstiod + `}[$__rate_interval])) or vector(0)) * 60`, "right"},
			{`(sum(rate(galley_validation_failed{` + ofIstiod + `}[$__rate_interval])) or vector(0)) * 60`, "refused"},
		},
		Overrides: []Override{{Series: "refused", Color: Red}},
	},
}

var istiodSidecars = []Panel{
	{
		Title: "Sidecars", View: Timeseries{Bars: true, Stacked: true}, Unit: Whole,
		Description: "New pods that got a sidecar, and those for which it failed. Failed ones are not made at all.",
		Queries: PromQL{
			{`sum(increase(sidecar_injection_success_total{` + ofIstiod + `}[$__rate_interval]))`, "given"},
			{`sum(increase(sidecar_injection_failure_total{` + ofIstiod + `}[$__rate_interval]))`, "failed"},
		},
		Overrides: []Override{{Series: "failed", Color: Red}},
	},
	{
		Title: "Certificates", Unit: PerMinute,
		Description: "Certificates that proxies asked for, and those that they got. They last a day and are renewed at half that time.",
		Queries: PromQL{
			{`sum(rate(citadel_server_csr_count{` + ofIstiod + `}[$__rate_interval])) * 60`, "asked for"},
			{`sum(rate(citadel_server_success_cert_issuance_count{` + ofIstiod + `}[$__rate_interval])) * 60`, "given"},
		},
	},
	{
		Title: "Certificates refused", Unit: PerMinute,
		Description: "Proxies that could not prove who they are, and requests that could not be read or signed. Those proxies do not become ready.",
		Queries: PromQL{
			{`sum(rate(citadel_server_authentication_failure_count{` + ofIstiod + `}[$__rate_interval])) * 60`, "not proved"},
			{`sum(rate(citadel_server_csr_parsing_err_count{` + ofIstiod + `}[$__rate_interval])) * 60`, "not read"},
			{`sum(rate(citadel_server_csr_sign_err_count{` + ofIstiod + `}[$__rate_interval])) * 60`, "not signed"},
		},
	},
}

var istiodReads = []Panel{
	{
		Title: "Changes of Istio objects", View: Timeseries{Stacked: true}, Unit: PerMinute,
		Description: "Changes that istiod read of the cluster, by kind.",
		Queries:     PromQL{{`sum by (type) (rate(pilot_k8s_cfg_events{` + ofIstiod + `}[$__rate_interval])) * 60`, "{{type}}"}},
	},
	{
		Title: "Changes of Services and pods", View: Timeseries{Stacked: true}, Unit: PerMinute,
		Description: "Changes of what the mesh sends to, by kind. Each makes istiod send something.",
		Queries:     PromQL{{`sum by (type) (rate(pilot_k8s_reg_events{` + ofIstiod + `}[$__rate_interval])) * 60`, "{{type}}"}},
	},
	{
		Title: "What it knows", Unit: Whole,
		Description: "Services and VirtualServices that istiod knows, and endpoints that are not ready.",
		Queries: PromQL{
			{`sum(pilot_services{` + ofIstiod + `})`, "services"},
			{`sum(pilot_virt_services{` + ofIstiod + `})`, "virtual services"},
			{`sum(pilot_endpoint_not_ready{` + ofIstiod + `})`, "endpoints not ready"},
		},
	},
}
