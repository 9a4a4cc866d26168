package platform

// This file and its neighbours types_*.go are the input: each key of platform.yaml is a field here, its doc comment is what
// the JSON Schema and docs/platform.md say of it, and its tags are what the loader enforces:
//
//	json     the key
//	check    "required": the key must be there
//	default  the value of a key that is left out, as YAML; merged under what the user writes
//	derived  how a key that is left out is worked out from others (see derive.go), in words
//	format   a named format of formats.go that the text must have
//	keys     the same for the keys of a map
//	enum     the values allowed, separated by commas
//	min, max bounds of a number
//	example  a value for the documentation
//	union    on the blank field of a struct: "one" if exactly one of its keys must be set, "some" if at least one
//	of       beside union: the keys that it speaks of, if not all
//	with     the key that must be set too if this one is
//	short    on the blank field of a struct: the key that a bare scalar stands for

// APIVersion is the only version of platform.yaml there is.
const APIVersion = "platform.render/v1alpha1"

// Platform is a whole platform.yaml.
type Platform struct {
	// The version of this file's format.
	APIVersion string `json:"apiVersion" check:"required" enum:"platform.render/v1alpha1"`
	// The kind of this file.
	Kind string `json:"kind" check:"required" enum:"Platform"`
	// What the platform is called.
	Metadata Metadata `json:"metadata" check:"required"`

	Spec `json:",inline"`

	// The clusters, by name: each is the rest of this file with its value merged over it as an RFC 7386 merge patch (null
	// takes a key away). Each becomes one folder under out/.
	Environments map[string]Overrides `json:"environments" check:"required" keys:"environment" example:"{dev: {}, prod: {ingress: {host: kubernetes.prod.example.com}}}"`
}

// Overrides are the keys of Spec that an environment changes, as a merge patch; they are checked once merged.
type Overrides map[string]any

// Metadata names the platform.
type Metadata struct {
	// The platform's name: the name of the Argo CD project and the first part of the IAM roles' names.
	Name string `json:"name" check:"required" format:"name" example:"patrick-cloud"`
}

// Spec is what an environment may override: everything but the file's header.
type Spec struct {
	// The Git repository that Argo CD syncs from: the one that this file and out/ are committed to.
	Git Git `json:"git" check:"required"`
	// The AWS account that the cluster runs in.
	AWS AWS `json:"aws" check:"required"`
	// How requests enter the cluster: the load balancer, Istio's gateway and its certificate.
	Ingress Ingress `json:"ingress" check:"required"`
	// The mesh's security and logs.
	Mesh Mesh `json:"mesh" default:"{}"`
	// Who may use the routes that ask for a login.
	Login *Login `json:"login"`
	// Where secrets are kept. Needed as soon as anything uses a secret.
	Secrets *Secrets `json:"secrets"`
	// The storage classes of the cluster.
	Storage *Storage `json:"storage"`
	// Metrics, alerts and dashboards.
	Monitoring *Monitoring `json:"monitoring"`
	// Kiali, the console of the mesh.
	Kiali *Kiali `json:"kiali"`
	// Argo CD, which syncs out/ to the cluster, itself included.
	ArgoCD ArgoCD `json:"argocd" default:"{}"`
	// The team's own workloads, by name.
	Apps map[string]App `json:"apps" keys:"name"`
	// Whether people depend on the environment. Only where they do not, faults may be injected.
	Production bool `json:"production" default:"true"`
	// Changes to rendered objects for which there is no key, by a name of your own.
	Patches map[string]Patch `json:"patches" keys:"name"`
}

// Git is the repository that Argo CD syncs from.
type Git struct {
	// The repository's URL, as Argo CD reaches it.
	RepoURL string `json:"repoURL" check:"required" format:"gitURL" example:"https://github.com/example-org/patrick-cloud-platform.git"`
	// The branch, tag or commit to sync.
	Revision string `json:"revision" default:"main" format:"revision"`
	// The folder of the rendered tree inside the repository.
	Path string `json:"path" default:"out" format:"folder"`
}

// Ingress is how requests enter the cluster.
type Ingress struct {
	// The public host name of every route that names no other.
	Host string `json:"host" check:"required" format:"host" example:"kubernetes.patrick-cloud.com"`
	// What `/` itself answers; without it, 404.
	Root *Root `json:"root"`
	// Old paths that lead to new URLs, by a name of your own.
	Redirects map[string]Redirect `json:"redirects" keys:"name" example:"{old-docs: {path: /docs/, to: /dbt-docs/}}"`
	// The gateway's ports on every node: fixed, so that the load balancer's target and health check are known beforehand.
	NodePorts NodePorts `json:"nodePorts" default:"{}"`
	// The number of gateway pods.
	Replicas int32 `json:"replicas" default:"2" min:"1" max:"100"`
	// The Application Load Balancer in front of the gateway.
	LoadBalancer LoadBalancer `json:"loadBalancer" check:"required"`
	// The certificate between the load balancer and the gateway.
	Certificate GatewayCertificate `json:"certificate" default:"{selfSigned: {}}"`
}

// Root is what `/` of the ingress host answers.
type Root struct {
	_ struct{} `union:"one"`
	// A route to redirect to, by its path.
	Redirect string `json:"redirect" format:"path" example:"/grafana/"`
	// The component or app whose Service gets every request that no other route takes.
	Backend string `json:"backend" format:"name" example:"dbt-docs"`
}

// NodePorts are ports of every node, in Kubernetes' default range.
type NodePorts struct {
	// Takes the load balancer's HTTPS traffic.
	HTTPS int32 `json:"https" default:"30443" format:"nodePort"`
	// Answers the load balancer's health check: plain HTTP, /healthz/ready.
	Status int32 `json:"status" default:"30021" format:"nodePort"`
}

// GatewayCertificate says who issues the gateway's certificate.
type GatewayCertificate struct {
	_ struct{} `union:"one"`
	// cert-manager makes a private CA and renews the certificate before it expires. The load balancer does not verify it.
	SelfSigned *SelfSigned `json:"selfSigned"`
}

// SelfSigned is a certificate from the platform's own CA.
type SelfSigned struct {
	// How long the gateway's certificate is valid.
	Duration string `json:"duration" default:"2160h" format:"hours" example:"2160h"`
	// How long before its end cert-manager renews it. Shorter than duration.
	RenewBefore string `json:"renewBefore" default:"720h" format:"hours" example:"720h"`
}

// Secrets says where secrets are kept.
type Secrets struct {
	_ struct{} `union:"one"`
	// AWS Secrets Manager, in the platform's account and region.
	AWSSecretsManager *AWSSecretsManager `json:"awsSecretsManager"`
}

// AWSSecretsManager is the store that External Secrets reads.
type AWSSecretsManager struct {
	// How often secrets are read again.
	RefreshInterval string `json:"refreshInterval" default:"1h" format:"goDuration"`
}

// Storage is the cluster's storage classes.
type Storage struct {
	// The classes by name. Exactly one is the default class.
	Classes map[string]StorageClass `json:"classes" check:"required" keys:"name" example:"{gp3: {default: true}}"`
}

// StorageClass is a class of EBS volumes. Kubernetes cannot change a class: give a changed one a new name.
type StorageClass struct {
	// Whether claims that name no class get this one.
	Default bool `json:"default" default:"false"`
	// The type of EBS volume.
	Type string `json:"type" default:"gp3" enum:"gp2,gp3,st1,sc1"`
	// Whether the volumes are encrypted.
	Encrypted bool `json:"encrypted" default:"true"`
	// The file system.
	FSType string `json:"fsType" default:"ext4" enum:"ext4,xfs"`
	// What happens to a volume when its claim is deleted.
	ReclaimPolicy string `json:"reclaimPolicy" default:"Delete" enum:"Delete,Retain"`
}

// SecretRef points at a secret, or at one property of a secret that holds a JSON object. The secret itself never stands here.
type SecretRef struct {
	_ struct{} `short:"secret"`
	// The secret's name in the store.
	Secret string `json:"secret" check:"required" format:"secretName" example:"DATABRICKS_TOKEN"`
	// The property of the secret's JSON object; without it the whole secret.
	Property string `json:"property" format:"property" example:"token"`
}

// Credentials point at a secret that holds a user name and a password as properties of a JSON object.
type Credentials struct {
	_ struct{} `short:"secret"`
	// The secret's name in the store.
	Secret string `json:"secret" check:"required" format:"secretName" example:"GRAFANA_CREDENTIALS"`
	// The property that holds the user name.
	Username string `json:"username" default:"username" format:"property"`
	// The property that holds the password.
	Password string `json:"password" default:"password" format:"property"`
}

// Route is a public URL.
type Route struct {
	// The path, beginning and ending with a slash. The same path without its last slash redirects here.
	Path string `json:"path" check:"required" format:"path" example:"/grafana/"`
	// The host name, if it is not the ingress host.
	Host string `json:"host" format:"host" derived:"ingress.host"`
	// More host names that serve the same path.
	Hosts []string `json:"hosts" format:"host" example:"[docs.example.com]"`
	// The path of the wider route that this one is meant to take a part of. Without it, a path under another's is an error.
	Within string `json:"within" format:"path" example:"/grafana/"`
	// Whether only people and programs that have logged in may use it. Needs the login section.
	Login bool `json:"login" default:"false"`
	// Whether only those may who have one of these roles; they have to log in, too.
	Roles []string `json:"roles" format:"text" example:"[admins]"`
	// How requests are treated on their way.
	Traffic *Traffic `json:"traffic"`
}

// Resources are what a container asks for and may use.
type Resources struct {
	// What the scheduler keeps free for the container.
	Requests ResourceList `json:"requests"`
	// What the container is held to: CPU is throttled, memory is killed.
	Limits ResourceList `json:"limits"`
}

// ResourceList is an amount of CPU and memory.
type ResourceList struct {
	// CPU, in cores or thousandths of one (m).
	CPU string `json:"cpu" format:"cpu" example:"100m"`
	// Memory, in bytes with a unit.
	Memory string `json:"memory" format:"bytes" example:"128Mi"`
}

// Volume is where a component keeps its data: a volume that exists (volumeID and zone), or one that the storage class makes.
type Volume struct {
	// The size.
	Size string `json:"size" check:"required" format:"bytes" example:"8Gi"`
	// The id of the EBS volume to use. It is never deleted with the claim.
	VolumeID string `json:"volumeID" format:"volumeID" example:"vol-0aaaaaaaaaaaaaaa1"`
	// The availability zone of the volume. Needed with volumeID: a pod on another zone's node could not mount it.
	Zone string `json:"zone" format:"zone" example:"us-east-1b"`
	// The file system of the volume that volumeID names.
	FSType string `json:"fsType" default:"ext4" enum:"ext4,xfs"`
	// The storage class that makes the volume, when there is no volumeID.
	Class string `json:"class" format:"name" derived:"the default class of storage.classes"`
}
