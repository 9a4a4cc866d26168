package dashboards

// AWSEKS shows what AWS runs of the cluster. The metrics are those of https://docs.aws.amazon.com/eks/latest/userguide/cloudwatch.html
// in the namespace AWS/EKS, which each cluster from Kubernetes 1.28 on has without more. The logs are those of
// https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html; each kind must be switched on at the cluster.
func AWSEKS() Dashboard {
	return Dashboard{
		UID: "aws-eks-clusters", Folder: awsFolder, Title: "AWS EKS",
		Description: "The control plane as AWS sees it: errors and latency of the API server, pods that find no node, and the logs that only AWS has. It answers even when the cluster and its Prometheus do not.",
		Variables: []Variable{
			{Name: clusters.variable, Label: "Cluster", From: Dimension{Namespace: clusters.namespace, Metric: "apiserver_request_total", Key: clusters.dimension}},
			{Name: "group", Label: "Control plane's log", From: LogGroups("/aws/eks/")},
		},
		Rows: []Row{
			{Title: "Is it well", Panels: eksHealth},
			{Title: "How much", Panels: eksLoad},
			{Title: "Where is it slow", Panels: eksLatency},
			{Title: "What is saturated", Panels: eksSaturation},
			{Title: "Logs of the control plane", Collapsed: true, Panels: eksLogs},
		},
	}
}

var clusters = resources{namespace: "AWS/EKS", dimension: "ClusterName", variable: "cluster"}

// eks is a metric of the chosen cluster.
func eks(metric, statistic, legend string) Metric {
	made := clusters.each(metric, statistic)
	made.Legend = legend
	return made
}

// eksNow is a number of things at a moment. AWS gives it as a sum, which is right over the one minute that it is told by.
func eksNow(metric, legend string) Metric {
	made := eks(metric, "Sum", legend)
	made.Period = "60"
	return made
}

var eksHealth = []Panel{
	{
		Title: "Errors, each five minutes", View: Stat{Sparkline: true}, Unit: Count, Width: 6, Thresholds: WarnFrom(1, 50), NoValue: "none",
		Description: "Requests that the API server answered with 5xx, in five minutes.",
		Queries:     CloudWatch{eks("apiserver_request_total_5XX", "Sum", "errors")},
	},
	{
		Title: "Refused as too many", View: Stat{Sparkline: true}, Unit: Count, Width: 6, Thresholds: WarnFrom(1, 50), NoValue: "none",
		Description: "Requests that the API server refused with 429 to protect itself, in five minutes. Some client asks too much.",
		Queries:     CloudWatch{eks("apiserver_request_total_429", "Sum", "refused")},
	},
	{
		Title: "Pods without a node", View: Stat{Sparkline: true}, Unit: Whole, Width: 6, Thresholds: BadFrom(1), NoValue: "none",
		Description: "Pods for which the scheduler finds no node with room, the right zone or the right taints.",
		Queries:     CloudWatch{eksNow("scheduler_pending_pods_UNSCHEDULABLE", "pods")},
	},
	{
		Title: "Size of etcd", View: Stat{Sparkline: true}, Unit: Bytes, Width: 6, Thresholds: WarnFrom(4<<30, 7<<30),
		Description: "What etcd holds. At 8 GiB the cluster takes no more changes.",
		Queries:     CloudWatch{eks("apiserver_storage_size_bytes", "Maximum", "size")},
	},
}

var eksLoad = []Panel{
	{
		Title: "Requests, each five minutes", Unit: Count, Width: 12,
		Description: "Requests to the API server in five minutes, from people, controllers and kubelets.",
		Queries:     CloudWatch{eks("apiserver_request_total", "Sum", "requests")},
	},
	{
		Title: "Requests that failed, each five minutes", Unit: Count, Width: 12,
		Description: "Answers that were no success, in five minutes. Some 4xx are usual: controllers meet each other's changes (409) and look for what is not there (404).",
		Queries: CloudWatch{
			eks("apiserver_request_total_4XX", "Sum", "4xx"), eks("apiserver_request_total_429", "Sum", "429"), eks("apiserver_request_total_5XX", "Sum", "5xx"),
		},
	},
	{
		Title: "Scheduling, each five minutes", View: Timeseries{Bars: true, Stacked: true}, Unit: Count, Width: 12,
		Description: "What the scheduler's attempts came to, in five minutes.",
		Queries: CloudWatch{
			eks("scheduler_schedule_attempts_SCHEDULED", "Sum", "found a node"), eks("scheduler_schedule_attempts_UNSCHEDULABLE", "Sum", "found none"),
			eks("scheduler_schedule_attempts_ERROR", "Sum", "error"),
		},
	},
	{
		Title: "Admission webhooks, each five minutes", Unit: Count, Width: 12,
		Description: "Calls of the webhooks that change and judge objects, such as Istio's, in five minutes.",
		Queries: CloudWatch{
			eks("apiserver_admission_webhook_request_total_ADMIT", "Sum", "that change"), eks("apiserver_admission_webhook_request_total_VALIDATING", "Sum", "that judge"),
		},
	},
}

var eksLatency = []Panel{
	{
		Title: "Latency of reads", View: Timeseries{Table: true}, Unit: Seconds, Width: 12, Thresholds: WarnFrom(1, 5),
		Description: "How long 99 of 100 reads take at most. A slow LIST is a client that reads all objects of a kind at once.",
		Queries: CloudWatch{
			eks("apiserver_request_duration_seconds_GET_P99", "Average", "GET"), eks("apiserver_request_duration_seconds_LIST_P99", "Average", "LIST"),
		},
	},
	{
		Title: "Latency of changes", View: Timeseries{Table: true}, Unit: Seconds, Width: 12, Thresholds: WarnFrom(1, 5),
		Description: "How long 99 of 100 changes take at most. All of them slow is etcd or a webhook; one of them is its own.",
		Queries: CloudWatch{
			eks("apiserver_request_duration_seconds_POST_P99", "Average", "POST"), eks("apiserver_request_duration_seconds_PUT_P99", "Average", "PUT"),
			eks("apiserver_request_duration_seconds_PATCH_P99", "Average", "PATCH"), eks("apiserver_request_duration_seconds_DELETE_P99", "Average", "DELETE"),
		},
	},
}

var eksSaturation = []Panel{
	{
		Title: "Requests at once", Unit: Count,
		Description: "Requests that the API servers work on at this moment.",
		Queries: CloudWatch{
			eksNow("apiserver_current_inflight_requests_MUTATING", "changes"), eksNow("apiserver_current_inflight_requests_READONLY", "reads"),
		},
	},
	{
		Title: "Seats taken", Unit: Count,
		Description: "Seats of the API servers' priority and fairness that are taken. A long LIST takes several. When all are, requests wait and are then refused.",
		Queries:     CloudWatch{eks("apiserver_flowcontrol_current_executing_seats", "Maximum", "seats")},
	},
	{
		Title: "Pods that wait", View: Timeseries{Stacked: true}, Unit: Count,
		Description: "Pods without a node, by why they wait: for the scheduler, for another try, for room, or for a gate that somebody must open.",
		Queries: CloudWatch{
			eksNow("scheduler_pending_pods_ACTIVEQ", "for the scheduler"), eksNow("scheduler_pending_pods_BACKOFF", "for another try"),
			eksNow("scheduler_pending_pods_UNSCHEDULABLE", "for room"), eksNow("scheduler_pending_pods_GATED", "for a gate"),
		},
	},
}

var eksLogs = []Panel{
	{
		Title: "Errors by component", View: Timeseries{Bars: true, Stacked: true}, Unit: Count, Width: 12,
		Description: "Lines of errors, by the log stream. Kubernetes' own lines of errors begin with E and the date.",
		Queries: Logs{{
			Group: "$group", Legend: "errors", By: []string{"@logStream"},
			Query: `filter @logStream not like /audit/ | filter @message like /^E\d{4} / | stats count(*) as errors by @logStream, bin(5m)`,
		}},
	},
	{
		Title: "Who was refused", View: Table{Columns: []Column{{Field: "user.username", Title: "User"}, {Field: "verb", Title: "Verb"}, {Field: "objectRef.resource", Title: "Kind"}, {Field: "refused", Title: "Refused"}}}, Unit: Whole,
		Description: "Requests that RBAC refused, from the audit log. An operator in this list lacks a right; a person may be trying doors.",
		Queries: Logs{{
			Group: "$group", Legend: "refused",
			Query: `filter @logStream like /kube-apiserver-audit/ | filter responseStatus.code = 403 | stats count(*) as refused by user.username, verb, objectRef.resource | sort refused desc | limit 20`,
		}},
	},
	{
		Title: "Lines of errors", View: LogLines{}, Unit: Text,
		Description: "The newest errors of the control plane, without the audit log.",
		Queries: Logs{{
			Group: "$group", Legend: "lines",
			Query: `fields @timestamp, @message, @logStream | filter @logStream not like /audit/ | filter @message like /^E\d{4} / or @message like /level=error/ | sort @timestamp desc | limit 200`,
		}},
	},
}
