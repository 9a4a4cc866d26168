package checks

import "k8s.io/apimachinery/pkg/runtime/schema"

// Kinds that more than one subject reads. A kind of one subject alone is named in its folder.
var (
	Deployment     = schema.GroupKind{Group: "apps", Kind: "Deployment"}
	StatefulSet    = schema.GroupKind{Group: "apps", Kind: "StatefulSet"}
	DaemonSet      = schema.GroupKind{Group: "apps", Kind: "DaemonSet"}
	Job            = schema.GroupKind{Group: "batch", Kind: "Job"}
	CronJob        = schema.GroupKind{Group: "batch", Kind: "CronJob"}
	BarePod        = schema.GroupKind{Kind: "Pod"}
	Secret         = schema.GroupKind{Kind: "Secret"}
	ConfigMap      = schema.GroupKind{Kind: "ConfigMap"}
	Service        = schema.GroupKind{Kind: "Service"}
	ServiceAccount = schema.GroupKind{Kind: "ServiceAccount"}
	Namespace      = schema.GroupKind{Kind: "Namespace"}
	ExternalSecret = schema.GroupKind{Group: "external-secrets.io", Kind: "ExternalSecret"}
	Certificate    = schema.GroupKind{Group: "cert-manager.io", Kind: "Certificate"}
	Gateway        = schema.GroupKind{Group: "networking.istio.io", Kind: "Gateway"}
	VirtualService = schema.GroupKind{Group: "networking.istio.io", Kind: "VirtualService"}
)

// Workloads are the kinds that make pods: what a check that calls Pods declares.
func Workloads() []schema.GroupKind {
	return []schema.GroupKind{Deployment, StatefulSet, DaemonSet, Job, CronJob, BarePod}
}
