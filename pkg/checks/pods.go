package checks

import (
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/example-org/platform-render/pkg/kube"
)

// Pod is the pod that a workload makes.
type Pod struct {
	// Owner is the workload.
	Owner kube.Object
	corev1.PodTemplateSpec
}

// Containers are the pod's containers, those that run before the others first.
func (p Pod) Containers() []corev1.Container {
	return append(append([]corev1.Container{}, p.Spec.InitContainers...), p.Spec.Containers...)
}

// Pods are the pods of all workloads. A check that asks for them declares Workloads.
func Pods(p *Pass) []Pod {
	return Shared(p, func(p *Pass) []Pod {
		var all []Pod
		for _, kind := range Workloads() {
			for _, owner := range p.Objects(kind) {
				all = append(all, Pod{owner, template(kind, owner)})
			}
		}
		return all
	})
}

// template is where each kind keeps its pod.
func template(kind schema.GroupKind, owner kube.Object) corev1.PodTemplateSpec {
	switch kind {
	case BarePod:
		return decode[corev1.PodTemplateSpec](owner.Fields)
	case CronJob:
		return Spec[batchv1.CronJobSpec](owner).JobTemplate.Spec.Template
	}
	return Spec[struct{ Template corev1.PodTemplateSpec }](owner).Template
}
