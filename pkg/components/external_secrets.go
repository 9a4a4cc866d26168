package components

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/example-org/platform-render/pkg/argocd"
	"github.com/example-org/platform-render/pkg/dashboards"
	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/metrics"
	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/scrape"
)

// externalSecretsName is the component's, its namespace's, and its service account's.
const externalSecretsName = "external-secrets"

// secretsMetrics is the port on which each of the operator's programs serves metrics.
const secretsMetrics = 8080

const secretsOrigin = "secrets"

// secretsOperator is External Secrets: it fills Kubernetes' Secrets from AWS.
type secretsOperator struct {
	env *platform.Environment
}

func newExternalSecrets(env *platform.Environment) []Component {
	if env.Secrets == nil {
		return nil
	}
	return []Component{secretsOperator{env}}
}

// Name implements Component.
func (secretsOperator) Name() string { return externalSecretsName }

// Offer implements Component.
func (s secretsOperator) Offer() Offer {
	return Offer{
		Origin:     secretsOrigin,
		Namespace:  Namespace{Name: externalSecretsName, PodSecurity: Restricted},
		Provides:   []Capability{SecretStore},
		Store:      s.offered(),
		Roles:      s.roles(),
		Dashboards: []dashboards.Dashboard{dashboards.ExternalSecrets()},
		Rules:      []scrape.RuleGroup{externalSecretsAlerts()},
		Scrapes: []scrape.Target{{Job: s.Name(), Page: metrics.Page{Exporter: "external-secrets"}, Origin: secretsOrigin, Pods: &scrape.Pods{
			Namespace: externalSecretsName, Selector: map[string]string{chartInstance: s.Name()}, Port: secretsMetrics,
		}}},
	}
}

// Build implements Component. Everything stays when the Application goes: with the CRDs, every Secret that was filled would go.
func (s secretsOperator) Build(cat *Catalog) (Built, error) {
	return Built{Keep: true, Objects: s.stores(cat), Chart: &Chart{
		Pin:    externalSecretsChart(),
		Values: s.values(),
		ClusterKinds: []schema.GroupKind{
			{Group: "admissionregistration.k8s.io", Kind: "ValidatingWebhookConfiguration"},
			{Group: "apiextensions.k8s.io", Kind: "CustomResourceDefinition"},
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
		Groups: []string{externalSecretsGroup, generatorsGroup},
		Makes:  s.makes(),
		Ignore: certControllerFills(),
	}}, nil
}

// makes are the operator with its service account, its webhook, and the controller of the webhook's certificate.
func (s secretsOperator) makes() []kube.Resource {
	part := func(name string, replicas int32, ports ...corev1.ContainerPort) sketch {
		return sketch{
			namespace: externalSecretsName, name: name, replicas: replicas, selector: Selector(name),
			labels: map[string]string{chartInstance: externalSecretsName},
			ports:  append([]corev1.ContainerPort{declared("metrics", secretsMetrics)}, ports...),
		}
	}
	webhook := part(externalSecretsName+"-webhook", 2, declared("webhook", 10250))
	return []kube.Resource{
		chartServiceAccount(externalSecretsName, externalSecretsName),
		part(externalSecretsName, 2).deployment(), part(externalSecretsName+"-cert-controller", 1).deployment(),
		webhook.deployment(), webhook.service(served("webhook", 443, 10250)),
	}
}

// certControllerFills are the webhook's certificate and its CA, which the chart leaves to its own certificate controller.
func certControllerFills() []argocd.Ignore {
	return []argocd.Ignore{
		{Kind: "Secret", Name: "external-secrets-webhook", Expressions: []string{".data"}},
		{Group: "admissionregistration.k8s.io", Kind: "ValidatingWebhookConfiguration", Name: "externalsecret-validate", Expressions: []string{webhookCA}},
		{Group: "admissionregistration.k8s.io", Kind: "ValidatingWebhookConfiguration", Name: "secretstore-validate", Expressions: []string{webhookCA}},
	}
}

// values turn off what the platform does not use: stores' and generators' cluster-wide kin, and secrets that are written.
func (s secretsOperator) values() externalSecretsValues {
	pair := operatorPart{
		ReplicaCount:              2,
		Resources:                 requirements(small("20m", "64Mi", "256Mi")),
		PodDisruptionBudget:       &operatorBudget{Enabled: true, MinAvailable: 1},
		TopologySpreadConstraints: spread(Selector(externalSecretsName)),
	}
	webhook := pair
	webhook.TopologySpreadConstraints = spread(Selector(externalSecretsName + "-webhook"))
	return externalSecretsValues{
		operatorPart:   pair,
		LeaderElect:    true,
		LivenessProbe:  enabled{true},
		ReadinessProbe: enabled{true},
		ServiceAccount: accountOf(identity(s.env, s.roles())),
		Webhook:        webhook,
		CertController: operatorPart{ReplicaCount: 1, Resources: pair.Resources},
	}
}

// externalSecretsValues are those of the chart. With more than one pod and no election, each would fill every Secret.
type externalSecretsValues struct {
	operatorPart
	LeaderElect    bool          `json:"leaderElect"`
	LivenessProbe  enabled       `json:"livenessProbe"`
	ReadinessProbe enabled       `json:"readinessProbe"`
	ServiceAccount *chartAccount `json:"serviceAccount,omitempty"`
	CRDs           operatorCRDs  `json:"crds"`
	RBAC           operatorRBAC  `json:"rbac"`
	Webhook        operatorPart  `json:"webhook"`
	CertController operatorPart  `json:"certController"`

	// Each of these goes with the CRD of the same name.
	ProcessClusterExternalSecret bool `json:"processClusterExternalSecret"`
	ProcessClusterGenerator      bool `json:"processClusterGenerator"`
	ProcessClusterPushSecret     bool `json:"processClusterPushSecret"`
	ProcessPushSecret            bool `json:"processPushSecret"`
}

// operatorPart is what the operator, its webhook and its certificate controller have in common.
type operatorPart struct {
	ReplicaCount              int32                             `json:"replicaCount"`
	Resources                 corev1.ResourceRequirements       `json:"resources"`
	PodDisruptionBudget       *operatorBudget                   `json:"podDisruptionBudget,omitempty"`
	TopologySpreadConstraints []corev1.TopologySpreadConstraint `json:"topologySpreadConstraints,omitempty"`
}

type operatorBudget struct {
	Enabled      bool  `json:"enabled"`
	MinAvailable int32 `json:"minAvailable"`
}

type operatorCRDs struct {
	CreateClusterExternalSecret bool `json:"createClusterExternalSecret"`
	CreateClusterGenerator      bool `json:"createClusterGenerator"`
	CreateClusterPushSecret     bool `json:"createClusterPushSecret"`
	CreatePushSecret            bool `json:"createPushSecret"`
}

type operatorRBAC struct {
	ServiceBindings create `json:"servicebindings"`
}
