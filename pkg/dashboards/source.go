package dashboards

// Source is a data source: the plugin that reads it and the uid by which panels find it. Uids are fixed, so that a dashboard
// means the same data in every environment.
type Source struct {
	Type string `json:"type"`
	UID  string `json:"uid"`
}

// The data sources of the platform. The plugin of PostgreSQL is called so since Grafana 10.
var (
	PrometheusSource   = Source{Type: "prometheus", UID: "prometheus"}
	AlertmanagerSource = Source{Type: "alertmanager", UID: "alertmanager"}
	CloudWatchSource   = Source{Type: "cloudwatch", UID: "cloudwatch"}
	PostgresSource     = Source{Type: "grafana-postgresql-datasource", UID: "postgres"}
)

// Sources are all data sources that a platform can have.
var Sources = []Source{PrometheusSource, AlertmanagerSource, CloudWatchSource, PostgresSource}
