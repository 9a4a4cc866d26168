package components

import (
	"cmp"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/routes"
)

// canary are the pods of a second version: like those of the first in all but the image and the number, and found by the same
// Service, because their labels differ in the version only.
func (w Workload) canary(image string, replicas int32) []kube.Resource {
	w.Version, w.Image, w.Replicas = routes.Canary, image, replicas
	return w.pods()
}

// versionMeta names what each version has of its own. The first version has the program's name.
func (w Workload) versionMeta() metav1.ObjectMeta {
	if w.Version != routes.Canary {
		return w.meta()
	}
	return kube.Meta(w.Namespace, w.Name+"-canary")
}

func (w Workload) servicePorts() []int32 {
	var all []int32
	for _, port := range w.Ports {
		all = append(all, cmp.Or(port.Service, port.Number))
	}
	return all
}
