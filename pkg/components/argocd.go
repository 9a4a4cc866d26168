package components

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/example-org/platform-render/pkg/dashboards"
	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/metrics"
	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/routes"
	"github.com/example-org/platform-render/pkg/scrape"
)

// argoCD syncs the rendered tree to the cluster, itself included.
//
// A person installs it once with Helm: this chart with the values of its own Application, but without server.podLabels. Then
// the root Application finds the health check below in place, so that its first sync keeps to the waves; and once the mesh is
// there, the sync of Argo CD itself adds the label, which replaces the server's pods by pods with a sidecar.
type argoCD struct {
	settings platform.ArgoCD
}

func newArgoCD(env *platform.Environment) []Component { return []Component{argoCD{env.ArgoCD}} }

// Name implements Component.
func (argoCD) Name() string { return "argocd" }

// Offer implements Component.
func (a argoCD) Offer() Offer {
	server := argoCDServer()
	return Offer{
		Origin:    "argocd",
		Namespace: Namespace{Name: Home, PodSecurity: Restricted},
		After:     []Capability{Sidecars},
		Service:   &server,
		Peers: []Peer{peer(Home, server.Service,
			Port{Name: "http", Number: 8080, Service: server.Port}, Port{Name: "http-metrics", Number: 8083})},
		Routes:     routeTo(a.Name(), "argocd", a.settings.Route, server),
		Dashboards: []dashboards.Dashboard{dashboards.ArgoCD()},
		Rules:      []scrape.RuleGroup{argoCDAlerts()},
		Scrapes: []scrape.Target{
			argoCDMetrics("argocd-application-controller", 8082, false),
			argoCDMetrics("argocd-repo-server", 8084, false),
			argoCDMetrics("argocd-server", 8083, true),
		},
	}
}

// argoCDServer is the port that speaks HTTP. Its Service's port 443 leads to the same port of the pod, but Istio would take
// what it speaks for TLS.
func argoCDServer() routes.Backend {
	return routes.Backend{Namespace: Home, Service: "argocd-server", Port: 80}
}

func argoCDMetrics(name string, port int32, mesh bool) scrape.Target {
	return scrape.Target{Job: name, Page: metrics.Page{Exporter: name}, Origin: "argocd", Pods: &scrape.Pods{
		Namespace: Home, Selector: Selector(name), Port: port, Mesh: mesh,
	}}
}

// Build implements Component.
func (a argoCD) Build(*Catalog) (Built, error) {
	return Built{Keep: true, Chart: &Chart{
		Pin:    Pin{RepoURL: "https://argoproj.github.io/argo-helm", Name: "argo-cd", Version: argoCDVersion},
		Values: a.values(),
		ClusterKinds: []schema.GroupKind{
			{Group: "apiextensions.k8s.io", Kind: "CustomResourceDefinition"},
			{Group: "rbac.authorization.k8s.io", Kind: "ClusterRole"},
			{Group: "rbac.authorization.k8s.io", Kind: "ClusterRoleBinding"},
		},
		// The Job is a hook of each sync: it makes the password of Redis unless there is one.
		NamespacedKinds: []schema.GroupKind{
			{Kind: "ConfigMap"}, {Kind: "Secret"}, {Kind: "Service"}, {Kind: "ServiceAccount"},
			{Group: "apps", Kind: "Deployment"},
			{Group: "apps", Kind: "StatefulSet"},
			{Group: "batch", Kind: "Job"},
			{Group: "networking.k8s.io", Kind: "NetworkPolicy"},
			{Group: "policy", Kind: "PodDisruptionBudget"},
			{Group: "rbac.authorization.k8s.io", Kind: "Role"},
			{Group: "rbac.authorization.k8s.io", Kind: "RoleBinding"},
		},
		Groups: []string{"argoproj.io"},
		Makes:  argoCDMakes(),
	}}, nil
}

// argoCDMakes are its programs, none of which but the server is in the mesh.
func argoCDMakes() []kube.Resource {
	part := func(name string, replicas int32, ports ...corev1.ContainerPort) sketch {
		return sketch{namespace: Home, name: "argocd-" + name, replicas: replicas, selector: Selector("argocd-" + name), ports: ports}
	}
	controller := part("application-controller", 1, declared("metrics", 8082))
	server := part("server", 2, declared("server", 8080), declared("metrics", 8083))
	server.labels = withSidecar()
	repo := part("repo-server", 2, declared("repo-server", 8081), declared("metrics", 8084))
	redis := part("redis", 1, declared("redis", 6379))
	redis.account = "default"
	return []kube.Resource{
		controller.statefulSet(), server.deployment(), repo.deployment(), redis.deployment(),
		server.service(served("http", 80, 8080), served("https", 443, 8080)),
		repo.service(served("tcp-repo-server", 8081, 8081)), redis.service(served("redis", 6379, 6379)),
	}
}

// values leave out what the platform does not use: single sign-on by Dex, notifications and ApplicationSets. The controller
// of the last has no switch, but a number of pods.
func (a argoCD) values() argoCDValues {
	values := argoCDValues{
		Global:         argoCDGlobal{NetworkPolicy: create{true}},
		Configs:        argoCDConfigs{CM: argoCDSettings(), Params: map[string]string{"controller.diff.server.side": "true"}},
		Controller:     argoCDPart{Replicas: 1, Resources: requirements(small("250m", "512Mi", "2Gi"))},
		Server:         argoCDPair("argocd-server", small("50m", "128Mi", "512Mi")),
		RepoServer:     argoCDPair("argocd-repo-server", small("100m", "256Mi", "1Gi")),
		ApplicationSet: argoCDPart{Resources: requirements(small("10m", "64Mi", "256Mi"))},
		Redis:          sized{requirements(small("50m", "64Mi", "256Mi"))},
		SecretInit:     sized{requirements(small("10m", "64Mi", "256Mi"))},
	}
	values.Server.PodLabels = withSidecar()
	if route := a.settings.Route; route != nil {
		values.publish(route)
	}
	return values
}

// publish serves the whole of Argo CD under the route's path. The gateway ends TLS; from there, the sidecars do.
func (v *argoCDValues) publish(route *platform.Route) {
	v.Global.Domain = route.Host
	v.Configs.CM["url"] = "https://" + route.Host + prefix(route)
	v.Configs.Params["server.insecure"] = "true"
	v.Configs.Params["server.rootpath"] = prefix(route)
	v.Configs.Params["server.basehref"] = prefix(route)
}

// applicationHealth makes an Application as healthy as it says it is. Without it, a sync of the root Application would take
// each for healthy as soon as it exists, and begin with the next wave.
const applicationHealth = `local health = (obj.status or {}).health or {}
return {status = health.status or "Progressing", message = health.message or ""}
`

func argoCDSettings() map[string]string {
	return map[string]string{
		"application.resourceTrackingMethod":                     "annotation",
		"resource.customizations.health.argoproj.io_Application": applicationHealth,
	}
}

// argoCDPair is a part with two pods, of which one may be gone.
func argoCDPair(name string, resources platform.Resources) argoCDPart {
	return argoCDPart{
		Replicas:                  2,
		Resources:                 requirements(resources),
		PDB:                       &argoCDBudget{Enabled: true, MaxUnavailable: 1},
		TopologySpreadConstraints: spread(Selector(name)),
	}
}

type argoCDValues struct {
	Global         argoCDGlobal  `json:"global"`
	Configs        argoCDConfigs `json:"configs"`
	Controller     argoCDPart    `json:"controller"`
	Server         argoCDPart    `json:"server"`
	RepoServer     argoCDPart    `json:"repoServer"`
	ApplicationSet argoCDPart    `json:"applicationSet"`
	Redis          sized         `json:"redis"`
	SecretInit     sized         `json:"redisSecretInit"`
	Dex            enabled       `json:"dex"`
	Notifications  enabled       `json:"notifications"`
}

type argoCDGlobal struct {
	Domain        string `json:"domain,omitempty"`
	NetworkPolicy create `json:"networkPolicy"`
}

// argoCDConfigs are keys of Argo CD's ConfigMaps, which take texts alone.
type argoCDConfigs struct {
	CM     map[string]string `json:"cm"`
	Params map[string]string `json:"params"`
}

type argoCDPart struct {
	Replicas                  int32                             `json:"replicas"`
	Resources                 corev1.ResourceRequirements       `json:"resources"`
	PDB                       *argoCDBudget                     `json:"pdb,omitempty"`
	PodLabels                 map[string]string                 `json:"podLabels,omitempty"`
	TopologySpreadConstraints []corev1.TopologySpreadConstraint `json:"topologySpreadConstraints,omitempty"`
}

type argoCDBudget struct {
	Enabled        bool  `json:"enabled"`
	MaxUnavailable int32 `json:"maxUnavailable"`
}

// sized is a part that has resources and nothing else to set.
type sized struct {
	Resources corev1.ResourceRequirements `json:"resources"`
}
