package layout

import (
	"path"

	"github.com/example-org/platform-render/pkg/aws"
	"github.com/example-org/platform-render/pkg/components"
	"github.com/example-org/platform-render/pkg/tree"
)

// accountFolder is what Terraform makes in the AWS account: the other side of the contract, which Argo CD never syncs.
const accountFolder = "aws"

// account is a root module of Terraform, the policies that it gives to roles, and a page about the rest.
func account(r *components.Rendered) ([]tree.File, error) {
	dir := path.Join(r.Catalog.Env.Name, accountFolder)
	var files []tree.File
	for name, module := range modules(r) {
		module.Comment = tree.Mark
		file, err := jsonFile(path.Join(dir, name), module)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	for _, role := range r.Roles {
		for i, policy := range role.Policies {
			file, err := jsonFile(path.Join(dir, role.PolicyFile(i)), marked(policy))
			if err != nil {
				return nil, err
			}
			files = append(files, file)
		}
	}
	return append(files, accountPage(r, path.Join(dir, "README.md"))), nil
}

// Trusts are who may take which role, read from the files that Terraform will read.
func Trusts(r *components.Rendered) ([]aws.Trust, error) {
	if len(r.Roles) == 0 {
		return nil, nil
	}
	var texts [2][]byte
	all := modules(r)
	for i, name := range []string{aws.ClusterFile, aws.IdentityFile} {
		file, err := jsonFile(name, all[name])
		if err != nil {
			return nil, err
		}
		texts[i] = file.Data
	}
	return aws.ReadTrusts(r.Catalog.Env.AWS.Partition(), texts[0], texts[1])
}

// modules are the files of Terraform's root module by name.
func modules(r *components.Rendered) map[string]aws.Module {
	env := r.Catalog.Env
	all := map[string]aws.Module{
		aws.ClusterFile: aws.Cluster{
			Name: env.AWS.ClusterName, Account: env.AWS.AccountID, Region: env.AWS.Region,
			Tags: map[string]string{"platform": env.Platform, "environment": env.Name},
		}.Module(),
	}
	dns := aws.DNS{Hosts: r.Catalog.Routes.Hosts()}
	if env.Ingress.LoadBalancer.ByController() {
		dns.LoadBalancer = env.Ingress.LoadBalancer.Name
	} else {
		all[aws.LoadBalancerFile] = components.LoadBalancer(r.Catalog).Module()
	}
	all[aws.DNSFile] = dns.Module()
	if len(r.Roles) > 0 {
		all[aws.IdentityFile] = aws.Identity{PodIdentity: env.AWS.PodIdentity(), Roles: r.Roles}.Module()
	}
	return all
}

// marked is a policy whose first Sid bears our mark: a policy takes no comment.
func marked(policy aws.Policy) aws.Policy {
	statements := append([]aws.Statement{}, policy.Statement...)
	statements[0].Sid = tree.SidMark + statements[0].Sid
	policy.Statement = statements
	return policy
}

func jsonFile(path string, value any) (tree.File, error) {
	text, err := aws.JSON(value)
	return tree.File{Path: path, Data: text}, err
}
