package platform

// Kiali is the console of the mesh.
type Kiali struct {
	// Its public URL.
	Route *Route `json:"route"`
	// How people log in: with a Kubernetes service account's token, or not at all.
	Auth string `json:"auth" default:"token" enum:"anonymous,token"`
	// What the container asks for and may use.
	Resources Resources `json:"resources" default:"{requests: {cpu: 20m, memory: 128Mi}, limits: {memory: 512Mi}}"`
}

// ArgoCD syncs out/ to the cluster.
type ArgoCD struct {
	// Its public URL.
	Route *Route `json:"route"`
}

// App is a workload of the team: a container image behind a Service.
type App struct {
	// The namespace; apps may share one.
	Namespace string `json:"namespace" format:"name" derived:"the app's name"`
	// The image, with a tag or a digest, not latest.
	Image string `json:"image" check:"required" format:"image" example:"public.ecr.aws/l6m2t8p7/docker-2048:1.0.0"`
	// A second version of the app, for a part of its requests.
	Canary *Canary `json:"canary"`
	// The port that the container serves on.
	Port int32 `json:"port" check:"required" format:"port" example:"8080"`
	// What the container serves: http, WebSockets included, or grpc.
	Protocol string `json:"protocol" default:"http" enum:"http,grpc"`
	// The number of pods.
	Replicas int32 `json:"replicas" default:"2" min:"1" max:"1000"`
	// Its public URL.
	Route *AppRoute `json:"route"`
	// The apps and components that it calls, by name. They refuse whoever does not say so.
	Calls []string `json:"calls" format:"name" example:"[dbt-docs]"`
	// The hosts and ports outside of the cluster that it calls. Needed where mesh.outboundTraffic is REGISTRY_ONLY.
	Egress []string `json:"egress" format:"egress" example:"[api.example.com:443]"`
	// What it may do in AWS. Without it, it gets no credentials of AWS at all.
	IAM *IAM `json:"iam"`
	// The command, instead of the image's own.
	Command []string `json:"command" format:"line" example:"[/bin/server]"`
	// The arguments, instead of the image's own.
	Args []string `json:"args" format:"line" example:"[--verbose]"`
	// Environment variables: a text, or something secret.
	Env map[string]EnvValue `json:"env" keys:"envName" example:"{LOG_LEVEL: info, DATABRICKS_TOKEN: {secret: DATABRICKS_TOKEN}}"`
	// Secrets whose value is a JSON object: each of its properties becomes an environment variable of that name. Of two with the
	// same property the later wins, and env wins over both.
	EnvFrom []string `json:"envFrom" format:"secretName" example:"[HELLO_SETTINGS]"`
	// Files that hold secrets, by their path in the container. The rest of their folder is hidden.
	Files map[string]SecretValue `json:"files" keys:"absolutePath" example:"{/etc/hello/token: {secret: HELLO_TOKEN}}"`
	// How the app's Secrets follow the store.
	SecretPolicy SecretPolicy `json:"secretPolicy" default:"{}"`
	// How Kubernetes asks whether the app is well.
	Probe Probe `json:"probe" default:"{}"`
	// The metrics that Prometheus scrapes; none without it.
	Metrics *Metrics `json:"metrics"`
	// What the container asks for and may use.
	Resources Resources `json:"resources" default:"{requests: {cpu: 50m, memory: 64Mi}, limits: {memory: 128Mi}}"`
	// The pod security standard that its pods keep. restricted: not root, a read-only root file system, no capabilities.
	// baseline: for images that must start as root; the root file system is writable.
	PodSecurity string `json:"podSecurity" default:"restricted" enum:"restricted,baseline"`
	// The user id that the container runs as under podSecurity restricted.
	RunAsUser int64 `json:"runAsUser" default:"65532" min:"1" max:"4294967295"`
	// Folders that the container may write to, emptied when the pod ends; /tmp always is one.
	WritablePaths []string `json:"writablePaths" format:"absolutePath" example:"[/var/cache/nginx]"`
}

// AppRoute is the public URL of an app.
type AppRoute struct {
	Route `json:",inline"`
	// Whether the app is to see the path without the route's own part: /x/a arrives as /a.
	StripPrefix bool `json:"stripPrefix" default:"false"`
}

// Probe is how Kubernetes asks whether an app is well.
type Probe struct {
	// The path of a GET that answers 200 once the app can serve. An app of protocol grpc is asked by gRPC's health protocol instead.
	Path string `json:"path" format:"urlPath" derived:"the path that the app sees: / where the prefix is stripped or there is no route, the route's path elsewhere"`
}

// Metrics are an app's own metrics, in Prometheus' text format.
type Metrics struct {
	// The path.
	Path string `json:"path" default:"/metrics" format:"urlPath"`
	// The port of the container.
	Port int32 `json:"port" format:"port" derived:"the app's port"`
	// How often they are scraped.
	Interval string `json:"interval" format:"duration" derived:"monitoring.prometheus.interval"`
}

// Patch changes rendered objects for which there is no key: the last resort, and checked like everything else. A patch that
// matches nothing is an error.
type Patch struct {
	_ struct{} `union:"one" of:"merge,json"`
	// The objects to change.
	Target PatchTarget `json:"target" check:"required"`
	// A strategic merge patch: the keys to change, in the object's own shape.
	Merge map[string]any `json:"merge" example:"{spec: {template: {spec: {priorityClassName: high}}}}"`
	// RFC 6902 operations, in order.
	JSON []map[string]any `json:"json" example:"[{op: remove, path: /spec/replicas}]"`
}

// PatchTarget selects objects; every key that is given must match.
type PatchTarget struct {
	// The kind.
	Kind string `json:"kind" check:"required" format:"kind" example:"Deployment"`
	// The API group, if the kind alone is not clear.
	Group string `json:"group" format:"group" example:"apps"`
	// The name; a regular expression that must match the whole of it.
	Name string `json:"name" check:"required" format:"regexp" example:"grafana"`
	// The namespace.
	Namespace string `json:"namespace" format:"name" example:"monitoring"`
}
