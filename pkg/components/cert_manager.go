package components

import (
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/example-org/platform-render/pkg/argocd"
	"github.com/example-org/platform-render/pkg/dashboards"
	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/metrics"
	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/scrape"
)

// certManagerHome is the namespace of cert-manager. A ClusterIssuer's Secret is looked up there and nowhere else.
const certManagerHome = "cert-manager"

// platformCA names the private CA: its certificate, its Secret, and the issuer that signs with it.
const platformCA = "platform-ca"

// certManager issues and renews certificates, signed by a private CA of the platform's own or by an issuer of the user's.
type certManager struct {
	env *platform.Environment
	// theirs is the user's issuer; nil for the platform's CA.
	theirs *platform.CertificateIssuer
	// origin is the key of platform.yaml that asks for either.
	origin string
}

func newCertManager(env *platform.Environment) []Component {
	switch certificate := env.Ingress.Certificate; {
	case certificate.Issuer != nil:
		return []Component{certManager{env: env, theirs: certificate.Issuer, origin: "ingress.certificate.issuer"}}
	case certificate.SelfSigned != nil:
		return []Component{certManager{env: env, origin: "ingress.certificate.selfSigned"}}
	}
	return nil
}

// certManagerMetrics is the port on which each of its programs serves metrics.
const certManagerMetrics = 9402

// Name implements Component.
func (certManager) Name() string { return "cert-manager" }

// Offer implements Component.
func (c certManager) Offer() Offer {
	return Offer{
		Origin:     c.origin,
		Namespace:  Namespace{Name: certManagerHome, PodSecurity: Restricted},
		Provides:   []Capability{Signer},
		Issuer:     ptr(c.issuer()),
		Dashboards: []dashboards.Dashboard{dashboards.CertManager()},
		Rules:      []scrape.RuleGroup{certManagerAlerts()},
		Scrapes: []scrape.Target{{Job: "cert-manager", Page: metrics.Page{Exporter: "cert-manager"}, Origin: c.origin, Pods: &scrape.Pods{
			Namespace: certManagerHome, Selector: map[string]string{chartInstance: c.Name()}, Port: certManagerMetrics,
		}}},
	}
}

// issuer is who signs.
func (c certManager) issuer() Issuer {
	if c.theirs != nil {
		return Issuer{Group: c.theirs.Group, Kind: c.theirs.Kind, Name: c.theirs.Name, IssuedCertificate: c.theirs.IssuedCertificate}
	}
	return Issuer{Group: certManagerGroup, Kind: "ClusterIssuer", Name: platformCA, IssuedCertificate: *c.env.Ingress.Certificate.SelfSigned}
}

// Build implements Component. The CA is not in the gateway's namespace: the gateway, which the internet talks to, may read
// every Secret beside it, and the CA's key would let it sign for any host.
func (c certManager) Build(*Catalog) (Built, error) {
	if c.theirs != nil {
		return Built{Keep: true, Chart: c.chart()}, nil
	}
	const selfSigner = "self-signed"
	return Built{Keep: true, Chart: c.chart(), Objects: []kube.Resource{
		kube.NewCustom(certManagerAPI, "Issuer", certManagerHome, selfSigner, issuerSpec{
			SelfSigned: &selfSigned{CRLDistributionPoints: []string{}},
		}),
		kube.NewCustom(certManagerAPI, "Certificate", certManagerHome, platformCA, c.ca(selfSigner)),
		kube.NewCustom(certManagerAPI, "ClusterIssuer", "", platformCA, issuerSpec{CA: &issuerCA{SecretName: platformCA}}),
	}}, nil
}

// ca is valid for ten years and replaced a year before its end: longer than any certificate that it signs.
func (c certManager) ca(signer string) certificateSpec {
	return certificateSpec{
		SecretName: platformCA, IsCA: true, CommonName: platformCA,
		Subject:  &x509Subject{Organizations: []string{c.env.Platform}, OrganizationalUnits: []string{c.env.Name}},
		Usages:   []string{"cert sign", "crl sign"},
		Duration: "87600h", RenewBefore: "8760h",
		IssuerRef:  issuerRef{Group: certManagerGroup, Kind: "Issuer", Name: signer},
		PrivateKey: newKey,
	}
}

func (c certManager) chart() *Chart {
	return &Chart{
		Pin:    Pin{RepoURL: "https://charts.jetstack.io", Name: "cert-manager", Version: certManagerVersion},
		Values: c.values(),
		ClusterKinds: []schema.GroupKind{
			{Group: "admissionregistration.k8s.io", Kind: "MutatingWebhookConfiguration"},
			{Group: "admissionregistration.k8s.io", Kind: "ValidatingWebhookConfiguration"},
			{Group: "apiextensions.k8s.io", Kind: "CustomResourceDefinition"},
			{Group: "rbac.authorization.k8s.io", Kind: "ClusterRole"},
			{Group: "rbac.authorization.k8s.io", Kind: "ClusterRoleBinding"},
		},
		NamespacedKinds: []schema.GroupKind{
			{Kind: "Service"}, {Kind: "ServiceAccount"},
			{Group: "apps", Kind: "Deployment"},
			{Group: "policy", Kind: "PodDisruptionBudget"},
			{Group: "rbac.authorization.k8s.io", Kind: "Role"},
			{Group: "rbac.authorization.k8s.io", Kind: "RoleBinding"},
		},
		Groups: []string{certManagerGroup, "acme.cert-manager.io"},
		Makes:  certManagerMakes(),
		Ignore: []argocd.Ignore{cainjectorFills("MutatingWebhookConfiguration"), cainjectorFills("ValidatingWebhookConfiguration")},
	}
}

// certManagerMakes are the controller, the webhook, and what gives webhooks their CA.
func certManagerMakes() []kube.Resource {
	part := func(workload, name string, ports ...corev1.ContainerPort) sketch {
		return sketch{
			namespace: certManagerHome, name: workload, replicas: 2, selector: Selector(name),
			labels: map[string]string{chartInstance: "cert-manager"}, annotations: scrapedAt(certManagerMetrics),
			ports: append([]corev1.ContainerPort{declared("http-metrics", certManagerMetrics)}, ports...),
		}
	}
	webhook := part("cert-manager-webhook", "webhook", declared("https", 10250))
	return []kube.Resource{
		part("cert-manager", "cert-manager").deployment(), part("cert-manager-cainjector", "cainjector").deployment(),
		webhook.deployment(), webhook.service(served("https", 443, 10250)),
	}
}

func cainjectorFills(kind string) argocd.Ignore {
	return argocd.Ignore{
		Group: "admissionregistration.k8s.io", Kind: kind, Name: "cert-manager-webhook", Expressions: []string{webhookCA},
	}
}

func (c certManager) values() certManagerValues {
	part := certManagerPart{
		ReplicaCount:        2,
		PodDisruptionBudget: certManagerBudget{Enabled: true, MinAvailable: 1},
		Resources:           requirements(small("20m", "64Mi", "512Mi")),
	}
	values := certManagerValues{certManagerPart: part, CRDs: certManagerCRDs{Enabled: true, Keep: true}, Webhook: part, CAInjector: part}
	values.Global.LeaderElection.Namespace = certManagerHome
	if c.theirs != nil && c.theirs.Group != certManagerGroup {
		values.ApproveSignerNames = []string{
			"issuers." + certManagerGroup + "/*", "clusterissuers." + certManagerGroup + "/*",
			strings.ToLower(c.theirs.Kind) + "s." + c.theirs.Group + "/*",
		}
	}
	return values
}

// certManagerValues turn off the check after each sync: it is a hook, and Argo CD waits for cert-manager's health anyway.
type certManagerValues struct {
	certManagerPart
	CRDs            certManagerCRDs   `json:"crds"`
	Global          certManagerGlobal `json:"global"`
	Webhook         certManagerPart   `json:"webhook"`
	CAInjector      certManagerPart   `json:"cainjector"`
	StartupAPICheck enabled           `json:"startupapicheck"`
	// ApproveSignerNames are whose requests are approved; empty for cert-manager's own issuers alone.
	ApproveSignerNames []string `json:"approveSignerNames,omitempty"`
}

// certManagerPart is what the controller, the webhook and the CA injector have in common.
type certManagerPart struct {
	ReplicaCount        int32                       `json:"replicaCount"`
	PodDisruptionBudget certManagerBudget           `json:"podDisruptionBudget"`
	Resources           corev1.ResourceRequirements `json:"resources"`
}

type certManagerBudget struct {
	Enabled      bool  `json:"enabled"`
	MinAvailable int32 `json:"minAvailable"`
}

type certManagerCRDs struct {
	Enabled bool `json:"enabled"`
	Keep    bool `json:"keep"`
}

// certManagerGlobal moves the leader's election out of kube-system, where the chart would need a Role.
type certManagerGlobal struct {
	LeaderElection struct {
		Namespace string `json:"namespace"`
	} `json:"leaderElection"`
}
