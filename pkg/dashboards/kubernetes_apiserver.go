package dashboards

// KubernetesAPIServer shows whether the API servers answer, and what keeps them busy. Its metrics are those of k8s.io/apiserver
// (pkg/endpoints/metrics, pkg/admission/metrics, pkg/util/flowcontrol/metrics, pkg/storage/etcd3/metrics), read by the job
// "kubernetes-apiservers". The histogram's bounds are those that the job keeps.
func KubernetesAPIServer() Dashboard {
	return Dashboard{
		UID: "kubernetes-apiserver", Folder: "kubernetes", Title: "Kubernetes API Server",
		Description: "Whether the API servers answer quickly, who keeps them busy, which webhooks slow them down, and which old APIs are still used. Look here when kubectl, Argo CD or controllers are slow, and before an upgrade of the cluster.",
		Rows: []Row{
			{Title: "Is it well", Panels: apiHealth},
			{Title: "How much", Panels: apiTraffic},
			{Title: "Where is it slow", Panels: apiLatency},
			{Title: "What is saturated", Panels: apiSaturation},
			{Title: "Webhooks", Panels: apiWebhooks},
			{Title: "Storage and upgrades", Panels: apiStorage},
			process(`job="kubernetes-apiservers"`, "{{instance}}"),
		},
	}
}

const (
	apiserver = `job="kubernetes-apiservers"`
	// answered are requests that end: a watch stays open, and an exec lasts as long as a person wants.
	answered = apiserver + `, verb!~"WATCH|CONNECT"`
)

var apiHealth = []Panel{
	{
		Title: "Available, last 24 hours", View: Stat{}, Width: 6, Unit: Ratio, Thresholds: WellFrom(0.99, 0.999),
		Description: "Share of the requests of the last day that did not fail by the server's fault (5xx).",
		Queries: PromQL{{
			`1 - (sum(increase(apiserver_request_total{` + apiserver + `, code=~"5.."}[1d])) or vector(0)) / sum(increase(apiserver_request_total{` + apiserver + `}[1d]))`, "available",
		}},
	},
	{
		Title: "API servers up", View: Stat{}, Width: 6, Unit: Whole, Thresholds: GoodFrom(1),
		Description: "API servers that answer Prometheus. EKS runs at least two.",
		Queries:     PromQL{{`sum(up{` + apiserver + `})`, "servers"}},
	},
	{
		Title: "Errors", View: Stat{Sparkline: true}, Width: 6, Unit: Requests, Thresholds: WarnFrom(0.1, 1),
		Description: "Requests that fail by the server's fault.",
		Queries:     PromQL{{`sum(rate(apiserver_request_total{` + apiserver + `, code=~"5.."}[$__rate_interval])) or vector(0)`, "errors"}},
	},
	{
		Title: "Refused for overload", View: Stat{Sparkline: true}, Width: 6, Unit: Requests, Thresholds: BadFrom(0.1),
		Description: "Requests that were refused with 429 because their priority level had no seat left.",
		Queries:     PromQL{{`sum(rate(apiserver_flowcontrol_rejected_requests_total{` + apiserver + `}[$__rate_interval])) or vector(0)`, "refused"}},
	},
}

var apiTraffic = []Panel{
	{
		Title: "Requests by verb", View: Timeseries{Stacked: true}, Unit: Requests,
		Description: "What clients ask for. Many LISTs are expensive: each reads all objects of a kind.",
		Queries:     PromQL{{`sum by (verb) (rate(apiserver_request_total{` + apiserver + `}[$__rate_interval]))`, "{{verb}}"}},
	},
	{
		Title: "Requests by code", View: Timeseries{Stacked: true}, Unit: Requests,
		Description: "How the servers answer. 409 is two writers at once and harmless; 403 is a missing permission; 429 is overload.",
		Queries:     PromQL{{`sum by (code) (rate(apiserver_request_total{` + apiserver + `}[$__rate_interval]))`, "{{code}}"}},
	},
	{
		Title: "Busiest resources", View: Timeseries{Stacked: true}, Unit: Requests,
		Description: "The ten kinds of objects that are asked for most.",
		Queries:     PromQL{{`topk(10, sum by (resource) (rate(apiserver_request_total{` + apiserver + `}[$__rate_interval])))`, "{{resource}}"}},
	},
}

var apiLatency = []Panel{
	{
		Title: "Latency of reads, 99th percentile", View: Timeseries{Log: true}, Unit: Seconds,
		Description: "By scope: one object, a namespace or the whole cluster. Kubernetes promises one second, five for a namespace and thirty for the cluster.",
		Queries: PromQL{{
			`histogram_quantile(0.99, sum by (le, scope) (rate(apiserver_request_duration_seconds_bucket{` + apiserver + `, verb=~"GET|LIST", subresource!~"log|exec|attach|portforward|proxy"}[$__rate_interval])))`,
			"{{scope}}",
		}},
	},
	{
		Title: "Latency of writes, 99th percentile", View: Timeseries{Log: true}, Unit: Seconds,
		Description: "By verb. Kubernetes promises one second. Webhooks and the database are part of it.",
		Queries: PromQL{{
			`histogram_quantile(0.99, sum by (le, verb) (rate(apiserver_request_duration_seconds_bucket{` + apiserver + `, verb=~"POST|PUT|PATCH|APPLY|DELETE"}[$__rate_interval])))`, "{{verb}}",
		}},
	},
	{
		Title: "Slowest resources", Unit: Seconds,
		Description: "The ten kinds of objects whose requests took longest on average in the last hour.",
		View:        Table{Columns: []Column{{Field: "resource", Title: "Resource"}, {Field: "verb", Title: "Verb"}, {Field: "Value", Title: "Average"}}},
		Width:       8,
		Queries: PromQL{{
			`topk(10, sum by (resource, verb) (rate(apiserver_request_duration_seconds_sum{` + answered + `}[1h]))` +
				` / (sum by (resource, verb) (rate(apiserver_request_duration_seconds_count{` + answered + `}[1h])) > 0))`, "",
		}},
	},
}

var apiSaturation = []Panel{
	{
		Title: "Requests in progress", Unit: Whole,
		Description: "Requests that are being answered, by kind.",
		Queries:     PromQL{{`sum by (request_kind) (apiserver_current_inflight_requests{` + apiserver + `})`, "{{request_kind}}"}},
	},
	{
		Title: "Seats taken by priority", View: Timeseries{Max: 1}, Unit: Ratio, Thresholds: WarnFrom(0.7, 0.9),
		Description: "How much of what each priority level may do at once it does. At 100 % its requests wait, then are refused.",
		Queries: PromQL{{
			`sum by (priority_level) (apiserver_flowcontrol_current_executing_seats{` + apiserver + `})` +
				` / sum by (priority_level) (apiserver_flowcontrol_nominal_limit_seats{` + apiserver + `} > 0)`, "{{priority_level}}",
		}},
	},
	{
		Title: "Requests waiting", Unit: Whole,
		Description: "Requests that wait for a seat, by priority level.",
		Queries:     PromQL{{`sum by (priority_level) (apiserver_flowcontrol_current_inqueue_requests{` + apiserver + `})`, "{{priority_level}}"}},
	},
}

var apiWebhooks = []Panel{
	{
		Title: "Latency of webhooks, 99th percentile", Width: 12, Unit: Seconds, View: Timeseries{Table: true},
		Description: "How long each admission webhook takes. Every write that it looks at waits for it.",
		Queries: PromQL{{
			`histogram_quantile(0.99, sum by (le, name) (rate(apiserver_admission_webhook_admission_duration_seconds_bucket{` + apiserver + `}[$__rate_interval])))`, "{{name}}",
		}},
	},
	{
		Title: "Refused by webhooks", Width: 12, Unit: PerMinute, View: Timeseries{Table: true},
		Description: "Writes that a webhook refused, and calls of webhooks that failed. A webhook that nobody answers can stop all pods from being made.",
		Queries: PromQL{{
			`sum by (name, error_type) (rate(apiserver_admission_webhook_rejection_count{` + apiserver + `}[$__rate_interval])) * 60`, "{{name}}: {{error_type}}",
		}},
	},
}

var apiStorage = []Panel{
	{
		Title: "Most objects", View: BarGauge{}, Unit: Whole,
		Description: "The ten kinds with the most objects in the database.",
		// apiserver_storage_objects is hidden from Kubernetes 1.37, and before 1.34 the other is not there.
		Queries: PromQL{{
			`topk(10, max by (resource) (apiserver_resource_objects{` + apiserver + `}) or max by (resource) (apiserver_storage_objects{` + apiserver + `}) unless on () apiserver_resource_objects{` + apiserver + `})`, "{{resource}}",
		}},
	},
	{
		Title: "Time of the database", Unit: Seconds,
		Description: "How long etcd takes on average, by what is asked of it.",
		Queries: PromQL{{
			`sum by (operation) (rate(etcd_request_duration_seconds_sum{` + apiserver + `}[$__rate_interval]))` +
				` / (sum by (operation) (rate(etcd_request_duration_seconds_count{` + apiserver + `}[$__rate_interval])) > 0)`, "{{operation}}",
		}},
	},
	{
		Title: "Old APIs that are used", Width: 8, Unit: Whole, NoValue: "None",
		Description: "Versions of APIs that somebody asked for since the server started and that a release to come takes away. Upgrade to that release only when this is empty.",
		View: Table{Ascending: true, Columns: []Column{
			{Field: "group", Title: "Group"}, {Field: "version", Title: "Version"}, {Field: "resource", Title: "Resource"}, {Field: "removed_release", Title: "Gone in"},
		}},
		Queries: PromQL{{`max by (group, version, resource, removed_release) (apiserver_requested_deprecated_apis{` + apiserver + `})`, ""}},
	},
}
