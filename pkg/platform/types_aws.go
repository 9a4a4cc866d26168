package platform

// AWS is the account and the cluster.
type AWS struct {
	// The account's id: twelve digits, quoted so that YAML keeps a leading zero.
	AccountID string `json:"accountID" check:"required" format:"accountID" example:"\"111122223333\""`
	// The region of the cluster, its secrets and its metrics.
	Region string `json:"region" check:"required" format:"region" example:"us-east-1"`
	// The name of the EKS cluster.
	ClusterName string `json:"clusterName" format:"clusterName" derived:"the platform's name, a dash, the environment's name"`
	// The id of the cluster's VPC. Needed where aws-load-balancer-controller makes the load balancer; Terraform finds it by itself.
	VPCID string `json:"vpcID" format:"vpcID" example:"vpc-0aaaaaaaaaaaaaaa1"`
	// How pods get their IAM roles: irsa, through the cluster's OIDC provider and an annotation of the service account; or
	// podIdentity, through EKS Pod Identity and its agent on every node.
	Identity string `json:"identity" default:"irsa" enum:"irsa,podIdentity"`
	// What the names of the IAM roles begin with; the rest is the name of the component that uses the role.
	RolePrefix string `json:"rolePrefix" format:"rolePrefix" derived:"the platform's name, a dash, the environment's name, a dash"`
}

// PodIdentity says that pods get their roles from EKS Pod Identity.
func (a AWS) PodIdentity() bool { return a.Identity == "podIdentity" }

// LoadBalancer is the Application Load Balancer that ends the client's TLS.
type LoadBalancer struct {
	// Who makes the load balancer: terraform, with the module under out/<environment>/aws; or aws-load-balancer-controller, which
	// the platform then runs in the cluster.
	ManagedBy string `json:"managedBy" default:"terraform" enum:"terraform,aws-load-balancer-controller"`
	// The load balancer's name in AWS.
	Name string `json:"name" format:"loadBalancerName" derived:"the platform's name, a dash, the environment's name; shortened with a fingerprint to 26 characters"`
	// The certificate of the public host names, in AWS Certificate Manager.
	CertificateARN string `json:"certificateARN" check:"required" format:"certificateARN" example:"arn:aws:acm:us-east-1:111122223333:certificate/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"`
	// The oldest TLS version that clients may use. Between the load balancer and the gateway, mesh.minTLSVersion holds.
	MinTLSVersion string `json:"minTLSVersion" default:"TLSV1_2" enum:"TLSV1_2,TLSV1_3"`
	// The networks that may connect, in CIDR notation.
	Clients []string `json:"clients" default:"[0.0.0.0/0]" format:"network" example:"[203.0.113.0/24]"`
}

// ByController says that a controller in the cluster makes the load balancer.
func (l LoadBalancer) ByController() bool { return l.ManagedBy == "aws-load-balancer-controller" }
