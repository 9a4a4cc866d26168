package cluster

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/restmapper"
	"sigs.k8s.io/yaml"
)

// environments are the rendered trees.
func environments(t *testing.T) []string {
	t.Helper()
	trees, err := filepath.Glob("../../out/*/root.yaml")
	if err != nil || len(trees) == 0 {
		t.Fatalf("no tree under out/: %v", err)
	}
	for i := range trees {
		trees[i] = filepath.Dir(trees[i])
	}
	return trees
}

// kinds that come first, so that others find what they need.
var first = []string{"Namespace", "StorageClass", "PersistentVolume", "ServiceAccount"}

// objects are all of a tree that Kubernetes knows by itself, with what charts make; namespaces first.
func objects(t *testing.T, tree string) []*unstructured.Unstructured {
	t.Helper()
	var all []*unstructured.Unstructured
	err := filepath.WalkDir(tree, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".yaml" {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		object := &unstructured.Unstructured{}
		if err := yaml.Unmarshal(data, &object.Object); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if builtIn(object) {
			all = append(all, object)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.SortStableFunc(all, func(a, b *unstructured.Unstructured) int { return rank(a) - rank(b) })
	return all
}

// builtIn says whether an object needs no CRD. (Their CRDs are held to them elsewhere.)
func builtIn(object *unstructured.Unstructured) bool {
	group := object.GroupVersionKind().Group
	return !strings.Contains(group, ".") || strings.HasSuffix(group, ".k8s.io")
}

func rank(object *unstructured.Unstructured) int {
	if i := slices.Index(first, object.GetKind()); i >= 0 {
		return i
	}
	return len(first)
}

// applier applies objects the way Argo CD does with ServerSideApply.
type applier struct {
	client dynamic.Interface
	mapper *restmapper.DeferredDiscoveryRESTMapper
}

func newApplier(plane *controlPlane) applier {
	return applier{
		client: dynamic.NewForConfigOrDie(plane.config),
		mapper: restmapper.NewDeferredDiscoveryRESTMapper(memory.NewMemCacheClient(plane.client.Discovery())),
	}
}

func (a applier) apply(object *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	gvk := object.GroupVersionKind()
	mapping, err := a.mapper.RESTMapping(gvk.GroupKind(), gvk.Version)
	if err != nil {
		return nil, err
	}
	options := metav1.ApplyOptions{FieldManager: "argocd-controller", Force: true}
	resource := a.client.Resource(mapping.Resource)
	if object.GetNamespace() == "" {
		return resource.Apply(context.Background(), object.GetName(), object, options)
	}
	return resource.Namespace(object.GetNamespace()).Apply(context.Background(), object.GetName(), object, options)
}

// applyAll applies a tree, and returns the version that each object has then.
func (a applier) applyAll(t *testing.T, all []*unstructured.Unstructured) map[string]string {
	t.Helper()
	versions := map[string]string{}
	for _, object := range all {
		applied, err := a.apply(object)
		if err != nil {
			t.Errorf("%s: %v", title(object), err)
			continue
		}
		versions[title(object)] = fmt.Sprint(applied.GetGeneration(), managed(applied))
	}
	return versions
}

// managed is when our own fields were last changed, which a second apply that changes nothing leaves alone.
func managed(object *unstructured.Unstructured) string {
	for _, entry := range object.GetManagedFields() {
		if entry.Manager == "argocd-controller" && entry.Subresource == "" {
			return entry.Time.String() + string(entry.FieldsV1.Raw)
		}
	}
	return ""
}

func title(object *unstructured.Unstructured) string {
	return object.GetKind() + " " + types.NamespacedName{Namespace: object.GetNamespace(), Name: object.GetName()}.String()
}
