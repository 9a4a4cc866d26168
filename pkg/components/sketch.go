package components

import (
	"maps"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/example-org/platform-render/pkg/kube"
)

// sketch is a workload that a chart makes, as far as others depend on it: how its pods are found, who they are, and which ports
// they declare. It is read by people and checks, and never applied.
type sketch struct {
	namespace, name string
	// account is the service account; the name if empty.
	account  string
	replicas int32
	// selector are the labels that the pods are found by; labels and annotations those that mean something besides.
	selector, labels, annotations map[string]string
	ports                         []corev1.ContainerPort
}

func (s sketch) deployment() kube.Resource {
	return &appsv1.Deployment{ObjectMeta: kube.Meta(s.namespace, s.name), Spec: appsv1.DeploymentSpec{
		Replicas: ptr(s.replicas), Selector: s.selects(), Template: s.template(),
	}}
}

func (s sketch) statefulSet() kube.Resource {
	return &appsv1.StatefulSet{ObjectMeta: kube.Meta(s.namespace, s.name), Spec: appsv1.StatefulSetSpec{
		Replicas: ptr(s.replicas), Selector: s.selects(), Template: s.template(),
	}}
}

func (s sketch) daemonSet() kube.Resource {
	return &appsv1.DaemonSet{ObjectMeta: kube.Meta(s.namespace, s.name), Spec: appsv1.DaemonSetSpec{
		Selector: s.selects(), Template: s.template(),
	}}
}

func (s sketch) selects() *metav1.LabelSelector {
	return &metav1.LabelSelector{MatchLabels: s.selector}
}

func (s sketch) template() corev1.PodTemplateSpec {
	labels := maps.Clone(s.selector)
	maps.Copy(labels, s.labels)
	account := s.account
	if account == "" {
		account = s.name
	}
	return corev1.PodTemplateSpec{
		ObjectMeta: metav1.ObjectMeta{Labels: labels, Annotations: s.annotations},
		Spec: corev1.PodSpec{
			ServiceAccountName: account,
			Containers:         []corev1.Container{{Name: s.name, Ports: s.ports}},
		},
	}
}

// service is the Service before the workload's pods, with the name of the workload.
func (s sketch) service(ports ...corev1.ServicePort) kube.Resource {
	return &corev1.Service{ObjectMeta: kube.Meta(s.namespace, s.name), Spec: corev1.ServiceSpec{
		Type: corev1.ServiceTypeClusterIP, Selector: s.selector, Ports: ports,
	}}
}

// declared is a port that a container declares.
func declared(name string, number int32) corev1.ContainerPort {
	return corev1.ContainerPort{Name: name, ContainerPort: number, Protocol: corev1.ProtocolTCP}
}

// served is a port of a Service, and the port of the pods that it leads to.
func served(name string, number, target int32) corev1.ServicePort {
	return corev1.ServicePort{Name: name, Port: number, TargetPort: intstr.FromInt32(target), Protocol: corev1.ProtocolTCP}
}
