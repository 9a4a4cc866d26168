package dashboards

// podHash is what a Deployment puts behind its name in the names of its ReplicaSets: eight to ten letters of this alphabet
// (k8s.io/apimachinery pkg/util/rand, alphanums).
const podHash = `(?:-[bcdfghjklmnpqrstvwxz2456789]{8,10})?`

// workloadVariables choose a workload and its pods.
var workloadVariables = []Variable{
	{Name: "namespace", Label: "Namespace", From: LabelValues(`label_values(kube_pod_info, namespace)`)},
	{
		Name: "workload", Label: "Workload", Pick: `^(.+?)` + podHash + `$`,
		From: LabelValues(`label_values(kube_pod_info{namespace="$namespace", created_by_kind=~"ReplicaSet|StatefulSet|DaemonSet"}, created_by_name)`),
	},
	{
		Name: "pod", Label: "Pod", Multi: true, Only: true,
		From: LabelValues(`label_values(kube_pod_info{namespace="$namespace", created_by_name=~"$workload` + podHash + `"}, pod)`),
	},
}

// ofWorkload selects the containers of the chosen pods.
const ofWorkload = `namespace="$namespace", pod=~"$pod", container!=""`

// KubernetesWorkload shows the pods of one Deployment, StatefulSet or DaemonSet. What they are comes from kube-state-metrics
// (docs/metrics/workload), what they use from the kubelets' cAdvisor (google/cadvisor metrics/prometheus.go).
func KubernetesWorkload() Dashboard {
	return Dashboard{
		UID: "kubernetes-workload", Folder: "kubernetes", Title: "Kubernetes Workload",
		Description: "Whether one Deployment, StatefulSet or DaemonSet has all its pods, and whether what they ask for and may use suits what they do. Look here when one program is slow or restarts.",
		Variables:   workloadVariables,
		Annotations: []Annotation{{
			Name: "New version", Color: Blue, Text: "{{deployment}}{{statefulset}}{{daemonset}} changed",
			Expr: `changes(kube_deployment_metadata_generation{namespace="$namespace", deployment="$workload"}[2m]) > 0` +
				` or changes(kube_statefulset_metadata_generation{namespace="$namespace", statefulset="$workload"}[2m]) > 0` +
				` or changes(kube_daemonset_metadata_generation{namespace="$namespace", daemonset="$workload"}[2m]) > 0`,
		}},
		Rows: []Row{
			{Title: "Is it well", Panels: workloadHealth},
			{Title: "CPU", Panels: workloadCPU},
			{Title: "Memory", Panels: workloadMemory},
			{Title: "Network and disk", Panels: workloadTraffic},
			{Title: "Containers", Panels: workloadContainers},
		},
	}
}

var workloadHealth = []Panel{
	{
		Title: "Pods wanted", View: Stat{}, Unit: Whole,
		Description: "How many pods there should be.",
		Queries: PromQL{{
			`kube_deployment_spec_replicas{namespace="$namespace", deployment="$workload"}` +
				` or kube_statefulset_replicas{namespace="$namespace", statefulset="$workload"}` +
				` or kube_daemonset_status_desired_number_scheduled{namespace="$namespace", daemonset="$workload"}`, "wanted",
		}},
	},
	{
		Title: "Pods ready", View: Stat{}, Unit: Whole, Thresholds: GoodFrom(1),
		Description: "How many pods take requests.",
		Queries:     PromQL{{`sum(kube_pod_status_ready{namespace="$namespace", pod=~"$pod", condition="true"})`, "ready"}},
	},
	{
		Title: "Restarts in the last day", View: Stat{}, Unit: Whole, Thresholds: WarnFrom(1, 5), Decimals: new(int),
		Description: "How often its containers were started again.",
		Queries:     PromQL{{`sum(increase(kube_pod_container_status_restarts_total{namespace="$namespace", pod=~"$pod"}[1d]))`, "restarts"}},
	},
	{
		Title: "Killed for memory", View: Stat{}, Unit: Whole, Thresholds: BadFrom(1),
		Description: "Containers whose last end was by the kernel, because they needed more memory than their limit.",
		Queries: PromQL{{
			`sum(kube_pod_container_status_last_terminated_reason{namespace="$namespace", pod=~"$pod", reason="OOMKilled"}) or vector(0)`, "killed",
		}},
	},
	{
		Title: "CPU of the request", View: Stat{}, Unit: Ratio, Thresholds: WarnFrom(0.9, 1.5),
		Description: "What the pods use, as a share of what they ask for. Above 100 % they live on what others leave over.",
		Queries: PromQL{{
			`sum(rate(container_cpu_usage_seconds_total{` + ofWorkload + `}[$__rate_interval]))` +
				` / sum(kube_pod_container_resource_requests{resource="cpu", namespace="$namespace", pod=~"$pod"})`, "used",
		}},
	},
	{
		Title: "Memory of the limit", View: Stat{}, Unit: Ratio, Thresholds: WarnFrom(0.8, 0.95),
		Description: "How near the pod with the least room is to its limit. At 100 % it is killed.",
		Queries: PromQL{{
			`max(max by (pod, container) (container_memory_working_set_bytes{` + ofWorkload + `})` +
				` / max by (pod, container) (kube_pod_container_resource_limits{resource="memory", namespace="$namespace", pod=~"$pod"}))`, "used",
		}},
	},
	{
		Title: "Pods", View: States{}, Width: 24, Height: 6, Unit: Whole, Thresholds: GoodFrom(1), Texts: map[string]string{"0": "not ready", "1": "ready"},
		Description: "When each pod was ready. Pods that come and go in turn are a rolling update; several not ready at once is an outage.",
		Queries:     PromQL{{`max by (pod) (kube_pod_status_ready{namespace="$namespace", pod=~"$pod", condition="true"})`, "{{pod}}"}},
	},
}

var workloadCPU = []Panel{
	{
		Title: "Cores used", Width: 12, Unit: Cores,
		Description: "Cores that each pod uses, and what one pod asks for and may use at most.",
		Queries: PromQL{
			{`sum by (pod) (rate(container_cpu_usage_seconds_total{` + ofWorkload + `}[$__rate_interval]))`, "{{pod}}"},
			{`max(sum by (pod) (kube_pod_container_resource_requests{resource="cpu", namespace="$namespace", pod=~"$pod"}))`, "asked for"},
			{`max(sum by (pod) (kube_pod_container_resource_limits{resource="cpu", namespace="$namespace", pod=~"$pod"}))`, "limit"},
		},
		Overrides: bounds,
	},
	{
		Title: "Held back", Width: 12, Unit: Ratio, Thresholds: WarnFrom(0.25, 0.5), View: Timeseries{Max: 1},
		Description: "Share of the time slices in which the container had used up its CPU limit and had to wait. Above a quarter, requests become slow: raise the limit, or take it away.",
		Queries: PromQL{{
			`sum by (pod, container) (rate(container_cpu_cfs_throttled_periods_total{` + ofWorkload + `}[$__rate_interval]))` +
				` / (sum by (pod, container) (rate(container_cpu_cfs_periods_total{` + ofWorkload + `}[$__rate_interval])) > 0)`, "{{pod}}: {{container}}",
		}},
	},
}

// bounds are how lines look that are no use but what was asked for and what is allowed.
var bounds = []Override{{Series: "asked for", Dashed: true, Color: Orange}, {Series: "limit", Dashed: true, Color: Red}}

var workloadMemory = []Panel{
	{
		Title: "Memory used", Width: 12, Unit: Bytes,
		Description: "Memory that each pod uses and cannot give back, and what one pod asks for and may use at most. A line that only rises until it falls to nothing is a leak.",
		Queries: PromQL{
			{`sum by (pod) (container_memory_working_set_bytes{` + ofWorkload + `})`, "{{pod}}"},
			{`max(sum by (pod) (kube_pod_container_resource_requests{resource="memory", namespace="$namespace", pod=~"$pod"}))`, "asked for"},
			{`max(sum by (pod) (kube_pod_container_resource_limits{resource="memory", namespace="$namespace", pod=~"$pod"}))`, "limit"},
		},
		Overrides: bounds,
	},
	{
		Title: "Memory by kind", View: Timeseries{Stacked: true}, Width: 12, Unit: Bytes,
		Description: "What the memory of all its pods holds. The page cache is given back when it is needed; what the program itself took is not.",
		Queries: PromQL{
			{`sum(container_memory_rss{` + ofWorkload + `})`, "program"},
			{`sum(container_memory_cache{` + ofWorkload + `})`, "page cache"},
		},
	},
}

var workloadTraffic = []Panel{
	{
		Title: "Network", Unit: BytesPerSecond,
		Description: "Bytes that each pod receives above the line, sends below, the sidecar's own traffic included.",
		Queries: PromQL{
			{`sum by (pod) (rate(container_network_receive_bytes_total{namespace="$namespace", pod=~"$pod"}[$__rate_interval]))`, "{{pod}}: received"},
			{`sum by (pod) (rate(container_network_transmit_bytes_total{namespace="$namespace", pod=~"$pod"}[$__rate_interval]))`, "{{pod}}: sent"},
		},
		Overrides: []Override{{Series: "/.*: sent/", Below: true}},
	},
	{
		Title: "Disk", Unit: BytesPerSecond,
		Description: "Bytes that each pod reads above the line, writes below.",
		Queries: PromQL{
			{`sum by (pod) (rate(container_fs_reads_bytes_total{` + ofWorkload + `}[$__rate_interval]))`, "{{pod}}: read"},
			{`sum by (pod) (rate(container_fs_writes_bytes_total{` + ofWorkload + `}[$__rate_interval]))`, "{{pod}}: written"},
		},
		Overrides: []Override{{Series: "/.*: written/", Below: true}},
	},
	{
		Title: "Volumes", View: BarGauge{Max: 1}, Unit: Ratio, Thresholds: WarnFrom(0.8, 0.9), NoValue: "No volumes",
		Description: "How full the volumes are that the pods have claimed.",
		Queries: PromQL{{
			`max by (persistentvolumeclaim) (kubelet_volume_stats_used_bytes{namespace="$namespace"} / kubelet_volume_stats_capacity_bytes{namespace="$namespace"})` +
				` * on (persistentvolumeclaim) group_left () (max by (persistentvolumeclaim) (kube_pod_spec_volumes_persistentvolumeclaims_info{namespace="$namespace", pod=~"$pod"}))`,
			"{{persistentvolumeclaim}}",
		}},
	},
}

var workloadContainers = []Panel{{
	Title: "Use and requests by container", Width: 24, Unit: Count,
	Description: "What each container uses, and what it asks for and may use. Set what it asks for near what it uses in its busy hours.",
	View: Table{Sort: "Memory used", Columns: []Column{
		{Field: "pod", Title: "Pod"}, {Field: "container", Title: "Container"},
		{Field: "Value #A", Title: "CPU used", Unit: Cores},
		{Field: "Value #B", Title: "CPU asked for", Unit: Cores},
		{Field: "Value #C", Title: "CPU limit", Unit: Cores},
		{Field: "Value #D", Title: "Memory used", Unit: Bytes},
		{Field: "Value #E", Title: "Memory asked for", Unit: Bytes},
		{Field: "Value #F", Title: "Memory limit", Unit: Bytes},
		{Field: "Value #G", Title: "Restarts", Unit: Whole, Thresholds: WarnFrom(1, 5)},
	}},
	Queries: PromQL{
		{`sum by (pod, container) (rate(container_cpu_usage_seconds_total{` + ofWorkload + `}[$__rate_interval]))`, ""},
		{`sum by (pod, container) (kube_pod_container_resource_requests{resource="cpu", namespace="$namespace", pod=~"$pod"})`, ""},
		{`sum by (pod, container) (kube_pod_container_resource_limits{resource="cpu", namespace="$namespace", pod=~"$pod"})`, ""},
		{`sum by (pod, container) (container_memory_working_set_bytes{` + ofWorkload + `})`, ""},
		{`sum by (pod, container) (kube_pod_container_resource_requests{resource="memory", namespace="$namespace", pod=~"$pod"})`, ""},
		{`sum by (pod, container) (kube_pod_container_resource_limits{resource="memory", namespace="$namespace", pod=~"$pod"})`, ""},
		{`sum by (pod, container) (kube_pod_container_status_restarts_total{namespace="$namespace", pod=~"$pod"})`, ""},
	},
}}
