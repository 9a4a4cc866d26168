package cluster

import (
	"encoding/json"
	"path/filepath"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
)

// complete gives objects what they lack without Helm and Istio: the sketches of charts' workloads get an image, a service account
// and what pod security asks for, and each pod of the mesh gets its sidecar.
func complete(t *testing.T, all []*unstructured.Unstructured) []*unstructured.Unstructured {
	t.Helper()
	meshed := map[string]bool{}
	for _, object := range all {
		if object.GetKind() == "Namespace" && object.GetLabels()["istio-injection"] == "enabled" {
			meshed[object.GetName()] = true
		}
	}
	var accounts, rest []*unstructured.Unstructured
	for _, object := range all {
		if template, ok := podTemplate(t, object); ok {
			if template.Spec.Containers[0].Image == "" {
				sketched(&template)
				accounts = append(accounts, account(object.GetNamespace(), template.Spec.ServiceAccountName))
			}
			if injected(template, meshed[object.GetNamespace()]) {
				inject(&template)
			}
			object = withTemplate(t, object, template)
		}
		rest = append(rest, object)
	}
	return append(rest, accounts...)
}

func podTemplate(t *testing.T, object *unstructured.Unstructured) (template corev1.PodTemplateSpec, ok bool) {
	t.Helper()
	fields, ok, err := unstructured.NestedMap(object.Object, "spec", "template")
	if err != nil || !ok || object.GroupVersionKind().Group != "apps" {
		return template, false
	}
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(fields, &template); err != nil {
		t.Fatalf("%s: %v", title(object), err)
	}
	return template, true
}

func withTemplate(t *testing.T, object *unstructured.Unstructured, template corev1.PodTemplateSpec) *unstructured.Unstructured {
	t.Helper()
	data, err := json.Marshal(template)
	if err != nil {
		t.Fatal(err)
	}
	var fields map[string]any
	if err := json.Unmarshal(data, &fields); err != nil {
		t.Fatal(err)
	}
	unstructured.RemoveNestedField(fields, "metadata", "creationTimestamp")
	changed := object.DeepCopy()
	if err := unstructured.SetNestedMap(changed.Object, fields, "spec", "template"); err != nil {
		t.Fatal(err)
	}
	return changed
}

// sketched makes a sketch something that a restricted namespace admits.
func sketched(template *corev1.PodTemplateSpec) {
	container := &template.Spec.Containers[0]
	container.Image = "example.com/sketch:1"
	container.SecurityContext = restricted()
}

func restricted() *corev1.SecurityContext {
	return &corev1.SecurityContext{
		AllowPrivilegeEscalation: new(bool),
		Capabilities:             &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
		RunAsNonRoot:             ptr(true),
		RunAsUser:                ptr(int64(1337)),
		SeccompProfile:           &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
	}
}

func ptr[T any](v T) *T { return &v }

func account(namespace, name string) *unstructured.Unstructured {
	account := &unstructured.Unstructured{Object: map[string]any{"apiVersion": "v1", "kind": "ServiceAccount"}}
	account.SetNamespace(namespace)
	account.SetName(name)
	return account
}

// injected says whether Istio injects into a pod: its own label says so, or its namespace's.
func injected(template corev1.PodTemplateSpec, meshed bool) bool {
	switch template.Labels["sidecar.istio.io/inject"] {
	case "true":
		return true
	case "false":
		return false
	}
	return meshed && !template.Spec.HostNetwork
}

// inject does what Istio does as far as others see it: the pod says that it has a sidecar, and where that serves the metrics of
// the proxy and the program as one page, unless the pod says otherwise (pkg/kube/inject/webhook.go, applyPrometheusMerge). A
// gateway's only container is the proxy.
func inject(template *corev1.PodTemplateSpec) {
	if template.Annotations["inject.istio.io/templates"] != "gateway" {
		template.Spec.Containers = append(template.Spec.Containers, sidecar)
	}
	if template.Annotations == nil {
		template.Annotations = map[string]string{}
	}
	template.Annotations["sidecar.istio.io/status"] = "{}"
	if template.Annotations["prometheus.istio.io/merge-metrics"] == "false" {
		return
	}
	for key, value := range map[string]string{"scrape": "true", "port": "15020", "path": "/stats/prometheus"} {
		template.Annotations["prometheus.io/"+key] = value
	}
}

// sidecar is Istio's, as far as others see it: the port that its injection template declares
// (manifests/charts/istio-control/istio-discovery/files/injection-template.yaml).
var sidecar = corev1.Container{
	Name: "istio-proxy", Image: "example.com/proxy:1", SecurityContext: restricted(),
	Ports: []corev1.ContainerPort{{Name: "http-envoy-prom", ContainerPort: 15090, Protocol: corev1.ProtocolTCP}},
}

// The whole tree is taken by a real API server, and applying it a second time changes nothing: what the server fills in by
// itself stands in the tree already where it would count as drift.
func TestSecondApplyChangesNothing(t *testing.T) {
	for _, tree := range environments(t) {
		t.Run(filepath.Base(tree), func(t *testing.T) {
			applier, all := newApplier(startControlPlane(t)), objects(t, tree)
			once := applier.applyAll(t, complete(t, all))
			twice := applier.applyAll(t, complete(t, all))
			for name, before := range once {
				if after := twice[name]; after != before {
					t.Errorf("%s changed:\n%s\n%s", name, before, after)
				}
			}
			if len(once) < 80 {
				t.Errorf("only %d objects", len(once))
			}
		})
	}
}
