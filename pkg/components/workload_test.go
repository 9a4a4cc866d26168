package components

import (
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
)

func web() Workload {
	return Workload{
		Name: "web", Namespace: "team", Image: "example.com/web:1.0.0", Ports: []Port{{Name: "http", Number: 8080}},
		User: 1000, PodSecurity: Restricted, Resources: small("10m", "16Mi", "32Mi"),
	}
}

// oneOf finds the one object of a kind among a workload's; nil if there is none.
func oneOf[T any](w Workload) *T {
	for _, resource := range w.Objects() {
		if object, ok := any(resource).(*T); ok {
			return object
		}
	}
	return nil
}

// One pod may not be kept from a drained node by a budget; of two, one may go at a time, and they are kept apart.
func TestBudgetAndSpreadNeedTwoPods(t *testing.T) {
	w := web()
	if oneOf[policyv1.PodDisruptionBudget](w) != nil || oneOf[appsv1.Deployment](w).Spec.Template.Spec.TopologySpreadConstraints != nil {
		t.Error("a single pod has a budget or is spread")
	}
	w.Replicas = 2
	if budget := oneOf[policyv1.PodDisruptionBudget](w); budget == nil || budget.Spec.MaxUnavailable.IntValue() != 1 {
		t.Errorf("two pods have the budget %v", budget)
	}
	if spread := oneOf[appsv1.Deployment](w).Spec.Template.Spec.TopologySpreadConstraints; len(spread) != 2 {
		t.Errorf("two pods are spread by %v", spread)
	}
}

// What keeps data is a StatefulSet of one, without a template of claims, and gets time to write before it ends.
func TestDataMakesAStatefulSet(t *testing.T) {
	w := web()
	w.Replicas, w.Data = 3, &Data{Claim: "web-data", Path: "/data"}
	set := oneOf[appsv1.StatefulSet](w)
	if set == nil || oneOf[appsv1.Deployment](w) != nil || oneOf[policyv1.PodDisruptionBudget](w) != nil {
		t.Fatal("it is not a StatefulSet alone")
	}
	if *set.Spec.Replicas != 1 || set.Spec.VolumeClaimTemplates != nil || *set.Spec.Template.Spec.TerminationGracePeriodSeconds != 120 {
		t.Errorf("got %+v", set.Spec)
	}
}

// A change of a ConfigMap's content changes the pods' annotation, and so rolls them; its order of keys does not matter.
func TestConfigurationRollsPods(t *testing.T) {
	annotation := func(data map[string]string) string {
		w := web()
		w.Config = []*corev1.ConfigMap{ConfigMap("team", "web-config", data)}
		return oneOf[appsv1.Deployment](w).Spec.Template.Annotations[configAnnotation]
	}
	before := annotation(map[string]string{"a": "1", "b": "2"})
	if before == "" || annotation(map[string]string{"a": "1", "b": "3"}) == before || annotation(map[string]string{"a": "12", "b": ""}) == before {
		t.Error("another configuration has the same annotation")
	}
	if annotation(map[string]string{"ab": "c"}) == annotation(map[string]string{"a": "bc"}) {
		t.Error("what is a key and what is its text makes no difference")
	}
	if annotation(map[string]string{"b": "2", "a": "1"}) != before {
		t.Error("the same configuration has another annotation")
	}
}

// Restricted pods are nobody's root, write nowhere, and may listen below 1024 only by the sysctl that Kubernetes calls safe.
func TestRestrictedPods(t *testing.T) {
	pod := oneOf[appsv1.Deployment](web()).Spec.Template.Spec
	own := pod.Containers[0].SecurityContext
	if !*pod.SecurityContext.RunAsNonRoot || *pod.SecurityContext.RunAsUser != 1000 || !*own.ReadOnlyRootFilesystem ||
		*own.AllowPrivilegeEscalation || own.Capabilities.Drop[0] != "ALL" || len(own.Capabilities.Add) > 0 ||
		pod.SecurityContext.SeccompProfile.Type != corev1.SeccompProfileTypeRuntimeDefault || len(pod.SecurityContext.Sysctls) > 0 {
		t.Errorf("the pod has %+v, its container %+v", pod.SecurityContext, own)
	}
	low := web()
	low.Ports[0].Number = 80
	if sysctls := oneOf[appsv1.Deployment](low).Spec.Template.Spec.SecurityContext.Sysctls; len(sysctls) != 1 || sysctls[0].Name != lowPorts {
		t.Errorf("on port 80 it has the sysctls %v", sysctls)
	}
}

// A baseline pod may start as root and become somebody else; it still cannot gain more than it starts with.
func TestBaselinePods(t *testing.T) {
	w := web()
	w.PodSecurity = Baseline
	pod := oneOf[appsv1.Deployment](w).Spec.Template.Spec
	own := pod.Containers[0].SecurityContext
	if pod.SecurityContext.RunAsNonRoot != nil || *own.ReadOnlyRootFilesystem || *own.AllowPrivilegeEscalation ||
		own.Capabilities.Drop[0] != "ALL" || len(own.Capabilities.Add) == 0 {
		t.Errorf("the pod has %+v, its container %+v", pod.SecurityContext, own)
	}
}

// A program that does not talk to Kubernetes gets no token for it.
func TestTokensAreForThoseWhoUseThem(t *testing.T) {
	w := web()
	for _, uses := range []bool{false, true} {
		w.UsesAPI = uses
		if pod := oneOf[appsv1.Deployment](w).Spec.Template.Spec; *pod.AutomountServiceAccountToken != uses || pod.ServiceAccountName != "web" {
			t.Errorf("uses the API: %v, token: %v", uses, *pod.AutomountServiceAccountToken)
		}
		if *oneOf[corev1.ServiceAccount](w).AutomountServiceAccountToken {
			t.Error("the service account hands out its token to any pod")
		}
	}
}
