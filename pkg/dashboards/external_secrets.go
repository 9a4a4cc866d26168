package dashboards

// ExternalSecrets shows whether the cluster's Secrets are what the store says. Its metrics are those of
// external-secrets/external-secrets (pkg/controllers/externalsecret/esmetrics, runtime/metrics, pkg/controllers/secretstore) and of
// controller-runtime, read by the job "external-secrets". The namespace of an object is exported_namespace, because namespace is
// that of the operator's own pod.
func ExternalSecrets() Dashboard {
	return Dashboard{
		UID: "external-secrets", Folder: "external-secrets", Title: "External Secrets",
		Description: "Whether every Secret was read from the store, how often the store is asked and what it answers. Look here when a program starts without its password, or after a secret was rotated.",
		Rows: []Row{
			{Title: "Is it well", Panels: secretsHealth},
			{Title: "What needs a look", Panels: secretsTrouble},
			{Title: "The store", Panels: secretsStore},
			{Title: "The operator", Panels: secretsOperator},
			process(ofSecrets, "{{pod}}"),
		},
	}
}

const ofSecrets = `job="external-secrets"`

var secretsHealth = []Panel{
	{
		Title: "ExternalSecrets", View: Stat{}, Width: 6, Unit: Whole,
		Description: "Secrets that are read from the store.",
		Queries:     PromQL{{`count(count by (exported_namespace, name) (externalsecret_status_condition{` + ofSecrets + `, condition="Ready"}))`, "secrets"}},
	},
	{
		Title: "Not ready", View: Stat{}, Width: 6, Unit: Whole, Thresholds: BadFrom(1),
		Description: "Secrets that could not be read. The Secret of before stays as it is; one that never was is missing.",
		Queries:     PromQL{{`count(externalsecret_status_condition{` + ofSecrets + `, condition="Ready", status="False"} == 1) or vector(0)`, "not ready"}},
	},
	{
		Title: "Stores not ready", View: Stat{}, Width: 6, Unit: Whole, Thresholds: BadFrom(1),
		Description: "Stores that cannot be used: the role is wrong, or its permissions.",
		Queries: PromQL{{
			`count(clustersecretstore_status_condition{` + ofSecrets + `, condition="Ready", status="False"} == 1` +
				` or secretstore_status_condition{` + ofSecrets + `, condition="Ready", status="False"} == 1) or vector(0)`, "not ready",
		}},
	},
	{
		Title: "Failed syncs, last day", View: Stat{}, Width: 6, Unit: Whole, Thresholds: WarnFrom(1, 10), Decimals: new(int),
		Description: "Tries that failed. A failed try is repeated, at longer and longer intervals.",
		Queries:     PromQL{{`sum(increase(externalsecret_sync_calls_error{` + ofSecrets + `}[1d])) or vector(0)`, "failed"}},
	},
}

var secretsTrouble = []Panel{
	{
		Title: "Secrets that are not ready", Width: 12, Unit: Whole, NoValue: "None",
		Description: "Their status and events say why: usually a name that the store does not have, or a property that the secret does not have.",
		View:        Table{Columns: []Column{{Field: "exported_namespace", Title: "Namespace"}, {Field: "name", Title: "ExternalSecret"}}},
		Queries:     PromQL{{`externalsecret_status_condition{` + ofSecrets + `, condition="Ready", status="False"} == 1`, ""}},
	},
	{
		Title: "Failed tries by secret", View: Timeseries{Bars: true, Stacked: true}, Width: 12, Unit: Whole,
		Description: "Which secrets could not be read, and when.",
		Queries: PromQL{{
			`sum by (exported_namespace, name) (increase(externalsecret_sync_calls_error{` + ofSecrets + `}[$__rate_interval])) > 0`, "{{exported_namespace}}/{{name}}",
		}},
	},
	{
		Title: "Ready over time", View: States{}, Width: 24, Unit: Whole, Thresholds: GoodFrom(1), Texts: map[string]string{"0": "not ready", "1": "ready"},
		Description: "When each secret was ready.",
		Queries: PromQL{{
			`max by (exported_namespace, name) (externalsecret_status_condition{` + ofSecrets + `, condition="Ready", status="True"})`, "{{exported_namespace}}/{{name}}",
		}},
	},
}

var secretsStore = []Panel{
	{
		Title: "Calls to the store", View: Timeseries{Stacked: true}, Unit: PerMinute,
		Description: "What is asked of AWS Secrets Manager and others. Each call costs money, and there is a limit a second: a longer refresh interval makes fewer.",
		Queries: PromQL{{
			`sum by (provider, call) (rate(externalsecret_provider_api_calls_count{` + ofSecrets + `}[$__rate_interval])) * 60`, "{{provider}} {{call}}",
		}},
	},
	{
		Title: "Calls that failed", View: Timeseries{Stacked: true}, Unit: PerMinute,
		Description: "Calls that the store did not answer: no such secret, no permission, or too many calls.",
		Queries: PromQL{{
			`sum by (provider, call) (rate(externalsecret_provider_api_calls_count{` + ofSecrets + `, status="error"}[$__rate_interval])) * 60`, "{{provider}} {{call}}",
		}},
	},
	{
		Title: "Slowest secrets", View: BarGauge{}, Unit: Nanoseconds,
		Description: "The ten secrets that took longest to read the last time.",
		Queries:     PromQL{{`topk(10, max by (exported_namespace, name) (externalsecret_reconcile_duration{` + ofSecrets + `}))`, "{{exported_namespace}}/{{name}}"}},
	},
}

var secretsOperator = []Panel{
	{
		Title: "Work done", View: Timeseries{Stacked: true}, Unit: PerMinute,
		Description: "What the operator works through, by controller and result.",
		Queries: PromQL{{
			`sum by (controller, result) (rate(controller_runtime_reconcile_total{` + ofSecrets + `}[$__rate_interval])) * 60`, "{{controller}}: {{result}}",
		}},
	},
	{
		Title: "Time of the work, 95th percentile", Unit: Seconds,
		Description: "How long each piece of work takes, by controller.",
		Queries: PromQL{{
			`histogram_quantile(0.95, sum by (le, controller) (rate(controller_runtime_reconcile_time_seconds_bucket{` + ofSecrets + `}[$__rate_interval])))`, "{{controller}}",
		}},
	},
	{
		Title: "Waiting", Unit: Whole,
		Description: "Objects that wait to be looked at. A line that does not come back to zero means that the operator cannot keep up.",
		Queries:     PromQL{{`sum by (name) (workqueue_depth{` + ofSecrets + `})`, "{{name}}"}},
	},
}
