// Package scrape is what Prometheus and Alertmanager read: scrape jobs, alert rules, and where alerts go.
package scrape

import "github.com/example-org/platform-render/pkg/metrics"

// Target is something that serves metrics. Exactly one of Pods, URL, Kubernetes, DNS, Files and Search is set.
type Target struct {
	// Job is the name of the job, and so the label `job` of its metrics.
	Job string
	// Pods are pods of the cluster.
	Pods *Pods
	// URL is dialled as it is written: a target outside the cluster, or Prometheus itself.
	URL string
	// Kubernetes is one of the cluster's own: APIServers, Nodes, Containers, Proxies, AnnotatedPods or AnnotatedServices.
	Kubernetes string
	// DNS are names that targets are looked up by.
	DNS *DNS
	// Files are lists of targets that Prometheus reads again whenever they change.
	Files *Files
	// Search looks for targets in Kubernetes that no component of the platform offers.
	Search *Search
	// Interval is how often it is scraped, if not as often as the others.
	Interval string
	// OfOthers says that the metrics describe other objects than the pod that serves them: the labels namespace, pod and node
	// are then the metrics' own, and not the pod's.
	OfOthers bool
	// Large says that a scrape may bring ten times as many samples as another.
	Large bool
	// Page is what is known of what it brings.
	Page metrics.Page
	// Origin is the key of platform.yaml that asks for it.
	Origin string
}

// What the cluster serves by itself.
const (
	// APIServers are Kubernetes' API servers.
	APIServers = "apiservers"
	// Nodes are the kubelets.
	Nodes = "nodes"
	// Containers are what the kubelets measure of each container, by their part cAdvisor.
	Containers = "cadvisor"
	// Proxies are the sidecars and gateways of the mesh, with what their pods ask them to bring along.
	Proxies = "proxies"
	// AnnotatedPods are pods without a proxy that bear the annotations prometheus.io/scrape and prometheus.io/port.
	AnnotatedPods = "pods"
	// AnnotatedServices are the endpoints of Services that bear them.
	AnnotatedServices = "services"
)

// Pods selects pods by namespace, labels and port.
type Pods struct {
	// Namespace is empty for the pods of all namespaces.
	Namespace string
	// Selector are the pods' labels; empty for all pods that declare the port.
	Selector map[string]string
	// Port is a port that the container declares.
	Port int32
	// Path is the metrics' path; /metrics if empty.
	Path string
	// Mesh says that the pods have a sidecar, which wants mutual TLS on that port.
	Mesh bool
}

// DNS finds targets by name.
type DNS struct {
	// Names are looked up every half minute.
	Names []string
	// Type is the type of record: A, AAAA, MX, NS or SRV.
	Type string
	// Port is that of every target; 0 for SRV records, which name it.
	Port int32
	Page
}

// Files finds targets in files.
type Files struct {
	// Folder holds the files, whose names end in .json or .yaml.
	Folder string
	Page
}

// Page is where a target that was found serves its metrics.
type Page struct {
	// Path is /metrics if empty, and Scheme http.
	Path, Scheme string
}

// Search finds targets in Kubernetes by namespace, labels and port. Whether a pod has a sidecar, and so wants mutual TLS, is
// seen at each pod.
type Search struct {
	// Role is RolePod, RoleEndpointSlice or RoleNode.
	Role string
	// Namespaces is empty for all of them.
	Namespaces []string
	// Selector are labels of the objects that the role looks for; empty for all.
	Selector map[string]string
	// Port is the container's, the endpoint's, or the node's.
	Port int32
	// Path is the metrics' path; /metrics if empty.
	Path string
}
