package components

import (
	"slices"
	"strings"

	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/example-org/platform-render/pkg/dashboards"
	"github.com/example-org/platform-render/pkg/metrics"
	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/scrape"
)

const kubeStateMetricsOrigin = "monitoring.kubeStateMetrics"

// observed are the objects that kube-state-metrics shows, by API group: what dashboards and alerts ask for. Secrets and
// ConfigMaps are not among them: to list them is to read them.
var observed = map[string][]string{
	"":            {"namespaces", "nodes", "persistentvolumeclaims", "persistentvolumes", "pods", "resourcequotas"},
	"apps":        {"daemonsets", "deployments", "replicasets", "statefulsets"},
	"autoscaling": {"horizontalpodautoscalers"},
	"batch":       {"cronjobs", "jobs"},
	"policy":      {"poddisruptionbudgets"},
}

// kubeStateMetrics turns the state of Kubernetes' objects into metrics.
type kubeStateMetrics struct {
	env      *platform.Environment
	settings *platform.KubeStateMetrics
}

func newKubeStateMetrics(env *platform.Environment) []Component {
	if env.Monitoring == nil || env.Monitoring.KubeStateMetrics == nil {
		return nil
	}
	return []Component{kubeStateMetrics{env: env, settings: env.Monitoring.KubeStateMetrics}}
}

// Name implements Component.
func (kubeStateMetrics) Name() string { return "kube-state-metrics" }

// The ports are fixed by the image, and named for the sidecar to know that they are HTTP.
var (
	statePort     = Port{Name: "http-metrics", Number: 8080}
	telemetryPort = Port{Name: "http-telemetry", Number: 8081}
)

// Offer implements Component.
func (k kubeStateMetrics) Offer() Offer {
	return Offer{
		Origin:     kubeStateMetricsOrigin,
		Namespace:  monitoringNamespace(k.env),
		Peers:      []Peer{peer(k.env.Monitoring.Namespace, k.Name(), statePort, telemetryPort)},
		Dashboards: k.dashboards(),
		Rules:      []scrape.RuleGroup{workloadAlerts(), nodeAlerts()},
		Scrapes: []scrape.Target{
			{Job: k.Name(), Page: metrics.Page{Exporter: "kube-state-metrics"}, Pods: k.pods(statePort), OfOthers: true, Large: true, Origin: kubeStateMetricsOrigin},
			{Job: k.Name() + "-telemetry", Page: metrics.Page{Exporter: "kube-state-metrics-telemetry"}, Pods: k.pods(telemetryPort), Origin: kubeStateMetricsOrigin},
		},
	}
}

// dashboards are those about the objects of the cluster; one for the owners of apps, if there are any.
func (k kubeStateMetrics) dashboards() []dashboards.Dashboard {
	all := []dashboards.Dashboard{dashboards.KubernetesCluster(), dashboards.KubernetesWorkload()}
	if len(k.env.Apps) > 0 {
		all = append(all, dashboards.App())
	}
	return all
}

func (k kubeStateMetrics) pods(port Port) *scrape.Pods {
	return &scrape.Pods{Namespace: k.env.Monitoring.Namespace, Selector: Selector(k.Name()), Port: port.Number, Mesh: true}
}

// Build implements Component.
func (k kubeStateMetrics) Build(*Catalog) (Built, error) {
	workload := k.workload()
	rights := clusterAccess(workload.Namespace, workload.Name, observedRights())
	return Built{Objects: append(workload.Objects(), rights...)}, nil
}

// workload asks whether it is ready on the second port, where kube-state-metrics says so (README.md, "Health endpoints").
func (k kubeStateMetrics) workload() Workload {
	return Workload{
		Name: k.Name(), Namespace: k.env.Monitoring.Namespace,
		Image: kubeStateMetricsImage, Args: []string{"--resources=" + observedResources()},
		Ports: []Port{statePort, telemetryPort},
		Ready: "/readyz", ReadyPort: telemetryPort.Name, Live: "/livez",
		Resources: k.settings.Resources,
		User:      nobody, PodSecurity: Restricted,
		UsesAPI: true,
	}
}

func observedResources() string {
	var all []string
	for _, resources := range observed {
		all = append(all, resources...)
	}
	slices.Sort(all)
	return strings.Join(all, ",")
}

func observedRights() []rbacv1.PolicyRule {
	var rules []rbacv1.PolicyRule
	for _, group := range sortedKeys(observed) {
		rules = append(rules, watch(group, observed[group]...))
	}
	return rules
}
