package scrape

import (
	"maps"
	"slices"
	"strconv"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/example-org/platform-render/pkg/kube"
)

// inventory is what discovery looks at: the pods and Services of the rendered objects, and what every cluster has. An IP is
// written as what it belongs to: namespace/workload, or NODE, or API-SERVER.
type inventory struct {
	pods     []workloadPod
	services []corev1.Service
	// configMaps are what lists of targets may stand in.
	configMaps []kube.Object
	// strict says that pods of the mesh refuse plain text.
	strict bool
}

func newInventory(objects []kube.Object) (inventory, error) {
	pods, err := workloadPods(objects)
	if err != nil {
		return inventory{}, err
	}
	all := inventory{pods: pods}
	for _, object := range objects {
		switch object.Kind() {
		case "Service":
			service, err := decode[corev1.Service](object)
			if err != nil {
				return inventory{}, err
			}
			all.services = append(all.services, *service)
		case "ConfigMap":
			all.configMaps = append(all.configMaps, object)
		case "PeerAuthentication":
			all.strict = all.strict || strictly(object)
		}
	}
	return all, nil
}

// strictly tells whether a PeerAuthentication makes mutual TLS a must.
func strictly(object kube.Object) bool {
	spec, _ := object.Fields["spec"].(map[string]any)
	mtls, _ := spec["mtls"].(map[string]any)
	return mtls["mode"] == "STRICT"
}

// found is a target before relabelling.
type found struct {
	labels labelSet
	// pod is what answers at the target; nil if it is no pod.
	pod *workloadPod
	// what is the name of what answers, if it is no pod.
	what string
}

// discover finds targets as Prometheus' discovery of Kubernetes does (discovery/kubernetes), with the labels that our rules
// may ask for.
func (i inventory) discover(d Discovery) []found {
	switch d.Role {
	case RolePod:
		return i.discoverPods(d)
	case RoleEndpointSlice:
		return append(i.discoverEndpoints(d), i.apiServers(d)...)
	}
	return []found{{what: Node, labels: labelSet{addressLabel: Node + ":10250", nodeLabel: Node, "instance": Node}}}
}

// wants tells whether a discovery looks into a namespace and at an object of a kind with these labels.
func (d Discovery) wants(namespace, role string, of map[string]string) bool {
	if d.Namespaces != nil && !slices.Contains(d.Namespaces.Names, namespace) {
		return false
	}
	for _, selector := range d.Selectors {
		if parsed, err := labels.Parse(selector.Label); selector.Role == role && (err != nil || !parsed.Matches(labels.Set(of))) {
			return false
		}
	}
	return true
}

func (i inventory) discoverPods(d Discovery) []found {
	var all []found
	for n := range i.pods {
		pod := &i.pods[n]
		if !d.wants(pod.Namespace, RolePod, pod.Labels) {
			continue
		}
		for _, container := range append(append([]corev1.Container{}, pod.Spec.Containers...), pod.Spec.InitContainers...) {
			if len(container.Ports) == 0 {
				all = append(all, found{pod: pod, labels: pod.labels(labelSet{addressLabel: pod.ip()})})
			}
			for _, port := range container.Ports {
				all = append(all, found{pod: pod, labels: pod.labels(pod.at(port.ContainerPort))})
			}
		}
	}
	return all
}

// ip stands for the pods' addresses.
func (p *workloadPod) ip() string { return p.Namespace + "/" + p.Name }

// at are the labels of one of the containers' ports.
func (p *workloadPod) at(port int32) labelSet {
	number := strconv.Itoa(int(port))
	return labelSet{addressLabel: p.ip() + ":" + number, portLabel: number}
}

// labels adds those of the pod.
func (p *workloadPod) labels(own labelSet) labelSet {
	all := labelSet{
		namespaceLabel: p.Namespace, podLabel: p.Name, podIPLabel: p.ip(), podNodeLabel: Node, phaseLabel: string(corev1.PodRunning),
	}
	for key, value := range p.Labels {
		all[podLabelled(key)] = value
	}
	for key, value := range p.Annotations {
		all[annotation("pod", key)] = value
	}
	if _, ok := p.Annotations["sidecar.istio.io/status"]; ok {
		all[sidecarLabel] = "true"
	}
	maps.Copy(all, own)
	return all
}

func (i inventory) discoverEndpoints(d Discovery) []found {
	var all []found
	for _, service := range i.services {
		if len(service.Spec.Selector) == 0 || !d.wants(service.Namespace, RoleEndpointSlice, service.Labels) {
			continue
		}
		for n := range i.pods {
			pod := &i.pods[n]
			if pod.Namespace == service.Namespace && labels.SelectorFromSet(service.Spec.Selector).Matches(labels.Set(pod.Labels)) {
				all = append(all, pod.endpoints(service)...)
			}
		}
	}
	return all
}

// endpoints are the pod's ports that a Service leads to, and those that it does not.
func (p *workloadPod) endpoints(service corev1.Service) []found {
	var all []found
	seen := map[int32]bool{}
	add := func(own labelSet) {
		own[serviceLabel], own[namespaceLabel] = service.Name, service.Namespace
		for key, value := range service.Labels {
			own[serviceLabelled(key)] = value
		}
		for key, value := range service.Annotations {
			own[annotation("service", key)] = value
		}
		all = append(all, found{pod: p, labels: p.labels(own)})
	}
	for _, port := range service.Spec.Ports {
		if number := p.target(port); number != 0 {
			seen[number] = true
			own := p.at(number)
			own[slicePortName], own[slicePortNumber] = port.Name, own[portLabel]
			add(own)
		}
	}
	for _, port := range p.ports() {
		if !seen[port.ContainerPort] {
			add(p.at(port.ContainerPort))
		}
	}
	return all
}

// target is the container's port that a Service's port leads to; 0 if the pod has none of that name.
func (p *workloadPod) target(port corev1.ServicePort) int32 {
	switch {
	case port.TargetPort == intstr.IntOrString{}:
		return port.Port
	case port.TargetPort.Type == intstr.Int:
		return port.TargetPort.IntVal
	}
	for _, own := range p.ports() {
		if own.Name == port.TargetPort.StrVal {
			return own.ContainerPort
		}
	}
	return 0
}

// apiServers are the endpoints of the Service that every cluster has.
func (inventory) apiServers(d Discovery) []found {
	if !d.wants("default", RoleEndpointSlice, map[string]string{"component": "apiserver", "provider": "kubernetes"}) {
		return nil
	}
	return []found{{what: APIServer, labels: labelSet{
		addressLabel: APIServer + ":443", namespaceLabel: "default", serviceLabel: "kubernetes", slicePortName: "https", slicePortNumber: "443",
	}}}
}
