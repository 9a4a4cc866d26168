package components

import (
	"encoding/json"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"

	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/routes"
)

// selects tells whether a selector finds pods with these labels.
func selects(t *testing.T, selector *metav1.LabelSelector, pod map[string]string) bool {
	t.Helper()
	s, err := metav1.LabelSelectorAsSelector(selector)
	if err != nil {
		t.Fatal(err)
	}
	return s.Matches(labels.Set(pod))
}

// The Service finds the pods of both versions; each Deployment, budget and spread finds those of its own version alone. Otherwise two
// Deployments would count each other's pods.
func TestVersionsAreKeptApart(t *testing.T) {
	w := web()
	w.Version, w.Replicas = routes.Stable, 2
	all := append(w.Objects(), w.canary("example.com/web:2.0.0", 3)...)
	pods := map[string]map[string]string{}
	find := func(kind string, visit func(kube.Resource)) {
		for _, resource := range all {
			if object, err := kube.From(resource); err != nil {
				t.Fatal(err)
			} else if object.Kind() == kind {
				visit(resource)
			}
		}
	}
	find("Deployment", func(r kube.Resource) { pods[r.GetName()] = r.(*appsv1.Deployment).Spec.Template.Labels })
	own := func(kind, name string, selector *metav1.LabelSelector) {
		for other, pod := range pods {
			if got := selects(t, selector, pod); got != (name == other) {
				t.Errorf("the %s %s finds the pods of %s: %t", kind, name, other, got)
			}
		}
	}
	find("Deployment", func(r kube.Resource) {
		spec := r.(*appsv1.Deployment).Spec
		own("Deployment", r.GetName(), spec.Selector)
		for _, spread := range spec.Template.Spec.TopologySpreadConstraints {
			own("spread", r.GetName(), spread.LabelSelector)
		}
	})
	find("PodDisruptionBudget", func(r kube.Resource) { own("budget", r.GetName(), r.(*policyv1.PodDisruptionBudget).Spec.Selector) })
	find("Service", func(r kube.Resource) {
		for name, pod := range pods {
			if !selects(t, metav1.SetAsLabelSelector(r.(*corev1.Service).Spec.Selector), pod) {
				t.Errorf("the Service does not find the pods of %s", name)
			}
		}
	})
	if len(pods) != 2 || len(all) != 6 {
		t.Errorf("%d Deployments among %d objects", len(pods), len(all))
	}
}

// The scrape job finds the pods of both versions, and both run as the app's own service account, which policies know.
func TestCanaryIsScrapedAndKnown(t *testing.T) {
	rendered := mustRender(t, `storage: {classes: {gp3: {default: true}}}
monitoring: {prometheus: {storage: {size: 8Gi}}}
apps:
  a: {image: "a:1", port: 8080, metrics: {}, canary: {image: "a:2", weight: 10}}
`)
	app := applicationOf(t, rendered, "a")
	selector := metav1.SetAsLabelSelector(rendered.Catalog.offer("a").Scrapes[0].Pods.Selector)
	for _, name := range []string{"deployment-a.yaml", "deployment-a-canary.yaml"} {
		var deployment appsv1.Deployment
		if err := json.Unmarshal([]byte(jsonOf(t, objectOf(t, app, name).Fields)), &deployment); err != nil {
			t.Fatal(err)
		}
		if !selects(t, selector, deployment.Spec.Template.Labels) || deployment.Spec.Template.Spec.ServiceAccountName != "a" {
			t.Errorf("%s: labels %v, account %s", name, deployment.Spec.Template.Labels, deployment.Spec.Template.Spec.ServiceAccountName)
		}
	}
}
