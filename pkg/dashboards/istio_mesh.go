package dashboards

// IstioMesh shows all traffic of the mesh. Its metrics are the proxies' own (istio.io/istio
// manifests/addons/dashboards/istio-mesh.libsonnet, docs: reference/config/metrics), read by the job "envoy".
func IstioMesh() Dashboard {
	return Dashboard{
		UID: "istio-mesh", Folder: "istio", Title: "Istio Mesh", Links: istioLinks,
		Description: "All requests of the mesh at a glance: how many, how many fail, how long they take, and which services are behind it. Begin here when people report errors and you do not know which program they come from.",
		Rows: []Row{
			{Title: "Is it well", Panels: golden(bySender)},
			{Title: "From outside", Panels: meshIngress},
			{Title: "Services", Panels: meshServices},
			{Title: "Where it goes wrong", Panels: meshErrors},
			{Title: "Connections without HTTP", Panels: meshTCP},
			{Title: "Safety and proxies", Panels: meshProxies},
		},
	}
}

var meshIngress = []Panel{
	{
		Title: "Requests through the gateway", View: Timeseries{Stacked: true}, Unit: Requests,
		Description: "What comes in from outside, by the service that it goes to.",
		Queries:     PromQL{{requestRate(byGateway, "destination_service_name"), "{{destination_service_name}}"}},
	},
	{
		Title: "Failed through the gateway", Unit: Ratio, Thresholds: WarnFrom(0.01, 0.05),
		Description: "Share of what people outside asked for that failed, by service.",
		Queries:     PromQL{{failed(byGateway, "destination_service_name"), "{{destination_service_name}}"}},
	},
	{
		Title: "Latency through the gateway, 99th percentile", Unit: Milliseconds,
		Description: "How long people outside wait, by service.",
		Queries:     PromQL{{latency("0.99", byGateway, "destination_service_name"), "{{destination_service_name}}"}},
	},
}

const meshService = "destination_service_namespace, destination_service_name"

var meshServices = []Panel{{
	Title: "Services", Width: 24, Height: 10, Unit: Count,
	Description: "Every service that was asked in the time shown, as those who ask see it. Click on one to see who asks it what.",
	View: Table{Sort: "Requests", Columns: []Column{
		{Field: "destination_service_namespace", Title: "Namespace"},
		{Field: "destination_service_name", Title: "Service", Drill: &Drill{Title: "Service", UID: "istio-service", With: []string{"destination_service_name"}}},
		{Field: "Value #A", Title: "Requests", Unit: Requests},
		{Field: "Value #B", Title: "Failed", Unit: Ratio, Thresholds: WarnFrom(0.001, 0.01)},
		{Field: "Value #C", Title: "Median", Unit: Milliseconds},
		{Field: "Value #D", Title: "90th percentile", Unit: Milliseconds},
		{Field: "Value #E", Title: "99th percentile", Unit: Milliseconds, Thresholds: WarnFrom(500, 1000)},
	}},
	Queries: PromQL{
		{requestRate(bySender, meshService), ""},
		{failed(bySender, meshService), ""},
		{latency("0.5", bySender, meshService), ""},
		{latency("0.9", bySender, meshService), ""},
		{latency("0.99", bySender, meshService), ""},
	},
}}

var meshErrors = []Panel{
	{
		Title: "Answers by code", View: Timeseries{Stacked: true}, Unit: Requests,
		Description: "All requests by their HTTP status. 0 is a request that was broken off before there was an answer.",
		Queries:     PromQL{{requestRate(bySender, "response_code"), "{{response_code}}"}},
	},
	{
		Title: "Why proxies gave up", View: Timeseries{Stacked: true}, Unit: Requests,
		Description: "Envoy's own reasons: UH no healthy pod, UF connection failed, UO circuit breaker open, UT timed out, NR no route, DC client gone, URX retries used up.",
		Queries:     PromQL{{requestRate(bySender+`, response_flags!="-"`, "response_flags"), "{{response_flags}}"}},
	},
	{
		Title: "gRPC that failed", View: Timeseries{Stacked: true}, Unit: Requests,
		Description: "gRPC calls with a status other than OK, by status: 4 too slow, 14 not there, 13 internal error. Their HTTP status is 200 all the same.",
		Queries:     PromQL{{requestRate(bySender+`, request_protocol="grpc", grpc_response_status!~"0|"`, "grpc_response_status"), "{{grpc_response_status}}"}},
	},
}

var meshTCP = []Panel{
	{
		Title: "Bytes by service", Width: 12, Unit: BytesPerSecond,
		Description: "Bytes that services without HTTP, such as databases, receive above the line and send below.",
		Queries: PromQL{
			{`sum by (destination_service_name) (rate(istio_tcp_received_bytes_total{` + bySender + `}[$__rate_interval]))`, "{{destination_service_name}}: received"},
			{`sum by (destination_service_name) (rate(istio_tcp_sent_bytes_total{` + bySender + `}[$__rate_interval]))`, "{{destination_service_name}}: sent"},
		},
		Overrides: []Override{{Series: "/.*: sent/", Below: true}},
	},
	{
		Title: "Connections opened", Width: 12, Unit: PerSecond,
		Description: "New connections to services without HTTP.",
		Queries: PromQL{
			{`sum by (destination_service_name) (rate(istio_tcp_connections_opened_total{` + bySender + `}[$__rate_interval]))`, "{{destination_service_name}}"},
		},
	},
}

var meshProxies = []Panel{
	{
		Title: "Requests with mutual TLS", View: Gauge{Max: 1}, Width: 6, Unit: Ratio, Thresholds: WellFrom(0.95, 1),
		Description: "Share of the requests that arrived at proxies encrypted and with a known sender. In a STRICT mesh it is 100 %.",
		Queries: PromQL{{
			`(` + requestRate(byReceiver+`, connection_security_policy="mutual_tls"`, "") + ` or vector(0)) / ` + requestRate(byReceiver, ""), "mutual TLS",
		}},
	},
	{
		Title: "Proxies by version", View: Pie{}, Width: 6, Unit: Whole,
		Description: "Istio's programs by version. After an upgrade, proxies of the old version are pods that were not started anew.",
		Queries:     PromQL{{`sum by (component, tag) (istio_build)`, "{{component}} {{tag}}"}},
	},
	{
		Title: "Senders that nobody knows", Width: 12, Unit: Requests,
		Description: "Requests that came without mutual TLS, by where they went. In a STRICT mesh they are refused, so the line belongs at zero.",
		Queries:     PromQL{{requestRate(byReceiver+`, connection_security_policy!="mutual_tls"`, "destination_workload"), "{{destination_workload}}"}},
	},
}
