package components

import (
	"strconv"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/example-org/platform-render/pkg/dashboards"
	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/metrics"
	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/scrape"
)

const (
	prometheusOrigin = "monitoring.prometheus"
	// The folders of Prometheus' container.
	prometheusConfig = "/etc/prometheus"
	prometheusRules  = "/etc/prometheus-rules"
	prometheusData   = "/prometheus"
	prometheusLists  = "/etc/prometheus-targets"
)

// prometheus collects metrics and evaluates alert rules.
type prometheus struct {
	env      *platform.Environment
	settings *platform.Prometheus
	site
}

func newPrometheus(env *platform.Environment) []Component {
	if env.Monitoring == nil || env.Monitoring.Prometheus == nil {
		return nil
	}
	settings := env.Monitoring.Prometheus
	return []Component{prometheus{env: env, settings: settings, site: site{
		name: "prometheus", namespace: env.Monitoring.Namespace, port: 9090, route: settings.Route, origin: prometheusOrigin,
	}}}
}

// Name implements Component.
func (p prometheus) Name() string { return p.name }

// Offer implements Component.
func (p prometheus) Offer() Offer {
	return Offer{
		Origin:     prometheusOrigin,
		Namespace:  monitoringNamespace(p.env),
		After:      []Capability{Volumes},
		Service:    ptr(p.backend()),
		Routes:     p.routes(),
		Peers:      []Peer{p.peer()},
		Calls:      []Call{{API: AlertmanagerAPI}},
		APIs:       []API{p.api(PrometheusAPI)},
		Scrapes:    append(p.external(), p.itself()),
		Rules:      append(ownRules(p.env), prometheusAlerts()),
		Dashboards: []dashboards.Dashboard{dashboards.Prometheus(), dashboards.Overview()},
	}
}

// itself is scraped from within: what a pod sends to its own address passes no sidecar, which alone could end the TLS that
// others use (istio.io/istio tools/istio-iptables/pkg/capture/run.go, "appN => appN by lo").
func (p prometheus) itself() scrape.Target {
	return scrape.Target{
		Job: p.name, Page: metrics.Page{Exporter: "prometheus"}, URL: "http://localhost:" + strconv.Itoa(int(p.port)) + p.path("/metrics"), Origin: prometheusOrigin,
	}
}

// Build implements Component.
func (p prometheus) Build(cat *Catalog) (Built, error) {
	config, err := scrape.New(p.configuration(cat), cat.Scrapes())
	if err != nil {
		return Built{}, err
	}
	text, err := kube.Canonical(config)
	if err != nil {
		return Built{}, err
	}
	rules, err := scrape.RuleFiles(cat.Rules(), pages(cat))
	if err != nil {
		return Built{}, err
	}
	objects := append(p.workload(text, rules).Objects(), p.lists()...)
	objects = append(objects, Claim(p.namespace, p.name, p.settings.Storage)...)
	return Built{Objects: append(objects, clusterAccess(p.namespace, p.name, rights(config))...), Origins: p.listOrigins()}, nil
}

func (p prometheus) configuration(cat *Catalog) scrape.Settings {
	settings := scrape.Settings{
		Interval:  p.settings.Interval,
		Retention: scrape.Retention{Time: p.settings.Retention, Size: retainedSize(p.settings.Storage)},
		Labels:    map[string]string{"platform": p.env.Platform, "environment": p.env.Name},
		Samples:   p.settings.SampleLimit,
		RuleFiles: prometheusRules + "/*.yaml",
	}
	if strict(p.env) {
		settings.Certificates = certificates
	}
	if alertmanager, ok := cat.API(AlertmanagerAPI); ok {
		settings.Alertmanager, settings.AlertmanagerPath = &alertmanager.Pods, alertmanager.Path
	}
	return settings
}

// retainedSize is four fifths of the volume, the rest of which is for the log of what is not yet in a block
// (docs/storage.md). A full volume would stop Prometheus. Its MB are 2^20 bytes.
func retainedSize(volume platform.Volume) string {
	size := resource.MustParse(volume.Size)
	return strconv.FormatInt((size.Value()/5*4)>>20, 10) + "MB"
}

// rights are what the configuration makes use of, and no more. Pods are looked for in any case.
func rights(config scrape.Config) []rbacv1.PolicyRule {
	rules := []rbacv1.PolicyRule{watch("", "pods")}
	if config.Discovers(scrape.RoleEndpointSlice) {
		rules = append(rules, watch("", "services"), watch("discovery.k8s.io", "endpointslices"),
			rbacv1.PolicyRule{NonResourceURLs: []string{"/metrics"}, Verbs: []string{"get"}})
	}
	if config.Discovers(scrape.RoleNode) {
		rules = append(rules, watch("", "nodes"),
			rbacv1.PolicyRule{APIGroups: []string{""}, Resources: []string{"nodes/metrics"}, Verbs: []string{"get"}})
	}
	return rules
}

func (p prometheus) workload(config string, rules map[string]string) Workload {
	files := []*corev1.ConfigMap{
		ConfigMap(p.namespace, p.name+"-config", map[string]string{"prometheus.yml": config}),
		ConfigMap(p.namespace, p.name+"-rules", rules),
	}
	annotations, mounts := ownClient(p.env)
	mounts = append(mounts, p.listMounts()...)
	return Workload{
		Name: p.name, Namespace: p.namespace,
		Image: prometheusImage, Args: p.args(),
		Ports: []Port{{Name: "http", Number: p.port}},
		Ready: p.path("/-/ready"), Live: p.path("/-/healthy"), Start: p.path("/-/ready"),
		Resources: p.settings.Resources,
		User:      nobody, PodSecurity: Restricted,
		Config: files,
		Mounts: append(mounts,
			Mount{Name: "config", Path: prometheusConfig, ReadOnly: true, Source: FromConfigMap(files[0].Name)},
			Mount{Name: "rules", Path: prometheusRules, ReadOnly: true, Source: FromConfigMap(files[1].Name)}),
		Data:           &Data{Claim: claimName(p.name), Path: prometheusData},
		UsesAPI:        true,
		PodAnnotations: annotations,
	}
}

func (p prometheus) args() []string {
	return append([]string{
		"--config.file=" + prometheusConfig + "/prometheus.yml",
		"--storage.tsdb.path=" + prometheusData,
	}, p.webFlags()...)
}
