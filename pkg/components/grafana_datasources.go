package components

import (
	"strings"

	"github.com/example-org/platform-render/pkg/dashboards"
	"github.com/example-org/platform-render/pkg/kube"
)

// Environment variables that hold the user of the PostgreSQL data source.
const (
	postgresUsername = "POSTGRES_USERNAME"
	postgresPassword = "POSTGRES_PASSWORD"
)

// datasourcesFile is a file of Grafana's provisioning. A data source that it no longer has is removed from the database.
type datasourcesFile struct {
	APIVersion  int          `json:"apiVersion"`
	Prune       bool         `json:"prune"`
	Datasources []datasource `json:"datasources"`
}

// datasource is one data source. Grafana asks it from within the cluster (access proxy); nobody edits it in the browser.
type datasource struct {
	Name string `json:"name"`
	dashboards.Source
	Access         string            `json:"access"`
	URL            string            `json:"url,omitempty"`
	User           string            `json:"user,omitempty"`
	IsDefault      bool              `json:"isDefault"`
	JSONData       map[string]any    `json:"jsonData"`
	SecureJSONData map[string]string `json:"secureJsonData,omitempty"`
	Editable       bool              `json:"editable"`
}

// datasourcesFile is the platform's own data sources, as far as they are there, and those that the user names.
func (g grafana) datasourcesFile(cat *Catalog) (string, error) {
	return kube.Canonical(datasourcesFile{APIVersion: 1, Prune: true, Datasources: g.datasources(cat)})
}

func (g grafana) datasources(cat *Catalog) []datasource {
	all := []datasource{}
	for _, offered := range []func(*Catalog) (datasource, bool){g.prometheus, g.alertmanager, g.cloudwatch, g.postgres} {
		if source, ok := offered(cat); ok {
			source.Access = "proxy"
			all = append(all, source)
		}
	}
	return all
}

// prometheus has the scrape interval: $__rate_interval is four times it, so that no rate falls between two samples.
func (g grafana) prometheus(cat *Catalog) (datasource, bool) {
	api, ok := cat.API(PrometheusAPI)
	if !ok {
		return datasource{}, false
	}
	data := map[string]any{"httpMethod": "POST", "prometheusType": "Prometheus", "manageAlerts": true}
	if settings := g.env.Monitoring.Prometheus; settings != nil {
		data["timeInterval"] = settings.Interval
	}
	if _, ok := cat.API(AlertmanagerAPI); ok {
		data["alertmanagerUid"] = dashboards.AlertmanagerSource.UID
	}
	return datasource{Name: "Prometheus", Source: dashboards.PrometheusSource, URL: api.URL(), IsDefault: true, JSONData: data}, true
}

func (g grafana) alertmanager(cat *Catalog) (datasource, bool) {
	api, ok := cat.API(AlertmanagerAPI)
	return datasource{
		Name: "Alertmanager", Source: dashboards.AlertmanagerSource, URL: api.URL(),
		JSONData: map[string]any{"implementation": "prometheus", "handleGrafanaManagedAlerts": false},
	}, ok
}

// cloudwatch takes the role of Grafana's own service account.
func (g grafana) cloudwatch(*Catalog) (datasource, bool) {
	settings := g.settings.Datasources.CloudWatch
	if settings == nil {
		return datasource{}, false
	}
	return datasource{
		Name: "CloudWatch", Source: dashboards.CloudWatchSource,
		JSONData: map[string]any{"authType": "default", "defaultRegion": settings.Region},
	}, true
}

// postgres takes its user from the environment, written as $NAME: that is replaced once. What ${NAME} or $__file{} give is
// expanded a second time, which would spoil a password with a dollar sign (pkg/services/provisioning/values/values.go).
func (g grafana) postgres(*Catalog) (datasource, bool) {
	settings := g.settings.Datasources.Postgres
	if settings == nil {
		return datasource{}, false
	}
	return datasource{
		Name: "PostgreSQL", Source: dashboards.PostgresSource, URL: literal(settings.Host), User: "$" + postgresUsername,
		JSONData:       map[string]any{"database": literal(settings.Database), "sslmode": settings.SSLMode},
		SecureJSONData: map[string]string{"password": "$" + postgresPassword},
	}, true
}

// literal keeps Grafana's provisioning from expanding a value.
func literal(value string) string { return strings.ReplaceAll(value, "$", "$$") }

// awsServices are those that the CloudWatch data source asks: metrics, logs, resources by their tags, instances; and who gives it
// its role's credentials.
var awsServices = []string{"ec2", "logs", "monitoring", "sts", "tagging"}

// external are the data sources outside of the cluster.
func (g grafana) external() []External {
	var all []External
	if settings := g.settings.Datasources.CloudWatch; settings != nil {
		for _, service := range awsServices {
			all = append(all, external(grafanaOrigin+".datasources.cloudwatch", service+"."+settings.Region+"."+g.env.AWS.Domain()+":443")...)
		}
		if settings.Region != g.env.AWS.Region {
			all = append(all, external(grafanaOrigin+".datasources.cloudwatch", "sts."+g.env.AWS.Region+"."+g.env.AWS.Domain()+":443")...)
		}
	}
	if settings := g.settings.Datasources.Postgres; settings != nil {
		all = append(all, external(grafanaOrigin+".datasources.postgres", settings.Host)...)
	}
	return all
}
