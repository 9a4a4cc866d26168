package dashboards

// ArgoCD shows whether the cluster is what Git says. Its metrics are those of argoproj/argo-cd docs/operator-manual/metrics.md
// (controller/metrics, reposerver/metrics, server/metrics), read by the jobs "argocd-...".
func ArgoCD() Dashboard {
	return Dashboard{
		UID: "argocd-applications", Folder: "argocd", Title: "Argo CD",
		Description: "Which Applications are not what Git says, or not healthy, whether syncs succeed, and whether Argo CD keeps up. Look here when a merged change does not arrive in the cluster.",
		Variables:   []Variable{{Name: "project", Label: "Project", Multi: true, From: LabelValues(`label_values(argocd_app_info, project)`)}},
		Rows: []Row{
			{Title: "Is it well", Panels: argoHealth},
			{Title: "What needs a look", Panels: argoTrouble},
			{Title: "Syncs", Panels: argoSyncs},
			{Title: "Does it keep up", Panels: argoController},
			{Title: "Git and manifests", Panels: argoRepositories},
			{Title: "Cluster and API", Panels: argoCluster},
			process(`job=~"argocd-.+"`, "{{job}}"),
		},
	}
}

const (
	ofController = `job="argocd-application-controller"`
	ofRepoServer = `job="argocd-repo-server"`
	ofProject    = `project=~"$project"`
)

var argoHealth = []Panel{
	{
		Title: "Applications", View: Stat{}, Unit: Whole,
		Description: "Applications that Argo CD looks after.",
		Queries:     PromQL{{`count(argocd_app_info{` + ofProject + `})`, "applications"}},
	},
	{
		Title: "Out of sync", View: Stat{}, Unit: Whole, Thresholds: BadFrom(1),
		Description: "Applications that are not what Git says.",
		Queries:     PromQL{{`count(argocd_app_info{` + ofProject + `, sync_status!="Synced"}) or vector(0)`, "out of sync"}},
	},
	{
		Title: "Not healthy", View: Stat{}, Unit: Whole, Thresholds: BadFrom(1),
		Description: "Applications of which some object is degraded, missing or unknown.",
		Queries:     PromQL{{`count(argocd_app_info{` + ofProject + `, health_status!~"Healthy|Progressing|Suspended"}) or vector(0)`, "not healthy"}},
	},
	{
		Title: "Progressing", View: Stat{}, Unit: Whole,
		Description: "Applications that are on their way: a rollout, or a load balancer that is being made.",
		Queries:     PromQL{{`count(argocd_app_info{` + ofProject + `, health_status="Progressing"}) or vector(0)`, "progressing"}},
	},
	{
		Title: "Without auto-sync", View: Stat{}, Unit: Whole, Thresholds: WarnFrom(1, 1000),
		Description: "Applications that nobody but a person syncs. Somebody may have switched it off in an emergency and forgotten it.",
		Queries:     PromQL{{`count(argocd_app_info{` + ofProject + `, autosync_enabled="false"}) or vector(0)`, "by hand"}},
	},
	{
		Title: "Failed syncs, last day", View: Stat{}, Unit: Whole, Thresholds: WarnFrom(1, 5), Decimals: new(int),
		Description: "Syncs that ended with an error.",
		Queries:     PromQL{{`sum(increase(argocd_app_sync_total{` + ofProject + `, phase=~"Error|Failed"}[1d])) or vector(0)`, "failed"}},
	},
}

var argoTrouble = []Panel{
	{
		Title: "Applications out of sync or not healthy", Width: 12, Unit: Whole, NoValue: "None",
		Description: "What is to be looked at, in Argo CD: its page of the Application says which object differs and why.",
		View: Table{Columns: []Column{
			{Field: "name", Title: "Application"}, {Field: "project", Title: "Project"}, {Field: "dest_namespace", Title: "Namespace"},
			{Field: "sync_status", Title: "Sync"}, {Field: "health_status", Title: "Health"},
		}},
		Queries: PromQL{{
			`argocd_app_info{` + ofProject + `, sync_status!="Synced"} or argocd_app_info{` + ofProject + `, health_status!="Healthy"}`, "",
		}},
	},
	{
		Title: "By sync status", View: Pie{}, Unit: Whole,
		Description: "Applications by whether they are what Git says.",
		Queries:     PromQL{{`count by (sync_status) (argocd_app_info{` + ofProject + `})`, "{{sync_status}}"}},
		Overrides:   []Override{{Series: "Synced", Color: Green}, {Series: "OutOfSync", Color: Orange}, {Series: "Unknown", Color: Red}},
	},
	{
		Title: "By health", View: Pie{}, Unit: Whole,
		Description: "Applications by the health of their objects.",
		Queries:     PromQL{{`count by (health_status) (argocd_app_info{` + ofProject + `})`, "{{health_status}}"}},
		Overrides: []Override{
			{Series: "Healthy", Color: Green}, {Series: "Progressing", Color: Blue}, {Series: "Degraded", Color: Red}, {Series: "Missing", Color: Orange},
		},
	},
	{
		Title: "Out of sync over time", View: Timeseries{Stacked: true}, Width: 24, Unit: Whole,
		Description: "Which Applications were not what Git says, and for how long. One that comes and goes all the time fights with somebody else who changes the same field.",
		Queries:     PromQL{{`sum by (name) (argocd_app_info{` + ofProject + `, sync_status="OutOfSync"})`, "{{name}}"}},
	},
}

var argoSyncs = []Panel{
	{
		Title: "Syncs", View: Timeseries{Bars: true, Stacked: true}, Unit: Whole,
		Description: "Syncs by how they ended.",
		Queries:     PromQL{{`sum by (phase) (increase(argocd_app_sync_total{` + ofProject + `}[$__rate_interval])) > 0`, "{{phase}}"}},
		Overrides:   []Override{{Series: "Succeeded", Color: Green}, {Series: "Failed", Color: Red}, {Series: "Error", Color: Orange}},
	},
	{
		Title: "Syncs by Application", View: Timeseries{Bars: true, Stacked: true}, Unit: Whole,
		Description: "Which Applications are synced. One that is synced again and again has a field that somebody changes back.",
		Queries:     PromQL{{`sum by (name) (increase(argocd_app_sync_total{` + ofProject + `}[$__rate_interval])) > 0`, "{{name}}"}},
	},
	{
		Title: "Time of a sync", Unit: Seconds,
		Description: "How long syncs take on average. Hooks and waves wait for objects to become healthy.",
		Queries: PromQL{{
			`sum by (name) (rate(argocd_app_sync_duration_seconds_total{` + ofProject + `}[1h])) / (sum by (name) (rate(argocd_app_sync_total{` + ofProject + `}[1h])) > 0)`, "{{name}}",
		}},
	},
}

var argoController = []Panel{
	{
		Title: "Time to compare", View: Heatmap{}, Width: 8, Unit: Seconds,
		Description: "How long it takes to compare an Application with Git.",
		Queries:     PromQL{{`sum by (le) (increase(argocd_app_reconcile_bucket{` + ofController + `}[$__rate_interval]))`, "{{le}}"}},
	},
	{
		Title: "Waiting", Unit: Whole,
		Description: "Applications that wait to be compared or synced. A line that does not come back to zero means that Argo CD cannot keep up.",
		Queries:     PromQL{{`sum by (name) (workqueue_depth{` + ofController + `, name=~"app_.+"})`, "{{name}}"}},
	},
	{
		Title: "Applying", View: Timeseries{Stacked: true}, Unit: Whole,
		Description: "Objects that are being applied at this moment, by command.",
		Queries:     PromQL{{`sum by (command) (argocd_kubectl_exec_pending{` + ofController + `})`, "{{command}}"}},
	},
}

var argoRepositories = []Panel{
	{
		Title: "Requests to Git", View: Timeseries{Stacked: true}, Unit: PerMinute,
		Description: "What Argo CD asks of the repositories. ls-remote looks whether there is anything new; fetch gets it.",
		Queries:     PromQL{{`sum by (request_type) (rate(argocd_git_request_total{` + ofRepoServer + `}[$__rate_interval])) * 60`, "{{request_type}}"}},
	},
	{
		Title: "Time of Git, 95th percentile", Unit: Seconds,
		Description: "How long the repositories take to answer.",
		Queries: PromQL{{
			`histogram_quantile(0.95, sum by (le, request_type) (rate(argocd_git_request_duration_seconds_bucket{` + ofRepoServer + `}[$__rate_interval])))`, "{{request_type}}",
		}},
	},
	{
		Title: "Failures and waiting", Unit: Whole,
		Description: "Requests to Git that failed, and requests for manifests that wait for the repository to be free. Until it is reached again, no change arrives.",
		Queries: PromQL{
			{`sum(increase(argocd_git_fetch_fail_total{` + ofRepoServer + `}[$__rate_interval])) or vector(0)`, "fetch failed"},
			{`sum(increase(argocd_git_lsremote_fail_total{` + ofRepoServer + `}[$__rate_interval])) or vector(0)`, "ls-remote failed"},
			{`sum(argocd_repo_pending_request_total{` + ofRepoServer + `})`, "waiting"},
		},
	},
}

var argoCluster = []Panel{
	{
		Title: "Connection to the cluster", View: States{}, Width: 8, Unit: Whole, Thresholds: GoodFrom(1), Texts: map[string]string{"0": "lost", "1": "connected"},
		Description: "Whether Argo CD reaches the API server of each cluster.",
		Queries:     PromQL{{`min by (server) (argocd_cluster_connection_status{` + ofController + `})`, "{{server}}"}},
	},
	{
		Title: "Objects watched", Unit: Whole,
		Description: "Objects that Argo CD keeps in its cache. Its memory grows with them.",
		Queries:     PromQL{{`sum by (server) (argocd_cluster_api_resource_objects{` + ofController + `})`, "{{server}}"}},
	},
	{
		Title: "Requests to the API server", View: Timeseries{Stacked: true}, Unit: Requests,
		Description: "What the comparing and syncing of Applications asks of Kubernetes, by verb.",
		Queries:     PromQL{{`sum by (verb) (rate(argocd_app_k8s_request_total{` + ofProject + `}[$__rate_interval]))`, "{{verb}}"}},
	},
}
