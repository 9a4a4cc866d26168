package components

import (
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/example-org/platform-render/pkg/argocd"
	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/scrape"
)

// balancerControllerName is the component's, its namespace's, its release's and its service account's.
const balancerControllerName = "aws-load-balancer-controller"

// balancerMetrics is the port of the controller's metrics.
const balancerMetrics = 8080

// balancerController is the AWS Load Balancer Controller: it makes the load balancer that the gateway's Ingress describes.
type balancerController struct {
	env *platform.Environment
}

func newBalancerController(env *platform.Environment) []Component {
	if !env.Ingress.LoadBalancer.ByController() {
		return nil
	}
	return []Component{balancerController{env}}
}

// Name implements Component.
func (balancerController) Name() string { return balancerControllerName }

// Offer implements Component.
func (b balancerController) Offer() Offer {
	return Offer{
		Origin:    loadBalancerOrigin,
		Namespace: Namespace{Name: balancerControllerName, PodSecurity: Restricted},
		Provides:  []Capability{LoadBalancers},
		Roles:     b.roles(),
		Scrapes: []scrape.Target{{Job: b.Name(), Origin: loadBalancerOrigin, Pods: &scrape.Pods{
			Namespace: balancerControllerName, Selector: b.selector(), Port: balancerMetrics,
		}}},
	}
}

func (balancerController) selector() map[string]string {
	return map[string]string{chartInstance: balancerControllerName, "app.kubernetes.io/name": balancerControllerName}
}

// Build implements Component. Everything stays when the Application goes: without the controller, its Ingress could not be deleted
// for want of somebody to take its finalizer off.
func (b balancerController) Build(*Catalog) (Built, error) {
	return Built{Keep: true, Chart: &Chart{
		Pin:    Pin{RepoURL: "https://aws.github.io/eks-charts", Name: balancerControllerName, Version: balancerControllerVersion},
		Values: b.values(),
		ClusterKinds: []schema.GroupKind{
			{Group: "admissionregistration.k8s.io", Kind: "MutatingWebhookConfiguration"},
			{Group: "admissionregistration.k8s.io", Kind: "ValidatingWebhookConfiguration"},
			{Group: "apiextensions.k8s.io", Kind: "CustomResourceDefinition"},
			{Group: "elbv2.k8s.aws", Kind: "IngressClassParams"},
			{Group: "networking.k8s.io", Kind: "IngressClass"},
			{Group: "rbac.authorization.k8s.io", Kind: "ClusterRole"},
			{Group: "rbac.authorization.k8s.io", Kind: "ClusterRoleBinding"},
		},
		NamespacedKinds: []schema.GroupKind{
			{Kind: "Secret"}, {Kind: "Service"}, {Kind: "ServiceAccount"},
			{Group: "apps", Kind: "Deployment"},
			{Group: "policy", Kind: "PodDisruptionBudget"},
			{Group: "rbac.authorization.k8s.io", Kind: "Role"},
			{Group: "rbac.authorization.k8s.io", Kind: "RoleBinding"},
		},
		Groups: []string{"elbv2.k8s.aws", "aga.k8s.aws", "gateway.k8s.aws"},
		Makes:  b.makes(),
		Ignore: webhookCertificate(),
	}}, nil
}

// webhookCertificate is what the chart makes anew each time that it is rendered. What the first sync brought stays: the Secret and
// the CAs are of one rendering, and fit each other only then.
func webhookCertificate() []argocd.Ignore {
	const configuration = "aws-load-balancer-webhook"
	return []argocd.Ignore{
		{Kind: "Secret", Name: "aws-load-balancer-tls", Expressions: []string{".data"}},
		{Group: "admissionregistration.k8s.io", Kind: "MutatingWebhookConfiguration", Name: configuration, Expressions: []string{webhookCA}},
		{Group: "admissionregistration.k8s.io", Kind: "ValidatingWebhookConfiguration", Name: configuration, Expressions: []string{webhookCA}},
	}
}

func (b balancerController) makes() []kube.Resource {
	pods := sketch{
		namespace: balancerControllerName, name: balancerControllerName, replicas: 2, selector: b.selector(),
		ports: []corev1.ContainerPort{declared("metrics-server", balancerMetrics), declared("webhook-server", 9443)},
	}
	webhook := sketch{namespace: balancerControllerName, name: "aws-load-balancer-webhook-service", selector: b.selector()}
	account := chartServiceAccount(balancerControllerName, balancerControllerName)
	return []kube.Resource{account, pods.deployment(), webhook.service(served("webhook-server", 443, 9443))}
}

// values leave on what one Application Load Balancer of one Ingress takes, and turn off the rest: each would need more rights, and
// the webhook for Services would keep every Service from being made while the controller is down.
func (b balancerController) values() balancerControllerValues {
	one := intstr.FromInt32(1)
	return balancerControllerValues{
		ReplicaCount: 2, PodDisruptionBudget: policyv1.PodDisruptionBudgetSpec{MaxUnavailable: &one},
		Resources:   requirements(small("50m", "128Mi", "512Mi")),
		ClusterName: b.env.AWS.ClusterName, Region: b.env.AWS.Region, VPC: b.env.AWS.VPCID,
		ServiceAccount: accountOf(identity(b.env, b.roles())),
		PodSecurityContext: corev1.PodSecurityContext{
			FSGroup: ptr(int64(nobody)), SeccompProfile: &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
		},
		SecurityContext: corev1.SecurityContext{
			AllowPrivilegeEscalation: ptr(false), ReadOnlyRootFilesystem: ptr(true), RunAsNonRoot: ptr(true),
			Capabilities: &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
		},
		IgnoreClassAnnotation: true, IgnoreGroupNames: true,
		Config: balancerControllerConfig{FeatureGates: map[string]bool{
			"ALBGatewayAPI": false, "EnableServiceController": false, "LBCapacityReservation": false, "NLBGatewayAPI": false,
		}},
	}
}

// balancerControllerValues are those of the chart. Without the cluster's VPC the controller asks the node's metadata for it, which
// pods should not reach.
type balancerControllerValues struct {
	ReplicaCount        int32                            `json:"replicaCount"`
	PodDisruptionBudget policyv1.PodDisruptionBudgetSpec `json:"podDisruptionBudget"`
	Resources           corev1.ResourceRequirements      `json:"resources"`
	ClusterName         string                           `json:"clusterName"`
	Region              string                           `json:"region"`
	VPC                 string                           `json:"vpcId"`
	ServiceAccount      *chartAccount                    `json:"serviceAccount,omitempty"`
	PodSecurityContext  corev1.PodSecurityContext        `json:"podSecurityContext"`
	SecurityContext     corev1.SecurityContext           `json:"securityContext"`

	// Other Ingresses must not join the load balancer by an annotation.
	IgnoreClassAnnotation bool `json:"disableIngressClassAnnotation"`
	IgnoreGroupNames      bool `json:"disableIngressGroupNameAnnotation"`

	EnableShield         bool                     `json:"enableShield"`
	EnableWAF            bool                     `json:"enableWaf"`
	EnableWAFv2          bool                     `json:"enableWafv2"`
	EnableServiceMutator bool                     `json:"enableServiceMutatorWebhook"`
	EnableReadinessGates bool                     `json:"enablePodReadinessGateInject"`
	Config               balancerControllerConfig `json:"controllerConfig"`
}

type balancerControllerConfig struct {
	FeatureGates map[string]bool `json:"featureGates"`
}
