package dashboards

// KubernetesNode shows one node: whether it is well and what it runs short of. Its metrics are node-exporter's (collector/*.go),
// and what its pods use is the kubelet's.
func KubernetesNode() Dashboard {
	return Dashboard{
		UID: "kubernetes-node", Folder: "kubernetes", Title: "Kubernetes Node",
		Description: "What one node does and runs short of: processors, memory, disks, network. Look here when pods of one node are slow or evicted.",
		Variables:   []Variable{{Name: "node", Label: "Node", From: LabelValues(`label_values(node_uname_info, node)`)}},
		Rows: []Row{
			{Title: "Overview", Panels: nodeOverview},
			{Title: "Processors", Panels: nodeCPU},
			{Title: "Memory", Panels: nodeMemory},
			{Title: "Disks", Panels: nodeDisk},
			{Title: "Network", Panels: nodeNetwork},
			{Title: "Pods", Panels: nodePods},
			{Title: "Kubelet", Collapsed: true, Panels: nodeKubelet},
		},
	}
}

var nodeOverview = []Panel{
	{
		Title: "CPU", View: Gauge{Max: 1}, Height: 6, Unit: Ratio, Thresholds: WarnFrom(0.8, 0.95),
		Description: "Share of the time that the processors work.",
		Queries:     PromQL{{`1 - avg(rate(node_cpu_seconds_total{mode="idle", node="$node"}[$__rate_interval]))`, "busy"}},
	},
	{
		Title: "Memory", View: Gauge{Max: 1}, Height: 6, Unit: Ratio, Thresholds: WarnFrom(0.85, 0.95),
		Description: "Share of the memory that could not be had by a new program.",
		Queries:     PromQL{{`1 - node_memory_MemAvailable_bytes{node="$node"} / node_memory_MemTotal_bytes{node="$node"}`, "used"}},
	},
	{
		Title: "Root disk", View: Gauge{Max: 1}, Height: 6, Unit: Ratio, Thresholds: WarnFrom(0.8, 0.9),
		Description: "Share of the root file system that is taken, by images, logs and the pods' own files. From 85 % the kubelet deletes images, later pods.",
		Queries:     PromQL{{`1 - node_filesystem_avail_bytes{node="$node", mountpoint="/"} / node_filesystem_size_bytes{node="$node", mountpoint="/"}`, "used"}},
	},
	{
		Title: "Load for each core", View: Stat{Sparkline: true}, Height: 6, Unit: Count, Thresholds: WarnFrom(1, 2),
		Description: "Programs that run or wait for a core or a disk, averaged over five minutes, for each core. Above 1 some wait.",
		Queries:     PromQL{{`sum(node_load5{node="$node"}) / count(node_cpu_seconds_total{mode="idle", node="$node"})`, "load"}},
	},
	{
		Title: "Cores", View: Stat{}, Height: 3, Unit: Whole,
		Description: "Processors that the node has.",
		Queries:     PromQL{{`count(node_cpu_seconds_total{mode="idle", node="$node"})`, "cores"}},
	},
	{
		Title: "Total memory", View: Stat{}, Height: 3, Unit: Bytes,
		Description: "Memory that the node has.",
		Queries:     PromQL{{`node_memory_MemTotal_bytes{node="$node"}`, "memory"}},
	},
	{
		Title: "Uptime", View: Stat{}, Height: 3, Unit: Seconds,
		Description: "Time since the node started.",
		Queries:     PromQL{{`time() - node_boot_time_seconds{node="$node"}`, "uptime"}},
	},
	{
		Title: "Kernel", View: Stat{Name: true}, Height: 3, Unit: Text,
		Description: "The version of Linux that the node runs.",
		Queries:     PromQL{{`node_uname_info{node="$node"}`, "{{release}}"}},
	},
}

var nodeCPU = []Panel{
	{
		Title: "CPU by use", View: Timeseries{Stacked: true, Max: 1}, Unit: Ratio,
		Description: "What the processors do. Much iowait is a slow disk; steal is time that the hypervisor gave to others, or that an instance with credits has used up.",
		Queries:     PromQL{{`avg by (mode) (rate(node_cpu_seconds_total{mode!="idle", node="$node"}[$__rate_interval]))`, "{{mode}}"}},
	},
	{
		Title: "Load", Unit: Count,
		Description: "Programs that run or wait, and the number of cores. While the load is above the line, some wait.",
		Queries: PromQL{
			{`node_load1{node="$node"}`, "1 minute"},
			{`node_load5{node="$node"}`, "5 minutes"},
			{`node_load15{node="$node"}`, "15 minutes"},
			{`count(node_cpu_seconds_total{mode="idle", node="$node"})`, "cores"},
		},
		Overrides: []Override{{Series: "cores", Dashed: true, Color: Red}},
	},
	{
		Title: "Time lost waiting", Unit: Ratio,
		Description: "Share of the time in which some program waited for a core, for memory or for a disk (the kernel's pressure stall information). It tells shortage from mere use.",
		Queries: PromQL{
			{`rate(node_pressure_cpu_waiting_seconds_total{node="$node"}[$__rate_interval])`, "for a core"},
			{`rate(node_pressure_memory_waiting_seconds_total{node="$node"}[$__rate_interval])`, "for memory"},
			{`rate(node_pressure_io_waiting_seconds_total{node="$node"}[$__rate_interval])`, "for a disk"},
		},
	},
}

var nodeMemory = []Panel{
	{
		Title: "Memory by use", View: Timeseries{Stacked: true}, Unit: Bytes, Width: 12,
		Description: "What the memory holds. Buffers and cache are given back when programs need them.",
		Queries: PromQL{
			{`node_memory_MemTotal_bytes{node="$node"} - node_memory_MemFree_bytes{node="$node"} - node_memory_Buffers_bytes{node="$node"} - node_memory_Cached_bytes{node="$node"}`, "programs"},
			{`node_memory_Buffers_bytes{node="$node"}`, "buffers"},
			{`node_memory_Cached_bytes{node="$node"}`, "cache"},
			{`node_memory_MemFree_bytes{node="$node"}`, "free"},
		},
	},
	{
		Title: "Pages read back", Unit: PerSecond, Width: 6,
		Description: "Pages of programs and files that had to be read from disk again. If it stays high, the memory is too small and everything slows down.",
		Queries:     PromQL{{`rate(node_vmstat_pgmajfault{node="$node"}[$__rate_interval])`, "major faults"}},
	},
	{
		Title: "Killed for memory", View: Timeseries{Bars: true}, Unit: Whole, Width: 6,
		Description: "Programs that the kernel killed because they or the node were out of memory.",
		Queries:     PromQL{{`increase(node_vmstat_oom_kill{node="$node"}[$__rate_interval])`, "killed"}},
	},
}

var nodeDisk = []Panel{
	{
		Title: "File systems", Unit: Ratio,
		Description: "How full each file system is.",
		View: Table{Columns: []Column{
			{Field: "mountpoint", Title: "Mounted at"},
			{Field: "device", Title: "Device"},
			{Field: "Value #A", Title: "Size", Unit: Bytes},
			{Field: "Value #B", Title: "Free", Unit: Bytes},
			{Field: "Value #C", Title: "Used", Bar: true, Max: 1, Thresholds: WarnFrom(0.8, 0.9)},
		}},
		Queries: PromQL{
			{`max by (mountpoint, device) (node_filesystem_size_bytes{node="$node"})`, ""},
			{`max by (mountpoint, device) (node_filesystem_avail_bytes{node="$node"})`, ""},
			{`1 - max by (mountpoint, device) (node_filesystem_avail_bytes{node="$node"} / node_filesystem_size_bytes{node="$node"})`, ""},
		},
	},
	{
		Title: "Disk busy", View: Timeseries{Max: 1}, Unit: Ratio, Width: 6,
		Description: "Share of the time in which each disk worked. A volume in the cloud can do several things at once: compare it with the time that each takes.",
		Queries:     PromQL{{`rate(node_disk_io_time_seconds_total{node="$node"}[$__rate_interval])`, "{{device}}"}},
	},
	{
		Title: "Time for each read and write", Unit: Seconds, Width: 6,
		Description: "How long a disk takes for a read and for a write. EBS volumes of type gp3 need one or two milliseconds; more means that they are at their limit.",
		Queries: PromQL{
			{`rate(node_disk_read_time_seconds_total{node="$node"}[$__rate_interval]) / (rate(node_disk_reads_completed_total{node="$node"}[$__rate_interval]) > 0)`, "{{device}}: read"},
			{`rate(node_disk_write_time_seconds_total{node="$node"}[$__rate_interval]) / (rate(node_disk_writes_completed_total{node="$node"}[$__rate_interval]) > 0)`, "{{device}}: write"},
		},
	},
	{
		Title: "Operations", Unit: Operations, Width: 12,
		Description: "Reads above the line, writes below. A gp3 volume does 3000 a second unless more was bought.",
		Queries: PromQL{
			{`rate(node_disk_reads_completed_total{node="$node"}[$__rate_interval])`, "{{device}}: reads"},
			{`rate(node_disk_writes_completed_total{node="$node"}[$__rate_interval])`, "{{device}}: writes"},
		},
		Overrides: []Override{{Series: "/.*: writes/", Below: true}},
	},
	{
		Title: "Throughput", Unit: BytesPerSecond, Width: 12,
		Description: "Bytes read above the line, written below. A gp3 volume does 125 MiB a second unless more was bought.",
		Queries: PromQL{
			{`rate(node_disk_read_bytes_total{node="$node"}[$__rate_interval])`, "{{device}}: read"},
			{`rate(node_disk_written_bytes_total{node="$node"}[$__rate_interval])`, "{{device}}: written"},
		},
		Overrides: []Override{{Series: "/.*: written/", Below: true}},
	},
}

var nodeNetwork = []Panel{
	{
		Title: "Traffic", Unit: BytesPerSecond,
		Description: "Bytes received above the line, sent below, by network card.",
		Queries: PromQL{
			{`rate(node_network_receive_bytes_total{node="$node", device!="lo"}[$__rate_interval])`, "{{device}}: received"},
			{`rate(node_network_transmit_bytes_total{node="$node", device!="lo"}[$__rate_interval])`, "{{device}}: sent"},
		},
		Overrides: []Override{{Series: "/.*: sent/", Below: true}},
	},
	{
		Title: "Errors and losses", Unit: Packets,
		Description: "Packets with errors and packets dropped, of all network cards. All lines belong at zero.",
		Queries: PromQL{
			{`sum(rate(node_network_receive_errs_total{node="$node"}[$__rate_interval]))`, "receive errors"},
			{`sum(rate(node_network_transmit_errs_total{node="$node"}[$__rate_interval]))`, "send errors"},
			{`sum(rate(node_network_receive_drop_total{node="$node"}[$__rate_interval]))`, "receive drops"},
			{`sum(rate(node_network_transmit_drop_total{node="$node"}[$__rate_interval]))`, "send drops"},
		},
	},
	{
		Title: "Connections tracked", Unit: Count,
		Description: "Connections that the kernel keeps in mind, and how many it can. When the table is full, new connections are dropped.",
		Queries: PromQL{
			{`node_nf_conntrack_entries{node="$node"}`, "tracked"},
			{`node_nf_conntrack_entries_limit{node="$node"}`, "limit"},
		},
		Overrides: []Override{{Series: "limit", Dashed: true, Color: Red}},
	},
}

var nodePods = []Panel{
	{
		Title: "CPU by pod", Unit: Cores, View: Timeseries{Stacked: true},
		Description: "The ten pods that use the most cores of the node.",
		Queries:     PromQL{{`topk(10, sum by (namespace, pod) (rate(container_cpu_usage_seconds_total{node="$node", container!=""}[$__rate_interval])))`, "{{namespace}}/{{pod}}"}},
	},
	{
		Title: "Memory by pod", Unit: Bytes, View: Timeseries{Stacked: true},
		Description: "The ten pods that use the most memory of the node.",
		Queries:     PromQL{{`topk(10, sum by (namespace, pod) (container_memory_working_set_bytes{node="$node", container!=""}))`, "{{namespace}}/{{pod}}"}},
	},
	{
		Title: "Pods that it runs", Unit: Whole,
		Description: "Pods whose containers the kubelet runs.",
		Queries:     PromQL{{`kubelet_running_pods{node="$node"}`, "pods"}},
	},
}

// The kubelet's own metrics: k8s.io/kubernetes pkg/kubelet/metrics/metrics.go.
var nodeKubelet = []Panel{
	{
		Title: "Time to start a pod", Unit: Seconds,
		Description: "How long pods take from the moment that the kubelet sees them until they run, without the pulling of images.",
		Queries: PromQL{
			{`histogram_quantile(0.5, sum by (le) (rate(kubelet_pod_start_sli_duration_seconds_bucket{node="$node"}[$__rate_interval])))`, "median"},
			{`histogram_quantile(0.99, sum by (le) (rate(kubelet_pod_start_sli_duration_seconds_bucket{node="$node"}[$__rate_interval])))`, "99th percentile"},
		},
	},
	{
		Title: "Errors of the container runtime", Unit: PerSecond,
		Description: "Calls to containerd that failed, by what was asked of it.",
		Queries:     PromQL{{`sum by (operation_type) (rate(kubelet_runtime_operations_errors_total{node="$node"}[$__rate_interval]))`, "{{operation_type}}"}},
	},
	{
		Title: "Time to look at all containers", Unit: Seconds,
		Description: "How long the kubelet takes to list the containers. Above three minutes the node becomes not ready.",
		Queries:     PromQL{{`histogram_quantile(0.99, sum by (le) (rate(kubelet_pleg_relist_duration_seconds_bucket{node="$node"}[$__rate_interval])))`, "99th percentile"}},
	},
}
