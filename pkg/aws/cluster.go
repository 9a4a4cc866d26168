package aws

// Cluster is the EKS cluster, in its account, as Terraform finds it.
type Cluster struct {
	Name, Account, Region string
	// Tags are those of everything that the module makes.
	Tags map[string]string
}

// ClusterFile is the name of the file that says which cluster and account the module is for.
const ClusterFile = "cluster.tf.json"

// What other files of the module read of the cluster.
const (
	clusterName = "${data.aws_eks_cluster.this.name}"
	clusterVPC  = "${data.aws_eks_cluster.this.vpc_config[0].vpc_id}"
	// issuer is an expression: the URL of the cluster's OIDC provider.
	issuer = "data.aws_eks_cluster.this.identity[0].oidc[0].issuer"
)

// Module is the providers and the cluster. Terraform refuses to work on another account than this one.
func (c Cluster) Module() Module {
	data := Blocks{}
	data.Add("aws_eks_cluster", "this", map[string]string{"name": c.Name})
	return Module{
		Terraform: &Settings{
			RequiredVersion:   ">= 1.5.0",
			RequiredProviders: map[string]ProviderSource{"aws": {Source: "hashicorp/aws", Version: ">= 5.40.0, < 7.0.0"}},
		},
		Provider: map[string]any{"aws": provider{
			Region: c.Region, AllowedAccountIDs: []string{c.Account}, DefaultTags: defaultTags{Tags: c.Tags},
		}},
		Data: data,
	}
}

// Source: https://registry.terraform.io/providers/hashicorp/aws/latest/docs
type provider struct {
	Region            string      `json:"region"`
	AllowedAccountIDs []string    `json:"allowed_account_ids"`
	DefaultTags       defaultTags `json:"default_tags"`
}

type defaultTags struct {
	Tags map[string]string `json:"tags"`
}
