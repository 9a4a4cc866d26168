package scrape

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Labels that discovery gives a target, and those that say how it is scraped.
const (
	phaseLabel      = "__meta_kubernetes_pod_phase"
	portLabel       = "__meta_kubernetes_pod_container_port_number"
	namespaceLabel  = "__meta_kubernetes_namespace"
	podLabel        = "__meta_kubernetes_pod_name"
	podIPLabel      = "__meta_kubernetes_pod_ip"
	podNodeLabel    = "__meta_kubernetes_pod_node_name"
	nodeLabel       = "__meta_kubernetes_node_name"
	serviceLabel    = "__meta_kubernetes_service_name"
	slicePortName   = "__meta_kubernetes_endpointslice_port_name"
	slicePortNumber = "__meta_kubernetes_endpointslice_port"
	addressLabel    = "__address__"
	schemeLabel     = "__scheme__"
	pathLabel       = "__metrics_path__"
)

// sidecarLabel is "true" for pods that Istio gave a proxy: it writes down in an annotation what it put in
// (istio.io/istio pkg/kube/inject, sidecar.istio.io/status).
const sidecarLabel = "__meta_kubernetes_pod_annotationpresent_sidecar_istio_io_status"

// Actions of relabelling.
const (
	actionKeep    = "keep"
	actionDrop    = "drop"
	actionReplace = "replace"
)

func keep(regex string, source ...string) Relabel {
	return Relabel{Action: actionKeep, Source: source, Regex: regex}
}

func drop(regex string, source ...string) Relabel {
	return Relabel{Action: actionDrop, Source: source, Regex: regex}
}

func replace(target, replacement, regex string, source ...string) Relabel {
	return Relabel{Action: actionReplace, Source: source, Regex: regex, Target: target, Replacement: replacement}
}

func copyLabel(source, target string) Relabel {
	return Relabel{Action: actionReplace, Source: []string{source}, Target: target}
}

// ofPod are the labels that tell one pod's metrics from another's.
func ofPod() []Relabel {
	return []Relabel{copyLabel(namespaceLabel, "namespace"), copyLabel(podLabel, "pod"), copyLabel(podNodeLabel, "node")}
}

var notInLabel = regexp.MustCompile(`[^a-zA-Z0-9_]`)

// annotation is the label that holds an annotation of a pod or a Service.
func annotation(object, name string) string {
	return "__meta_kubernetes_" + object + "_annotation_" + notInLabel.ReplaceAllString(name, "_")
}

// serviceLabelled is the label that holds a label of a Service.
func serviceLabelled(name string) string {
	return "__meta_kubernetes_service_label_" + notInLabel.ReplaceAllString(name, "_")
}

// podLabelled is the label that holds a label of a pod.
func podLabelled(name string) string {
	return "__meta_kubernetes_pod_label_" + notInLabel.ReplaceAllString(name, "_")
}

// exceptSearched drops what the user searches for by one of these roles, so that it is not found by annotations again.
func exceptSearched(targets []Target, port string, roles ...string) []Relabel {
	var all []Relabel
	for _, target := range targets {
		if target.Search != nil && slices.Contains(roles, target.Search.Role) {
			all = append(all, target.Search.except(port))
		}
	}
	return all
}

// except drops the targets of a search at the port that a label holds. Endpoints have the labels of their Service.
func (s Search) except(port string) Relabel {
	var source, values []string
	if len(s.Namespaces) > 0 {
		source, values = []string{namespaceLabel}, []string{"(" + strings.Join(s.Namespaces, "|") + ")"}
	}
	for _, name := range sortedKeys(s.Selector) {
		label := podLabelled(name)
		if s.Role == RoleEndpointSlice {
			label = serviceLabelled(name)
		}
		source, values = append(source, label), append(values, regexp.QuoteMeta(s.Selector[name]))
	}
	return drop(strings.Join(append(values, strconv.Itoa(int(s.Port))), ";"), append(source, port)...)
}

// except drops pods that some target has at the port that a label holds, so that nothing is scraped twice.
func (p Pods) except(port string) Relabel {
	source, values := []string{namespaceLabel}, []string{regexp.QuoteMeta(p.Namespace)}
	if p.Namespace == "" {
		source, values = nil, nil
	}
	for _, name := range sortedKeys(p.Selector) {
		source, values = append(source, podLabelled(name)), append(values, regexp.QuoteMeta(p.Selector[name]))
	}
	return drop(strings.Join(append(values, strconv.Itoa(int(p.Port))), ";"), append(source, port)...)
}

// exceptOffered drops what any of the targets has by namespace, labels and port. A page at another path is another page.
func exceptOffered(targets []Target, port, path string) []Relabel {
	var all []Relabel
	for _, target := range targets {
		if target.Pods != nil && (path == "" || path == target.Pods.path()) {
			all = append(all, target.Pods.except(port))
		}
	}
	return slices.CompactFunc(all, func(a, b Relabel) bool { return a.Regex == b.Regex && slices.Equal(a.Source, b.Source) })
}
