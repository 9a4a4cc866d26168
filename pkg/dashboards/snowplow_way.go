package dashboards

// statsdWay is the exporter that the metrics come through. Its own metrics are those of statsd_exporter 0.31 (main.go).
var statsdWay = []Panel{
	{
		Title: "Packets received", Unit: Packets,
		Description: "Datagrams that came in, from whomever. None at all: the senders have another address, or a firewall is between.",
		Queries:     PromQL{{`rate(statsd_exporter_udp_packets_total{job="statsd-exporter"}[$__rate_interval])`, "{{instance}}"}},
	},
	{
		Title: "Events by type", View: Timeseries{Stacked: true}, Unit: PerSecond,
		Description: "Values that became metrics, by type. An observer is a timer, a histogram or a distribution: each is one event, and counters and gauges are added up for two seconds before they are sent.",
		Queries:     PromQL{{`sum by (type) (rate(statsd_exporter_events_total{job="statsd-exporter"}[$__rate_interval]))`, "{{type}}"}},
	},
	{
		Title: "Mapped and dropped", View: Timeseries{Stacked: true}, Unit: PerSecond,
		Description: "Values that have a metric (map), and those of which the name or the type is not declared under monitoring.statsd (drop).",
		Queries:     PromQL{{`sum by (action) (rate(statsd_exporter_events_actions_total{job="statsd-exporter"}[$__rate_interval]))`, "{{action}}"}},
		Overrides:   []Override{{Series: "drop", Color: Red}},
	},
	{
		Title: "Packets lost", View: Timeseries{Bars: true}, Unit: Packets, NoValue: "none",
		Description: "Datagrams that came faster than they were read. The kernel may lose others before, which nobody counts here.",
		Queries:     PromQL{{`rate(statsd_exporter_udp_packet_drops_total{job="statsd-exporter"}[$__rate_interval])`, "{{instance}}"}},
	},
	{
		Title: "Not understood", View: Timeseries{Bars: true}, Unit: PerSecond, NoValue: "none",
		Description: "Lines that are no StatsD, by reason, and tags without a value.",
		Queries: PromQL{
			{`sum by (reason) (rate(statsd_exporter_sample_errors_total{job="statsd-exporter"}[$__rate_interval]))`, "{{reason}}"},
			{`sum(rate(statsd_exporter_tag_errors_total{job="statsd-exporter"}[$__rate_interval]))`, "tag"},
		},
	},
	{
		Title: "Size of the page", Unit: Count,
		Description: "Samples that Prometheus reads off the exporter's page. A series goes a day after its last value. Beyond monitoring.prometheus.sampleLimit the whole page is refused.",
		Queries:     PromQL{{`scrape_samples_scraped{job="statsd-exporter"}`, "{{instance}}"}},
	},
}

// The metrics of Kinesis are those of https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html, those of load
// balancers of https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html.
var (
	streams   = resources{namespace: "AWS/Kinesis", dimension: "StreamName", variable: "stream"}
	balancers = resources{namespace: "AWS/ApplicationELB", dimension: "LoadBalancer", variable: "balancer"}
)

var snowplowStreams = []Panel{
	{
		Title: "Records, each five minutes", View: Timeseries{Table: true}, Unit: Count,
		Description: "Records that were written to each stream in five minutes. The stream of bad rows should be nearly empty: what arrives there was too large, or no event.",
		Queries:     CloudWatch{streams.each("IncomingRecords", "Sum")},
	},
	{
		Title: "Data, each five minutes", Unit: Bytes,
		Description: "Bytes that were written to each stream in five minutes. A shard takes 1 MB a second.",
		Queries:     CloudWatch{streams.each("IncomingBytes", "Sum")},
	},
	{
		Title: "Refused, each five minutes", View: Timeseries{Bars: true}, Unit: Count, NoValue: "none",
		Description: "Records that the collector wrote and the stream refused: it has too few shards (throttled), or Kinesis failed. The collector tries again, and then puts them into its SQS queue if it has one.",
		Queries:     CloudWatch{streams.told("PutRecords.ThrottledRecords", "Sum", "throttled"), streams.told("PutRecords.FailedRecords", "Sum", "failed")},
	},
	{
		Title: "Calls over the limit, each five minutes", View: Timeseries{Bars: true}, Unit: Count, NoValue: "none",
		Description: "Writes, and below zero reads, over what the shards of each stream allow.",
		Queries: CloudWatch{
			streams.told("WriteProvisionedThroughputExceeded", "Sum", "writes"), streams.told("ReadProvisionedThroughputExceeded", "Sum", "reads"),
		},
		Overrides: []Override{{Series: "/: reads$/", Below: true}},
	},
	{
		Title: "Oldest record that was read", Unit: Milliseconds, Thresholds: WarnFrom(60e3, 3600e3),
		Description: "How old the records are that the readers of each stream get, such as Enrich. If it rises they do not keep up; at the stream's retention events are lost.",
		Queries:     CloudWatch{streams.each("GetRecords.IteratorAgeMilliseconds", "Maximum")},
	},
	{
		Title: "Time to write", Unit: Milliseconds,
		Description: "How long a write of the collector takes on average. The collector buffers meanwhile.",
		Queries:     CloudWatch{streams.each("PutRecords.Latency", "Average")},
	},
}

var snowplowBalancers = []Panel{
	{
		Title: "Requests, each five minutes", Unit: Count,
		Description: "Requests that each load balancer passed on in five minutes. Compare them with what the collectors count: what is missing there did not reach them, or its metric was lost.",
		Queries:     CloudWatch{balancers.each("RequestCount", "Sum")},
	},
	{
		Title: "5xx, each five minutes", View: Timeseries{Bars: true}, Unit: Count, NoValue: "none",
		Description: "Failures of what is behind the load balancer, and below zero its own: it reached nobody, or waited too long.",
		Queries: CloudWatch{
			balancers.told("HTTPCode_Target_5XX_Count", "Sum", "targets"), balancers.told("HTTPCode_ELB_5XX_Count", "Sum", "load balancer"),
		},
		Overrides: []Override{{Series: "/: load balancer$/", Below: true}},
	},
	{
		Title: "Time to answer", Unit: Seconds,
		Description: "How long the targets took until their answer began, on average.",
		Queries:     CloudWatch{balancers.each("TargetResponseTime", "Average")},
	},
}
