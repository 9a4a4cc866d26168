package components

import (
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/example-org/platform-render/pkg/argocd"
	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/platform"
)

// Level is a pod security standard, the least strict first.
type Level int

// The pod security standards of Kubernetes.
const (
	Privileged Level = iota
	Baseline
	Restricted
)

// String is the level as Kubernetes' labels spell it.
func (l Level) String() string { return [...]string{"privileged", "baseline", "restricted"}[l] }

// Namespace is where a component lives, and what it needs there. Components may share one: the least strict level holds.
type Namespace struct {
	Name string
	// Mesh says that pods get a sidecar.
	Mesh bool
	// PodSecurity is the strictest level that the component's pods keep.
	PodSecurity Level
	// Given says that the cluster has it already: it is not ours to make or to change.
	Given bool
}

// kubeSystem is where the cluster keeps its own parts. Nothing there is held to a pod security standard.
const kubeSystem = "kube-system"

// mergeNamespaces is every namespace of the offers once, sorted by name.
func mergeNamespaces(offers []Offered) ([]Namespace, error) {
	byName := map[string]Namespace{}
	for _, offer := range offers {
		space := offer.Namespace
		known, ok := byName[space.Name]
		if ok && (known.Mesh != space.Mesh || known.Given != space.Given) {
			return nil, fmt.Errorf("%s: namespace %s is described in two ways", offer.Component.Name(), space.Name)
		}
		if ok {
			space.PodSecurity = min(space.PodSecurity, known.PodSecurity)
		}
		byName[space.Name] = space
	}
	var all []Namespace
	for _, space := range byName {
		all = append(all, space)
	}
	slices.SortFunc(all, func(a, b Namespace) int { return strings.Compare(a.Name, b.Name) })
	return all, nil
}

// namespaces makes the namespaces of all components.
type namespaces struct{}

func newNamespaces(*platform.Environment) []Component { return []Component{namespaces{}} }

// Name implements Component.
func (namespaces) Name() string { return "namespaces" }

// Offer implements Component.
func (namespaces) Offer() Offer {
	return Offer{
		Namespace: Namespace{Name: Home, PodSecurity: Restricted},
		Provides:  []Capability{Namespaces},
	}
}

// Build implements Component.
func (namespaces) Build(cat *Catalog) (Built, error) {
	built := Built{Keep: true}
	for _, space := range cat.Namespaces {
		if !space.Given {
			built.Objects = append(built.Objects, space.resource())
		}
	}
	return built, nil
}

// resource is the Namespace as an object. Argo CD asks a person before it deletes one: everything in it would go too.
func (n Namespace) resource() kube.Resource {
	object := &corev1.Namespace{ObjectMeta: kube.Meta("", n.Name)}
	object.Labels = map[string]string{"pod-security.kubernetes.io/enforce": n.PodSecurity.String()}
	if n.Mesh {
		object.Labels["istio-injection"] = "enabled"
	}
	argocd.ConfirmDeletion(object)
	return object
}
