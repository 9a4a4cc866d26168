// Package roles checks that service accounts and IAM roles fit each other: what is rendered for the cluster, and whom the files for
// Terraform let take which role.
package roles

import (
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/example-org/platform-render/pkg/aws"
	"github.com/example-org/platform-render/pkg/checks"
)

// Checks are the subject's.
var Checks = []checks.Check{otherAccount, noTrust, unknown, untaken, noAssociation, noPod}

// annotation gives a service account its role.
const annotation = "eks.amazonaws.com/role-arn"

var reads = []schema.GroupKind{checks.ServiceAccount}

var otherAccount = checks.Check{
	Code: "role-other-account", Level: checks.Error, Reads: reads,
	Mend: "Name a role of the platform's own account.",
	Run: func(p *checks.Pass) {
		want := own(p)
		for _, o := range p.Objects(checks.ServiceAccount) {
			if arn := checks.Annotation(o, annotation); arn != "" && !strings.HasPrefix(arn, want) {
				p.Report(o, "takes the role %s, which does not begin with %s: the cluster's OIDC provider is trusted in its own account only (aws.accountID, %s)",
					arn, want, p.Env().Pos("aws.accountID"))
			}
		}
	},
}

// own is what the roles of the platform's account begin with.
func own(p *checks.Pass) string {
	return "arn:" + p.Env().AWS.Partition() + ":iam::" + p.Env().AWS.AccountID + ":role/"
}

var noTrust = checks.Check{
	Code: "role-no-trust", Level: checks.Error, Reads: reads,
	Mend: "Let the service account take the role that is made for it.",
	Run: func(p *checks.Pass) {
		trusts := byARN(p)
		for _, o := range p.Objects(checks.ServiceAccount) {
			role, ok := trusts[checks.Annotation(o, annotation)]
			switch {
			case !ok:
			case role.PodIdentity:
				p.Report(o, "takes the role %s by its token, and the role's trust policy lets EKS Pod Identity alone give it out", role.ARN)
			case role.ServiceAccount != "" && holder(role) != account{o.Namespace(), o.Name()}:
				p.Report(o, "takes the role %s, whose trust policy names %s and nobody else", role.ARN, aws.Subject(role.Namespace, role.ServiceAccount))
			default:
				for _, fault := range role.Faults {
					p.Report(o, "takes the role %s, whose trust policy %s", role.ARN, fault)
				}
			}
		}
	},
}

func byARN(p *checks.Pass) map[string]aws.Trust {
	all := map[string]aws.Trust{}
	for _, role := range p.Trusts() {
		all[role.ARN] = role
	}
	return all
}

var unknown = checks.Check{
	Code: "role-unknown", Level: checks.Warning, Reads: reads,
	Mend: "If somebody else makes the role, its trust policy must name the service account; if not, name the platform's own.",
	Run: func(p *checks.Pass) {
		known := byARN(p)
		for _, o := range p.Objects(checks.ServiceAccount) {
			arn := checks.Annotation(o, annotation)
			if _, ok := known[arn]; strings.HasPrefix(arn, own(p)) && !ok {
				p.Report(o, "takes the role %s, which the platform does not make", arn)
			}
		}
	},
}

var untaken = checks.Check{
	Code: "role-untaken", Level: checks.Error, Reads: reads,
	Mend: "Annotate the service account with " + annotation + ".",
	Run: func(p *checks.Pass) {
		for _, o := range p.Objects(checks.ServiceAccount) {
			for _, role := range p.Trusts() {
				// Where EKS Pod Identity gives the role, an association does so, and no annotation.
				if !role.PodIdentity && holder(role) == (account{o.Namespace(), o.Name()}) && checks.Annotation(o, annotation) == "" {
					p.Report(o, "does not take the role that is made for it: its pods have no rights in AWS")
				}
			}
		}
	},
}
