package aws

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Trust is whom a written module lets take a role.
type Trust struct {
	// ARN is the role's, in the account that the module is for.
	ARN string
	// PodIdentity says that EKS Pod Identity gives the role out. Otherwise the token of a service account takes it.
	PodIdentity bool
	// Namespace and ServiceAccount are those that the trust policy names; empty if it names none, or several.
	Namespace, ServiceAccount string
	// Given are the service accounts that associations give the role, each as namespace/name.
	Given []string
	// Faults say what else is wrong with the trust policy, each as what it does: trusts somebody else.
	Faults []string
}

// ReadTrusts reads back who may take which role, by the files of a module as Terraform will read them: the one of the cluster and
// the one of the roles. It is an error if one is not of the form that is written.
func ReadTrusts(partition string, cluster, identity []byte) ([]Trust, error) {
	var where struct{ Provider struct{ AWS provider } }
	var who writtenIdentity
	if err := json.Unmarshal(cluster, &where); err != nil {
		return nil, fmt.Errorf("%s: %w", ClusterFile, err)
	}
	if err := json.Unmarshal(identity, &who); err != nil {
		return nil, fmt.Errorf("%s: %w", IdentityFile, err)
	}
	account := strings.Join(where.Provider.AWS.AllowedAccountIDs, ",")
	var all []Trust
	for key, role := range who.Resource.Roles {
		trust := who.Data.Policies[inside(role.Trust, "data.aws_iam_policy_document.", ".json")].Statement.read()
		trust.ARN, trust.Given = "arn:"+partition+":iam::"+account+":role/"+role.Name, who.given(key)
		all = append(all, trust)
	}
	slices.SortFunc(all, func(a, b Trust) int { return strings.Compare(a.ARN, b.ARN) })
	return all, nil
}

// writtenIdentity is what ReadTrusts reads of an identity's module.
type writtenIdentity struct {
	Data struct {
		Policies map[string]policyDocument `json:"aws_iam_policy_document"`
	}
	Resource struct {
		Roles        map[string]iamRole     `json:"aws_iam_role"`
		Associations map[string]association `json:"aws_eks_pod_identity_association"`
	}
}

// given are the service accounts that associations of this cluster give a role, in order.
func (w writtenIdentity) given(role string) []string {
	var all []string
	for _, a := range w.Resource.Associations {
		if a.Cluster == clusterName && inside(a.Role, "aws_iam_role.", ".arn") == role {
			all = append(all, a.Namespace+"/"+a.ServiceAccount)
		}
	}
	slices.Sort(all)
	return all
}

// inside is the name in a reference of Terraform: ${aws_iam_role.NAME.arn}.
func inside(reference, before, after string) string {
	name, _ := strings.CutPrefix(reference, "${"+before)
	name, _ = strings.CutSuffix(name, after+"}")
	return name
}

// read compares a trust policy with what AWS asks of one for a service account: see Identity.trust.
func (s trustStatement) read() Trust {
	if s.Principals.Type == "Service" {
		trust := Trust{PodIdentity: true, Namespace: s.value(namespaceTag), ServiceAccount: s.value(accountTag)}
		trust.want("lets", strings.Join(s.Principals.Identifiers, ", "), podsService)
		trust.want("allows", strings.Join(s.Actions, ", "), strings.Join(podActions, ", "))
		trust.want("asks for the cluster", s.value(clusterTag), clusterName)
		return trust
	}
	subject := strings.Split(s.value(subjectOf), ":")
	var trust Trust
	if len(subject) == 4 && subject[0] == "system" && subject[1] == "serviceaccount" {
		trust.Namespace, trust.ServiceAccount = subject[2], subject[3]
	} else {
		trust.want("names", s.value(subjectOf), "one service account")
	}
	trust.want("trusts", strings.Join(s.Principals.Identifiers, ", "), clusterProvider)
	trust.want("allows", strings.Join(s.Actions, ", "), tokenAction)
	trust.want("asks for the audience", s.value(audienceOf), audience)
	return trust
}

// want notes a fault where something is not as it should be.
func (t *Trust) want(does, got, want string) {
	if got == "" {
		got = "nothing"
	}
	if got != want {
		t.Faults = append(t.Faults, fmt.Sprintf("%s %s and not %s", does, got, want))
	}
}

// value is the one value that a key of the request must have; "" if there is no such condition.
func (s trustStatement) value(variable string) string {
	for _, c := range s.Condition {
		if c.Test == "StringEquals" && c.Variable == variable {
			return strings.Join(c.Values, ", ")
		}
	}
	return ""
}
