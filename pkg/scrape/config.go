package scrape

import (
	"slices"
	"strings"
)

// Config is prometheus.yml, as far as the platform uses it.
type Config struct {
	Global    Global    `json:"global"`
	Storage   Storage   `json:"storage"`
	RuleFiles []string  `json:"rule_files,omitempty"`
	Alerting  *Alerting `json:"alerting,omitempty"`
	Jobs      []Job     `json:"scrape_configs"`
}

// Global is what holds for every job that says nothing else. There is no timeout: Prometheus waits ten seconds, or for the
// interval if that is shorter.
type Global struct {
	ScrapeInterval     string            `json:"scrape_interval"`
	EvaluationInterval string            `json:"evaluation_interval"`
	ExternalLabels     map[string]string `json:"external_labels,omitempty"`
	// KeepDroppedTargets bounds the memory for targets that a job found and did not want.
	KeepDroppedTargets int `json:"keep_dropped_targets"`
	Limits
}

// Limits keep one target, or one job, from filling Prometheus' memory. A scrape beyond them brings nothing, and its target is
// down; zero is no limit of the job's own.
type Limits struct {
	// BodySize is the largest page, uncompressed; its MB are 2^20 bytes.
	BodySize string `json:"body_size_limit,omitempty"`
	// Samples is the most of one page, after what is dropped.
	Samples int32 `json:"sample_limit,omitempty"`
	// Targets is the most of one job. Beyond it the whole job is down.
	Targets int32 `json:"target_limit,omitempty"`
	// Labels is the most of one sample; the others are the longest name and value of one.
	Labels           int32 `json:"label_limit,omitempty"`
	LabelNameLength  int32 `json:"label_name_length_limit,omitempty"`
	LabelValueLength int32 `json:"label_value_length_limit,omitempty"`
}

// Storage says how long samples are kept. It stands in the file because Prometheus 3 deprecates the flags
// (docs/command-line/prometheus.md); before 3.11 the file's time was misread.
type Storage struct {
	TSDB TSDB `json:"tsdb"`
}

// TSDB is Prometheus' own database.
type TSDB struct {
	Retention Retention `json:"retention"`
}

// Retention is the age and the size at which the oldest samples go, whichever comes first.
type Retention struct {
	Time string `json:"time"`
	Size string `json:"size"`
}

// Alerting says where alerts are sent.
type Alerting struct {
	Alertmanagers []Alertmanagers `json:"alertmanagers"`
}

// Alertmanagers is how Alertmanager's pods are found and dialled.
type Alertmanagers struct {
	PathPrefix string `json:"path_prefix,omitempty"`
	Client
	Kubernetes []Discovery `json:"kubernetes_sd_configs"`
	Relabel    []Relabel   `json:"relabel_configs"`
}

// Job is one entry of scrape_configs.
type Job struct {
	Name            string              `json:"job_name"`
	Interval        string              `json:"scrape_interval,omitempty"`
	HonorLabels     bool                `json:"honor_labels,omitempty"`
	HonorTimestamps *bool               `json:"honor_timestamps,omitempty"`
	Path            string              `json:"metrics_path,omitempty"`
	Params          map[string][]string `json:"params,omitempty"`
	Limits
	Client
	Static        []Static    `json:"static_configs,omitempty"`
	DNS           []DNSLookup `json:"dns_sd_configs,omitempty"`
	Files         []FileList  `json:"file_sd_configs,omitempty"`
	Kubernetes    []Discovery `json:"kubernetes_sd_configs,omitempty"`
	Relabel       []Relabel   `json:"relabel_configs,omitempty"`
	MetricRelabel []Relabel   `json:"metric_relabel_configs,omitempty"`
}

// Given are the labels that relabelling may give a target, whichever it finds; AnyLabel is among them where they depend on the target.
func (j Job) Given() []string {
	var names []string
	for _, rule := range j.Relabel {
		switch {
		case rule.Action == "labelmap":
			names = append(names, AnyLabel)
		case rule.Target != "" && !strings.HasPrefix(rule.Target, "__"):
			names = append(names, rule.Target)
		}
	}
	return names
}

// Client is how targets are dialled.
type Client struct {
	Scheme        string         `json:"scheme,omitempty"`
	TLS           *TLS           `json:"tls_config,omitempty"`
	Authorization *Authorization `json:"authorization,omitempty"`
	HTTP2         *bool          `json:"enable_http2,omitempty"`
}

// TLS says who the server must be, and what the client shows it.
type TLS struct {
	CAFile             string `json:"ca_file,omitempty"`
	CertFile           string `json:"cert_file,omitempty"`
	KeyFile            string `json:"key_file,omitempty"`
	ServerName         string `json:"server_name,omitempty"`
	InsecureSkipVerify bool   `json:"insecure_skip_verify,omitempty"`
}

// Authorization is a bearer token.
type Authorization struct {
	CredentialsFile string `json:"credentials_file"`
}

// Static are targets by host and port.
type Static struct {
	Targets []string `json:"targets"`
}

// DNSLookup finds targets by name.
type DNSLookup struct {
	Names []string `json:"names"`
	Type  string   `json:"type"`
	Port  int32    `json:"port,omitempty"`
}

// FileList finds targets in files.
type FileList struct {
	Files []string `json:"files"`
}

// The roles of Kubernetes discovery: what it looks for.
const (
	RolePod           = "pod"
	RoleNode          = "node"
	RoleEndpointSlice = "endpointslice"
)

// Discovery finds targets in Kubernetes.
type Discovery struct {
	Role       string      `json:"role"`
	Namespaces *Namespaces `json:"namespaces,omitempty"`
	Selectors  []Selector  `json:"selectors,omitempty"`
}

// Namespaces bound a discovery.
type Namespaces struct {
	Names []string `json:"names"`
}

// Selector lets the API server send only the objects with some labels.
type Selector struct {
	Role  string `json:"role"`
	Label string `json:"label"`
}

// Relabel is one rule on a target's or a metric's labels.
type Relabel struct {
	Source []string `json:"source_labels,omitempty"`
	// Regex must match the whole of the source labels' values, joined by semicolons.
	Regex  string `json:"regex,omitempty"`
	Target string `json:"target_label,omitempty"`
	// Replacement is the target label's value; the first group of Regex if empty.
	Replacement string `json:"replacement,omitempty"`
	Action      string `json:"action"`
}

// Discovers says whether the configuration looks for objects of a role.
func (c Config) Discovers(role string) bool {
	is := func(d Discovery) bool { return d.Role == role }
	return slices.ContainsFunc(c.Jobs, func(job Job) bool { return slices.ContainsFunc(job.Kubernetes, is) })
}
