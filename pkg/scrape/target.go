// Package scrape is what Prometheus and Alertmanager read: scrape jobs, alert rules, and where alerts go.
package scrape

// Target is something that serves metrics. Exactly one of Pods, URL and Kubernetes is set.
type Target struct {
	// Job is the name of the job, and so the label `job` of its metrics.
	Job string
	// Pods are pods of the cluster.
	Pods *Pods
	// URL is a target outside the cluster.
	URL string
	// Kubernetes is one of the cluster's own: "apiservers", "nodes" or "cadvisor".
	Kubernetes string
	// Interval is how often it is scraped, if not as often as the others.
	Interval string
	// Origin is the key of platform.yaml that asks for it.
	Origin string
}

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

// RuleGroup is a group of alert and recording rules, evaluated one after the other.
type RuleGroup struct {
	// Name is unique among all groups.
	Name  string `json:"name"`
	Rules []Rule `json:"rules"`
}

// Rule is an alert.
type Rule struct {
	Alert string `json:"alert"`
	Expr  string `json:"expr"`
	// For is how long Expr must hold before somebody is told, as a Prometheus duration.
	For         string            `json:"for,omitempty"`
	Labels      map[string]string `json:"labels"`
	Annotations map[string]string `json:"annotations"`
}
