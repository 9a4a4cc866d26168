package components

import (
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/example-org/platform-render/pkg/argocd"
	"github.com/example-org/platform-render/pkg/dashboards"
	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/scrape"
)

// externalSecretsName is the component's, its namespace's, and its service account's.
const externalSecretsName = "external-secrets"

// awsStore is the name of the store that reads AWS Secrets Manager.
const awsStore = "aws-secrets-manager"

// secretsMetrics is the port on which each of the operator's programs serves metrics.
const secretsMetrics = 8080

const awsStoreOrigin = "secrets.awsSecretsManager"

// secretsOperator is External Secrets: it fills Kubernetes' Secrets from AWS Secrets Manager.
type secretsOperator struct {
	env      *platform.Environment
	settings platform.AWSSecretsManager
}

func newExternalSecrets(env *platform.Environment) []Component {
	if env.Secrets == nil || env.Secrets.AWSSecretsManager == nil {
		return nil
	}
	return []Component{secretsOperator{env, *env.Secrets.AWSSecretsManager}}
}

// Name implements Component.
func (secretsOperator) Name() string { return externalSecretsName }

// Offer implements Component.
func (s secretsOperator) Offer() Offer {
	return Offer{
		Origin:     awsStoreOrigin,
		Namespace:  Namespace{Name: externalSecretsName, PodSecurity: Restricted},
		Provides:   []Capability{SecretStore},
		Store:      &Store{Kind: "ClusterSecretStore", Name: awsStore, RefreshInterval: s.refreshInterval()},
		Roles:      s.roles(),
		Dashboards: []dashboards.Dashboard{dashboards.ExternalSecrets()},
		Rules:      []scrape.RuleGroup{externalSecretsAlerts()},
		Scrapes: []scrape.Target{{Job: s.Name(), Origin: awsStoreOrigin, Pods: &scrape.Pods{
			Namespace: externalSecretsName, Selector: map[string]string{chartInstance: s.Name()}, Port: secretsMetrics,
		}}},
	}
}

// refreshInterval is canonical: Kubernetes keeps the text as it is, and what others fill in is 1h0m0s.
func (s secretsOperator) refreshInterval() string {
	interval, _ := time.ParseDuration(s.settings.RefreshInterval) // the loader has checked it
	return interval.String()
}

// Build implements Component. Everything stays when the Application goes: with the CRDs, every Secret that was filled would go.
func (s secretsOperator) Build(cat *Catalog) (Built, error) {
	built := Built{Keep: true, Chart: &Chart{
		Pin:    Pin{RepoURL: "https://charts.external-secrets.io", Name: "external-secrets", Version: externalSecretsVersion},
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
		Makes:  secretsOperatorMakes(),
		Ignore: certControllerFills(),
	}}
	if namespaces := readers(cat); len(namespaces) > 0 {
		built.Objects = []kube.Resource{s.store(namespaces)}
	}
	return built, nil
}

// secretsOperatorMakes are the operator, its webhook, and the controller of the webhook's certificate.
func secretsOperatorMakes() []kube.Resource {
	part := func(name string, replicas int32, ports ...corev1.ContainerPort) sketch {
		return sketch{
			namespace: externalSecretsName, name: name, replicas: replicas, selector: Selector(name),
			labels: map[string]string{chartInstance: externalSecretsName},
			ports:  append([]corev1.ContainerPort{declared("metrics", secretsMetrics)}, ports...),
		}
	}
	webhook := part(externalSecretsName+"-webhook", 2, declared("webhook", 10250))
	return []kube.Resource{
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

// readers are the namespaces of the components that have secrets in the store, sorted.
func readers(cat *Catalog) []string {
	var all []string
	for _, offer := range cat.Offers {
		if slices.ContainsFunc(offer.Secrets, func(s Secret) bool { return len(s.Keys) > 0 }) {
			all = append(all, offer.Namespace.Name)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// store reads AWS Secrets Manager in the role of the operator's own service account: named, or by EKS Pod Identity, which gives
// credentials to the operator's own pods alone. No other namespace may use it: without
// conditions, whoever may make an ExternalSecret anywhere could read every secret.
func (s secretsOperator) store(namespaces []string) kube.Resource {
	spec := storeSpec{Conditions: []storeCondition{{Namespaces: namespaces}}}
	spec.Provider.AWS = awsProvider{Service: "SecretsManager", Region: s.env.AWS.Region, SessionTagsPolicy: "None"}
	if !s.env.AWS.PodIdentity() {
		spec.Provider.AWS.Auth = &storeAuth{}
		spec.Provider.AWS.Auth.JWT.ServiceAccountRef = serviceAccountRef{Name: externalSecretsName, Namespace: externalSecretsName}
	}
	return kube.NewCustom(externalSecretsAPI, "ClusterSecretStore", "", awsStore, spec)
}

type storeSpec struct {
	Conditions []storeCondition `json:"conditions"`
	Provider   struct {
		AWS awsProvider `json:"aws"`
	} `json:"provider"`
}

type storeCondition struct {
	Namespaces []string `json:"namespaces"`
}

type awsProvider struct {
	Service string     `json:"service"`
	Region  string     `json:"region"`
	Auth    *storeAuth `json:"auth,omitempty"`
	// SessionTagsPolicy is written because the API server would add it, and Argo CD report it.
	SessionTagsPolicy string `json:"sessionTagsPolicy"`
}

type storeAuth struct {
	JWT struct {
		ServiceAccountRef serviceAccountRef `json:"serviceAccountRef"`
	} `json:"jwt"`
}

// serviceAccountRef names its namespace, which a ClusterSecretStore cannot do without.
type serviceAccountRef struct {
	Name      string `json:"name"`
	Namespace string `json:"namespace"`
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
