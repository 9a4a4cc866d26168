package dashboards

// Grafana shows whether Grafana itself does its work: pages and data sources. Its metrics are those of Grafana 13
// (pkg/infra/metrics, pkg/middleware/request_metrics.go, pkg/services/pluginsintegration/clientmiddleware), read by the job
// "grafana".
func Grafana() Dashboard {
	return Dashboard{
		UID: "grafana-metrics", Folder: "grafana", Title: "Grafana Metrics",
		Description: "Whether Grafana answers people quickly and reaches its data sources. Look here when dashboards load slowly or show errors.",
		Tags:        []string{"monitoring"},
		Links:       []Link{{Title: "Monitoring", Tag: "monitoring"}},
		Rows: []Row{
			{Title: "Overview", Panels: grafanaOverview},
			{Title: "Requests", Panels: grafanaRequests},
			{Title: "Data sources", Panels: grafanaSources},
			{Title: "People and answers", Panels: grafanaPeople},
			process(`job="grafana"`, "{{instance}}"),
		},
	}
}

var grafanaOverview = []Panel{
	{
		Title: "Version", View: Stat{Name: true}, Width: 6, Unit: Count,
		Description: "The version of Grafana that runs.",
		Queries:     PromQL{{`grafana_build_info{job="grafana"}`, "{{version}}"}},
	},
	{
		Title: "Uptime", View: Stat{}, Width: 6, Unit: Seconds,
		Description: "Time since Grafana started. A change of its configuration or of a dashboard starts it anew.",
		Queries:     PromQL{{`time() - process_start_time_seconds{job="grafana"}`, "uptime"}},
	},
	{
		Title: "Dashboards", View: Stat{}, Width: 6, Unit: Count,
		Description: "Dashboards in Grafana's database. It is counted every half hour, and empty until then.",
		Queries:     PromQL{{`grafana_stat_totals_dashboard{job="grafana"}`, "dashboards"}},
	},
	{
		Title: "Active users", View: Stat{}, Width: 6, Unit: Count,
		Description: "People who used Grafana in the last 30 days. It is counted every half hour, and empty until then.",
		Queries:     PromQL{{`grafana_stat_active_users{job="grafana"}`, "users"}},
	},
}

var grafanaRequests = []Panel{
	{
		Title: "Requests by status", View: Timeseries{Stacked: true}, Unit: Requests,
		Description: "Requests that Grafana answered, by HTTP status. 5xx are failures of Grafana or of the data source behind it.",
		Queries:     PromQL{{`sum by (status_code) (rate(grafana_http_request_duration_seconds_count{job="grafana"}[$__rate_interval]))`, "{{status_code}}"}},
	},
	{
		Title: "Latency", View: Timeseries{}, Unit: Seconds,
		Description: "How long requests take, without the connections that stay open for live updates.",
		Queries: PromQL{
			{`histogram_quantile(0.5, sum by (le) (rate(grafana_http_request_duration_seconds_bucket{job="grafana", handler!="/api/live/ws"}[$__rate_interval])))`, "median"},
			{`histogram_quantile(0.99, sum by (le) (rate(grafana_http_request_duration_seconds_bucket{job="grafana", handler!="/api/live/ws"}[$__rate_interval])))`, "99th percentile"},
		},
	},
	{
		Title: "Slowest handlers", Width: 8, Unit: Seconds,
		View:        Table{Columns: []Column{{Field: "handler", Title: "Handler"}, {Field: "Value", Title: "Average"}}},
		Description: "The ten handlers that took longest on average in the last hour.",
		Queries: PromQL{{
			`topk(10, sum by (handler) (rate(grafana_http_request_duration_seconds_sum{job="grafana", handler!="/api/live/ws"}[1h]))` +
				` / (sum by (handler) (rate(grafana_http_request_duration_seconds_count{job="grafana", handler!="/api/live/ws"}[1h])) > 0))`, "",
		}},
	},
}

var grafanaSources = []Panel{
	{
		Title: "Queries", View: Timeseries{Stacked: true}, Unit: Requests,
		Description: "Queries that Grafana sends, by the plugin of the data source.",
		Queries:     PromQL{{`sum by (plugin_id) (rate(grafana_plugin_request_total{job="grafana", endpoint="queryData"}[$__rate_interval]))`, "{{plugin_id}}"}},
	},
	{
		Title: "Queries that failed", View: Timeseries{}, Unit: Requests,
		Description: "Queries that ended with an error or were given up, by plugin. A data source that is away shows here while Grafana's own health check stays green.",
		Queries:     PromQL{{`sum by (plugin_id, status) (rate(grafana_plugin_request_total{job="grafana", endpoint="queryData", status!="ok"}[$__rate_interval]))`, "{{plugin_id}}: {{status}}"}},
	},
	{
		Title: "Query duration, 95th percentile", View: Timeseries{}, Unit: Seconds,
		Description: "How long the slow queries of each data source take.",
		Queries:     PromQL{{`histogram_quantile(0.95, sum by (le, plugin_id) (rate(grafana_plugin_request_duration_seconds_bucket{job="grafana", endpoint="queryData"}[$__rate_interval])))`, "{{plugin_id}}"}},
	},
}

var grafanaPeople = []Panel{
	{
		Title: "Logins", View: Timeseries{Bars: true}, Unit: Whole, Width: 12,
		Description: "How often somebody tried to log in. Many in the night are somebody who guesses passwords.",
		Queries:     PromQL{{`sum(increase(grafana_api_login_post_total{job="grafana"}[$__rate_interval]))`, "logins"}},
	},
	{
		Title: "Answers of the data sources", View: Timeseries{Stacked: true}, Unit: Requests, Width: 12,
		Description: "What the data sources answered, by HTTP status. 401 and 403 are a wrong password or a missing permission, 502 is a data source that is away.",
		Queries:     PromQL{{`sum by (datasource, code) (rate(grafana_datasource_request_total{job="grafana"}[$__rate_interval]))`, "{{datasource}} {{code}}"}},
	},
}
