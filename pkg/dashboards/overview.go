package dashboards

// Overview is Grafana's home. It has a little of each of the others, whose comments say where the metrics come from.
func Overview() Dashboard {
	return Dashboard{
		UID: "platform-overview", Folder: "platform", Title: "Platform Overview", Since: "now-3h",
		Description: "Whether the platform is well: what people outside get, what alerts, what is not what Git says, what is about to run out. Begin here, every day and in every incident.",
		Rows: []Row{
			{Title: "Is it well", Panels: overviewHealth},
			{Title: "What people outside get", Needs: "envoy", Panels: overviewRoutes},
			{Title: "What is wrong", Panels: overviewTrouble},
			{Title: "What is not what Git and the store say", Panels: overviewDrift},
			{Title: "What runs out", Panels: overviewCapacity},
		},
	}
}

var overviewHealth = []Panel{
	{
		Title: "Critical alerts", View: Stat{Filled: true}, Unit: Whole, Thresholds: BadFrom(1),
		Description: "Alerts that somebody must look at now.",
		Queries:     PromQL{{`count(ALERTS{alertstate="firing", severity="critical"}) or vector(0)`, "critical"}},
	},
	{
		Title: "Warnings", View: Stat{Filled: true}, Unit: Whole, Thresholds: WarnFrom(1, 1000),
		Description: "Alerts that somebody should look at today.",
		Queries:     PromQL{{`count(ALERTS{alertstate="firing", severity="warning"}) or vector(0)`, "warnings"}},
	},
	{
		Title: "Failed requests", View: Stat{Filled: true}, Needs: "envoy", Unit: Ratio, Thresholds: WarnFrom(0.001, 0.01),
		Description: "Share of what people outside asked for in the last five minutes that failed.",
		Queries: PromQL{{
			`(sum(rate(istio_requests_total{` + byGateway + `, response_code=~"5..|0"}[5m])) or vector(0)) / sum(rate(istio_requests_total{` + byGateway + `}[5m]))`, "failed",
		}},
	},
	{
		Title: "Targets down", View: Stat{Filled: true}, Unit: Whole, Thresholds: BadFrom(1),
		Description: "Programs whose metrics Prometheus cannot read: they are down, or cannot be reached.",
		Queries:     PromQL{{`count(up == 0) or vector(0)`, "down"}},
	},
	{
		Title: "Out of sync", View: Stat{Filled: true}, Needs: "argocd-application-controller", Unit: Whole, Thresholds: WarnFrom(1, 1000),
		Description: "Applications that are not what Git says.",
		Queries:     PromQL{{`count(argocd_app_info{sync_status!="Synced"}) or vector(0)`, "out of sync"}},
	},
	{
		Title: "Certificate ends in", View: Stat{Filled: true}, Needs: "cert-manager", Unit: Seconds, Thresholds: WellFrom(7*86400, 14*86400),
		Description: "Time until the first certificate ends, if it is not renewed.",
		Queries:     PromQL{{`min(certmanager_certificate_expiration_timestamp_seconds > 0) - time()`, "left"}},
	},
}

const routeLabels = "destination_service_namespace, destination_service_name"

var overviewRoutes = []Panel{
	{
		Title: "Routes", Width: 24, Height: 9, Unit: Count,
		Description: "The golden signals of every service that the gateway passes requests on to. Click on one to see it in detail.",
		View: Table{Sort: "Requests", Columns: []Column{
			{Field: "destination_service_namespace", Title: "Namespace"},
			{Field: "destination_service_name", Title: "Service", Drill: &Drill{Title: "Service", UID: "istio-service", With: []string{"destination_service_name"}}},
			{Field: "Value #A", Title: "Requests", Unit: Requests},
			{Field: "Value #B", Title: "Failed", Unit: Ratio, Thresholds: WarnFrom(0.001, 0.01)},
			{Field: "Value #C", Title: "Failed, last day", Unit: Ratio, Thresholds: WarnFrom(0.001, 0.01)},
			{Field: "Value #D", Title: "Median", Unit: Milliseconds},
			{Field: "Value #E", Title: "99th percentile", Unit: Milliseconds, Thresholds: WarnFrom(500, 1000)},
		}},
		Queries: PromQL{
			{requestRate(byGateway, routeLabels), ""},
			{failed(byGateway, routeLabels), ""},
			{`sum by (` + routeLabels + `) (increase(istio_requests_total{` + byGateway + `, response_code=~"5..|0"}[1d]))` +
				` / sum by (` + routeLabels + `) (increase(istio_requests_total{` + byGateway + `}[1d]))`, ""},
			{latency("0.5", byGateway, routeLabels), ""},
			{latency("0.99", byGateway, routeLabels), ""},
		},
	},
	{
		Title: "Requests", View: Timeseries{Stacked: true}, Unit: Requests,
		Description: "How much each service is asked.",
		Queries:     PromQL{{requestRate(byGateway, "destination_service_name"), "{{destination_service_name}}"}},
	},
	{
		Title: "Failed", Unit: Ratio, Thresholds: WarnFrom(0.01, 0.05),
		Description: "Share of the requests that failed, by service.",
		Queries:     PromQL{{failed(byGateway, "destination_service_name"), "{{destination_service_name}}"}},
	},
	{
		Title: "Latency, 99th percentile", Unit: Milliseconds,
		Description: "How long all but one of a hundred requests take at most, by service.",
		Queries:     PromQL{{latency("0.99", byGateway, "destination_service_name"), "{{destination_service_name}}"}},
	},
}

var overviewTrouble = []Panel{
	{
		Title: "What alerts", View: Alerts{},
		Description: "The alerts that fire or are about to, the most important first. Each leads to its runbook.",
	},
	{
		Title: "Targets that are down", Unit: Whole, NoValue: "None",
		Description: "Programs whose metrics Prometheus cannot read. Its own page Status, Target health shows the error.",
		View:        Table{Columns: []Column{{Field: "job", Title: "Job"}, {Field: "namespace", Title: "Namespace"}, {Field: "instance", Title: "Instance"}}},
		Queries:     PromQL{{`up == 0`, ""}},
	},
}

var overviewDrift = []Panel{
	{
		Title: "Applications out of sync or not healthy", Needs: "argocd-application-controller", Unit: Whole, NoValue: "None",
		Description: "What in the cluster is not what Git says, or does not work.",
		View: Table{Columns: []Column{
			{Field: "name", Title: "Application", Drill: &Drill{Title: "Argo CD", UID: "argocd-applications"}},
			{Field: "sync_status", Title: "Sync"}, {Field: "health_status", Title: "Health"},
		}},
		Queries: PromQL{{`argocd_app_info{sync_status!="Synced"} or argocd_app_info{health_status!="Healthy"}`, ""}},
	},
	{
		Title: "Secrets that are not ready", Needs: "external-secrets", Width: 6, Unit: Whole, NoValue: "None",
		Description: "ExternalSecrets that could not be read from the store.",
		View: Table{Columns: []Column{
			{Field: "exported_namespace", Title: "Namespace"}, {Field: "name", Title: "Secret", Drill: &Drill{Title: "External Secrets", UID: "external-secrets"}},
		}},
		Queries: PromQL{{`externalsecret_status_condition{condition="Ready", status="False"} == 1`, ""}},
	},
	{
		Title: "Certificates that end first", Needs: "cert-manager", Width: 6, Unit: Seconds, View: BarGauge{Max: 90 * 86400}, Thresholds: WellFrom(7*86400, 14*86400),
		Description: "Time until each of the first five certificates ends.",
		Queries: PromQL{{
			`bottomk(5, min by (exported_namespace, name) (certmanager_certificate_expiration_timestamp_seconds > 0) - time())`, "{{name}}",
		}},
	},
}

var overviewCapacity = []Panel{
	{
		Title: "CPU of the nodes", Needs: "node-exporter", View: BarGauge{Max: 1}, Unit: Ratio, Thresholds: WarnFrom(0.8, 0.95),
		Description: "Share of the time that each node's processors work.",
		Queries:     PromQL{{`1 - avg by (node) (rate(node_cpu_seconds_total{mode="idle"}[5m]))`, "{{node}}"}},
		Drill:       &Drill{Title: "Node", UID: "kubernetes-node", With: []string{"node"}},
	},
	{
		Title: "Memory of the nodes", Needs: "node-exporter", View: BarGauge{Max: 1}, Unit: Ratio, Thresholds: WarnFrom(0.85, 0.95),
		Description: "Share of each node's memory that no new program could have.",
		Queries:     PromQL{{`1 - sum by (node) (node_memory_MemAvailable_bytes) / sum by (node) (node_memory_MemTotal_bytes)`, "{{node}}"}},
		Drill:       &Drill{Title: "Node", UID: "kubernetes-node", With: []string{"node"}},
	},
	{
		Title: "Fullest volumes", View: BarGauge{Max: 1}, Unit: Ratio, Thresholds: WarnFrom(0.8, 0.9),
		Description: "The eight volumes with the least room left.",
		Queries: PromQL{{
			`topk(8, max by (namespace, persistentvolumeclaim) (kubelet_volume_stats_used_bytes / kubelet_volume_stats_capacity_bytes))`, "{{namespace}}/{{persistentvolumeclaim}}",
		}},
		Drill: &Drill{Title: "Volumes", UID: "kubernetes-volumes"},
	},
}
