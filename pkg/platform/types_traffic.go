package platform

// Traffic is how requests to a route are treated on their way: by the gateway, for this route alone, but for circuitBreaker and
// sessionAffinity, which every client of the Service keeps.
type Traffic struct {
	// How long a request may take, all its tries together. Without it there is no limit but the load balancer's.
	Timeout string `json:"timeout" format:"timeout" example:"30s"`
	// When a failed request is tried again. Without it, twice where no connection came about: Istio's default.
	Retries *Retries `json:"retries"`
	// When the backend, or one of its pods, is left alone.
	CircuitBreaker *CircuitBreaker `json:"circuitBreaker"`
	// Which other sites' pages may read the answers.
	CORS *CORS `json:"cors"`
	// Changes to the headers of requests and responses.
	Headers *Headers `json:"headers"`
	// Another backend that gets copies of the requests; its answers are dropped.
	Mirror *Mirror `json:"mirror"`
	// How clients stay with one pod. Not while a canary's weight shares the requests: that chooses anew for each request.
	SessionAffinity *SessionAffinity `json:"sessionAffinity"`
	// Faults to inject, so that it shows what callers do then. Only where production is false.
	Fault *Fault `json:"fault"`
}

// Retries say when a failed request is tried again.
type Retries struct {
	// How many times it is tried again; 0 for never.
	Attempts int32 `json:"attempts" check:"required" min:"0" max:"10" example:"3"`
	// How long one try may take. All retries must be able to begin before the route's timeout.
	PerTryTimeout string `json:"perTryTimeout" format:"timeout" example:"2s"`
	// What counts as failed: conditions of Envoy, and status codes. gateway-error is 502, 503 and 504, and a try that takes too
	// long: name others where a request must not reach the backend twice.
	Conditions []string `json:"conditions" format:"retryCondition" default:"[connect-failure, refused-stream, gateway-error, unavailable]" example:"[connect-failure, refused-stream]"`
}

// CircuitBreaker says when the backend, or one of its pods, is left alone. The limits hold for each client's proxy by itself.
type CircuitBreaker struct {
	_ struct{} `union:"some"`
	// How many connections a client may have to the backend.
	MaxConnections int32 `json:"maxConnections" min:"1" max:"1000000" example:"100"`
	// How many requests may wait for a connection; more are answered with 503 at once.
	MaxPendingRequests int32 `json:"maxPendingRequests" min:"1" max:"1000000" example:"50"`
	// How many requests may be under way; more are answered with 503 at once.
	MaxRequests int32 `json:"maxRequests" min:"1" max:"1000000" example:"200"`
	// How many requests a connection serves before it is closed. 1 for a connection each.
	MaxRequestsPerConnection int32 `json:"maxRequestsPerConnection" min:"1" max:"1000000" example:"1000"`
	// When a pod that fails gets no requests for a while.
	OutlierDetection *OutlierDetection `json:"outlierDetection"`
}

// OutlierDetection takes pods that fail out of the choice for a while. It also makes clients prefer pods of their own zone.
type OutlierDetection struct {
	// How many answers of 500 and above in a row, or broken connections, are too many.
	ConsecutiveErrors int32 `json:"consecutiveErrors" default:"5" min:"1" max:"1000"`
	// How often pods are judged.
	Interval string `json:"interval" default:"10s" format:"timeout"`
	// How long a pod is left alone the first time; the second time twice as long, and so on.
	BaseEjectionTime string `json:"baseEjectionTime" default:"30s" format:"timeout"`
	// How many of a hundred pods may be left alone at the same time; one always may.
	MaxEjectionPercent int32 `json:"maxEjectionPercent" default:"50" min:"1" max:"100"`
}

// CORS says which other sites' pages may read the answers.
type CORS struct {
	// The sites: scheme and host, with a port if it is not the scheme's own; "*" for all.
	Origins []string `json:"origins" check:"required" format:"origin" example:"[\"https://app.example.com\"]"`
	// The methods that they may use.
	Methods []string `json:"methods" default:"[GET, HEAD, POST]" format:"method"`
	// The request headers that they may set, beside those that browsers allow anyway.
	Headers []string `json:"headers" format:"headerName" example:"[authorization, content-type]"`
	// The response headers that they may read, beside those that browsers show anyway.
	ExposeHeaders []string `json:"exposeHeaders" format:"headerName" example:"[x-request-id]"`
	// Whether browsers may send cookies along. Not for all origins.
	Credentials bool `json:"credentials" default:"false"`
	// How long browsers may remember this.
	MaxAge string `json:"maxAge" default:"1h" format:"goDuration"`
}

// Headers are changes to the headers of requests and responses.
type Headers struct {
	_ struct{} `union:"some"`
	// Of requests, before the backend sees them.
	Request *HeaderChanges `json:"request"`
	// Of responses, before the client sees them.
	Response *HeaderChanges `json:"response"`
}

// HeaderChanges are made in this order: remove, set, add.
type HeaderChanges struct {
	_ struct{} `union:"some"`
	// Headers to give a value, whatever they had. A percent sign is written %%; %NAME% is a variable of Envoy.
	Set map[string]string `json:"set" keys:"headerName" format:"headerValue" example:"{x-environment: dev}"`
	// Headers to give one value more.
	Add map[string]string `json:"add" keys:"headerName" format:"headerValue" example:"{vary: cookie}"`
	// Headers to take away.
	Remove []string `json:"remove" format:"headerName" example:"[x-powered-by]"`
}

// Mirror copies requests to another backend, whose answers are dropped.
type Mirror struct {
	_ struct{} `short:"to"`
	// The component or app whose Service gets the copies.
	To string `json:"to" check:"required" format:"name" example:"dbt-docs"`
	// How many of a hundred requests are copied.
	Percent int32 `json:"percent" default:"100" min:"1" max:"100"`
}

// SessionAffinity keeps a client with one pod as long as the pod is there.
type SessionAffinity struct {
	_ struct{} `union:"one" of:"cookie,header" short:"cookie"`
	// The name of a cookie; a client that has none gets one, which ends with the browser's session.
	Cookie string `json:"cookie" format:"cookieName" example:"dbt-docs-pod"`
	// The name of a request header: requests with the same value go to the same pod.
	Header string `json:"header" format:"headerName" example:"x-user"`
	// How long the cookie lives, instead of the browser's session.
	TTL string `json:"ttl" format:"goDuration" example:"8h" with:"cookie"`
}

// Fault is what goes wrong on purpose.
type Fault struct {
	_ struct{} `union:"some"`
	// Requests that wait before they go on.
	Delay *Delay `json:"delay"`
	// Requests that are answered with an error instead.
	Abort *Abort `json:"abort"`
}

// Delay makes requests wait.
type Delay struct {
	// How long.
	Fixed string `json:"fixed" check:"required" format:"timeout" example:"2s"`
	// How many of a hundred requests.
	Percent int32 `json:"percent" default:"100" min:"1" max:"100"`
}

// Abort answers requests with an error.
type Abort struct {
	// The status code.
	Status int32 `json:"status" check:"required" min:"400" max:"599" example:"503"`
	// How many of a hundred requests.
	Percent int32 `json:"percent" default:"100" min:"1" max:"100"`
}

// Canary is a second version of an app beside the first, for a part of its requests: those of its route and those of the mesh.
// Start it with weight 0, raise the weight, and end it at weight 0 again: see docs/canary.md.
type Canary struct {
	// The second version's image. The same as the app's own only where no requests are shared: at weight 0 and 100.
	Image string `json:"image" check:"required" format:"image" example:"public.ecr.aws/l6m2t8p7/docker-2048:1.1.0"`
	// How many of a hundred requests it answers. At 0 it stands and waits, at 100 it answers all.
	Weight int32 `json:"weight" default:"0" min:"0" max:"100"`
	// Requests that it answers whatever the weight.
	Match *CanaryMatch `json:"match"`
	// How many of a hundred requests to the first version it gets copies of; its answers to them are dropped. Only at weight 0.
	MirrorPercent int32 `json:"mirrorPercent" default:"0" min:"0" max:"100"`
	// The number of its pods.
	Replicas int32 `json:"replicas" min:"1" max:"1000" derived:"the app's own number, so that any weight is safe"`
}

// CanaryMatch are the requests that the second version answers: those that have one of the headers, or one of the cookies.
type CanaryMatch struct {
	_ struct{} `union:"some"`
	// Request headers and their values.
	Headers map[string]string `json:"headers" keys:"headerName" format:"matchValue" example:"{x-version: canary}"`
	// Cookies and their values.
	Cookies map[string]string `json:"cookies" keys:"cookieName" format:"matchValue" example:"{version: canary}"`
}

// Redirect sends those who come to an old path to a new URL. Routes come first: it answers only what no route takes.
type Redirect struct {
	// The old path. One that ends with a slash stands for everything under it, whose rest is kept.
	Path string `json:"path" check:"required" format:"redirectPath" example:"/docs/"`
	// The old host, if it is not the ingress host.
	Host string `json:"host" format:"host" derived:"ingress.host"`
	// The new URL, or a path of the same host. It ends with a slash if the old path does.
	To string `json:"to" check:"required" format:"redirectTarget" example:"/dbt-docs/"`
	// The status code: 301 and 308 are for good, and browsers remember them; 302 and 307 are for now. 307 and 308 keep the method.
	Code int32 `json:"code" default:"301" min:"301" max:"308"`
	// The path of the route that this one is meant to take a part of. Without it, a path under a route's is an error.
	Within string `json:"within" format:"path" example:"/grafana/"`
}
