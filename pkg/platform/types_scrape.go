package platform

// Scrape is a job of Prometheus: one URL, or a way to find targets.
type Scrape struct {
	_ struct{} `union:"one" of:"url,dns,file,kubernetes"`
	// The URL of one target outside the cluster, to the letter: a missing last slash is a redirect for some servers.
	URL string `json:"url" format:"url" example:"https://jenkins.patrick-cloud.com/prometheus/"`
	// Targets outside the cluster that DNS knows.
	DNS *DNSDiscovery `json:"dns"`
	// Targets outside the cluster that are listed, here or by another program. When the list changes, Prometheus reads it
	// again and does not restart.
	File *FileDiscovery `json:"file"`
	// Pods, endpoints or nodes of the cluster. Those that the platform scrapes by itself are left out.
	Kubernetes *KubernetesDiscovery `json:"kubernetes"`
	// How often the targets are scraped.
	Interval string `json:"interval" format:"duration" derived:"monitoring.prometheus.interval"`
	// Whose metrics these are, if the platform knows them: it then brings the dashboard and the alerts for them.
	Metrics string `json:"metrics" enum:"jenkins" example:"jenkins"`
}

// Page is where targets that were found serve their metrics.
type Page struct {
	// The path.
	Path string `json:"path" default:"/metrics" format:"urlPath"`
	// Whether the targets speak TLS, with certificates for the names that they are dialled by.
	Scheme string `json:"scheme" default:"http" enum:"http,https"`
}

// DNSDiscovery looks targets up by name, twice a minute.
type DNSDiscovery struct {
	// The names.
	Names []string `json:"names" check:"required" format:"dnsName" example:"[_metrics._tcp.kafka.example.com]"`
	// The type of record. SRV records name the port too.
	Type string `json:"type" default:"SRV" enum:"A,AAAA,MX,NS,SRV"`
	// The port of every target, where the records name none.
	Port int32 `json:"port" format:"port"`
	Page `json:",inline"`
}

// FileDiscovery reads targets from files.
type FileDiscovery struct {
	_ struct{} `union:"one" of:"targets,configMap"`
	// The targets, by host and port.
	Targets map[string]FileTarget `json:"targets" keys:"hostPort" example:"{\"db-1.example.com:9187\": {labels: {cluster: orders}}}"`
	// A ConfigMap of the monitoring namespace that another program writes; each of its keys that ends in .yaml or .json is a
	// file of targets. It need not be there.
	ConfigMap string `json:"configMap" format:"name" example:"fleet"`
	Page      `json:",inline"`
}

// FileTarget is what is known of a listed target.
type FileTarget struct {
	// Labels that all its metrics get.
	Labels map[string]string `json:"labels" keys:"labelName"`
}

// KubernetesDiscovery looks for targets in the cluster.
type KubernetesDiscovery struct {
	// What is looked for: pods, the endpoints of Services, or nodes.
	Role string `json:"role" default:"pod" enum:"endpointslice,node,pod"`
	// The namespaces to look in; all of them if it is left out.
	Namespaces []string `json:"namespaces" format:"name" example:"[batch]"`
	// The labels that the pods, Services or nodes must have.
	Selector map[string]string `json:"selector" keys:"labelKey" example:"{app: worker}"`
	// The port: of the container, of the endpoint, or of the node.
	Port int32 `json:"port" check:"required" format:"port" example:"9102"`
	// The path of the metrics.
	Path string `json:"path" default:"/metrics" format:"urlPath"`
}
