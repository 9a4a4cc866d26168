package dashboards

// KubernetesVolumes shows how full the claimed volumes are. How full comes from the kubelets (k8s.io/kubernetes
// pkg/kubelet/server/metrics, volume_stats.go), the rest from kube-state-metrics (docs/metrics/storage).
func KubernetesVolumes() Dashboard {
	return Dashboard{
		UID: "kubernetes-volumes", Folder: "kubernetes", Title: "Kubernetes Persistent Volumes",
		Description: "How full the volumes are, when they will be full, and which claims have none. Look here before a database stops for lack of room.",
		Variables: []Variable{
			{Name: "namespace", Label: "Namespace", Multi: true, From: LabelValues(`label_values(kubelet_volume_stats_capacity_bytes, namespace)`)},
			{
				Name: "claim", Label: "Claim", Multi: true,
				From: LabelValues(`label_values(kubelet_volume_stats_capacity_bytes{namespace=~"$namespace"}, persistentvolumeclaim)`),
			},
		},
		Rows: []Row{
			{Title: "Is it well", Panels: volumeHealth},
			{Title: "How full", Panels: volumeUse},
			{Title: "Claims and volumes", Needs: "kube-state-metrics", Panels: volumeClaims},
		},
	}
}

const ofClaim = `{namespace=~"$namespace", persistentvolumeclaim=~"$claim"}`

var volumeHealth = []Panel{
	{
		Title: "Volumes mounted", View: Stat{}, Unit: Whole,
		Description: "Volumes that a running pod has mounted. Of others nobody knows how full they are.",
		Queries:     PromQL{{`count(kubelet_volume_stats_capacity_bytes` + ofClaim + `)`, "volumes"}},
	},
	{
		Title: "Fuller than 80 %", View: Stat{}, Unit: Whole, Thresholds: BadFrom(1),
		Description: "Volumes that will need more room soon. A volume of EBS can be made larger while it is in use, once in six hours.",
		Queries: PromQL{{
			`count(kubelet_volume_stats_used_bytes` + ofClaim + ` / kubelet_volume_stats_capacity_bytes` + ofClaim + ` > 0.8) or vector(0)`, "volumes",
		}},
	},
	{
		Title: "Full within four days", View: Stat{}, Unit: Whole, Thresholds: BadFrom(1),
		Description: "Volumes that will be full within four days if they go on filling as in the last six hours.",
		Queries:     PromQL{{`count(predict_linear(kubelet_volume_stats_available_bytes` + ofClaim + `[6h], 4 * 24 * 3600) < 0) or vector(0)`, "volumes"}},
	},
	{
		Title: "Room in all", View: Stat{}, Unit: Bytes,
		Description: "What all mounted volumes hold together.",
		Queries:     PromQL{{`sum(kubelet_volume_stats_capacity_bytes` + ofClaim + `)`, "room"}},
	},
	{
		Title: "Used in all", View: Stat{Sparkline: true}, Unit: Bytes,
		Description: "What of it is used.",
		Queries:     PromQL{{`sum(kubelet_volume_stats_used_bytes` + ofClaim + `)`, "used"}},
	},
	{
		Title: "Used", View: Stat{}, Unit: Ratio, Thresholds: WarnFrom(0.7, 0.85),
		Description: "Share of the room of all mounted volumes that is used.",
		Queries:     PromQL{{`sum(kubelet_volume_stats_used_bytes` + ofClaim + `) / sum(kubelet_volume_stats_capacity_bytes` + ofClaim + `)`, "used"}},
	},
}

var volumeUse = []Panel{
	{
		Title: "Space used", View: Timeseries{Max: 1, Table: true}, Width: 12, Height: 10, Unit: Ratio, Thresholds: WarnFrom(0.8, 0.9),
		Description: "How full each volume is.",
		Queries: PromQL{{
			`max by (namespace, persistentvolumeclaim) (kubelet_volume_stats_used_bytes` + ofClaim + ` / kubelet_volume_stats_capacity_bytes` + ofClaim + `)`,
			"{{namespace}}/{{persistentvolumeclaim}}",
		}},
	},
	{
		Title: "Files used", View: Timeseries{Max: 1, Table: true}, Width: 12, Height: 10, Unit: Ratio, Thresholds: WarnFrom(0.8, 0.9),
		Description: "How many of the files that each volume can hold it has. A volume without free inodes takes no new file, however much space is left.",
		Queries: PromQL{{
			`max by (namespace, persistentvolumeclaim) (kubelet_volume_stats_inodes_used` + ofClaim + ` / kubelet_volume_stats_inodes` + ofClaim + `)`,
			"{{namespace}}/{{persistentvolumeclaim}}",
		}},
	},
	{
		Title: "All volumes", Width: 24, Unit: Bytes,
		Description: "Each volume with its size, what is free, how fast it fills, and when it will be full at that pace.",
		View: Table{Sort: "Used", Columns: []Column{
			{Field: "namespace", Title: "Namespace"}, {Field: "persistentvolumeclaim", Title: "Claim"},
			{Field: "Value #A", Title: "Size"},
			{Field: "Value #B", Title: "Free"},
			{Field: "Value #C", Title: "Filled in a day"},
			{Field: "Value #D", Title: "Full in", Unit: Seconds, Thresholds: Thresholds{{Red, 0}, {Orange, 4 * 86400}, {Green, 14 * 86400}}},
			{Field: "Value #E", Title: "Used", Unit: Ratio, Bar: true, Max: 1, Thresholds: WarnFrom(0.8, 0.9)},
		}},
		Queries: PromQL{
			{`max by (namespace, persistentvolumeclaim) (kubelet_volume_stats_capacity_bytes` + ofClaim + `)`, ""},
			{`max by (namespace, persistentvolumeclaim) (kubelet_volume_stats_available_bytes` + ofClaim + `)`, ""},
			{`max by (namespace, persistentvolumeclaim) (delta(kubelet_volume_stats_used_bytes` + ofClaim + `[1d]))`, ""},
			{`max by (namespace, persistentvolumeclaim) (kubelet_volume_stats_available_bytes` + ofClaim +
				` / (deriv(kubelet_volume_stats_used_bytes` + ofClaim + `[6h]) > 0))`, ""},
			{`max by (namespace, persistentvolumeclaim) (kubelet_volume_stats_used_bytes` + ofClaim + ` / kubelet_volume_stats_capacity_bytes` + ofClaim + `)`, ""},
		},
	},
}

var volumeClaims = []Panel{
	{
		Title: "Claims without a volume", Unit: Whole, NoValue: "None",
		Description: "Claims that wait for a volume, or have lost theirs. Their pods do not start: the claim's events say why.",
		View: Table{Columns: []Column{
			{Field: "namespace", Title: "Namespace"}, {Field: "persistentvolumeclaim", Title: "Claim"}, {Field: "phase", Title: "Phase"},
		}},
		Queries: PromQL{{`kube_persistentvolumeclaim_status_phase{namespace=~"$namespace", phase=~"Pending|Lost"} == 1`, ""}},
	},
	{
		Title: "Volumes by phase", View: Pie{}, Unit: Whole,
		Description: "Released volumes have no claim any more but keep their data, and cost money until somebody deletes them.",
		Queries:     PromQL{{`sum by (phase) (kube_persistentvolume_status_phase) > 0`, "{{phase}}"}},
	},
	{
		Title: "Room by storage class", View: Pie{}, Unit: Bytes,
		Description: "What was claimed of each storage class.",
		Queries: PromQL{{
			`sum by (storageclass) (kube_persistentvolumeclaim_resource_requests_storage_bytes` +
				` * on (namespace, persistentvolumeclaim) group_left (storageclass) kube_persistentvolumeclaim_info)`, "{{storageclass}}",
		}},
	},
}
