package components

// The images of the programs that the platform runs without a chart.
const (
	// renovate: datasource=docker depName=quay.io/prometheus/prometheus
	prometheusImage = "quay.io/prometheus/prometheus:v3.16.0"
	// renovate: datasource=docker depName=quay.io/prometheus/alertmanager
	alertmanagerImage = "quay.io/prometheus/alertmanager:v0.34.2"
	// renovate: datasource=docker depName=quay.io/prometheus/node-exporter
	nodeExporterImage = "quay.io/prometheus/node-exporter:v1.12.1"
	// renovate: datasource=docker depName=quay.io/prometheus/statsd-exporter
	statsdExporterImage = "quay.io/prometheus/statsd-exporter:v0.31.0"
	// Whoever raises Grafana to 13.3 or later makes sure first that the image still brings the CloudWatch plugin: upstream is
	// moving it out of the core (grafana/grafana#131144), and plugins are not installed at start here.
	// renovate: datasource=docker depName=docker.io/grafana/grafana
	grafanaImage = "docker.io/grafana/grafana:13.2.3"
	// renovate: datasource=docker depName=quay.io/oauth2-proxy/oauth2-proxy
	oauth2ProxyImage = "quay.io/oauth2-proxy/oauth2-proxy:v7.15.3"
	// renovate: datasource=docker depName=registry.k8s.io/kube-state-metrics/kube-state-metrics
	kubeStateMetricsImage = "registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.20.0"
)

// nobody is the user of Prometheus' own images, and of those made like them.
const nobody = 65534
