package aws

import (
	"path"
	"strconv"
)

// IdentityFile is the name of the file that makes the roles; PolicyFolder holds what each may do.
const (
	IdentityFile = "identity.tf.json"
	PolicyFolder = "policies"
)

// Identity is the IAM roles of the cluster's service accounts.
type Identity struct {
	// PodIdentity says that pods get their roles from EKS Pod Identity, and not through the cluster's OIDC provider.
	PodIdentity bool
	Roles       []Role
}

// Role is an IAM role that one service account takes.
type Role struct {
	// Key is the role's name inside the module, Name its name in AWS.
	Key, Name, ARN            string
	Namespace, ServiceAccount string
	Why                       string
	// Policies are what it may do, each a document of its own.
	Policies []Policy
}

// PolicyFile is the path of a role's document, below the module's folder. The first is called after the role.
func (r Role) PolicyFile(i int) string {
	return path.Join(PolicyFolder, r.policyName(r.Name, i)+".json")
}

// policyName takes an underscore, which no name of a component has.
func (r Role) policyName(base string, i int) string {
	if i == 0 {
		return base
	}
	return base + "_" + strconv.Itoa(i+1)
}

// Module is the roles, whom they trust, and what they may do. The documents are read from their files, so that what is reviewed
// is what is applied.
func (id Identity) Module() Module {
	module := Module{Data: Blocks{}, Resource: Blocks{}, Locals: id.locals()}
	if !id.PodIdentity {
		module.Data.Add("aws_iam_openid_connect_provider", "cluster", map[string]string{"url": "${" + issuer + "}"})
	}
	for _, role := range id.Roles {
		module.Data.Add("aws_iam_policy_document", role.Key, policyDocument{Statement: id.trust(role)})
		module.Resource.Add("aws_iam_role", role.Key, iamRole{
			Name: role.Name, Description: role.Why, Trust: "${data.aws_iam_policy_document." + role.Key + ".json}",
		})
		for i := range role.Policies {
			role.attach(module.Resource, i)
		}
		if id.PodIdentity {
			module.Resource.Add("aws_eks_pod_identity_association", role.Key, association{
				Cluster: clusterName, Namespace: role.Namespace, ServiceAccount: role.ServiceAccount,
				Role: "${aws_iam_role." + role.Key + ".arn}",
			})
		}
	}
	return module
}

// attach makes the role's policy and gives it to the role.
func (r Role) attach(resources Blocks, i int) {
	key := r.policyName(r.Key, i)
	resources.Add("aws_iam_policy", key, iamPolicy{
		Name: r.policyName(r.Name, i), Description: r.Why, Policy: `${file("${path.module}/` + r.PolicyFile(i) + `")}`,
	})
	resources.Add("aws_iam_role_policy_attachment", key, policyAttachment{
		Role: "${aws_iam_role." + r.Key + ".name}", Policy: "${aws_iam_policy." + key + ".arn}",
	})
}

func (id Identity) locals() map[string]any {
	if id.PodIdentity {
		return nil
	}
	return map[string]any{"oidc_issuer": `${replace(` + issuer + `, "https://", "")}`}
}

// What a trust policy says, to EKS Pod Identity or to the tokens of service accounts. Sources:
// https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html and
// https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
const (
	podsService  = "pods.eks.amazonaws.com"
	clusterTag   = "aws:RequestTag/eks-cluster-name"
	namespaceTag = "aws:RequestTag/kubernetes-namespace"
	accountTag   = "aws:RequestTag/kubernetes-service-account"

	tokenAction     = "sts:AssumeRoleWithWebIdentity"
	clusterProvider = "${data.aws_iam_openid_connect_provider.cluster.arn}"
	audienceOf      = "${local.oidc_issuer}:aud"
	subjectOf       = "${local.oidc_issuer}:sub"
	audience        = "sts.amazonaws.com"
)

var podActions = []string{"sts:AssumeRole", "sts:TagSession"}

// trust is for one service account alone.
func (id Identity) trust(r Role) trustStatement {
	if id.PodIdentity {
		return trustStatement{
			Actions:    podActions,
			Principals: principals{Type: "Service", Identifiers: []string{podsService}},
			Condition:  []condition{equals(clusterTag, clusterName), equals(namespaceTag, r.Namespace), equals(accountTag, r.ServiceAccount)},
		}
	}
	return trustStatement{
		Actions:    []string{tokenAction},
		Principals: principals{Type: "Federated", Identifiers: []string{clusterProvider}},
		Condition:  []condition{equals(audienceOf, audience), equals(subjectOf, Subject(r.Namespace, r.ServiceAccount))},
	}
}

// Subject is a service account as tokens name it.
func Subject(namespace, account string) string {
	return "system:serviceaccount:" + namespace + ":" + account
}

func equals(variable, value string) condition {
	return condition{Test: "StringEquals", Variable: variable, Values: []string{value}}
}

// The arguments of these: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role and its neighbours,
// and https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document.

type policyDocument struct {
	Statement trustStatement `json:"statement"`
}

type trustStatement struct {
	Actions    []string    `json:"actions"`
	Principals principals  `json:"principals"`
	Condition  []condition `json:"condition"`
}

type principals struct {
	Type        string   `json:"type"`
	Identifiers []string `json:"identifiers"`
}

type condition struct {
	Test     string   `json:"test"`
	Variable string   `json:"variable"`
	Values   []string `json:"values"`
}

type iamRole struct {
	Name        string `json:"name"`
	Description string `json:"description"`
	Trust       string `json:"assume_role_policy"`
}

type iamPolicy struct {
	Name        string `json:"name"`
	Description string `json:"description"`
	Policy      string `json:"policy"`
}

type policyAttachment struct {
	Role   string `json:"role"`
	Policy string `json:"policy_arn"`
}

type association struct {
	Cluster        string `json:"cluster_name"`
	Namespace      string `json:"namespace"`
	ServiceAccount string `json:"service_account"`
	Role           string `json:"role_arn"`
}
