// Package scrape is what Prometheus and Alertmanager read: scrape jobs, alert rules, and where alerts go.
package scrape

// Target is something that serves metrics. Exactly one of Pods, URL and Kubernetes is set.
type Target struct {
	// Job is the name of the job, and so the label `job` of its metrics.
	Job string
	// Pods are pods of the cluster.
	Pods *Pods
	// URL is dialled as it is written: a target outside the cluster, or Prometheus itself.
	URL string
	// Kubernetes is one of the cluster's own: APIServers, Nodes or Containers.
	Kubernetes string
	// Interval is how often it is scraped, if not as often as the others.
	Interval string
	// OfOthers says that the metrics describe other objects than the pod that serves them: the labels namespace, pod and node
	// are then the metrics' own, and not the pod's.
	OfOthers bool
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
