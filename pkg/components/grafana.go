package components

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/example-org/platform-render/pkg/dashboards"
	"github.com/example-org/platform-render/pkg/metrics"
	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/scrape"
)

const (
	grafanaOrigin = "monitoring.grafana"
	// grafanaUser is the user that the image runs as (Dockerfile, GF_UID).
	grafanaUser = 472
	// The folders of Grafana's container. /etc/grafana itself is the image's own and stays: it has provisioning folders that
	// Grafana expects to be there.
	grafanaConfig       = "/etc/grafana/config"
	grafanaProvisioning = "/etc/grafana/provisioning"
	grafanaDashboards   = "/etc/grafana/dashboards"
	grafanaAdmin        = "/etc/grafana-admin"
	grafanaEncryption   = "/etc/grafana-encryption"
	grafanaData         = "/var/lib/grafana"
)

// The keys of Secrets that hold a user.
const (
	usernameKey = "username"
	passwordKey = "password"
	// encryptionKey is the key of the Secret that encryptionSecret names.
	encryptionKey = "secret-key"
)

// grafana shows the dashboards that the components offer.
type grafana struct {
	env      *platform.Environment
	settings *platform.Grafana
	site
}

func newGrafana(env *platform.Environment) []Component {
	if env.Monitoring == nil || env.Monitoring.Grafana == nil {
		return nil
	}
	settings := env.Monitoring.Grafana
	return []Component{grafana{env: env, settings: settings, site: site{
		name: "grafana", namespace: env.Monitoring.Namespace, port: 3000, route: settings.Route, origin: grafanaOrigin,
	}}}
}

// Name implements Component.
func (g grafana) Name() string { return g.name }

// Offer implements Component.
func (g grafana) Offer() Offer {
	return Offer{
		Origin:     grafanaOrigin,
		Namespace:  monitoringNamespace(g.env),
		After:      []Capability{Volumes},
		Service:    ptr(g.backend()),
		Routes:     g.routes(),
		Peers:      []Peer{g.peer()},
		External:   g.external(),
		Calls:      []Call{{API: PrometheusAPI}, {API: AlertmanagerAPI}},
		APIs:       []API{g.api(GrafanaAPI)},
		Scrapes:    []scrape.Target{{Job: g.name, Page: metrics.Page{Exporter: "grafana"}, Pods: ptr(g.pods()), Origin: grafanaOrigin}},
		Dashboards: g.ownDashboards(),
		Secrets:    g.secrets(),
		Roles:      g.roles(),
	}
}

// ownDashboards are about itself, and about AWS if it may ask CloudWatch.
func (g grafana) ownDashboards() []dashboards.Dashboard {
	all := []dashboards.Dashboard{dashboards.Grafana()}
	if g.settings.Datasources.CloudWatch != nil {
		all = append(all, dashboards.AWS()...)
	}
	return all
}

func (g grafana) adminSecret() string    { return g.name + "-admin" }
func (g grafana) postgresSecret() string { return g.name + "-postgres" }

// encryptionSecret holds the key by which Grafana encrypts the data sources' passwords in its database. Nobody needs to know it,
// but the default is the same in every Grafana.
func (g grafana) encryptionSecret() string { return g.name + "-encryption" }

func (g grafana) secrets() []Secret {
	all := []Secret{
		credentials(g.adminSecret(), g.settings.Admin, grafanaOrigin+".admin"),
		{Name: g.encryptionSecret(), Generated: []string{encryptionKey}, Origin: grafanaOrigin},
	}
	if postgres := g.settings.Datasources.Postgres; postgres != nil {
		all = append(all, credentials(g.postgresSecret(), postgres.Credentials, grafanaOrigin+".datasources.postgres.credentials"))
	}
	return all
}

// credentials is a Secret that holds a user.
func credentials(name string, from platform.Credentials, origin string) Secret {
	return Secret{Name: name, Origin: origin, Keys: map[string]platform.SecretRef{
		usernameKey: {Secret: from.Secret, Property: from.Username},
		passwordKey: {Secret: from.Secret, Property: from.Password},
	}}
}

// Build implements Component.
func (g grafana) Build(cat *Catalog) (Built, error) {
	folders, err := g.folders(cat)
	if err != nil {
		return Built{}, err
	}
	config, err := g.config(cat, folders)
	if err != nil {
		return Built{}, err
	}
	objects := g.workload(config, folders).Objects()
	objects = append(objects, Claim(g.namespace, g.name, g.settings.Storage)...)
	return Built{Objects: objects, Origins: origins(folders)}, nil
}

// config is all of Grafana's ConfigMaps: its settings, its data sources, its folders, its dashboards.
func (g grafana) config(cat *Catalog, folders []dashboardFolder) ([]*corev1.ConfigMap, error) {
	settings, err := iniText(g.ini(folders))
	if err != nil {
		return nil, err
	}
	sources, err := g.datasourcesFile(cat)
	if err != nil {
		return nil, err
	}
	providers, err := providersFile(folders)
	if err != nil {
		return nil, err
	}
	all := []*corev1.ConfigMap{
		ConfigMap(g.namespace, g.configName(), map[string]string{"grafana.ini": settings}),
		ConfigMap(g.namespace, g.datasourcesName(), map[string]string{"datasources.yaml": sources}),
		ConfigMap(g.namespace, g.providersName(), map[string]string{"dashboards.yaml": providers}),
	}
	for _, folder := range folders {
		all = append(all, folder.configMaps(g.namespace)...)
	}
	return all, nil
}

func (g grafana) configName() string      { return g.name + "-config" }
func (g grafana) datasourcesName() string { return g.name + "-datasources" }
func (g grafana) providersName() string   { return g.name + "-dashboards" }

func (g grafana) workload(config []*corev1.ConfigMap, folders []dashboardFolder) Workload {
	health := g.path("/api/health")
	return Workload{
		Name: g.name, Namespace: g.namespace,
		Image: grafanaImage, Env: g.variables(),
		Ports: []Port{{Name: "http", Number: g.port}},
		Ready: health, Live: health, Start: health,
		Resources: g.settings.Resources,
		User:      grafanaUser, PodSecurity: Restricted, Writable: []string{"/tmp"},
		Config: config, Mounts: g.mounts(folders),
		Data:     &Data{Claim: claimName(g.name), Path: grafanaData},
		Identity: identity(g.env, g.roles()),
	}
}

func (g grafana) mounts(folders []dashboardFolder) []Mount {
	all := []Mount{
		{Name: "admin", Path: grafanaAdmin, ReadOnly: true, Source: FromSecret(g.adminSecret())},
		{Name: "encryption", Path: grafanaEncryption, ReadOnly: true, Source: FromSecret(g.encryptionSecret())},
		{Name: "config", Path: grafanaConfig, ReadOnly: true, Source: FromConfigMap(g.configName())},
		{Name: "datasources", Path: grafanaProvisioning + "/datasources", ReadOnly: true, Source: FromConfigMap(g.datasourcesName())},
		{Name: "dashboards", Path: grafanaProvisioning + "/dashboards", ReadOnly: true, Source: FromConfigMap(g.providersName())},
	}
	for _, folder := range folders {
		all = append(all, folder.mount())
	}
	return all
}

// variables name files where Grafana can read files: the image's run.sh turns GF_X__FILE into GF_X. The name and the password
// of the administrator count only when the database is made.
func (g grafana) variables() []corev1.EnvVar {
	all := []corev1.EnvVar{
		{Name: "GF_PATHS_CONFIG", Value: grafanaConfig + "/grafana.ini"},
		{Name: "GF_SECURITY_ADMIN_PASSWORD__FILE", Value: grafanaAdmin + "/" + passwordKey},
		{Name: "GF_SECURITY_ADMIN_USER__FILE", Value: grafanaAdmin + "/" + usernameKey},
		{Name: "GF_SECURITY_SECRET_KEY__FILE", Value: grafanaEncryption + "/" + encryptionKey},
	}
	if g.settings.Datasources.Postgres != nil {
		all = append(all,
			corev1.EnvVar{Name: postgresPassword, ValueFrom: fromSecretKey(g.postgresSecret(), passwordKey)},
			corev1.EnvVar{Name: postgresUsername, ValueFrom: fromSecretKey(g.postgresSecret(), usernameKey)})
	}
	return all
}
