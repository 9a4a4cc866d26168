package components

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/metrics"
	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/routes"
	"github.com/example-org/platform-render/pkg/scrape"
)

// Ports of Kiali's pods and Service.
const (
	kialiPort    = 20001
	kialiMetrics = 9090
)

// kiali is the console of the mesh. It lives beside istiod, which since Istio 1.29 shows its inner state to its own namespace
// alone.
type kiali struct {
	env *platform.Environment
	platform.Kiali
}

func newKiali(env *platform.Environment) []Component {
	if env.Kiali == nil {
		return nil
	}
	return []Component{kiali{env, *env.Kiali}}
}

// Name implements Component.
func (kiali) Name() string { return "kiali" }

// Offer implements Component.
func (k kiali) Offer() Offer {
	backend := k.backend()
	return Offer{
		Origin:    "kiali",
		Namespace: istioNamespace(),
		After:     []Capability{Sidecars},
		Service:   &backend,
		Peers: []Peer{peer(istioSystem, k.Name(),
			Port{Name: "http", Number: kialiPort}, Port{Name: "http-metrics", Number: kialiMetrics})},
		Calls:   []Call{{API: PrometheusAPI}, {API: GrafanaAPI}},
		Routes:  routeTo(k.Name(), "kiali", k.Route, backend),
		Secrets: k.secrets(),
		Scrapes: []scrape.Target{{Job: k.Name(), Page: metrics.Page{Exporter: "kiali"}, Origin: "kiali", Pods: &scrape.Pods{
			Namespace: istioSystem, Selector: Selector(k.Name()), Port: kialiMetrics, Mesh: true,
		}}},
	}
}

func (k kiali) backend() routes.Backend {
	return routes.Backend{Namespace: istioSystem, Service: k.Name(), Port: kialiPort}
}

// Logins are signed with a key that nobody needs to know.
const (
	kialiSecret = "kiali-login"
	kialiKey    = "signing-key"
)

func (k kiali) secrets() []Secret {
	if k.anonymous() {
		return nil
	}
	return []Secret{{Name: kialiSecret, Generated: []string{kialiKey}, Origin: "kiali.auth"}}
}

func (k kiali) anonymous() bool { return k.Auth == "anonymous" }

// Build implements Component.
func (k kiali) Build(cat *Catalog) (Built, error) {
	if _, ok := cat.store(); !ok && !k.anonymous() {
		return Built{}, platform.Problems{k.env.Problemf("kiali.auth",
			"%s signs logins with a generated key, which needs a store: write secrets: {awsSecretsManager: {}}, or auth: anonymous", k.Auth)}
	}
	return Built{Chart: &Chart{
		Pin:    Pin{RepoURL: "https://kiali.org/helm-charts", Name: "kiali-server", Version: kialiVersion},
		Values: k.values(cat),
		ClusterKinds: []schema.GroupKind{
			{Group: "rbac.authorization.k8s.io", Kind: "ClusterRole"},
			{Group: "rbac.authorization.k8s.io", Kind: "ClusterRoleBinding"},
		},
		NamespacedKinds: []schema.GroupKind{
			{Kind: "ConfigMap"}, {Kind: "Service"}, {Kind: "ServiceAccount"},
			{Group: "apps", Kind: "Deployment"},
		},
		Makes: k.makes(),
	}}, nil
}

func (k kiali) makes() []kube.Resource {
	pods := sketch{
		namespace: istioSystem, name: k.Name(), replicas: 1, selector: Selector(k.Name()), labels: withSidecar(),
		annotations: merge(scrapedAt(kialiMetrics), scrapedByItself()),
		ports:       []corev1.ContainerPort{declared("api-port", kialiPort), declared("http-metrics", kialiMetrics)},
	}
	return []kube.Resource{
		pods.deployment(), pods.service(served("http", kialiPort, kialiPort), served("http-metrics", kialiMetrics, kialiMetrics)),
	}
}

// values leave the containers' security context to the chart: it is what a restricted namespace asks for. They turn off its
// NetworkPolicy: it admits everybody to Kiali's two ports, and nobody to those of its sidecar, where Prometheus scrapes it.
// Where nobody logs in, nobody may change anything.
func (k kiali) values(cat *Catalog) kialiValues {
	values := kialiValues{
		Auth:       kialiAuth{Strategy: k.Auth},
		LoginToken: kialiLogin{SigningKey: k.signingKey()},
		Deployment: kialiDeployment{
			Replicas: 1, ImagePullPolicy: corev1.PullIfNotPresent, Resources: requirements(k.Resources),
			PodLabels: withSidecar(), PodAnnotations: scrapedByItself(),
			NetworkPolicy: enabled{false}, ViewOnlyMode: k.anonymous(),
		},
		ExternalServices: kialiServices(cat),
	}
	if k.Route != nil {
		values.Server = &kialiServer{WebRoot: prefix(k.Route), WebFQDN: k.Route.Host, WebSchema: "https", WebPort: "443"}
	}
	return values
}

// signingKey is never left out: the chart would make another one each time it is rendered, and Argo CD would roll the pods for
// ever [kiali-server templates/_helpers.tpl]. Kiali does not use it where nobody logs in.
func (k kiali) signingKey() string {
	if k.anonymous() {
		return "not used: nobody logs in"
	}
	return "secret:" + kialiSecret + ":" + kialiKey
}

// kialiServices are what Kiali reads its graphs from, which the loader sees to, and links to.
func kialiServices(cat *Catalog) kialiExternal {
	prometheus, _ := cat.API(PrometheusAPI)
	services := kialiExternal{
		Istio:      kialiIstio{RootNamespace: istioSystem},
		Prometheus: kialiPrometheus{URL: prometheus.URL()},
	}
	if grafana, ok := cat.API(GrafanaAPI); ok && grafana.Public != "" {
		services.Grafana = kialiGrafana{Enabled: true, InternalURL: grafana.URL(), ExternalURL: grafana.Public}
	}
	return services
}

type kialiValues struct {
	Auth             kialiAuth       `json:"auth"`
	LoginToken       kialiLogin      `json:"login_token"`
	Deployment       kialiDeployment `json:"deployment"`
	Server           *kialiServer    `json:"server,omitempty"`
	ExternalServices kialiExternal   `json:"external_services"`
	Clustering       kialiClustering `json:"clustering"`
}

type kialiAuth struct {
	Strategy string `json:"strategy"`
}

type kialiLogin struct {
	SigningKey string `json:"signing_key"`
}

type kialiDeployment struct {
	Replicas        int32                       `json:"replicas"`
	ImagePullPolicy corev1.PullPolicy           `json:"image_pull_policy"`
	PodLabels       map[string]string           `json:"pod_labels"`
	PodAnnotations  map[string]string           `json:"pod_annotations"`
	Resources       corev1.ResourceRequirements `json:"resources"`
	NetworkPolicy   enabled                     `json:"network_policy"`
	ViewOnlyMode    bool                        `json:"view_only_mode"`
}

// kialiServer is where people see Kiali. WebRoot has no last slash, or Kiali does not start.
type kialiServer struct {
	WebRoot   string `json:"web_root"`
	WebFQDN   string `json:"web_fqdn"`
	WebSchema string `json:"web_schema"`
	WebPort   string `json:"web_port"`
}

type kialiExternal struct {
	Istio      kialiIstio      `json:"istio"`
	Prometheus kialiPrometheus `json:"prometheus"`
	Grafana    kialiGrafana    `json:"grafana"`
	Tracing    enabled         `json:"tracing"`
}

type kialiIstio struct {
	RootNamespace string `json:"root_namespace"`
}

type kialiPrometheus struct {
	URL string `json:"url"`
}

type kialiGrafana struct {
	Enabled     bool   `json:"enabled"`
	InternalURL string `json:"internal_url,omitempty"`
	ExternalURL string `json:"external_url,omitempty"`
}

// kialiClustering turns off the search for other clusters, which asks the cluster while the chart is rendered: Argo CD does not
// let it.
type kialiClustering struct {
	AutodetectSecrets enabled `json:"autodetect_secrets"`
}
