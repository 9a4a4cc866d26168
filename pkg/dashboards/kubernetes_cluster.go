package dashboards

// KubernetesCluster shows whether the cluster is well and how full it is. What objects are comes from kube-state-metrics
// (docs/metrics), what containers use from the kubelets' cAdvisor (google/cadvisor metrics/prometheus.go).
func KubernetesCluster() Dashboard {
	return Dashboard{
		UID: "kubernetes-cluster", Folder: "kubernetes", Title: "Kubernetes Cluster",
		Description: "Whether nodes and pods are well, how much of the cluster is used and asked for, and by which namespaces. Begin here when something in the cluster is wrong and you do not know what.",
		Rows: []Row{
			{Title: "Is it well", Panels: clusterHealth},
			{Title: "How full", Panels: clusterCapacity},
			{Title: "Who uses it", Panels: clusterUse},
			{Title: "Namespaces", Panels: clusterNamespaces},
			{Title: "What is wrong", Panels: clusterTrouble},
			{Title: "Network", Panels: clusterNetwork},
		},
	}
}

var clusterHealth = []Panel{
	{
		Title: "Nodes ready", View: Stat{}, Unit: Whole,
		Description: "Nodes whose kubelet says that it can take pods.",
		Queries:     PromQL{{`sum(kube_node_status_condition{condition="Ready", status="true"})`, "nodes"}},
	},
	{
		Title: "Nodes not ready", View: Stat{}, Unit: Whole, Thresholds: BadFrom(1),
		Description: "Nodes that take no pods, and whose pods are moved away after five minutes.",
		Queries:     PromQL{{`sum(kube_node_status_condition{condition="Ready", status=~"false|unknown"}) or vector(0)`, "nodes"}},
	},
	{
		Title: "Pods running", View: Stat{}, Unit: Whole,
		Description: "Pods of all namespaces that run.",
		Queries:     PromQL{{`sum(kube_pod_status_phase{phase="Running"})`, "pods"}},
	},
	{
		Title: "Pods waiting", View: Stat{}, Unit: Whole, Thresholds: WarnFrom(1, 5),
		Description: "Pods that are not started yet. If it stays above zero, no node has room for them, or an image or a volume cannot be had.",
		Queries:     PromQL{{`sum(kube_pod_status_phase{phase="Pending"}) or vector(0)`, "pods"}},
	},
	{
		Title: "Pods failed", View: Stat{}, Unit: Whole, Thresholds: WarnFrom(1, 5),
		Description: "Pods that ended with an error, or of which nothing is known any more.",
		Queries:     PromQL{{`sum(kube_pod_status_phase{phase=~"Failed|Unknown"}) or vector(0)`, "pods"}},
	},
	{
		Title: "Restarts in the last hour", View: Stat{}, Unit: Whole, Thresholds: WarnFrom(1, 10), Decimals: new(int),
		Description: "How often containers were started again. The row What is wrong says which.",
		Queries:     PromQL{{`sum(increase(kube_pod_container_status_restarts_total[1h]))`, "restarts"}},
	},
}

var clusterCapacity = []Panel{
	{
		Title: "CPU used", View: Gauge{Max: 1}, Unit: Ratio, Thresholds: WarnFrom(0.7, 0.9),
		Description: "Share of the cores that pods may have which they use.",
		Queries: PromQL{{`sum(rate(container_cpu_usage_seconds_total{container!=""}[$__rate_interval]))` +
			` / sum(kube_node_status_allocatable{resource="cpu"})`, "used"}},
	},
	{
		Title: "CPU asked for", View: Gauge{Max: 1}, Unit: Ratio, Thresholds: WarnFrom(0.85, 1),
		Description: "Share of the cores that containers ask for. At 100 % no new pod finds a node, whatever is used.",
		Queries: PromQL{{`sum(` + running(`kube_pod_container_resource_requests{resource="cpu"}`) + `)` +
			` / sum(kube_node_status_allocatable{resource="cpu"})`, "asked for"}},
	},
	{
		Title: "CPU limits", View: Gauge{Max: 2}, Unit: Ratio, Thresholds: WarnFrom(1.5, 2),
		Description: "What containers may use at most, as a share of the cores that there are. Above 100 % they cannot all have it at once.",
		Queries: PromQL{{`sum(` + running(`kube_pod_container_resource_limits{resource="cpu"}`) + `)` +
			` / sum(kube_node_status_allocatable{resource="cpu"})`, "limits"}},
	},
	{
		Title: "Memory used", View: Gauge{Max: 1}, Unit: Ratio, Thresholds: WarnFrom(0.75, 0.9),
		Description: "Share of the memory that pods may have which they use and cannot give back.",
		Queries: PromQL{{`sum(container_memory_working_set_bytes{container!=""})` +
			` / sum(kube_node_status_allocatable{resource="memory"})`, "used"}},
	},
	{
		Title: "Memory asked for", View: Gauge{Max: 1}, Unit: Ratio, Thresholds: WarnFrom(0.85, 1),
		Description: "Share of the memory that containers ask for. At 100 % no new pod finds a node.",
		Queries: PromQL{{`sum(` + running(`kube_pod_container_resource_requests{resource="memory"}`) + `)` +
			` / sum(kube_node_status_allocatable{resource="memory"})`, "asked for"}},
	},
	{
		Title: "Pods", View: Gauge{Max: 1}, Unit: Ratio, Thresholds: WarnFrom(0.8, 0.95),
		Description: "Share of the pods that the nodes take. On EKS each pod has an address of its node's network cards: small instances take few.",
		Queries:     PromQL{{`count(` + running(`kube_pod_info`) + `) / sum(kube_node_status_allocatable{resource="pods"})`, "used"}},
	},
}

var clusterUse = []Panel{
	{
		Title: "CPU by namespace", View: Timeseries{Stacked: true}, Unit: Cores, Width: 12,
		Description: "Cores that the containers of each namespace use.",
		Queries:     PromQL{{`sum by (namespace) (rate(container_cpu_usage_seconds_total{container!=""}[$__rate_interval]))`, "{{namespace}}"}},
	},
	{
		Title: "Memory by namespace", View: Timeseries{Stacked: true}, Unit: Bytes, Width: 12,
		Description: "Memory that the containers of each namespace use and cannot give back.",
		Queries:     PromQL{{`sum by (namespace) (container_memory_working_set_bytes{container!=""})`, "{{namespace}}"}},
	},
}

var clusterNamespaces = []Panel{{
	Title: "Use and requests by namespace", Width: 24, Height: 9, Unit: Count,
	Description: "What each namespace uses, and what it asks for. Much asked for and little used keeps nodes that nobody needs; much more used than asked for is the first to be slowed down or killed.",
	View: Table{Sort: "Memory used", Columns: []Column{
		{Field: "namespace", Title: "Namespace", Drill: &Drill{Title: "Workloads", UID: "kubernetes-workload", With: []string{"namespace"}}},
		{Field: "Value #A", Title: "Pods", Unit: Whole},
		{Field: "Value #B", Title: "CPU used", Unit: Cores},
		{Field: "Value #C", Title: "CPU asked for", Unit: Cores},
		{Field: "Value #D", Title: "CPU used of asked for", Unit: Ratio, Bar: true, Max: 1, Thresholds: WarnFrom(0.9, 1)},
		{Field: "Value #E", Title: "Memory used", Unit: Bytes},
		{Field: "Value #F", Title: "Memory asked for", Unit: Bytes},
		{Field: "Value #G", Title: "Memory used of asked for", Unit: Ratio, Bar: true, Max: 1, Thresholds: WarnFrom(0.9, 1)},
	}},
	Queries: PromQL{
		{`count by (namespace) (` + running(`kube_pod_info`) + `)`, ""},
		{`sum by (namespace) (rate(container_cpu_usage_seconds_total{container!=""}[$__rate_interval]))`, ""},
		{`sum by (namespace) (` + running(`kube_pod_container_resource_requests{resource="cpu"}`) + `)`, ""},
		{`sum by (namespace) (rate(container_cpu_usage_seconds_total{container!=""}[$__rate_interval]))` +
			` / sum by (namespace) (` + running(`kube_pod_container_resource_requests{resource="cpu"}`) + `)`, ""},
		{`sum by (namespace) (container_memory_working_set_bytes{container!=""})`, ""},
		{`sum by (namespace) (` + running(`kube_pod_container_resource_requests{resource="memory"}`) + `)`, ""},
		{`sum by (namespace) (container_memory_working_set_bytes{container!=""})` +
			` / sum by (namespace) (` + running(`kube_pod_container_resource_requests{resource="memory"}`) + `)`, ""},
	},
}}

var clusterTrouble = []Panel{
	{
		Title: "Containers that wait", Unit: Whole, NoValue: "None",
		Description: "Containers that cannot start, and why: CrashLoopBackOff ends again and again, ImagePullBackOff finds no image.",
		View: Table{Columns: []Column{
			{Field: "namespace", Title: "Namespace"}, {Field: "pod", Title: "Pod"}, {Field: "container", Title: "Container"}, {Field: "reason", Title: "Reason"},
		}},
		Queries: PromQL{{`sum by (namespace, pod, container, reason) (kube_pod_container_status_waiting_reason) > 0`, ""}},
	},
	{
		Title: "Most restarts in the last hour", Unit: Whole, NoValue: "None",
		Description: "The ten containers that were started again most often. Their last log, before the restart, says why.",
		View: Table{Columns: []Column{
			{Field: "namespace", Title: "Namespace"}, {Field: "pod", Title: "Pod"}, {Field: "container", Title: "Container"},
			{Field: "Value", Title: "Restarts", Thresholds: WarnFrom(1, 3)},
		}},
		Queries: PromQL{{`topk(10, round(sum by (namespace, pod, container) (increase(kube_pod_container_status_restarts_total[1h]))) > 0)`, ""}},
	},
	{
		Title: "Workloads short of replicas", Unit: Whole, NoValue: "None",
		Description: "Deployments, StatefulSets and DaemonSets that have fewer pods ready than they should, and how many are missing.",
		View: Table{Columns: []Column{
			{Field: "namespace", Title: "Namespace"}, {Field: "workload", Title: "Workload"}, {Field: "Value", Title: "Missing", Thresholds: BadFrom(1)},
		}},
		Queries: PromQL{{
			`label_join(kube_deployment_spec_replicas - kube_deployment_status_replicas_available, "workload", "/", "deployment") > 0` +
				` or label_join(kube_statefulset_replicas - kube_statefulset_status_replicas_ready, "workload", "/", "statefulset") > 0` +
				` or label_join(kube_daemonset_status_desired_number_scheduled - kube_daemonset_status_number_ready, "workload", "/", "daemonset") > 0`, "",
		}},
	},
	{
		Title: "Nodes under pressure", Unit: Whole, NoValue: "None",
		Description: "Nodes that are short of memory, disk or process numbers, or not ready. The kubelet evicts pods from them.",
		View: Table{Columns: []Column{
			{Field: "node", Title: "Node", Drill: &Drill{Title: "Node", UID: "kubernetes-node", With: []string{"node"}}}, {Field: "condition", Title: "Condition"},
		}},
		Queries: PromQL{{`kube_node_status_condition{condition!="Ready", status="true"} == 1 or kube_node_status_condition{condition="Ready", status=~"false|unknown"} == 1`, ""}},
	},
}

var clusterNetwork = []Panel{
	{
		Title: "Received and sent", Unit: BytesPerSecond, Width: 12,
		Description: "Traffic of all pods: what they receive above the line, what they send below.",
		Queries: PromQL{
			{`sum(rate(container_network_receive_bytes_total{pod!=""}[$__rate_interval]))`, "received"},
			{`sum(rate(container_network_transmit_bytes_total{pod!=""}[$__rate_interval]))`, "sent"},
		},
		Overrides: []Override{{Series: "sent", Below: true}},
	},
	{
		Title: "Packets lost", Unit: Packets, Width: 12,
		Description: "Packets that were dropped on the way to and from pods, by namespace. They are sent again, which people see as slowness.",
		Queries: PromQL{{
			`sum by (namespace) (rate(container_network_receive_packets_dropped_total{pod!=""}[$__rate_interval])` +
				` + rate(container_network_transmit_packets_dropped_total{pod!=""}[$__rate_interval]))`, "{{namespace}}",
		}},
	},
}

// running keeps of a metric of kube-state-metrics what belongs to pods that run or wait to: a finished job asks for nothing.
func running(metric string) string {
	return metric + ` * on (namespace, pod) group_left () (sum by (namespace, pod) (kube_pod_status_phase{phase=~"Pending|Running"}) == 1)`
}
