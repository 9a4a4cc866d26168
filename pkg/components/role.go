package components

import (
	"slices"
	"strings"

	"github.com/example-org/platform-render/pkg/aws"
	"github.com/example-org/platform-render/pkg/platform"
)

// roleAnnotation gives a service account an IAM role through the cluster's OIDC provider.
const roleAnnotation = "eks.amazonaws.com/role-arn"

// podIdentityAgent is where EKS Pod Identity's agent gives out credentials on each node, in plain HTTP. A sidecar must let it
// alone: a mesh that knows all its destinations does not know this one.
// Source: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html
const podIdentityAgent = "169.254.170.23/32"

// Role is an IAM role that a service account takes.
type Role struct {
	// ARN is the role's name in AWS.
	ARN string
	// Namespace is the service account's, if that is not the component's own.
	Namespace string
	// ServiceAccount is its name.
	ServiceAccount string
	// Why says what the role is for, in a few words.
	Why string
	// Grants are what the role may do. They are asked for when everything is rendered and patched, because they follow from that;
	// nil for none.
	Grants func(*Rendered) []aws.Grant
}

// roleARN is the IAM role of a component's service account. The platform's AWS side gives it the same name.
func roleARN(env *platform.Environment, component string) string {
	return "arn:" + env.AWS.Partition() + ":iam::" + env.AWS.AccountID + ":role/" + env.AWS.RolePrefix + component
}

// regional is the ARN of something in a region, in the platform's account.
func regional(env *platform.Environment, service, region, resource string) string {
	return "arn:" + env.AWS.Partition() + ":" + service + ":" + region + ":" + env.AWS.AccountID + ":" + resource
}

// Identity is how the pods of a service account get its role. Without a role it is empty.
type Identity struct {
	// Account are annotations of the service account, Pods those of its pods.
	Account, Pods map[string]string
}

// identity is how a component's pods get its role, the way that the environment chooses.
func identity(env *platform.Environment, roles []Role) Identity {
	switch {
	case len(roles) == 0:
		return Identity{}
	case env.AWS.PodIdentity():
		return Identity{Pods: map[string]string{"traffic.sidecar.istio.io/excludeOutboundIPRanges": podIdentityAgent}}
	}
	return Identity{Account: map[string]string{roleAnnotation: roles[0].ARN}}
}

// grant works out what each role may do, of what was rendered.
func (r *Rendered) grant() error {
	var problems platform.Problems
	for _, offer := range r.Catalog.Offers {
		for _, role := range offer.Roles {
			made := role.granted(offer, r)
			if n := len(made.Policies); n > aws.MaxPolicies {
				problems = append(problems, r.Catalog.Env.Problemf(offer.Origin,
					"the role %s would need %d policies, and IAM attaches at most %d to a role: let the platform use fewer secrets or name fewer resources", made.Name, n, aws.MaxPolicies))
			}
			r.Roles = append(r.Roles, made)
		}
	}
	slices.SortFunc(r.Roles, func(a, b aws.Role) int { return strings.Compare(a.Name, b.Name) })
	if len(problems) > 0 {
		return problems
	}
	return nil
}

func (role Role) granted(offer Offered, r *Rendered) aws.Role {
	_, name, _ := strings.Cut(role.ARN, ":role/")
	made := aws.Role{
		Key: strings.TrimPrefix(name, r.Catalog.Env.AWS.RolePrefix), Name: name, ARN: role.ARN,
		Namespace: role.Namespace, ServiceAccount: role.ServiceAccount, Why: role.Why,
	}
	if made.Namespace == "" {
		made.Namespace = offer.Namespace.Name
	}
	if role.Grants != nil {
		made.Policies = aws.NewPolicy(role.Grants(r)).Split()
	}
	return made
}

// Policies are what the roles may do, by their ARNs.
func (r *Rendered) Policies() map[string][]aws.Policy {
	all := map[string][]aws.Policy{}
	for _, role := range r.Roles {
		all[role.ARN] = role.Policies
	}
	return all
}
