package platform

// StatsD takes in metrics that programs send by UDP, in the form of StatsD or DogStatsD, for Prometheus to scrape. Inside the cluster
// they send to statsd-exporter.NAMESPACE.svc.cluster.local, port 8125.
type StatsD struct {
	_ struct{} `union:"some" of:"snowplow,metrics"`
	// Collectors of Snowplow: their metrics, the dashboard and the alerts.
	Snowplow *Snowplow `json:"snowplow"`
	// What other programs send, by the name of the metric in Prometheus. What is sent and not listed is dropped.
	Metrics map[string]StatsDMetric `json:"metrics" keys:"statsdMetric" example:"{batch_rows_total: {match: batch.*.rows, labels: {batch: $1}}}"`
	// A UDP port of every node, for programs outside of the cluster. Nobody is asked who they are: let only those reach it.
	NodePort int32 `json:"nodePort" format:"nodePort" example:"30125"`
	// What the container asks for and may use.
	Resources Resources `json:"resources" default:"{requests: {cpu: 20m, memory: 64Mi}, limits: {memory: 256Mi}}"`
}

// Snowplow is the stream collectors of a Snowplow pipeline, version 3.0.0 or later.
type Snowplow struct {
	// What the names of the metrics begin with: monitoring.metrics.statsd.prefix in the collectors' configuration.
	Prefix string `json:"prefix" default:"snowplow.collector" format:"statsdPrefix"`
	// The tags that the collectors add to each metric: the keys of monitoring.metrics.statsd.tags. They become labels, and choices of
	// the dashboard.
	Tags []string `json:"tags" format:"statsdTag" example:"[pod]"`
}

// StatsDMetric is a metric of Prometheus that is made of what programs send.
type StatsDMetric struct {
	// The name that is sent. A * stands for one part between two dots; of several patterns the most specific takes it.
	Match string `json:"match" check:"required" format:"statsdMatch" example:"batch.*.rows"`
	// What it is. A histogram is made of timers (ms), which become seconds, and of histograms and distributions (h, d), which stay as
	// they are sent; its bounds are from 5 ms to 10 s.
	Type string `json:"type" default:"counter" enum:"counter,gauge,histogram"`
	// Labels made of the name that is sent: $1, or ${1} before a letter or digit, is what the first * stands for.
	Labels map[string]string `json:"labels" keys:"statsdTag" format:"statsdValue" example:"{batch: $1}"`
	// The DogStatsD tags that come along. They become labels.
	Tags []string `json:"tags" format:"statsdTag" example:"[region]"`
}
