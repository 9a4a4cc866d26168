package platform

// Mesh is the security and the logs of Istio's mesh.
type Mesh struct {
	// Whether workloads of the mesh refuse plain text (STRICT) or also take it (PERMISSIVE).
	MTLS string `json:"mtls" default:"STRICT" enum:"STRICT,PERMISSIVE"`
	// Ports that take plain text too, from anybody, while all others are STRICT: each by a name of your own.
	Exceptions map[string]Exception `json:"exceptions" keys:"name"`
	// Whether what nobody declares is refused (enforce), or only counted by the proxies (dryRun). Declared are the routes, the
	// metrics, what the components call of each other, and what apps say that they call.
	Authorization string `json:"authorization" enum:"enforce,dryRun" derived:"enforce; dryRun where mtls is PERMISSIVE"`
	// Whether pods of the mesh may call any host outside of the cluster (ALLOW_ANY), or only those that are declared
	// (REGISTRY_ONLY): what the components are told to call, and what apps say that they call.
	OutboundTraffic string `json:"outboundTraffic" default:"ALLOW_ANY" enum:"ALLOW_ANY,REGISTRY_ONLY"`
	// How paths are made equal before routes and policies are looked up. BASE: /a/../b is /b. MERGE_SLASHES: // is /,
	// too. DECODE_AND_MERGE_SLASHES: %2F is / before all that, which breaks programs that have slashes inside of names, such as
	// Argo CD.
	PathNormalization string `json:"pathNormalization" default:"BASE" enum:"BASE,MERGE_SLASHES,DECODE_AND_MERGE_SLASHES"`
	// The oldest TLS version that the gateway and the sidecars accept.
	MinTLSVersion string `json:"minTLSVersion" default:"TLSV1_3" enum:"TLSV1_2,TLSV1_3"`
	// Whether Envoy logs each request to its standard output.
	AccessLogs bool `json:"accessLogs" default:"true"`
	// How many proxies stand before the gateway: with the load balancer alone it is 1, and apps see the client's address.
	TrustedProxies int32 `json:"trustedProxies" default:"1" min:"0" max:"10"`
}

// Exception is one port of the pods of one workload that takes plain text too: for callers that cannot have a sidecar.
type Exception struct {
	// The app or component.
	Workload string `json:"workload" check:"required" format:"name" example:"dbt-docs"`
	// The port that its pods listen on, which is not always the Service's.
	Port int32 `json:"port" check:"required" format:"port" example:"8080"`
	// Why. It is written beside the exception in the cluster.
	Reason string `json:"reason" check:"required" format:"text" example:"the agent of the warehouse runs outside of the cluster"`
}
