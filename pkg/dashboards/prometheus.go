package dashboards

// Prometheus shows whether Prometheus itself does its work: scraping, storing, answering, alerting. Its metrics are those of
// Prometheus 3 (documentation/prometheus-mixin and the sources), read by the job "prometheus".
func Prometheus() Dashboard {
	return Dashboard{
		UID: "prometheus-stats", Folder: "prometheus", Title: "Prometheus Stats",
		Description: "Whether Prometheus scrapes all targets, keeps its samples, answers queries and reaches Alertmanager. Look here first when panels are empty or alerts are silent.",
		Tags:        []string{"monitoring"},
		Links:       []Link{{Title: "Monitoring", Tag: "monitoring"}},
		Rows: []Row{
			{Title: "Overview", Panels: prometheusOverview},
			{Title: "Scraping", Panels: prometheusScraping},
			{Title: "Jobs", Panels: prometheusJobs},
			{Title: "Storage", Panels: prometheusStorage},
			{Title: "Queries and rules", Panels: prometheusQueries},
			{Title: "Notifications and configuration", Panels: prometheusNotifications},
			process(`job="prometheus"`, "{{instance}}"),
		},
	}
}

var prometheusOverview = []Panel{
	{
		Title: "Targets up", View: Stat{}, Unit: Count,
		Description: "Targets whose last scrape succeeded, of all jobs.",
		Queries:     PromQL{{`sum(up)`, "up"}},
	},
	{
		Title: "Targets down", View: Stat{}, Unit: Count, Thresholds: BadFrom(1),
		Description: "Targets whose last scrape failed. The row Scraping lists them.",
		Queries:     PromQL{{`count(up == 0) or vector(0)`, "down"}},
	},
	{
		Title: "Series", View: Stat{Sparkline: true}, Unit: Count,
		Description: "Time series in the head block, that is of the last two to three hours. Memory grows with them; a jump is a label with too many values.",
		Queries:     PromQL{{`prometheus_tsdb_head_series{job="prometheus"}`, "series"}},
	},
	{
		Title: "Samples", View: Stat{Sparkline: true}, Unit: PerSecond,
		Description: "Samples stored a second. At zero nothing is collected any more, whatever the other panels show.",
		Queries:     PromQL{{`sum(rate(prometheus_tsdb_head_samples_appended_total{job="prometheus"}[$__rate_interval]))`, "samples"}},
	},
	{
		Title: "Uptime", View: Stat{}, Unit: Seconds,
		Description: "Time since Prometheus started. After a start it replays its write-ahead log before it answers.",
		Queries:     PromQL{{`time() - process_start_time_seconds{job="prometheus"}`, "uptime"}},
	},
	{
		Title: "Version", View: Stat{Name: true}, Unit: Count,
		Description: "The version of Prometheus that runs.",
		Queries:     PromQL{{`prometheus_build_info{job="prometheus"}`, "{{version}}"}},
	},
}

var prometheusScraping = []Panel{
	{
		Title: "Slowest scrape of each job", View: Timeseries{}, Unit: Seconds,
		Description: "How long the slowest target of each job takes to answer. Near the scrape timeout (10 s by default) samples are lost.",
		Queries:     PromQL{{`max by (job) (scrape_duration_seconds)`, "{{job}}"}},
	},
	{
		Title: "Refused samples", View: Timeseries{}, Unit: PerSecond,
		Description: "Scrapes and samples that Prometheus did not take: over a limit, or with times that it has passed already. All lines belong at zero.",
		Queries: PromQL{
			{`rate(prometheus_target_scrapes_exceeded_sample_limit_total{job="prometheus"}[$__rate_interval])`, "scrapes over the sample limit"},
			{`rate(prometheus_target_scrapes_exceeded_body_size_limit_total{job="prometheus"}[$__rate_interval])`, "scrapes over the size limit"},
			{`rate(prometheus_target_scrapes_sample_out_of_order_total{job="prometheus"}[$__rate_interval])`, "samples out of order"},
			{`rate(prometheus_target_scrapes_sample_out_of_bounds_total{job="prometheus"}[$__rate_interval])`, "samples too old or too new"},
			{`rate(prometheus_target_scrapes_sample_duplicate_timestamp_total{job="prometheus"}[$__rate_interval])`, "samples with a time twice"},
		},
	},
	{
		Title: "Targets that are down", View: Table{Columns: []Column{{Field: "job", Title: "Job"}, {Field: "instance", Title: "Instance"}, {Field: "Value", Title: "Up"}}}, Width: 8, Unit: Count,
		Description: "Targets whose last scrape failed; empty when all is well. Prometheus' own page Status, Target health shows the error.",
		Queries:     PromQL{{`up == 0`, ""}},
	},
}

var prometheusJobs = []Panel{
	{
		Title: "Jobs", Width: 16, Height: 10, Unit: Whole,
		Description: "What each job brings. A job without targets finds nothing: its selector or its permissions are wrong. A job with many new series has a label that changes all the time.",
		View: Table{Sort: "Samples", Columns: []Column{
			{Field: "job", Title: "Job"},
			{Field: "Value #A", Title: "Targets"},
			{Field: "Value #B", Title: "Down", Thresholds: BadFrom(1)},
			{Field: "Value #C", Title: "Slowest", Unit: Seconds, Thresholds: WarnFrom(5, 9)},
			{Field: "Value #D", Title: "Samples"},
			{Field: "Value #E", Title: "New series in an hour"},
		}},
		Queries: PromQL{
			{`count by (job) (up)`, ""},
			{`sum by (job) (1 - up)`, ""},
			{`max by (job) (scrape_duration_seconds)`, ""},
			{`sum by (job) (scrape_samples_post_metric_relabeling)`, ""},
			{`sum by (job) (sum_over_time(scrape_series_added[1h]))`, ""},
		},
	},
	{
		Title: "Samples dropped by relabelling", View: BarGauge{}, Height: 10, Unit: Ratio,
		Description: "Share of what each job reads that its rules throw away again. It costs the target and the network, but no memory.",
		Queries: PromQL{{
			`topk(10, 1 - sum by (job) (scrape_samples_post_metric_relabeling) / (sum by (job) (scrape_samples_scraped) > 0))`, "{{job}}",
		}},
	},
}

var prometheusStorage = []Panel{
	{
		Title: "Storage used", View: Timeseries{Stacked: true}, Unit: Bytes,
		Description: "What Prometheus keeps on its volume: blocks of old samples, the write-ahead log and the newest chunks. It must stay clear of the volume's size.",
		Queries: PromQL{
			{`prometheus_tsdb_storage_blocks_bytes{job="prometheus"}`, "blocks"},
			{`prometheus_tsdb_wal_storage_size_bytes{job="prometheus"}`, "write-ahead log"},
			{`prometheus_tsdb_head_chunks_storage_size_bytes{job="prometheus"}`, "head chunks"},
		},
	},
	{
		Title: "Head chunks", View: Timeseries{}, Unit: Count,
		Description: "Chunks of the newest samples. Every two hours a compaction turns the older ones into a block; a line that only rises says that compactions fail.",
		Queries:     PromQL{{`prometheus_tsdb_head_chunks{job="prometheus"}`, "chunks"}},
	},
	{
		Title: "Compactions and failures", View: Timeseries{}, Unit: Count,
		Description: "Compactions that began, and what failed in the storage. A failure that repeats means a full or damaged volume.",
		Queries: PromQL{
			{`increase(prometheus_tsdb_compactions_triggered_total{job="prometheus"}[$__rate_interval])`, "compactions begun"},
			{`increase(prometheus_tsdb_compactions_failed_total{job="prometheus"}[$__rate_interval])`, "compactions failed"},
			{`increase(prometheus_tsdb_reloads_failures_total{job="prometheus"}[$__rate_interval])`, "reloads of blocks failed"},
			{`increase(prometheus_tsdb_wal_corruptions_total{job="prometheus"}[$__rate_interval])`, "write-ahead log corrupted"},
		},
	},
}

var prometheusQueries = []Panel{
	{
		Title: "Query duration, 99th percentile", View: Timeseries{}, Unit: Seconds,
		Description: "How long the slow queries take in each phase of the engine. Much time in queue_time means more queries at once than Prometheus allows.",
		Queries:     PromQL{{`prometheus_engine_query_duration_seconds{job="prometheus", quantile="0.99"}`, "{{slice}}"}},
	},
	{
		Title: "Rules that failed", View: Timeseries{}, Unit: Count,
		Description: "Evaluations of rules that failed, and evaluations of whole groups that were left out because the one before took too long. Either way an alert may be missing.",
		Queries: PromQL{
			{`sum by (rule_group) (increase(prometheus_rule_evaluation_failures_total{job="prometheus"}[$__rate_interval])) > 0`, "failed: {{rule_group}}"},
			{`sum by (rule_group) (increase(prometheus_rule_group_iterations_missed_total{job="prometheus"}[$__rate_interval])) > 0`, "missed: {{rule_group}}"},
		},
	},
	{
		Title: "Queries at once", Unit: Whole,
		Description: "Queries and rules that Prometheus works on, and how many it may at once. At the line, dashboards wait.",
		Queries: PromQL{
			{`prometheus_engine_queries{job="prometheus"}`, "queries"},
			{`prometheus_engine_queries_concurrent_max{job="prometheus"}`, "limit"},
		},
		Overrides: []Override{{Series: "limit", Dashed: true, Color: Red}},
	},
	{
		Title: "Time of the rules", Unit: Ratio, Width: 12, View: Timeseries{Max: 1, Table: true}, Thresholds: WarnFrom(0.5, 0.9),
		Description: "How much of its interval each group of rules needs. At 100 % evaluations are left out.",
		Queries: PromQL{{
			`prometheus_rule_group_last_duration_seconds{job="prometheus"} / prometheus_rule_group_interval_seconds{job="prometheus"}`, "{{rule_group}}",
		}},
	},
	{
		Title: "Answers of the API", Unit: Requests, Width: 12, View: Timeseries{Stacked: true, Table: true},
		Description: "What Prometheus is asked, by Grafana, Kiali and people, and its HTTP status.",
		Queries:     PromQL{{`sum by (handler, code) (rate(prometheus_http_requests_total{job="prometheus", handler=~"/api/.+"}[$__rate_interval]))`, "{{handler}} {{code}}"}},
	},
}

var prometheusNotifications = []Panel{
	{
		Title: "Notifications", View: Timeseries{}, Unit: PerSecond, Width: 12,
		Description: "Alerts sent to Alertmanager, and those that it did not take or that Prometheus gave up. Errors mean that nobody is told.",
		Queries: PromQL{
			{`sum(rate(prometheus_notifications_sent_total{job="prometheus"}[$__rate_interval]))`, "sent"},
			{`sum(rate(prometheus_notifications_errors_total{job="prometheus"}[$__rate_interval]))`, "errors"},
			{`sum(rate(prometheus_notifications_dropped_total{job="prometheus"}[$__rate_interval]))`, "dropped"},
		},
	},
	{
		Title: "Notification queue", View: Gauge{Max: 1}, Width: 6, Unit: Ratio, Thresholds: WarnFrom(0.5, 0.9),
		Description: "How full the queue to Alertmanager is. When it is full, alerts are dropped.",
		Queries:     PromQL{{`max(prometheus_notifications_queue_length{job="prometheus"}) / max(prometheus_notifications_queue_capacity{job="prometheus"})`, "used"}},
	},
	{
		Title: "Configuration", View: Stat{}, Width: 6, Height: 8, Unit: Count, Thresholds: GoodFrom(1),
		Description: "Whether the configuration was loaded when it last changed. If not, Prometheus goes on with the one before: its log says why.",
		Queries:     PromQL{{`prometheus_config_last_reload_successful{job="prometheus"}`, "last reload"}},
		Texts:       map[string]string{"0": "failed", "1": "loaded"},
	},
}
