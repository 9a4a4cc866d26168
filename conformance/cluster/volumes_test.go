package cluster

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// Every claim of the tree is bound to the volume that it names. A real API server lets it grow, and would not without its class, and
// lets it shrink in no case.
func TestVolumesGrow(t *testing.T) {
	plane := startControlPlane(t)
	applier, all := newApplier(plane), slices.DeleteFunc(objects(t, environments(t)[0]), func(o *unstructured.Unstructured) bool {
		return !slices.Contains([]string{"Namespace", "StorageClass", "PersistentVolume", "PersistentVolumeClaim"}, o.GetKind())
	})
	count := 0
	for _, object := range all {
		if object.GetKind() == "PersistentVolume" {
			all = append(all, classless(t, all, object)...)
		}
	}
	applier.applyAll(t, all)
	for _, object := range all {
		if object.GetKind() != "PersistentVolumeClaim" {
			continue
		}
		count++
		plane.bound(t, object)
		_, err := applier.apply(sized(object, "500Gi"))
		if refused := strings.HasPrefix(object.GetName(), "classless-"); refused != (err != nil) {
			t.Errorf("%s grows: %v", title(object), err)
		}
		if _, err = applier.apply(sized(object, "1Mi")); err == nil {
			t.Errorf("%s shrinks", title(object))
		}
	}
	if count < 4 {
		t.Errorf("only %d claims", count)
	}
}

// classless are a volume and its claim once more, without the class.
func classless(t *testing.T, all []*unstructured.Unstructured, volume *unstructured.Unstructured) []*unstructured.Unstructured {
	t.Helper()
	name, _, _ := unstructured.NestedString(volume.Object, "spec", "claimRef", "name")
	claim := named(t, all, "PersistentVolumeClaim", name).DeepCopy()
	volume = volume.DeepCopy()
	claim.SetName("classless-" + name)
	volume.SetName("classless-" + volume.GetName())
	for _, set := range []struct {
		object *unstructured.Unstructured
		value  string
		path   []string
	}{
		{volume, claim.GetName(), []string{"spec", "claimRef", "name"}}, {volume, "", []string{"spec", "storageClassName"}},
		{claim, volume.GetName(), []string{"spec", "volumeName"}}, {claim, "", []string{"spec", "storageClassName"}},
	} {
		if err := unstructured.SetNestedField(set.object.Object, set.value, set.path...); err != nil {
			t.Fatal(err)
		}
	}
	return []*unstructured.Unstructured{volume, claim}
}

// sized is a claim of another size.
func sized(claim *unstructured.Unstructured, size string) *unstructured.Unstructured {
	claim = claim.DeepCopy()
	_ = unstructured.SetNestedField(claim.Object, size, "spec", "resources", "requests", "storage")
	return claim
}

func (p *controlPlane) bound(t *testing.T, claim *unstructured.Unstructured) {
	t.Helper()
	eventually(t, title(claim)+" is bound", func() error {
		found, err := p.client.CoreV1().PersistentVolumeClaims(claim.GetNamespace()).Get(context.Background(), claim.GetName(), metav1.GetOptions{})
		if err != nil || found.Status.Phase == corev1.ClaimBound {
			return err
		}
		return fmt.Errorf("it is %s", found.Status.Phase)
	})
}
