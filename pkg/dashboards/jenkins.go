package dashboards

// Jenkins shows whether Jenkins builds. Its metrics are those of its Prometheus plugin (jenkinsci/prometheus-plugin,
// docs/metrics/index.md), which makes them anew every two minutes: a rate over less shows nothing. What
// counts ends in _total.
func Jenkins() Dashboard {
	return Dashboard{
		UID: "jenkins-health", Folder: "jenkins", Title: "Jenkins Performance and Health Overview",
		Description: "Whether Jenkins is up, which jobs fail, how long builds take and whether they wait for executors. Look here when a change is merged and no release comes.",
		Variables: []Variable{
			{Name: "job", Label: "Jenkins", From: LabelValues(`label_values(default_jenkins_up, job)`)},
			{Name: "jenkins_job", Label: "Job", Multi: true, From: LabelValues(`label_values(default_jenkins_builds_last_build_result_ordinal{job="$job"}, jenkins_job)`)},
		},
		Rows: []Row{
			{Title: "Is it well", Panels: jenkinsHealth},
			{Title: "How much", Panels: jenkinsBuilds},
			{Title: "Where is it slow", Panels: jenkinsDurations},
			{Title: "What is saturated", Panels: jenkinsExecutors},
			{Title: "Process", Collapsed: true, Panels: jenkinsProcess},
		},
	}
}

const (
	ofJenkins    = `{job="$job"}`
	ofJenkinsJob = `{job="$job", jenkins_job=~"$jenkins_job"}`
)

// buildResults are what hudson.model.Result calls its ordinals.
var buildResults = map[string]string{"0": "success", "1": "unstable", "2": "failure", "3": "not built", "4": "aborted"}

var jenkinsHealth = []Panel{
	{
		Title: "Jenkins", View: Stat{Filled: true}, Unit: Whole, Thresholds: GoodFrom(1), Texts: map[string]string{"0": "down", "1": "up"},
		Description: "Whether Prometheus reaches Jenkins.",
		Queries:     PromQL{{`min(up` + ofJenkins + `)`, "up"}},
	},
	{
		Title: "Uptime", View: Stat{}, Unit: Milliseconds,
		Description: "Time since Jenkins started.",
		Queries:     PromQL{{`max(default_jenkins_uptime` + ofJenkins + `)`, "uptime"}},
	},
	{
		Title: "Shuts down", View: Stat{}, Unit: Whole, Thresholds: BadFrom(1), Texts: map[string]string{"0": "no", "1": "yes"},
		Description: "Whether somebody told Jenkins to prepare for a shutdown. It then starts no build until that is taken back. The Prometheus plugin tells it since 780 (July 2024).",
		Queries:     PromQL{{`max(default_jenkins_quietdown` + ofJenkins + `)`, "quiet"}},
	},
	{
		Title: "Jobs that fail", View: Stat{}, Unit: Whole, Thresholds: WarnFrom(1, 10),
		Description: "Jobs of which the last build failed.",
		Queries:     PromQL{{`count(default_jenkins_builds_last_build_result_ordinal` + ofJenkinsJob + ` == 2) or vector(0)`, "jobs"}},
	},
	{
		Title: "Waiting builds", View: Stat{Sparkline: true}, Unit: Whole, Thresholds: WarnFrom(1, 10),
		Description: "Builds that wait for an executor.",
		Queries:     PromQL{{`sum(default_jenkins_executors_queue_length` + ofJenkins + `)`, "waiting"}},
	},
	{
		Title: "Agents", View: Stat{}, Unit: Whole,
		Description: "Agents that are online. The controller itself does not count.",
		Queries:     PromQL{{`sum(default_jenkins_nodes_online` + ofJenkins + `)`, "online"}},
	},
	{
		Title: "Last builds", Unit: Count, Width: 24, Height: 10,
		Description: "The last build of each job, the worst first.",
		View: Table{Sort: "Result", Columns: []Column{
			{Field: "jenkins_job", Title: "Job"},
			{Field: "Value #A", Title: "Result", Unit: Whole, Texts: buildResults, Thresholds: WarnFrom(1, 2)},
			{Field: "Value #B", Title: "Took", Unit: Milliseconds},
			{Field: "Value #C", Title: "Started", Unit: Moment},
		}},
		Queries: PromQL{
			{`max by (jenkins_job) (default_jenkins_builds_last_build_result_ordinal` + ofJenkinsJob + `)`, ""},
			{`max by (jenkins_job) (default_jenkins_builds_last_build_duration_milliseconds` + ofJenkinsJob + `)`, ""},
			{`max by (jenkins_job) (default_jenkins_builds_last_build_start_time_milliseconds` + ofJenkinsJob + `)`, ""},
		},
	},
}

var jenkinsBuilds = []Panel{
	{
		Title: "Builds, each hour", View: Timeseries{Bars: true, Stacked: true}, Unit: Count, Width: 12,
		Description: "Builds that ended in the hour before, by what came of them.",
		Queries: PromQL{
			{`sum(increase(default_jenkins_builds_success_build_count_total` + ofJenkinsJob + `[1h]))`, "success"},
			{`sum(increase(default_jenkins_builds_unstable_build_count_total` + ofJenkinsJob + `[1h]))`, "unstable"},
			{`sum(increase(default_jenkins_builds_failed_build_count_total` + ofJenkinsJob + `[1h]))`, "failure"},
			{`sum(increase(default_jenkins_builds_aborted_build_count_total` + ofJenkinsJob + `[1h]))`, "aborted"},
		},
		Overrides: []Override{{Series: "failure", Color: Red}, {Series: "success", Color: Green}},
	},
	{
		Title: "Jobs that fail most", View: BarGauge{}, Unit: Count, Width: 12,
		Description: "Failed builds of the last day, of the ten jobs with the most.",
		Queries:     PromQL{{`topk(10, sum by (jenkins_job) (increase(default_jenkins_builds_failed_build_count_total` + ofJenkinsJob + `[1d])) > 0)`, "{{jenkins_job}}"}},
		NoValue:     "none failed",
	},
}

var jenkinsDurations = []Panel{
	{
		Title: "Slowest last builds", View: BarGauge{}, Unit: Milliseconds, Width: 12,
		Description: "How long the last build took, of the ten jobs where it took longest.",
		Queries:     PromQL{{`topk(10, max by (jenkins_job) (default_jenkins_builds_last_build_duration_milliseconds` + ofJenkinsJob + `))`, "{{jenkins_job}}"}},
	},
	{
		Title: "Duration of builds", View: Timeseries{Table: true}, Unit: Milliseconds, Width: 12,
		Description: "How long the last build of each job took. A step upwards is a change that made it slow.",
		Queries:     PromQL{{`max by (jenkins_job) (default_jenkins_builds_last_build_duration_milliseconds` + ofJenkinsJob + `)`, "{{jenkins_job}}"}},
	},
}

var jenkinsExecutors = []Panel{
	{
		Title: "Busy executors", View: Timeseries{Max: 1}, Unit: Ratio, Width: 12, Thresholds: WarnFrom(0.9, 1),
		Description: "Share of the executors with each label that work. An agent with two labels counts for both.",
		Queries:     PromQL{{`default_jenkins_executors_busy` + ofJenkins + ` / (default_jenkins_executors_online` + ofJenkins + ` > 0)`, "{{label}}"}},
	},
	{
		Title: "Idle executors", Unit: Count, Width: 12,
		Description: "Executors with each label that wait for work. None, while the queue grows, is too few.",
		Queries:     PromQL{{`default_jenkins_executors_idle` + ofJenkins, "{{label}}"}},
	},
	{
		Title: "Queue", View: Timeseries{Stacked: true}, Unit: Count, Width: 24, Height: 6,
		Description: "Builds that wait for an executor, by the label that they ask for. If it does not fall at night, there are too few, or an agent with the right label is missing.",
		Queries:     PromQL{{`default_jenkins_executors_queue_length` + ofJenkins, "{{label}}"}},
	},
}

var jenkinsProcess = []Panel{
	{
		Title: "CPU", Unit: Cores, Width: 12,
		Description: "Cores that the controller uses. Builds should run on agents, not here.",
		Queries:     PromQL{{`rate(process_cpu_seconds_total` + ofJenkins + `[5m])`, "{{instance}}"}},
	},
	{
		Title: "Memory", Unit: Bytes, Width: 12,
		Description: "Memory of the controller.",
		Queries:     PromQL{{`process_resident_memory_bytes` + ofJenkins, "{{instance}}"}},
	},
}
