// Package authz says what a set of Istio's AuthorizationPolicies makes of a request, the way Istio turns them into Envoy's
// filters. It reads rendered objects, ours or anybody's.
//
// What is not obvious is cited from istio.io/istio, pilot/pkg/security/authz.
package authz

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	security "istio.io/api/security/v1beta1"

	"github.com/example-org/platform-render/pkg/kube"
)

// DryRun is the annotation that makes a policy only count what it would do.
const DryRun = "istio.io/dry-run"

// Policy is one AuthorizationPolicy.
type Policy struct {
	Namespace, Name string
	// DryRun says that the policy is evaluated and never enforced.
	DryRun bool
	Spec   *security.AuthorizationPolicy
}

// String is the policy as namespace/name.
func (p Policy) String() string { return p.Namespace + "/" + p.Name }

// Set is all policies of a mesh.
type Set struct {
	root     string
	policies []Policy
}

// NewSet reads the AuthorizationPolicies among objects; the others are passed over. Policies in the root namespace hold for the
// whole mesh. An error names the policy that cannot be read.
func NewSet(root string, objects []kube.Object) (Set, error) {
	set := Set{root: root}
	for _, object := range objects {
		if object.Kind() != "AuthorizationPolicy" || object.GroupKind().Group != "security.istio.io" {
			continue
		}
		policy, err := read(object)
		if err != nil {
			return Set{}, fmt.Errorf("AuthorizationPolicy %s/%s: %w", object.Namespace(), object.Name(), err)
		}
		set.policies = append(set.policies, policy)
	}
	slices.SortFunc(set.policies, func(a, b Policy) int {
		return cmp.Or(cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Name, b.Name))
	})
	return set, nil
}

func read(object kube.Object) (Policy, error) {
	policy := Policy{Namespace: object.Namespace(), Name: object.Name(), Spec: &security.AuthorizationPolicy{}}
	policy.DryRun, _ = strconv.ParseBool(annotation(object, DryRun)) // what is no boolean is no dry run
	spec, ok := object.Fields["spec"]
	if !ok {
		return policy, nil
	}
	text, err := json.Marshal(spec)
	if err != nil {
		return policy, err
	}
	return policy, policy.Spec.UnmarshalJSON(text)
}

func annotation(object kube.Object, name string) string {
	meta, _ := object.Fields["metadata"].(map[string]any)
	annotations, _ := meta["annotations"].(map[string]any)
	value, _ := annotations[name].(string)
	return value
}

// Workload is the pod whose proxy enforces: its namespace and its labels.
type Workload struct {
	Namespace string
	Labels    map[string]string
}

// For are the policies that hold for a workload: those of its namespace and of the root namespace whose selector fits. A policy
// with a targetRef is for gateways of the Gateway API, of which there is none here (pilot/pkg/model/policyattachment.go).
func (s Set) For(w Workload) []Policy {
	var all []Policy
	for _, policy := range s.policies {
		inScope := policy.Namespace == w.Namespace || policy.Namespace == s.root
		targeted := policy.Spec.GetTargetRef() != nil || len(policy.Spec.GetTargetRefs()) > 0
		if inScope && !targeted && selects(policy.Spec.GetSelector().GetMatchLabels(), w.Labels) {
			all = append(all, policy)
		}
	}
	return all
}

func selects(selector, labels map[string]string) bool {
	for key, value := range selector {
		if labels[key] != value {
			return false
		}
	}
	return true
}
