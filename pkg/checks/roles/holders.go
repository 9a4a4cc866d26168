package roles

import (
	"github.com/example-org/platform-render/pkg/aws"
	"github.com/example-org/platform-render/pkg/checks"
	"github.com/example-org/platform-render/pkg/kube"
)

// account is a service account by its name.
type account struct{ namespace, name string }

// String is namespace/name, as messages and associations have it.
func (a account) String() string { return a.namespace + "/" + a.name }

// holder is the service account that a role's trust policy names.
func holder(role aws.Trust) account { return account{role.Namespace, role.ServiceAccount} }

var noAssociation = checks.Check{
	Code: "role-no-association", Level: checks.Error, Reads: append(reads, checks.Namespace),
	Mend: "Let one association give the role to the service account that its trust policy names.",
	Run: func(p *checks.Pass) {
		for _, role := range p.Trusts() {
			if !role.PodIdentity {
				continue
			}
			if len(role.Given) == 0 {
				p.Report(place(p, role), "no association of EKS Pod Identity gives the role %s to %s", role.ARN, holder(role))
			}
			for _, given := range role.Given {
				if given != holder(role).String() {
					p.Report(place(p, role), "an association of EKS Pod Identity gives the role %s to %s, and its trust policy names %s", role.ARN, given, holder(role))
				}
			}
			for _, fault := range role.Faults {
				p.Report(place(p, role), "EKS Pod Identity cannot give out the role %s, whose trust policy %s", role.ARN, fault)
			}
		}
	},
}

// place is where a role's findings belong: the service account that it is for, or its namespace, or the role itself where both are
// not the platform's.
func place(p *checks.Pass, role aws.Trust) kube.Object {
	for _, o := range p.Objects(checks.ServiceAccount) {
		if holder(role) == (account{o.Namespace(), o.Name()}) {
			return o
		}
	}
	for _, o := range p.Objects(checks.Namespace) {
		if o.Name() == role.Namespace {
			return o
		}
	}
	return kube.Object{Origin: "aws", Fields: map[string]any{"kind": "Role", "metadata": map[string]any{"name": role.ARN}}}
}

var noPod = checks.Check{
	Code: "role-no-pod", Level: checks.Error, Reads: append(checks.Workloads(), checks.ServiceAccount, checks.Namespace),
	Mend: "Let the pods run as the service account that the role is for.",
	Run: func(p *checks.Pass) {
		for _, role := range p.Trusts() {
			for _, pod := range others(p, role) {
				p.Report(pod.Owner, "runs as the service account %s, and the role %s is for %s", pod.Spec.ServiceAccountName, role.ARN, holder(role))
			}
		}
	},
}

// others are the pods that come from the same key as a role's service account and run as another, unless some run as that one.
func others(p *checks.Pass, role aws.Trust) []checks.Pod {
	at := place(p, role)
	var all []checks.Pod
	for _, pod := range checks.Pods(p) {
		switch {
		case pod.Owner.Namespace() != role.Namespace || pod.Owner.Origin != at.Origin:
		case pod.Spec.ServiceAccountName == role.ServiceAccount:
			return nil
		default:
			all = append(all, pod)
		}
	}
	return all
}
