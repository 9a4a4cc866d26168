package layout

import (
	"maps"
	"slices"

	"github.com/example-org/platform-render/pkg/aws"
	"github.com/example-org/platform-render/pkg/components"
	"github.com/example-org/platform-render/pkg/tree"
)

// accountPage says what the environment needs of AWS, and in which order it comes to be.
func accountPage(r *components.Rendered, path string) tree.File {
	return execute(path, "account.md.tmpl", map[string]any{
		"Env": r.Catalog.Env, "Addons": addons(r), "Roles": r.Roles, "Variables": variableRows(r), "Hosts": r.Catalog.Routes.Hosts(),
	})
}

type addon struct{ Name, Why string }

// addons are the add-ons of EKS that the platform takes for granted.
// Source: https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html
func addons(r *components.Rendered) []addon {
	all := []addon{
		{"vpc-cni", "gives each pod its address; Istio's CNI plugin is chained behind it"},
		{"coredns", "resolves the Services' names"},
		{"kube-proxy", "leads the node ports to the gateway"},
	}
	if role(r, "ebs-csi") != nil {
		all = append(all, addon{"aws-ebs-csi-driver", "makes and attaches the volumes, in the role " + role(r, "ebs-csi").Name})
	}
	if r.Catalog.Env.AWS.PodIdentity() {
		all = append(all, addon{"eks-pod-identity-agent", "gives pods the credentials of their roles"})
	}
	return all
}

// role finds a role by its key; nil if there is none.
func role(r *components.Rendered, key string) *aws.Role {
	for i := range r.Roles {
		if r.Roles[i].Key == key {
			return &r.Roles[i]
		}
	}
	return nil
}

type variableRow struct {
	Name     string
	Optional bool
	aws.Variable
}

// variableRows are the variables of all files of the module, sorted by name.
func variableRows(r *components.Rendered) []variableRow {
	all := map[string]aws.Variable{}
	for _, module := range modules(r) {
		maps.Copy(all, module.Variable)
	}
	var rows []variableRow
	for _, name := range slices.Sorted(maps.Keys(all)) {
		rows = append(rows, variableRow{name, all[name].Default != nil, all[name]})
	}
	return rows
}
