package components

import (
	"encoding/json"
	"os"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/labels"

	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/scrape"
)

// Whatever Prometheus scrapes by labels is a pod that declares the port: in our own objects, or in what we say of a chart's.
func TestScrapedPodsAreThere(t *testing.T) {
	text, err := os.ReadFile("../../platform.yaml")
	if err != nil {
		t.Fatal(err)
	}
	rendered := mustRenderWith(t, string(text), makers...)
	pods := podsOf(t, rendered)
	for _, target := range rendered.Catalog.Scrapes() {
		if target.Pods == nil || target.Pods.Namespace == "" {
			continue
		}
		if !declaredBy(pods[target.Pods.Namespace], *target.Pods) {
			t.Errorf("%s: no pod in %s has the labels %v and the port %d", target.Job, target.Pods.Namespace, target.Pods.Selector, target.Pods.Port)
		}
	}
}

func declaredBy(pods []corev1.PodTemplateSpec, wanted scrape.Pods) bool {
	for _, pod := range pods {
		if !labels.SelectorFromSet(wanted.Selector).Matches(labels.Set(pod.Labels)) {
			continue
		}
		for _, port := range pod.Spec.Containers[0].Ports {
			if port.ContainerPort == wanted.Port {
				return true
			}
		}
	}
	return false
}

// podsOf are the pod templates of all workloads by namespace, those of charts included.
func podsOf(t *testing.T, rendered *Rendered) map[string][]corev1.PodTemplateSpec {
	t.Helper()
	all := map[string][]corev1.PodTemplateSpec{}
	for _, app := range rendered.Applications {
		objects := app.Objects
		if app.Chart != nil {
			objects = sketchesOf(t, app)
		}
		for _, object := range objects {
			if object.GroupKind().Group == "apps" {
				template := object.Fields["spec"].(map[string]any)["template"]
				all[object.Namespace()] = append(all[object.Namespace()], podTemplate(t, template))
			}
		}
	}
	return all
}

func sketchesOf(t *testing.T, app Application) []kube.Object {
	t.Helper()
	sketches, err := app.Sketches()
	if err != nil {
		t.Fatal(err)
	}
	return sketches
}

func podTemplate(t *testing.T, fields any) corev1.PodTemplateSpec {
	t.Helper()
	data, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	var template corev1.PodTemplateSpec
	if err := json.Unmarshal(data, &template); err != nil {
		t.Fatal(err)
	}
	return template
}

// A chart's objects are in the namespace of its Application, so that nothing that others refer to is looked for elsewhere.
func TestSketchesAreInTheirNamespace(t *testing.T) {
	for _, app := range mustRender(t, "kiali: {auth: anonymous}\nmonitoring: {prometheus: {storage: {size: 1Gi}}}\nstorage: {classes: {gp3: {default: true}}}\n").Applications {
		if app.Chart == nil {
			continue
		}
		for _, sketch := range sketchesOf(t, app) {
			if sketch.Namespace() != app.Namespace {
				t.Errorf("%s: %s is in %s, not in %s", app.Name, sketch.FileName(), sketch.Namespace(), app.Namespace)
			}
		}
	}
}
