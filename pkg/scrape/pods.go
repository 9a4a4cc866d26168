package scrape

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/example-org/platform-render/pkg/kube"
)

// workloadPod is any one pod of a workload, as the cluster will have it: with its sidecar, if it gets one.
type workloadPod struct {
	// Kind and Name are the workload's.
	Kind, Name string
	corev1.Pod
	// Count is the number of pods; 0 for one on every node.
	Count int32
	// Sidecar says that a proxy stands before the pod's own ports.
	Sidecar bool
}

// workloadPods are the pods of all workloads among the objects.
func workloadPods(objects []kube.Object) ([]workloadPod, error) {
	meshed := map[string]bool{}
	for _, object := range objects {
		if object.Kind() == "Namespace" {
			meshed[object.Name()] = labelOf(object, "istio-injection") == "enabled"
		}
	}
	var pods []workloadPod
	for _, object := range objects {
		pod, ok, err := podOf(object)
		if err != nil {
			return nil, err
		}
		if ok {
			pod.inject(meshed[pod.Namespace])
			pods = append(pods, pod)
		}
	}
	return pods, nil
}

func labelOf(object kube.Object, key string) string {
	meta, _ := object.Fields["metadata"].(map[string]any)
	labels, _ := meta["labels"].(map[string]any)
	value, _ := labels[key].(string)
	return value
}

// podOf is a pod of a workload; false for any other object, and for Jobs, whose pods end.
func podOf(object kube.Object) (pod workloadPod, ok bool, err error) {
	var template corev1.PodTemplateSpec
	replicas := ptrTo(int32(0))
	switch object.Kind() {
	case "Deployment":
		d, err := decode[appsv1.Deployment](object)
		if err != nil {
			return pod, false, err
		}
		template, replicas = d.Spec.Template, d.Spec.Replicas
	case "StatefulSet":
		s, err := decode[appsv1.StatefulSet](object)
		if err != nil {
			return pod, false, err
		}
		template, replicas = s.Spec.Template, s.Spec.Replicas
	case "DaemonSet":
		d, err := decode[appsv1.DaemonSet](object)
		if err != nil {
			return pod, false, err
		}
		template = d.Spec.Template
	default:
		return pod, false, nil
	}
	if replicas == nil {
		replicas = ptrTo(int32(1))
	}
	pod = workloadPod{Kind: object.Kind(), Name: object.Name(), Count: *replicas}
	pod.ObjectMeta = metav1.ObjectMeta{
		Namespace: object.Namespace(), Labels: template.Labels, Annotations: maps.Clone(template.Annotations),
	}
	pod.Spec = template.Spec
	return pod, pod.Kind == "DaemonSet" || pod.Count > 0, nil
}

func ptrTo[T any](value T) *T { return &value }

func decode[T any](object kube.Object) (*T, error) {
	text, err := json.Marshal(object.Fields)
	if err != nil {
		return nil, err
	}
	into := new(T)
	if err := json.Unmarshal(text, into); err != nil {
		return nil, fmt.Errorf("%s %s/%s: %w", object.Kind(), object.Namespace(), object.Name(), err)
	}
	return into, nil
}

// inject does what of Istio's injection discovery sees: a proxy with its port, and annotations that point at the merged page
// (istio.io/istio pkg/kube/inject). Pods on the node's network get no proxy; a label of the pod's own overrules the namespace.
func (p *workloadPod) inject(meshed bool) {
	switch p.Labels["sidecar.istio.io/inject"] {
	case "true":
		meshed = true
	case "false":
		meshed = false
	}
	if !meshed || p.Spec.HostNetwork {
		return
	}
	p.Annotations = maps.Clone(p.Annotations)
	if p.Annotations == nil {
		p.Annotations = map[string]string{}
	}
	p.Annotations["sidecar.istio.io/status"] = "{}"
	p.Sidecar = p.Annotations["inject.istio.io/templates"] != "gateway"
	if !p.declares(envoyPort) {
		number, _ := strconv.Atoi(envoyPort)
		p.Spec.InitContainers = append(slices.Clone(p.Spec.InitContainers), corev1.Container{
			Name: "istio-proxy", Ports: []corev1.ContainerPort{{Name: "http-envoy-prom", ContainerPort: int32(number), Protocol: corev1.ProtocolTCP}},
		})
	}
	if p.Annotations[scrapeAnnotation] != "false" && p.Annotations["prometheus.istio.io/merge-metrics"] != "false" {
		p.Annotations[scrapeAnnotation], p.Annotations[portAnnotation] = "true", mergedPort
		p.Annotations[pathAnnotation] = "/stats/prometheus"
	}
}

func (p *workloadPod) declares(port string) bool {
	return slices.ContainsFunc(p.ports(), func(c corev1.ContainerPort) bool { return strconv.Itoa(int(c.ContainerPort)) == port })
}

// ports are those that the containers declare, in the order of discovery.
func (p *workloadPod) ports() []corev1.ContainerPort {
	var all []corev1.ContainerPort
	for _, container := range append(slices.Clone(p.Spec.Containers), p.Spec.InitContainers...) {
		all = append(all, container.Ports...)
	}
	return all
}
