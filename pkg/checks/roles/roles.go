// Package roles checks the IAM roles of service accounts against the account and the trust policies of the platform.
package roles

import (
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/example-org/platform-render/pkg/checks"
)

// Checks are the subject's.
var Checks = []checks.Check{otherAccount, noTrust, unknown, untaken}

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
		for _, o := range p.Objects(checks.ServiceAccount) {
			arn := checks.Annotation(o, annotation)
			for _, role := range p.Roles() {
				if role.ARN == arn && (role.Namespace != o.Namespace() || role.ServiceAccount != o.Name()) {
					p.Report(o, "takes the role %s, whose trust policy names system:serviceaccount:%s:%s and nobody else", arn, role.Namespace, role.ServiceAccount)
				}
			}
		}
	},
}

var unknown = checks.Check{
	Code: "role-unknown", Level: checks.Warning, Reads: reads,
	Mend: "If somebody else makes the role, its trust policy must name the service account; if not, name the platform's own.",
	Run: func(p *checks.Pass) {
		known := map[string]bool{}
		for _, role := range p.Roles() {
			known[role.ARN] = true
		}
		for _, o := range p.Objects(checks.ServiceAccount) {
			if arn := checks.Annotation(o, annotation); strings.HasPrefix(arn, own(p)) && !known[arn] {
				p.Report(o, "takes the role %s, which the platform does not make", arn)
			}
		}
	},
}

var untaken = checks.Check{
	Code: "role-untaken", Level: checks.Error, Reads: reads,
	Mend: "Annotate the service account with " + annotation + ".",
	Run: func(p *checks.Pass) {
		if p.Env().AWS.PodIdentity() {
			return // an association in EKS gives the role, and no annotation
		}
		for _, o := range p.Objects(checks.ServiceAccount) {
			for _, role := range p.Roles() {
				if role.Namespace == o.Namespace() && role.ServiceAccount == o.Name() && checks.Annotation(o, annotation) == "" {
					p.Report(o, "does not take the role that is made for it: its pods have no rights in AWS")
				}
			}
		}
	},
}
