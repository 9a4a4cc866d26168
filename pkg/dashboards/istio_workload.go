package dashboards

// IstioWorkload shows what one workload is asked and what it asks of others. Its metrics are the proxies' own (istio.io/istio
// manifests/addons/dashboards/lib/istio-workload.libsonnet).
func IstioWorkload() Dashboard {
	return Dashboard{
		UID: "istio-workload", Folder: "istio", Title: "Istio Workload", Links: istioLinks,
		Description: "What one workload is asked, and what it asks of others in turn. Look here when a program is slow and you want to know whether it is itself, or somebody whom it asks.",
		Variables: []Variable{
			{Name: "namespace", Label: "Namespace", From: LabelValues(`label_values(istio_requests_total, destination_workload_namespace)`)},
			{Name: "workload", Label: "Workload", From: LabelValues(`label_values(istio_requests_total{destination_workload_namespace="$namespace"}, destination_workload)`)},
		},
		Rows: []Row{
			{Title: "What it is asked", Panels: golden(intoWorkload)},
			{Title: "In detail", Panels: workloadInbound},
			{Title: "What it asks of others", Panels: workloadOutbound},
			{Title: "Its proxy", Panels: workloadProxy},
			{Title: "Sizes", Collapsed: true, Panels: requestSizes(intoWorkload)},
		},
	}
}

const (
	intoWorkload   = byReceiver + `, destination_workload_namespace="$namespace", destination_workload="$workload"`
	fromWorkload   = bySender + `, source_workload_namespace="$namespace", source_workload="$workload"`
	workloadsProxy = `namespace="$namespace", pod=~"$workload-.*"`
)

var workloadInbound = []Panel{
	{
		Title: "Requests by sender", View: Timeseries{Stacked: true}, Unit: Requests,
		Description: "Who asks it. A sender called unknown has no proxy.",
		Queries:     PromQL{{requestRate(intoWorkload, "source_workload"), "{{source_workload}}"}},
	},
	{
		Title: "Answers by code", View: Timeseries{Stacked: true}, Unit: Requests,
		Description: "What it answers, by HTTP status.",
		Queries:     PromQL{{requestRate(intoWorkload, "response_code"), "{{response_code}}"}},
	},
	{
		Title: "Latency", Unit: Milliseconds,
		Description: "How long it takes, whom it asks in turn included.",
		Queries:     percentiles(intoWorkload),
	},
}

var workloadOutbound = []Panel{
	{
		Title: "Requests by service", View: Timeseries{Stacked: true}, Unit: Requests,
		Description: "Whom it asks. PassthroughCluster is a host that the mesh does not know.",
		Queries:     PromQL{{requestRate(fromWorkload, "destination_service_name"), "{{destination_service_name}}"}},
	},
	{
		Title: "Failed by service", Unit: Ratio, Thresholds: WarnFrom(0.01, 0.05),
		Description: "Share of what it asked for that failed. If this rises with its own failures, the cause is there.",
		Queries:     PromQL{{failed(fromWorkload, "destination_service_name"), "{{destination_service_name}}"}},
	},
	{
		Title: "Latency by service, 99th percentile", Unit: Milliseconds,
		Description: "How long it waits for whom.",
		Queries:     PromQL{{latency("0.99", fromWorkload, "destination_service_name"), "{{destination_service_name}}"}},
	},
	{
		Title: "Bytes without HTTP", Width: 12, Unit: BytesPerSecond,
		Description: "What it sends to services without HTTP, such as databases, above the line, and receives below.",
		Queries: PromQL{
			{`sum by (destination_service_name) (rate(istio_tcp_sent_bytes_total{` + fromWorkload + `}[$__rate_interval]))`, "{{destination_service_name}}: received"},
			{`sum by (destination_service_name) (rate(istio_tcp_received_bytes_total{` + fromWorkload + `}[$__rate_interval]))`, "{{destination_service_name}}: sent"},
		},
		Overrides: []Override{{Series: "/.*: received/", Below: true}},
	},
	{
		Title: "Connections open", Width: 12, Unit: Whole,
		Description: "Connections to services without HTTP that were opened and not closed in the time shown. A line that only rises is a leak.",
		Queries: PromQL{{
			`sum by (destination_service_name) (istio_tcp_connections_opened_total{` + fromWorkload + `})` +
				` - sum by (destination_service_name) (istio_tcp_connections_closed_total{` + fromWorkload + `})`, "{{destination_service_name}}",
		}},
	},
}

var workloadProxy = []Panel{
	{
		Title: "CPU of the proxies", Unit: Cores,
		Description: "Cores that the sidecars use. They grow with the requests, not with the number of pods.",
		Queries:     PromQL{{`sum by (pod) (rate(container_cpu_usage_seconds_total{` + workloadsProxy + `, container="istio-proxy"}[$__rate_interval]))`, "{{pod}}"}},
	},
	{
		Title: "Memory of the proxies", Unit: Bytes,
		Description: "Memory that the sidecars use. It grows with the number of services that they know: a Sidecar object can make that fewer.",
		Queries:     PromQL{{`sum by (pod) (container_memory_working_set_bytes{` + workloadsProxy + `, container="istio-proxy"})`, "{{pod}}"}},
	},
	{
		Title: "Bytes through the pods", Unit: BytesPerSecond,
		Description: "What the pods receive above the line, and send below.",
		Queries: PromQL{
			{`sum by (pod) (rate(container_network_receive_bytes_total{` + workloadsProxy + `}[$__rate_interval]))`, "{{pod}}: received"},
			{`sum by (pod) (rate(container_network_transmit_bytes_total{` + workloadsProxy + `}[$__rate_interval]))`, "{{pod}}: sent"},
		},
		Overrides: []Override{{Series: "/.*: sent/", Below: true}},
	},
}
