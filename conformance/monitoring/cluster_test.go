package monitoring

import (
	"fmt"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// cluster is what runs after everything is applied: pods with addresses, on nodes.
type cluster struct {
	pods     []corev1.Pod
	nodes    []corev1.Node
	services []corev1.Service
	slices   []discoveryv1.EndpointSlice
	// of are the pods of each workload, by kind, namespace and name.
	of map[string][]corev1.Pod
}

func newCluster(t *testing.T, objects []object) *cluster {
	t.Helper()
	c := &cluster{of: map[string][]corev1.Pod{}}
	for n := 1; n <= 2; n++ {
		c.nodes = append(c.nodes, node(n))
	}
	meshed := map[string]bool{}
	for _, o := range objects {
		meshed[o.Name] = meshed[o.Name] || o.Kind == "Namespace" && o.Labels["istio-injection"] == "enabled"
	}
	for _, o := range objects {
		switch o.Kind {
		case "Deployment":
			d := decode[appsv1.Deployment](t, o)
			c.run(o, d.Spec.Template, int(*d.Spec.Replicas), meshed)
		case "StatefulSet":
			s := decode[appsv1.StatefulSet](t, o)
			c.run(o, s.Spec.Template, int(*s.Spec.Replicas), meshed)
		case "DaemonSet":
			c.run(o, decode[appsv1.DaemonSet](t, o).Spec.Template, len(c.nodes), meshed)
		case "Service":
			c.services = append(c.services, decode[corev1.Service](t, o))
		}
	}
	c.apiServers()
	for _, service := range c.services {
		c.endpoints(service)
	}
	return c
}

func node(n int) corev1.Node {
	node := corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprintf("node-%d", n), Labels: map[string]string{"kubernetes.io/os": "linux"}}}
	node.Status.Addresses = []corev1.NodeAddress{{Type: corev1.NodeInternalIP, Address: fmt.Sprintf("10.1.0.%d", n)}}
	node.Status.DaemonEndpoints.KubeletEndpoint.Port = 10250
	return node
}

// run adds the pods of a workload, and one that has ended and one that waits, which nobody may scrape.
func (c *cluster) run(o object, template corev1.PodTemplateSpec, count int, meshed map[string]bool) {
	for n := range count + 2 {
		pod := corev1.Pod{ObjectMeta: template.ObjectMeta, Spec: *template.Spec.DeepCopy()}
		pod.Namespace, pod.Name = o.Namespace, fmt.Sprintf("%s-%d", o.Name, n)
		pod.Spec.NodeName = c.nodes[n%len(c.nodes)].Name
		pod.Status.Phase = corev1.PodRunning
		pod.Status.PodIP = fmt.Sprintf("10.2.%d.%d", len(c.pods)/250, len(c.pods)%250+1)
		if pod.Spec.HostNetwork {
			pod.Status.PodIP = c.nodes[n%len(c.nodes)].Status.Addresses[0].Address
		}
		inject(&pod, meshed[o.Namespace])
		switch n {
		case count:
			pod.Status.Phase = corev1.PodSucceeded
		case count + 1:
			pod.Status.Phase, pod.Status.PodIP = corev1.PodPending, ""
		default:
			key := o.Kind + "/" + o.Namespace + "/" + o.Name
			c.of[key] = append(c.of[key], pod)
		}
		c.pods = append(c.pods, pod)
	}
}

// inject does what Istio does as far as it is seen from outside (istio.io/istio pkg/kube/inject: injectRequired,
// applyPrometheusMerge, files/injection-template.yaml).
func inject(pod *corev1.Pod, meshed bool) {
	if inject, ok := pod.Labels["sidecar.istio.io/inject"]; ok {
		meshed = inject == "true"
	}
	if !meshed || pod.Spec.HostNetwork {
		return
	}
	annotations := map[string]string{"sidecar.istio.io/status": `{"initContainers":["istio-validation","istio-proxy"]}`}
	for key, value := range pod.Annotations {
		annotations[key] = value
	}
	if annotations["prometheus.io/scrape"] != "false" && annotations["prometheus.istio.io/merge-metrics"] != "false" {
		annotations["prometheus.io/scrape"], annotations["prometheus.io/port"] = "true", "15020"
		annotations["prometheus.io/path"] = "/stats/prometheus"
	}
	pod.Annotations = annotations
	if annotations["inject.istio.io/templates"] == "gateway" {
		return // its only container is the proxy, whose port stands in what the chart makes
	}
	pod.Spec.InitContainers = append(pod.Spec.InitContainers,
		corev1.Container{Name: "istio-validation"},
		corev1.Container{Name: "istio-proxy", Ports: []corev1.ContainerPort{{Name: "http-envoy-prom", ContainerPort: 15090, Protocol: corev1.ProtocolTCP}}})
}

// apiServers are the Service that every cluster has, and what is behind it.
func (c *cluster) apiServers() {
	meta := metav1.ObjectMeta{Namespace: "default", Name: "kubernetes", Labels: map[string]string{"component": "apiserver", "provider": "kubernetes"}}
	c.services = append(c.services, corev1.Service{ObjectMeta: meta})
	meta.Labels = map[string]string{discoveryv1.LabelServiceName: "kubernetes"}
	c.slices = append(c.slices, discoveryv1.EndpointSlice{
		ObjectMeta: meta, AddressType: discoveryv1.AddressTypeIPv4,
		Endpoints: []discoveryv1.Endpoint{{Addresses: []string{"10.0.0.1"}}, {Addresses: []string{"10.0.0.2"}}},
		Ports:     []discoveryv1.EndpointPort{{Name: ptr("https"), Port: ptr(int32(443)), Protocol: ptr(corev1.ProtocolTCP)}},
	})
}

// endpoints makes the slice of a Service, as Kubernetes' controller does.
func (c *cluster) endpoints(service corev1.Service) {
	if len(service.Spec.Selector) == 0 {
		return
	}
	slice := discoveryv1.EndpointSlice{ObjectMeta: service.ObjectMeta, AddressType: discoveryv1.AddressTypeIPv4}
	slice.Name += "-slice"
	slice.Labels = map[string]string{discoveryv1.LabelServiceName: service.Name}
	for key, value := range service.Labels {
		slice.Labels[key] = value
	}
	var first *corev1.Pod
	for i := range c.pods {
		pod := &c.pods[i]
		if pod.Namespace != service.Namespace || !labels.SelectorFromSet(service.Spec.Selector).Matches(labels.Set(pod.Labels)) || pod.Status.Phase != corev1.PodRunning {
			continue
		}
		first = pod
		slice.Endpoints = append(slice.Endpoints, discoveryv1.Endpoint{
			Addresses: []string{pod.Status.PodIP}, NodeName: ptr(pod.Spec.NodeName),
			TargetRef: &corev1.ObjectReference{Kind: "Pod", Namespace: pod.Namespace, Name: pod.Name},
		})
	}
	for _, port := range service.Spec.Ports {
		if number := target(first, port); number != 0 {
			slice.Ports = append(slice.Ports, discoveryv1.EndpointPort{Name: ptr(port.Name), Port: ptr(number), Protocol: ptr(corev1.ProtocolTCP)})
		}
	}
	c.slices = append(c.slices, slice)
}

// target is the port of the pod that a port of a Service leads to.
func target(pod *corev1.Pod, port corev1.ServicePort) int32 {
	if port.TargetPort.Type == intstr.Int {
		return max(port.TargetPort.IntVal, 0) + map[bool]int32{true: port.Port}[port.TargetPort.IntVal == 0]
	}
	if pod == nil {
		return 0
	}
	for _, container := range pod.Spec.Containers {
		for _, own := range container.Ports {
			if own.Name == port.TargetPort.StrVal {
				return own.ContainerPort
			}
		}
	}
	return 0
}

func ptr[T any](value T) *T { return &value }
