package components

import (
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/routes"
	"github.com/example-org/platform-render/pkg/scrape"
)

// istioIngressName is the name of the gateway's release, namespace and Service.
const istioIngressName = "istio-ingress"

// Ports of the gateway's Service and pods.
const (
	gatewayHTTPS  = 443
	gatewayStatus = 15021
)

// istioIngress is the gateway that the load balancer sends requests to, and the routes that it serves. Between the two it is
// TLS again: for a minimum of 1.3 at the gateway, the load balancer's own policy must have 1.3 too.
type istioIngress struct {
	env *platform.Environment
}

func newIstioIngress(env *platform.Environment) []Component {
	return []Component{istioIngress{env: env}}
}

// Name implements Component.
func (istioIngress) Name() string { return istioIngressName }

// Offer implements Component. The namespace is not meshed, because the gateway is no sidecar: its pods ask for their proxy
// themselves. Until something injects it they cannot start, as their image is the word "auto".
func (i istioIngress) Offer() Offer {
	return Offer{
		Origin:    "ingress",
		Namespace: Namespace{Name: istioIngressName, PodSecurity: Restricted},
		After:     []Capability{Sidecars, Signer, LoadBalancers},
		Secrets:   i.secrets(),
		Gateway: &Peer{
			Namespace: istioIngressName, Name: istioIngressName, Account: istioIngressName, Selector: istioIngressLabels(),
			Ports: []Port{{Name: "https", Number: gatewayHTTPS}},
		},
		Rules: i.objectives(),
	}
}

// objectives are promises that somebody watches.
func (i istioIngress) objectives() []scrape.RuleGroup {
	if i.env.Monitoring == nil {
		return nil
	}
	return routeObjectives(i.env.Monitoring.Objective)
}

// gatewayCertificate is the Secret of the gateway's certificate, whoever fills it. It lies beside the gateway's pods: that is where
// Istio looks.
const gatewayCertificate = "public-certificate"

// secrets are the certificate, if it is kept in the store.
func (i istioIngress) secrets() []Secret {
	from := i.env.Ingress.Certificate.Secret
	if from == nil {
		return nil
	}
	return []Secret{{
		Name: gatewayCertificate, Type: corev1.SecretTypeTLS, Origin: "ingress.certificate.secret",
		Keys: map[string]platform.SecretRef{
			corev1.TLSCertKey:       {Secret: from.Secret, Property: from.Certificate},
			corev1.TLSPrivateKeyKey: {Secret: from.Secret, Property: from.Key},
		},
	}}
}

// Build implements Component.
func (i istioIngress) Build(cat *Catalog) (Built, error) {
	gateway := i.gateway()
	objects := append([]kube.Resource{gateway.Resource()}, cat.Routes.VirtualServices(gateway)...)
	if issuer, ok := cat.issuer(); ok {
		objects = append(objects, issuer.certificate(istioIngressName, gateway.CredentialName, cat.Routes.Hosts()))
	}
	if i.env.Ingress.LoadBalancer.ByController() {
		objects = append(objects, balancerIngress(cat, istioIngressName, istioIngressName, gatewayHTTPS))
	}
	return Built{Chart: i.chart(), Objects: objects}, nil
}

func (i istioIngress) gateway() routes.Gateway {
	return routes.Gateway{
		Namespace: istioIngressName, Name: "public", Selector: istioIngressLabels(), Port: gatewayHTTPS,
		CredentialName: gatewayCertificate, MinTLSVersion: i.env.Mesh.MinTLSVersion,
	}
}

// istioIngressLabels are those that the chart gives to the pods of a release of that name [gateway/templates/_helpers.tpl].
func istioIngressLabels() map[string]string {
	return map[string]string{"app": istioIngressName, "istio": "ingress"}
}

func (i istioIngress) chart() *Chart {
	chart := &Chart{
		Pin:    istioChart("gateway"),
		Values: i.values(),
		NamespacedKinds: []schema.GroupKind{
			{Kind: "Service"}, {Kind: "ServiceAccount"},
			{Group: "apps", Kind: "Deployment"},
			{Group: "rbac.authorization.k8s.io", Kind: "Role"},
			{Group: "rbac.authorization.k8s.io", Kind: "RoleBinding"},
		},
		Makes: i.makes(),
	}
	if i.env.Ingress.Replicas > 1 {
		chart.NamespacedKinds = append(chart.NamespacedKinds, schema.GroupKind{Group: "policy", Kind: "PodDisruptionBudget"})
	}
	return chart
}

// makes are the gateway's pods, whose only container is the proxy: the injector fills it in.
func (i istioIngress) makes() []kube.Resource {
	pods := sketch{
		namespace: istioIngressName, name: istioIngressName, replicas: i.env.Ingress.Replicas, selector: istioIngressLabels(),
		labels: withSidecar(), annotations: map[string]string{"inject.istio.io/templates": "gateway"},
		ports: []corev1.ContainerPort{declared("http-envoy-prom", envoyMetrics)},
	}
	service := pods.service(i.ports()...).(*corev1.Service)
	service.Spec.Type = corev1.ServiceTypeNodePort
	return []kube.Resource{pods.deployment(), service}
}

// ports are those that the load balancer reaches on every node.
func (i istioIngress) ports() []corev1.ServicePort {
	return []corev1.ServicePort{
		nodePort("status-port", gatewayStatus, i.env.Ingress.NodePorts.Status),
		nodePort("https", gatewayHTTPS, i.env.Ingress.NodePorts.HTTPS),
	}
}

// values set a pod security context, which replaces the chart's: so it repeats what lets the gateway listen on port 443.
func (i istioIngress) values() gatewayValues {
	one := intstr.FromInt32(1)
	return gatewayValues{
		ReplicaCount:        i.env.Ingress.Replicas,
		PodDisruptionBudget: policyv1.PodDisruptionBudgetSpec{MaxUnavailable: &one},
		Resources:           requirements(small("100m", "128Mi", "1Gi")),
		SecurityContext: corev1.PodSecurityContext{
			SeccompProfile: &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
			Sysctls:        []corev1.Sysctl{{Name: lowPorts, Value: "0"}},
		},
		Service:                   gatewayService{Type: corev1.ServiceTypeNodePort, Ports: i.ports()},
		TopologySpreadConstraints: spread(istioIngressLabels()),
	}
}

func nodePort(name string, port, node int32) corev1.ServicePort {
	service := served(name, port, port)
	service.NodePort = node
	return service
}

type gatewayValues struct {
	Autoscaling  enabled `json:"autoscaling"`
	ReplicaCount int32   `json:"replicaCount"`
	// PodDisruptionBudget is made by the chart only where there is more than one replica.
	PodDisruptionBudget       policyv1.PodDisruptionBudgetSpec  `json:"podDisruptionBudget"`
	Resources                 corev1.ResourceRequirements       `json:"resources"`
	SecurityContext           corev1.PodSecurityContext         `json:"securityContext"`
	Service                   gatewayService                    `json:"service"`
	TopologySpreadConstraints []corev1.TopologySpreadConstraint `json:"topologySpreadConstraints"`
}

// gatewayService lists every port: the chart's own list, with port 80, is replaced.
type gatewayService struct {
	Type  corev1.ServiceType   `json:"type"`
	Ports []corev1.ServicePort `json:"ports"`
}
