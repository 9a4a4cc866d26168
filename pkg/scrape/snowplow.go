package scrape

// Snowplow's stream collector has served no metrics of its own since 2.6.0. It sends them by UDP, in DogStatsD's form, and under
// these names since 3.0.0: snowplow/stream-collector 3.4.0, core/src/main/scala/com.snowplowanalytics.snowplow.collector.core/
// HttpServer.scala, hands http4s' middleware Metrics (0.23) the metrics of datadog4s-http4s 0.32, which
// com.datadoghq:java-dogstatsd-client 4.2.0 sends. What each of them is called, which tags it has and when it is counted was read in
// their sources:
//
//	avast/datadog4s     code/http4s/src/main/scala/com/avast/datadog4s/extension/http4s/impl/DefaultMetricsOps.scala
//	http4s/http4s       server/shared/src/main/scala/org/http4s/server/middleware/Metrics.scala
//
// There is no metric of events, of bad rows or of the sinks.

// requestTags are those of a request that was answered.
var requestTags = []Tag{{Name: "method"}, {"status_bucket", []string{"1xx", "2xx", "3xx", "4xx", "5xx"}}, {Name: "status_code"}}

// terminationTags are those of a request that was not: canceled is a client that went, or a response that took too long.
var terminationTags = []Tag{{"termination_type", []string{"abnormal", "canceled", "error", "timeout"}}}

// requestBounds are the bounds of durations, in seconds. The collector sends whole milliseconds, usually few of them, and gives a
// request up after half a minute.
var requestBounds = []float64{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30}

// Snowplow is what collectors send that use this prefix and add these tags of their own.
func Snowplow(prefix string, own []string) []StatsDMetric {
	all := []StatsDMetric{
		duration("abnormal_latency", "abnormal_request_duration", "Time until a request ended without an answer.", terminationTags),
		{
			Name: "snowplow_collector_abnormal_requests_total", Type: Counter, Match: "abnormal_count", Tags: terminationTags,
			Help: "Requests that ended without an answer, by how.",
		},
		{
			Name: "snowplow_collector_active_requests", Type: Gauge, Match: "active_requests", Forget: "5m",
			Help: "Requests that one collector works on. It is sent when it changes.",
		},
		duration("headers_time", "headers_duration", "Time until the headers of the answer were there.", Tags([]string{"method"})),
		duration("requests_latency", "request_duration", "Time until the whole answer was sent.", requestTags),
		{
			Name: "snowplow_collector_requests_total", Type: Counter, Match: "requests_count", Tags: requestTags,
			Help: "Requests. A health check counts as 404: its route is not among those that are measured.",
		},
	}
	for i := range all {
		all[i].Match = prefix + "." + all[i].Match
		all[i].Tags = append(all[i].Tags[:len(all[i].Tags):len(all[i].Tags)], Tags(own)...)
	}
	return all
}

func duration(sent, name, help string, of []Tag) StatsDMetric {
	return StatsDMetric{
		Name: "snowplow_collector_" + name + "_seconds", Type: Histogram, Help: help,
		Match: sent, Tags: of, Milliseconds: true, Bounds: requestBounds,
	}
}
