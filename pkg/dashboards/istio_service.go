package dashboards

// IstioService shows one service of the mesh: who asks it, what it answers, how long it takes. Its metrics are the proxies' own
// (istio.io/istio manifests/addons/dashboards/lib/istio-service.libsonnet).
func IstioService() Dashboard {
	return Dashboard{
		UID: "istio-service", Folder: "istio", Title: "Istio Service", Links: istioLinks,
		Description: "One service as its clients see it and as its own pods see it. Look here when one service fails or is slow: a difference between the two is lost on the way.",
		Variables: []Variable{
			{Name: "destination_service_name", Label: "Service", From: LabelValues(`label_values(istio_requests_total, destination_service_name)`)},
			{
				Name: "source", Label: "Client", Multi: true,
				From: LabelValues(`label_values(istio_requests_total{destination_service_name="$destination_service_name"}, source_workload)`),
			},
		},
		Rows: []Row{
			{Title: "Is it well", Panels: golden(toService)},
			{Title: "Clients' view and pods' view", Panels: serviceViews},
			{Title: "By client", Panels: serviceClients},
			{Title: "By pod group", Panels: serviceWorkloads},
			{Title: "Sizes", Collapsed: true, Panels: requestSizes(toService)},
		},
	}
}

const (
	ofService   = `destination_service_name="$destination_service_name", source_workload=~"$source"`
	toService   = bySender + `, ` + ofService
	intoService = byReceiver + `, ` + ofService
)

var serviceViews = []Panel{
	{
		Title: "Requests", Unit: Requests,
		Description: "What the clients sent and what the pods received. Clients send more: some requests find no pod, and the gateway's are only counted there if the pods have a proxy.",
		Queries:     PromQL{{requestRate(toService, ""), "sent by clients"}, {requestRate(intoService, ""), "received by pods"}},
	},
	{
		Title: "Failed", Unit: Ratio, Thresholds: WarnFrom(0.01, 0.05),
		Description: "If only the clients' share is high, the requests fail on the way: no pod, a refused connection, a timeout.",
		Queries:     PromQL{{failed(toService, ""), "seen by clients"}, {failed(intoService, ""), "seen by pods"}},
	},
	{
		Title: "Latency, 99th percentile", Unit: Milliseconds,
		Description: "The difference between the two is the way, the retries, and waiting for a connection.",
		Queries:     PromQL{{latency("0.99", toService, ""), "seen by clients"}, {latency("0.99", intoService, ""), "seen by pods"}},
	},
	{
		Title: "Answers by code", View: Timeseries{Stacked: true}, Unit: Requests,
		Description: "What the clients got, by HTTP status.",
		Queries:     PromQL{{requestRate(toService, "response_code"), "{{response_code}}"}},
	},
	{
		Title: "Why proxies gave up", View: Timeseries{Stacked: true}, Unit: Requests,
		Description: "Envoy's own reasons: UH no healthy pod, UF connection failed, UO circuit breaker open, UT timed out, URX retries used up.",
		Queries:     PromQL{{requestRate(toService+`, response_flags!="-"`, "response_flags"), "{{response_flags}}"}},
	},
	{
		Title: "Latency by how many took it", View: Heatmap{}, Width: 8, Unit: Milliseconds,
		Description: "How many requests took how long. Two bands are two kinds of requests, of which an average would say nothing.",
		Queries:     PromQL{{`sum by (le) (increase(istio_request_duration_milliseconds_bucket{` + toService + `}[$__rate_interval]))`, "{{le}}"}},
	},
}

var serviceClients = []Panel{
	{
		Title: "Requests by client", View: Timeseries{Stacked: true}, Unit: Requests,
		Description: "Who asks the service how much.",
		Queries:     PromQL{{requestRate(toService, "source_workload"), "{{source_workload}}"}},
	},
	{
		Title: "Failed by client", Unit: Ratio, Thresholds: WarnFrom(0.01, 0.05),
		Description: "Whose requests fail. If it is one client's alone, look at what it asks for.",
		Queries:     PromQL{{failed(toService, "source_workload"), "{{source_workload}}"}},
	},
	{
		Title: "Latency by client, 99th percentile", Unit: Milliseconds,
		Description: "Who waits how long.",
		Queries:     PromQL{{latency("0.99", toService, "source_workload"), "{{source_workload}}"}},
	},
}

var serviceWorkloads = []Panel{
	{
		Title: "Requests by workload", View: Timeseries{Stacked: true}, Unit: Requests,
		Description: "Which workloads behind the service answer. With a canary, the share that the new version gets.",
		Queries:     PromQL{{requestRate(toService, "destination_workload, destination_version"), "{{destination_workload}} {{destination_version}}"}},
	},
	{
		Title: "Failed by workload", Unit: Ratio, Thresholds: WarnFrom(0.01, 0.05),
		Description: "Which of the workloads fails. With a canary, whether the new version is worse than the old.",
		Queries:     PromQL{{failed(toService, "destination_workload, destination_version"), "{{destination_workload}} {{destination_version}}"}},
	},
	{
		Title: "Latency by workload, 99th percentile", Unit: Milliseconds,
		Description: "Which of the workloads is slow.",
		Queries:     PromQL{{latency("0.99", toService, "destination_workload, destination_version"), "{{destination_workload}} {{destination_version}}"}},
	},
}

// requestSizes are how large requests and answers are.
func requestSizes(selector string) []Panel {
	return []Panel{
		{
			Title: "Size of requests", Width: 12, Unit: Bytes, View: Timeseries{Log: true},
			Description: "How large requests are.",
			Queries: PromQL{
				{requestQuantile("0.5", "istio_request_bytes_bucket", selector, ""), "median"},
				{requestQuantile("0.99", "istio_request_bytes_bucket", selector, ""), "99th percentile"},
			},
		},
		{
			Title: "Size of answers", Width: 12, Unit: Bytes, View: Timeseries{Log: true},
			Description: "How large answers are.",
			Queries: PromQL{
				{requestQuantile("0.5", "istio_response_bytes_bucket", selector, ""), "median"},
				{requestQuantile("0.99", "istio_response_bytes_bucket", selector, ""), "99th percentile"},
			},
		},
	}
}
