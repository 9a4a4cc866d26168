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
	// Headers that the gateway sets in each response, unless the route says otherwise (traffic.headers.response). By default,
	// browsers keep to https for a year, and believe the declared type of a file.
	SecurityHeaders map[string]string `json:"securityHeaders" keys:"headerName" format:"headerValue" default:"{strict-transport-security: max-age=31536000, x-content-type-options: nosniff}"`
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
