package components

import (
	"encoding/json"

	"google.golang.org/protobuf/types/known/wrapperspb"
	mesh "istio.io/api/mesh/v1alpha1"
	security "istio.io/api/security/v1"
	telemetry "istio.io/api/telemetry/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/example-org/platform-render/pkg/argocd"
	"github.com/example-org/platform-render/pkg/dashboards"
	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/metrics"
	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/scrape"
)

// Ports on which Istio serves metrics: its own programs theirs, and every proxy those of Envoy.
const (
	istioMetrics = 15014
	envoyMetrics = 15090
)

var mtlsModes = map[string]security.PeerAuthentication_MutualTLS_Mode{
	"STRICT":     security.PeerAuthentication_MutualTLS_STRICT,
	"PERMISSIVE": security.PeerAuthentication_MutualTLS_PERMISSIVE,
}

var meshTLSVersions = map[string]mesh.MeshConfig_TLSConfig_TLSProtocol{
	"TLSV1_2": mesh.MeshConfig_TLSConfig_TLSV1_2,
	"TLSV1_3": mesh.MeshConfig_TLSConfig_TLSV1_3,
}

var pathNormalizations = map[string]mesh.MeshConfig_ProxyPathNormalization_NormalizationType{
	"BASE":                     mesh.MeshConfig_ProxyPathNormalization_BASE,
	"MERGE_SLASHES":            mesh.MeshConfig_ProxyPathNormalization_MERGE_SLASHES,
	"DECODE_AND_MERGE_SLASHES": mesh.MeshConfig_ProxyPathNormalization_DECODE_AND_MERGE_SLASHES,
}

// istiodReplicas is the number of its pods.
const istiodReplicas = 2

// istiod is the control plane of the mesh, and what holds for all of the mesh.
type istiod struct {
	mesh platform.Mesh
	// login is where to ask whether somebody has logged in; nil if no route does.
	login *API
}

func newIstiod(env *platform.Environment) []Component { return []Component{istiod{mesh: env.Mesh}} }

// Name implements Component.
func (istiod) Name() string { return "istiod" }

// Offer implements Component.
func (istiod) Offer() Offer {
	return Offer{
		Origin:    "mesh",
		Namespace: istioNamespace(),
		Provides:  []Capability{Sidecars},
		After:     []Capability{group(networkingAPI), Capture},
		Rules:     []scrape.RuleGroup{istiodAlerts()},
		Dashboards: []dashboards.Dashboard{
			dashboards.IstioMesh(), dashboards.IstioService(), dashboards.IstioWorkload(), dashboards.IstioControlPlane(),
		},
		Scrapes: []scrape.Target{
			{
				Job: "istiod", Page: metrics.Page{Exporter: "istiod"}, Origin: "mesh",
				Pods: &scrape.Pods{Namespace: istioSystem, Selector: istiodLabels(), Port: istioMetrics},
			},
			{Job: "envoy", Page: metrics.Page{Exporter: "istio-proxy"}, Origin: "mesh", Kubernetes: scrape.Proxies},
		},
	}
}

func istiodLabels() map[string]string { return map[string]string{"app": "istiod"} }

// Build implements Component.
func (i istiod) Build(cat *Catalog) (Built, error) {
	if login, ok := cat.API(LoginAPI); ok {
		i.login = &login
	}
	objects := []kube.Resource{i.peerAuthentication()}
	if i.mesh.AccessLogs {
		objects = append(objects, accessLogs())
	}
	return Built{Chart: i.chart(), Objects: objects}, nil
}

func (i istiod) chart() *Chart {
	return &Chart{
		Pin:    istioChart("istiod"),
		Values: i.values(),
		ClusterKinds: []schema.GroupKind{
			{Group: "admissionregistration.k8s.io", Kind: "MutatingWebhookConfiguration"},
			{Group: "admissionregistration.k8s.io", Kind: "ValidatingWebhookConfiguration"},
			{Group: "rbac.authorization.k8s.io", Kind: "ClusterRole"},
			{Group: "rbac.authorization.k8s.io", Kind: "ClusterRoleBinding"},
		},
		NamespacedKinds: []schema.GroupKind{
			{Kind: "ConfigMap"}, {Kind: "Service"}, {Kind: "ServiceAccount"},
			{Group: "apps", Kind: "Deployment"},
			{Group: "policy", Kind: "PodDisruptionBudget"},
			{Group: "rbac.authorization.k8s.io", Kind: "Role"},
			{Group: "rbac.authorization.k8s.io", Kind: "RoleBinding"},
		},
		Makes: i.makes(),
		Ignore: []argocd.Ignore{istiodFills("istio-validator-" + istioSystem), {
			Group: "admissionregistration.k8s.io", Kind: "MutatingWebhookConfiguration", Name: "istio-sidecar-injector",
			Expressions: []string{webhookCA},
		}},
	}
}

// makes are istiod's pods. Port 15012 is where proxies get their configuration and certificates, 443 where Kubernetes asks for
// injection and validation.
func (istiod) makes() []kube.Resource {
	pods := sketch{
		namespace: istioSystem, name: "istiod", replicas: istiodReplicas, selector: istiodLabels(),
		labels: map[string]string{"istio": "pilot", "sidecar.istio.io/inject": "false"}, annotations: scrapedAt(istioMetrics),
		ports: []corev1.ContainerPort{
			declared("grpc-xds", 15010), declared("tls-xds", 15012), declared("https-webhooks", 15017), declared("http-monitoring", istioMetrics),
		},
	}
	return []kube.Resource{pods.deployment(), pods.service(
		served("grpc-xds", 15010, 15010), served("https-dns", 15012, 15012), served("https-webhook", 443, 15017),
		served("http-monitoring", istioMetrics, istioMetrics))}
}

// values are for the istiod chart, whose keys are those of IstioOperator without `pilot.`. The number of pods is fixed: an
// autoscaler is Degraded in Argo CD wherever there is no metrics-server, and would hold up the first sync.
func (i istiod) values() istiodValues {
	runtimeDefault := corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault}
	return istiodValues{
		ReplicaCount:              istiodReplicas,
		Resources:                 requirements(small("100m", "512Mi", "2Gi")),
		SeccompProfile:            runtimeDefault,
		TopologySpreadConstraints: spread(istiodLabels()),
		CNI:                       enabled{true},
		Global: istiodGlobal{Proxy: proxyValues{
			SeccompProfile: runtimeDefault,
			Resources:      requirements(platform.Resources{Requests: platform.ResourceList{CPU: "20m", Memory: "64Mi"}}),
		}},
		MeshConfig: i.meshConfig(),
	}
}

// meshConfig is merged over the chart's own. The gateway's minimum TLS version is not here but in its Gateway. Paths are
// normalized before any route or policy is looked up: /a/../b is /b.
func (i istiod) meshConfig() meshConfig {
	config := &mesh.MeshConfig{
		DefaultConfig:     &mesh.ProxyConfig{HoldApplicationUntilProxyStarts: wrapperspb.Bool(true)},
		MeshMTLS:          &mesh.MeshConfig_TLSConfig{MinProtocolVersion: meshTLSVersions[i.mesh.MinTLSVersion]},
		PathNormalization: &mesh.MeshConfig_ProxyPathNormalization{Normalization: pathNormalizations[i.mesh.PathNormalization]},
	}
	if proxies := i.mesh.TrustedProxies; proxies > 0 {
		config.DefaultConfig.GatewayTopology = &mesh.Topology{NumTrustedProxies: uint32(proxies)}
	}
	if i.login != nil {
		config.ExtensionProviders = []*mesh.MeshConfig_ExtensionProvider{i.login.extensionProvider()}
	}
	return meshConfig{config, i.mesh.OutboundTraffic}
}

// meshConfig is Istio's own type, but for what that does not print: REGISTRY_ONLY is its zero, and left out it would be ALLOW_ANY.
type meshConfig struct {
	*mesh.MeshConfig
	outboundTraffic string
}

// MarshalJSON implements json.Marshaler.
func (m meshConfig) MarshalJSON() ([]byte, error) {
	text, err := m.MeshConfig.MarshalJSON()
	if err != nil {
		return nil, err
	}
	var fields map[string]any
	if err := json.Unmarshal(text, &fields); err != nil {
		return nil, err
	}
	fields["outboundTrafficPolicy"] = map[string]string{"mode": m.outboundTraffic}
	return json.Marshal(fields)
}

// peerAuthentication holds for the whole mesh, because it stands in the root namespace and selects nothing.
func (i istiod) peerAuthentication() kube.Resource {
	return kube.NewCustom("security.istio.io/v1", "PeerAuthentication", istioSystem, "default", &security.PeerAuthentication{
		Mtls: &security.PeerAuthentication_MutualTLS{Mode: mtlsModes[i.mesh.MTLS]},
	})
}

// accessLogs makes every proxy log to its standard output: envoy is the provider that Istio has built in for that.
func accessLogs() kube.Resource {
	return kube.NewCustom("telemetry.istio.io/v1", "Telemetry", istioSystem, "mesh-default", &telemetry.Telemetry{
		AccessLogging: []*telemetry.AccessLogging{{Providers: []*telemetry.ProviderRef{{Name: "envoy"}}}},
	})
}

type istiodValues struct {
	AutoscaleEnabled bool `json:"autoscaleEnabled"`
	// ReplicaCount above one also brings a PodDisruptionBudget.
	ReplicaCount              int32                             `json:"replicaCount"`
	Resources                 corev1.ResourceRequirements       `json:"resources"`
	SeccompProfile            corev1.SeccompProfile             `json:"seccompProfile"`
	TopologySpreadConstraints []corev1.TopologySpreadConstraint `json:"topologySpreadConstraints"`
	// CNI says that nodes capture traffic, so that pods are not given a container that does.
	CNI        enabled      `json:"cni"`
	Global     istiodGlobal `json:"global"`
	MeshConfig meshConfig   `json:"meshConfig"`
}

type istiodGlobal struct {
	Proxy proxyValues `json:"proxy"`
}

// proxyValues are those of every sidecar; with a seccomp profile it is admitted to restricted namespaces.
type proxyValues struct {
	Resources      corev1.ResourceRequirements `json:"resources"`
	SeccompProfile corev1.SeccompProfile       `json:"seccompProfile"`
}
