package components

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/metrics"
	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/scrape"
)

// istioCNI leads the traffic of meshed pods through their sidecars, on each node. Without it every pod would need a container
// with NET_ADMIN for that, which only privileged namespaces admit.
type istioCNI struct{}

func newIstioCNI(*platform.Environment) []Component { return []Component{istioCNI{}} }

// Name implements Component.
func (istioCNI) Name() string { return "istio-cni" }

// Offer implements Component.
func (istioCNI) Offer() Offer {
	return Offer{
		Origin:    "mesh",
		Namespace: Namespace{Name: kubeSystem, Given: true},
		Provides:  []Capability{Capture},
		Scrapes: []scrape.Target{{Job: "istio-cni", Page: metrics.Page{Exporter: "istio-cni"}, Origin: "mesh", Pods: &scrape.Pods{
			Namespace: kubeSystem, Selector: istioCNILabels(), Port: istioMetrics,
		}}},
	}
}

// Build implements Component.
func (istioCNI) Build(*Catalog) (Built, error) {
	return Built{Chart: &Chart{
		Pin:    istioChart("cni"),
		Values: istioCNIValues{Resources: requirements(small("20m", "64Mi", "256Mi"))},
		ClusterKinds: []schema.GroupKind{
			{Group: "rbac.authorization.k8s.io", Kind: "ClusterRole"},
			{Group: "rbac.authorization.k8s.io", Kind: "ClusterRoleBinding"},
		},
		NamespacedKinds: []schema.GroupKind{
			{Group: "apps", Kind: "DaemonSet"}, {Kind: "ConfigMap"}, {Kind: "ServiceAccount"},
		},
		Makes: []kube.Resource{sketch{
			namespace: kubeSystem, name: "istio-cni-node", account: "istio-cni", selector: istioCNILabels(),
			annotations: scrapedAt(istioMetrics),
			ports:       []corev1.ContainerPort{declared("metrics", istioMetrics)},
		}.daemonSet()},
	}}, nil
}

func istioCNILabels() map[string]string { return map[string]string{"k8s-app": "istio-cni-node"} }

// istioCNIValues leave out the paths of CNI plugins: the chart's defaults are those of EKS.
type istioCNIValues struct {
	// UseAppArmorAnnotation is for Kubernetes before 1.30; since then there is a field for it.
	UseAppArmorAnnotation bool                        `json:"useAppArmorAnnotation"`
	Resources             corev1.ResourceRequirements `json:"resources"`
}
