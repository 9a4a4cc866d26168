package components

import (
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/example-org/platform-render/pkg/kube"
)

// Sketches are the objects that the chart makes, as far as others depend on it, sorted by file name; none without a chart. The user's
// patches of the chart's values are in them where they decide about a role.
func (a Application) Sketches() ([]kube.Object, error) {
	if a.Chart == nil {
		return nil, nil
	}
	var all []kube.Object
	for _, resource := range a.Chart.Makes {
		object, err := kube.From(resource)
		if err != nil {
			return nil, err
		}
		object.Origin = a.Origin
		if object.Kind() == "ServiceAccount" {
			a.annotate(&object)
		}
		all = append(all, object)
	}
	slices.SortFunc(all, byFileName)
	return all, nil
}

// annotate gives a chart's service account the annotations of its values: each chart that has a role takes them from there.
func (a Application) annotate(account *kube.Object) {
	annotations := a.Manifest.Fields
	for _, key := range []string{"spec", "source", "helm", "valuesObject", "serviceAccount", "annotations"} {
		annotations, _ = annotations[key].(map[string]any)
	}
	if meta, ok := account.Fields["metadata"].(map[string]any); ok && len(annotations) > 0 {
		meta["annotations"] = annotations
	}
	account.Patches = a.Manifest.Patches
}

// chartServiceAccount is what a chart makes for its program of the same name.
func chartServiceAccount(namespace, name string) kube.Resource {
	return &corev1.ServiceAccount{ObjectMeta: kube.Meta(namespace, name)}
}
