package dashboards

import "strings"

// Snowplow shows the stream collectors of a Snowplow pipeline. They have no page of metrics: what they send by UDP becomes metrics in
// statsd-exporter (pkg/scrape/snowplow.go), which this dashboard shows too, because whatever it loses is missing here. The collectors'
// own tags are choices. CloudWatch tells of the streams that they write to, and of the load balancers before them.
func Snowplow(tags []string) Dashboard {
	c := collectors{tags: tags}
	d := Dashboard{
		UID: "snowplow-collector", Folder: "snowplow", Title: "Snowplow Collector Metrics",
		Description: "Whether the collectors take events in: how many requests they answer, how fast, and which are lost. Look here when fewer events arrive in the warehouse than usual.",
		Rows: []Row{
			{Title: "Is it well", Panels: c.health()},
			{Title: "How much", Panels: c.load()},
			{Title: "What fails", Panels: c.failures()},
			{Title: "Where is it slow", Panels: c.latency()},
			{Title: "What is saturated", Panels: c.saturation()},
			{Title: "Way of the metrics", Panels: statsdWay},
			{Title: "Streams", Panels: snowplowStreams},
			{Title: "Load balancers", Panels: snowplowBalancers},
			process(`job="statsd-exporter"`, "{{instance}}"),
		},
	}
	for _, tag := range tags {
		d.Variables = append(d.Variables, Variable{
			Name: tag, Label: tag, Multi: true, From: LabelValues(`label_values(snowplow_collector_requests_total{job="statsd-exporter"}, ` + tag + `)`),
		})
	}
	d.Variables = append(d.Variables, streams.choice("Stream", "IncomingRecords"), balancers.choice("Load balancer", "RequestCount"))
	return d
}

// collectors are those of the chosen tags.
type collectors struct {
	tags []string
}

// of is a metric of the chosen collectors. More are further matchers, each with a comma before it.
func (c collectors) of(metric, more string) string {
	matchers := `{job="statsd-exporter"`
	for _, tag := range c.tags {
		matchers += ", " + tag + `=~"$` + tag + `"`
	}
	return "snowplow_collector_" + metric + matchers + more + "}"
}

// legend tells collectors apart by their tags.
func (c collectors) legend() string {
	if len(c.tags) == 0 {
		return "any one collector"
	}
	return "{{" + strings.Join(c.tags, "}} {{") + "}}"
}

// known leaves out what has no route: health checks of the load balancer and of Kubernetes, and strangers.
const known = `, status_code!="404"`

func (c collectors) rate(more string) string {
	return `sum(rate(` + c.of("requests_total", more) + `[$__rate_interval]))`
}

// quantile is of a duration, and by these labels besides.
func (c collectors) quantile(q, metric, by, more string) string {
	return `histogram_quantile(` + q + `, sum by (` + strings.TrimSuffix("le, "+by, ", ") + `) (rate(` + c.of(metric+"_bucket", more) + `[$__rate_interval])))`
}

func (c collectors) health() []Panel {
	return []Panel{
		{
			Title: "Requests", View: Stat{Sparkline: true}, Unit: Requests,
			Description: "Requests of trackers that were answered, a second. One request may bring many events.",
			Queries:     PromQL{{c.rate(known), "requests"}},
		},
		{
			Title: "Answered well", View: Stat{Sparkline: true}, Unit: Ratio, Thresholds: WellFrom(0.95, 0.99),
			Description: "Share of those requests that were answered with 2xx or 3xx.",
			Queries:     PromQL{{c.rate(`, status_bucket=~"2xx|3xx"`) + ` / ` + c.rate(known), "well"}},
		},
		{
			Title: "Failed, last hour", View: Stat{}, Unit: Count, Thresholds: WarnFrom(1, 100),
			Description: "Requests of the last hour that ended with 5xx. Their events may be lost: not every tracker tries again.",
			Queries:     PromQL{{`sum(increase(` + c.of("requests_total", `, status_bucket="5xx"`) + `[1h])) or vector(0)`, "failed"}},
		},
		{
			Title: "No answer, last hour", View: Stat{}, Unit: Count, Thresholds: WarnFrom(1, 1000),
			Description: "Requests of the last hour that got no answer: the client went away, or the answer took half a minute.",
			Queries:     PromQL{{`sum(increase(` + c.of("abnormal_requests_total", `, termination_type="canceled"`) + `[1h])) or vector(0)`, "no answer"}},
		},
		{
			Title: "Latency, 95th percentile", View: Stat{Sparkline: true}, Unit: Seconds, Thresholds: WarnFrom(0.1, 0.5),
			Description: "Time in which 95 of 100 requests are answered.",
			Queries:     PromQL{{c.quantile("0.95", "request_duration_seconds", "", known), "95th percentile"}},
		},
		{
			Title: "Heard", View: Stat{Filled: true}, Unit: Count, Thresholds: GoodFrom(1),
			Description: "Packets that all collectors said they sent, in five minutes. They send some when there are no requests too: at zero they are gone, or their packets do not arrive.",
			Queries:     PromQL{{`sum(increase(dogstatsd_client_packets_sent_total{job="statsd-exporter"}[5m])) or vector(0)`, "packets"}},
		},
	}
}

func (c collectors) load() []Panel {
	by := func(label, more string) string {
		return `sum by (` + label + `) (rate(` + c.of("requests_total", more) + `[$__rate_interval]))`
	}
	return []Panel{
		{
			Title: "Requests by status", View: Timeseries{Stacked: true}, Unit: Requests,
			Description: "Requests of trackers by the status that they got. 302 are redirects and bounces for a cookie.",
			Queries:     PromQL{{by("status_code", known), "{{status_code}}"}},
		},
		{
			Title: "Requests by method", View: Timeseries{Stacked: true}, Unit: Requests,
			Description: "POST brings events in batches, GET one in a pixel or a redirect, OPTIONS asks whether a page of another origin may POST.",
			Queries:     PromQL{{by("method", known), "{{method}}"}},
		},
		{
			Title: "Compared with a week ago", Unit: Requests,
			Description: "Requests of trackers, and those of the same time a week ago. A gap between the two is a tracker that stopped, or a campaign.",
			Queries: PromQL{
				{`sum(rate(` + c.of("requests_total", known) + `[5m]))`, "now"},
				{`sum(rate(` + c.of("requests_total", known) + `[5m] offset 1w))`, "a week ago"},
			},
			Overrides: []Override{{Series: "a week ago", Dashed: true}},
		},
		{
			Title: "Health checks and unknown paths", View: Timeseries{Stacked: true}, Unit: Requests,
			Description: "What the collector counts as 404: requests for /health, and for paths that it does not have. More than the health checks make is a tracker with a wrong path, or somebody who tries doors.",
			Queries:     PromQL{{by("method", `, status_code="404"`), "{{method}}"}},
		},
		{
			Title: "By method and status", Unit: Count, Width: 16,
			Description: "All requests in the chosen time, and how long the slow ones took.",
			View: Table{Sort: "Requests", Columns: []Column{
				{Field: "method", Title: "Method"},
				{Field: "status_code", Title: "Status"},
				{Field: "Value #A", Title: "Requests", Unit: Count},
				{Field: "Value #B", Title: "95th percentile", Unit: Seconds},
			}},
			Queries: PromQL{
				{`sum by (method, status_code) (increase(` + c.of("requests_total", "") + `[$__range]))`, ""},
				{`histogram_quantile(0.95, sum by (le, method, status_code) (rate(` + c.of("request_duration_seconds_bucket", "") + `[$__range])))`, ""},
			},
		},
	}
}

func (c collectors) failures() []Panel {
	share := func(more string) string { return c.rate(more) + ` / ` + c.rate(known) }
	return []Panel{
		{
			Title: "Share that fails", Unit: Ratio, Width: 6, Thresholds: BadFrom(0.05),
			Description: "5xx are the collector's failures, and payloads that are too large: the client gets 413 for those. 4xx are refused: a redirect to a domain that is not allowed.",
			Queries:     PromQL{{share(`, status_bucket="5xx"`), "5xx"}, {share(`, status_bucket="4xx"` + known), "4xx"}},
			Overrides:   []Override{{Series: "5xx", Color: Red}, {Series: "4xx", Color: Orange}},
		},
		{
			Title: "Failures by status", View: Timeseries{Stacked: true}, Unit: Requests, Width: 6, NoValue: "none",
			Description: "Requests that got 4xx or 5xx, without 404.",
			Queries:     PromQL{{`sum by (status_code) (rate(` + c.of("requests_total", `, status_bucket=~"4xx|5xx"`+known) + `[$__rate_interval]))`, "{{status_code}}"}},
		},
		{
			Title: "No answer", View: Timeseries{Stacked: true}, Unit: Requests, Width: 6, NoValue: "none",
			Description: "Requests that ended without an answer, by how. canceled: the client went, or half a minute was over. error: it failed, and counts as 500 too. abnormal: it failed while the answer was sent.",
			Queries:     PromQL{{`sum by (termination_type) (rate(` + c.of("abnormal_requests_total", "") + `[$__rate_interval]))`, "{{termination_type}}"}},
		},
		{
			Title: "Time until there was none", Unit: Seconds, Width: 6, NoValue: "none",
			Description: "How long 95 of 100 requests that got no answer had waited. Near 30 s the collector gave up, below it the clients.",
			Queries:     PromQL{{c.quantile("0.95", "abnormal_request_duration_seconds", "termination_type", ""), "{{termination_type}}"}},
		},
	}
}

func (c collectors) latency() []Panel {
	const whole = "request_duration_seconds"
	return []Panel{
		{
			Title: "Latency", Unit: Seconds,
			Description: "Time in which so many of 100 requests are answered. Clocks of the collectors count whole milliseconds.",
			Queries: PromQL{
				{c.quantile("0.5", whole, "", known), "50"},
				{c.quantile("0.95", whole, "", known), "95"},
				{c.quantile("0.99", whole, "", known), "99"},
			},
		},
		{
			Title: "Requests by how long they took", View: Heatmap{}, Width: 8, Unit: Seconds,
			Description: "How many requests took how long. Two bands are two kinds of requests, or one collector that is slow.",
			Queries:     PromQL{{`sum by (le) (increase(` + c.of(whole+"_bucket", known) + `[$__rate_interval]))`, "{{le}}"}},
		},
		{
			Title: "Within 100 ms", View: Timeseries{Max: 1}, Unit: Ratio, Thresholds: WellFrom(0.9, 0.99),
			Description: "Share of the requests that were answered within a tenth of a second. A page that is being left waits no longer for its last event.",
			Queries:     PromQL{{`sum(rate(` + c.of(whole+"_bucket", known+`, le="0.1"`) + `[$__rate_interval])) / sum(rate(` + c.of(whole+"_count", known) + `[$__rate_interval]))`, "within 100 ms"}},
		},
		{
			Title: "95th percentile by method", Unit: Seconds, Width: 12,
			Description: "Slow POST alone is large batches, or a sink that blocks; all slow is a collector without CPU.",
			Queries:     PromQL{{c.quantile("0.95", whole, "method", known), "{{method}}"}},
		},
		{
			Title: "Until headers and until the end", Unit: Seconds, Width: 12,
			Description: "Time in which 95 of 100 answers had their headers, and were sent. The collector works before the headers; between the two is the client's network.",
			Queries:     PromQL{{c.quantile("0.95", "headers_duration_seconds", "", ""), "headers"}, {c.quantile("0.95", whole, "", known), "end"}},
		},
	}
}

func (c collectors) saturation() []Panel {
	return []Panel{
		{
			Title: "Requests at work", Unit: Count, Width: 12, NoValue: "no requests for five minutes",
			Description: "Requests that a collector works on, as it said last. Without a tag that tells collectors apart, the last to speak is shown. It takes 1,024 connections, unless networking.maxConnections says otherwise.",
			Queries:     PromQL{{c.of("active_requests", ""), c.legend()}},
		},
		{
			Title: "Metrics that collectors lose", View: Timeseries{Bars: true}, Unit: PerSecond, Width: 12,
			Description: "What the collectors' clients of DogStatsD drop: packets that the network does not take, and metrics because their queue is full. All panels above show too little then.",
			Queries: PromQL{
				{`sum(rate(dogstatsd_client_packets_dropped_total{job="statsd-exporter"}[$__rate_interval]))`, "packets"},
				{`sum(rate(dogstatsd_client_packets_dropped_queue_total{job="statsd-exporter"}[$__rate_interval]))`, "metrics"},
			},
		},
	}
}
