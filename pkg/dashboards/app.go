package dashboards

// App shows one of the user's apps to those who own it. What its pods are comes from kube-state-metrics, what they use from the
// kubelets' cAdvisor, what they are asked from the proxies; the comments of the dashboards about these name the sources.
func App() Dashboard {
	return Dashboard{
		UID: "app-overview", Folder: "apps", Title: "App",
		Description: "All that the owner of one app asks: does it answer, how fast, does it have all its pods, does it have enough of what it needs, is it the version that Git says.",
		Variables: []Variable{
			{Name: "namespace", Label: "Namespace", From: LabelValues(`label_values(kube_deployment_spec_replicas, namespace)`)},
			{Name: "app", Label: "App", From: LabelValues(`label_values(kube_deployment_spec_replicas{namespace="$namespace"}, deployment)`)},
		},
		Annotations: []Annotation{{
			Name: "New version", Color: Blue, Text: "{{deployment}} changed",
			Expr: `changes(kube_deployment_metadata_generation{namespace="$namespace", deployment="$app"}[2m]) > 0`,
		}},
		Rows: []Row{
			{Title: "Does it answer", Needs: "envoy", Panels: golden(intoApp)},
			{Title: "Requests", Needs: "envoy", Panels: appRequests},
			{Title: "Its pods", Panels: appPods},
			{Title: "What it needs", Panels: appResources},
			{Title: "What it asks of others", Needs: "envoy", Panels: appOutbound},
			{Title: "Delivery", Panels: appDelivery},
		},
	}
}

const (
	intoApp = byReceiver + `, destination_workload_namespace="$namespace", destination_workload="$app"`
	fromApp = bySender + `, source_workload_namespace="$namespace", source_workload="$app"`
	appPod  = `namespace="$namespace", pod=~"$app-[a-z0-9]+-[a-z0-9]+"`
	ofApp   = appPod + `, container="$app"`
)

var appRequests = []Panel{
	{
		Title: "Requests by code", View: Timeseries{Stacked: true}, Unit: Requests,
		Description: "What the app answers, by HTTP status.",
		Queries:     PromQL{{requestRate(intoApp, "response_code"), "{{response_code}}"}},
	},
	{
		Title: "Requests by sender", View: Timeseries{Stacked: true}, Unit: Requests,
		Description: "Who asks the app: the gateway for people outside, or other programs.",
		Queries:     PromQL{{requestRate(intoApp, "source_workload"), "{{source_workload}}"}},
	},
	{
		Title: "Latency", Unit: Milliseconds,
		Description: "How long the app takes.",
		Queries:     percentiles(intoApp),
	},
}

var appPods = []Panel{
	{
		Title: "Pods ready", View: Stat{}, Unit: Whole, Thresholds: GoodFrom(1),
		Description: "Pods that take requests.",
		Queries:     PromQL{{`kube_deployment_status_replicas_ready{namespace="$namespace", deployment="$app"}`, "ready"}},
	},
	{
		Title: "Pods wanted", View: Stat{}, Unit: Whole,
		Description: "Pods that there should be.",
		Queries:     PromQL{{`kube_deployment_spec_replicas{namespace="$namespace", deployment="$app"}`, "wanted"}},
	},
	{
		Title: "Pods over time", Width: 16, Unit: Whole,
		Description: "Pods that there should be, that are ready, and that are of the newest version.",
		Queries: PromQL{
			{`kube_deployment_status_replicas_ready{namespace="$namespace", deployment="$app"}`, "ready"},
			{`kube_deployment_status_replicas_updated{namespace="$namespace", deployment="$app"}`, "of the newest version"},
			{`kube_deployment_spec_replicas{namespace="$namespace", deployment="$app"}`, "wanted"},
		},
		Overrides: []Override{{Series: "wanted", Dashed: true, Color: Orange}},
	},
	{
		Title: "Restarts, last day", View: Stat{}, Unit: Whole, Thresholds: WarnFrom(1, 5), Decimals: new(int),
		Description: "How often its containers were started again.",
		Queries:     PromQL{{`sum(increase(kube_pod_container_status_restarts_total{` + appPod + `}[1d])) or vector(0)`, "restarts"}},
	},
	{
		Title: "Killed for memory", View: Stat{}, Unit: Whole, Thresholds: BadFrom(1),
		Description: "Containers whose last end was by the kernel: the memory limit is too small, or there is a leak.",
		Queries:     PromQL{{`sum(kube_pod_container_status_last_terminated_reason{` + appPod + `, reason="OOMKilled"}) or vector(0)`, "killed"}},
	},
}

var appResources = []Panel{
	{
		Title: "CPU", Unit: Cores,
		Description: "Cores that each pod uses, and what one asks for and may use.",
		Queries: PromQL{
			{`sum by (pod) (rate(container_cpu_usage_seconds_total{` + ofApp + `}[$__rate_interval]))`, "{{pod}}"},
			{`max(kube_pod_container_resource_requests{resource="cpu", ` + ofApp + `})`, "asked for"},
			{`max(kube_pod_container_resource_limits{resource="cpu", ` + ofApp + `})`, "limit"},
		},
		Overrides: bounds,
	},
	{
		Title: "Memory", Unit: Bytes,
		Description: "Memory that each pod uses, and what one asks for and may use. At the limit it is killed.",
		Queries: PromQL{
			{`sum by (pod) (container_memory_working_set_bytes{` + ofApp + `})`, "{{pod}}"},
			{`max(kube_pod_container_resource_requests{resource="memory", ` + ofApp + `})`, "asked for"},
			{`max(kube_pod_container_resource_limits{resource="memory", ` + ofApp + `})`, "limit"},
		},
		Overrides: bounds,
	},
	{
		Title: "Held back", View: Timeseries{Max: 1}, Unit: Ratio, Thresholds: WarnFrom(0.25, 0.5),
		Description: "Share of the time slices in which a pod had used up its CPU limit and had to wait. Requests become slow.",
		Queries: PromQL{{
			`sum by (pod) (rate(container_cpu_cfs_throttled_periods_total{` + ofApp + `}[$__rate_interval]))` +
				` / (sum by (pod) (rate(container_cpu_cfs_periods_total{` + ofApp + `}[$__rate_interval])) > 0)`, "{{pod}}",
		}},
	},
}

var appOutbound = []Panel{
	{
		Title: "Requests by service", View: Timeseries{Stacked: true}, Unit: Requests,
		Description: "Whom the app asks.",
		Queries:     PromQL{{requestRate(fromApp, "destination_service_name"), "{{destination_service_name}}"}},
	},
	{
		Title: "Failed by service", Unit: Ratio, Thresholds: WarnFrom(0.01, 0.05),
		Description: "Share of what the app asked for that failed. If it rises with the app's own failures, the cause is there.",
		Queries:     PromQL{{failed(fromApp, "destination_service_name"), "{{destination_service_name}}"}},
	},
	{
		Title: "Latency by service, 99th percentile", Unit: Milliseconds,
		Description: "How long the app waits for whom.",
		Queries:     PromQL{{latency("0.99", fromApp, "destination_service_name"), "{{destination_service_name}}"}},
	},
}

var appDelivery = []Panel{
	{
		Title: "In sync with Git", View: Stat{Name: true}, Needs: "argocd-application-controller", Width: 6, Height: 8, Unit: Text,
		Description: "Whether the app in the cluster is what Git says, as Argo CD sees it.",
		Queries:     PromQL{{`argocd_app_info{name="$app"}`, "{{sync_status}}, {{health_status}}"}},
	},
	{
		Title: "Secrets that are not ready", Needs: "external-secrets", Width: 6, Unit: Whole, NoValue: "None",
		Description: "ExternalSecrets of the app's namespace that could not be read from the store.",
		View:        Table{Columns: []Column{{Field: "name", Title: "ExternalSecret"}}},
		Queries:     PromQL{{`externalsecret_status_condition{exported_namespace="$namespace", condition="Ready", status="False"} == 1`, ""}},
	},
	{
		Title: "What runs", Width: 12, Unit: Whole,
		Description: "The image of each container, and how many pods run it. Two images of one container are an update on its way, or one that is stuck.",
		View: Table{Columns: []Column{
			{Field: "container", Title: "Container"}, {Field: "image_spec", Title: "Image"}, {Field: "Value", Title: "Pods"},
		}},
		Queries: PromQL{{`count by (container, image_spec) (kube_pod_container_info{` + appPod + `})`, ""}},
	},
}
