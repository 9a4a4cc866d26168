package components

import (
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/example-org/platform-render/pkg/argocd"
	"github.com/example-org/platform-render/pkg/platform"
)

// istioSystem is the namespace of Istio's control plane. It is the mesh's root namespace too: what stands there holds for
// every namespace.
const istioSystem = "istio-system"

// istioBase is Istio's CRDs.
type istioBase struct{}

func newIstioBase(*platform.Environment) []Component { return []Component{istioBase{}} }

// Name implements Component.
func (istioBase) Name() string { return "istio-base" }

// Offer implements Component.
func (istioBase) Offer() Offer {
	return Offer{Origin: "mesh", Namespace: istioNamespace()}
}

func istioNamespace() Namespace { return Namespace{Name: istioSystem, PodSecurity: Restricted} }

// Build implements Component.
func (istioBase) Build(*Catalog) (Built, error) {
	return Built{Keep: true, Chart: &Chart{
		Pin:    istioChart("base"),
		Values: istioBaseValues{Global: istioBaseGlobal{IstioNamespace: istioSystem}},
		ClusterKinds: []schema.GroupKind{
			{Group: "admissionregistration.k8s.io", Kind: "ValidatingWebhookConfiguration"},
			{Group: "apiextensions.k8s.io", Kind: "CustomResourceDefinition"},
		},
		NamespacedKinds: []schema.GroupKind{{Kind: "ServiceAccount"}},
		Groups:          []string{"extensions.istio.io", networkingAPI, "security.istio.io", "telemetry.istio.io"},
		Ignore:          []argocd.Ignore{istiodFills("istiod-default-validator")},
	}}, nil
}

// networkingAPI is the group of the CRDs that istiod and the gateway watch.
const networkingAPI = "networking.istio.io"

// istiodFills are the fields of a ValidatingWebhookConfiguration that istiod sets once it is ready: its CA, and Fail instead of
// the chart's Ignore [istio pkg/webhooks/validation/controller/controller.go].
func istiodFills(name string) argocd.Ignore {
	return argocd.Ignore{
		Group: "admissionregistration.k8s.io", Kind: "ValidatingWebhookConfiguration", Name: name,
		Expressions: []string{webhookCA, ".webhooks[]?.failurePolicy"},
	}
}

type istioBaseValues struct {
	Global istioBaseGlobal `json:"global"`
}

type istioBaseGlobal struct {
	IstioNamespace string `json:"istioNamespace"`
}
