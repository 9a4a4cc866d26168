// Package components is the parts of the platform, one file each, and the model in which they meet.
//
// A component first offers: what it wants from the others and gives to them. All offers together are the Catalog. Then it
// builds its objects from its own settings and the Catalog. No component knows another.
package components

import (
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/example-org/platform-render/pkg/argocd"
	"github.com/example-org/platform-render/pkg/dashboards"
	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/routes"
	"github.com/example-org/platform-render/pkg/scrape"
)

// Component is one part of one environment's platform. It becomes one Argo CD Application; two if it has both a chart and
// objects of its own.
type Component interface {
	// Name is the Application's name and the folder of its objects.
	Name() string
	// Offer is what the rest of the platform must know of the component. It is asked once, before anything is built.
	Offer() Offer
	// Build makes the component's chart and objects.
	Build(*Catalog) (Built, error)
}

// Maker makes the components that an environment asks for: none, one, or one for each app.
type Maker func(*platform.Environment) []Component

// Offer is what a component gives to and wants from the others.
type Offer struct {
	// Origin is the key of platform.yaml that asks for the component.
	Origin string
	// Namespace is where its objects live.
	Namespace Namespace
	// Provides is what others may wait for; After is what the component waits for in the first sync. What follows from its
	// objects is not repeated here: its namespace, the sidecars of a meshed namespace, the API groups of its objects, and the
	// store of its secrets.
	Provides, After []Capability
	// Service is where requests for the component go; nil if it takes none.
	Service *routes.Backend
	// Versions are those of the Service's pods, by their label; none where all pods are alike.
	Versions []string
	// Routes are the public URLs that it wants.
	Routes []routes.Route
	// Peers are its pods that have a sidecar. Gateway are those by which requests from outside come in; nil for all components but
	// the gateway.
	Peers   []Peer
	Gateway *Peer
	// Calls are which others its pods call, External what they call outside of the cluster through their sidecars.
	Calls    []Call
	External []External
	// APIs are what it serves to the others.
	APIs []API
	// Scrapes are the metrics that it serves.
	Scrapes []scrape.Target
	// Rules are alerts on those metrics.
	Rules []scrape.RuleGroup
	// Dashboards show those metrics.
	Dashboards []dashboards.Dashboard
	// Secrets are what it reads from the store.
	Secrets []Secret
	// Store is where secrets come from; nil for all components but the one that brings it.
	Store *Store
	// Issuer is who signs certificates; nil for all components but the one that brings it.
	Issuer *Issuer
	// Roles are the IAM roles that its service accounts take.
	Roles []Role
}

// Built is what a component is made of.
type Built struct {
	// Chart is upstream's own packaging, where the component is upstream's to maintain.
	Chart *Chart
	// Objects are the component's own.
	Objects []kube.Resource
	// Origins are keys of platform.yaml that ask for some of the objects, by their file names, where they are nearer than the
	// component's own.
	Origins map[string]string
	// Keep leaves its objects alone when its Application goes: for what others' data or control hang on.
	Keep bool
}

// Capability is something that a component brings to the cluster and others wait for.
type Capability string

// What components wait for. An API group is a capability too, provided by the chart whose CRDs define it.
const (
	// Namespaces are all there.
	Namespaces Capability = "namespaces"
	// Volumes can be made and mounted.
	Volumes Capability = "volumes"
	// Capture leads the traffic of meshed pods through their sidecars, on every node.
	Capture Capability = "capture"
	// Sidecars are injected, with certificates.
	Sidecars Capability = "sidecars"
	// Policies say who may call whom: before them, everybody may.
	Policies Capability = "policies"
	// SecretStore answers ExternalSecrets.
	SecretStore Capability = "secret store"
	// Signer signs certificates.
	Signer Capability = "signer"
	// LoadBalancers are made of Ingresses.
	LoadBalancers Capability = "load balancers"
)

// Names under which components offer APIs to each other.
const (
	PrometheusAPI   = "prometheus"
	AlertmanagerAPI = "alertmanager"
	GrafanaAPI      = "grafana"
)

// API is something that a component serves to others inside the cluster.
type API struct {
	// Name says what it is: one of the constants above.
	Name string
	// Backend is the Service and its port; Path what every request's path begins with, without a last slash ("" at the root).
	Backend routes.Backend
	Path    string
	// Public is the URL in a person's browser, without a last slash; empty if there is none.
	Public string
	// Pods are the pods behind it, for those that must reach each of them, or know their identity.
	Pods scrape.Pods
}

// URL is where the API is served inside the cluster.
func (a API) URL() string {
	return "http://" + a.Backend.Address() + a.Path
}

// Chart is a Helm chart with values, and what it will make of them as far as others depend on it.
type Chart struct {
	// Pin is the chart and its version.
	Pin Pin
	// Values is a struct with json tags, or a map.
	Values any
	// ClusterKinds and NamespacedKinds are the kinds of all its objects.
	ClusterKinds, NamespacedKinds []schema.GroupKind
	// Namespaces are those that it writes to besides the component's own.
	Namespaces []string
	// Groups are the API groups that its CRDs define.
	Groups []string
	// Makes are those of its objects that others refer to: Services, and the workloads behind them or that serve metrics. Only
	// what others depend on is said of them.
	Makes []kube.Resource
	// Ignore are the fields that the cluster fills in.
	Ignore []argocd.Ignore
}
