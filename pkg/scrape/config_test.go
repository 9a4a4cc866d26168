package scrape

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/example-org/platform-render/pkg/kube"
)

// strictMesh is a Prometheus whose pods of the mesh want mutual TLS.
var strictMesh = Settings{Interval: "30s", Retention: Retention{Time: "15d", Size: "1MB"}, Samples: 1000, RuleFiles: "/rules/*.yaml", Certificates: "/certs"}

// plainMesh is one whose pods take plain text.
var plainMesh = Settings{Interval: "30s", Retention: Retention{Time: "15d", Size: "1MB"}, Samples: 1000, RuleFiles: "/rules/*.yaml"}

func api() *Pods {
	return &Pods{Namespace: "shop", Selector: map[string]string{"tier": "web", "app": "api"}, Port: 8080, Mesh: true}
}

// Every kind of target becomes the job that a person would have written.
func TestJobs(t *testing.T) {
	for name, test := range map[string]struct {
		settings Settings
		target   Target
		want     string
	}{
		"pods of a strict mesh are dialled with the mesh's certificate": {strictMesh, Target{Job: "api", Pods: api()}, `
enable_http2: false
job_name: api
kubernetes_sd_configs:
- namespaces:
    names:
    - shop
  role: pod
  selectors:
  - label: app=api,tier=web
    role: pod
relabel_configs:
- action: keep
  regex: Running;8080
  source_labels:
  - __meta_kubernetes_pod_phase
  - __meta_kubernetes_pod_container_port_number
- action: replace
  source_labels:
  - __meta_kubernetes_namespace
  target_label: namespace
- action: replace
  source_labels:
  - __meta_kubernetes_pod_name
  target_label: pod
- action: replace
  source_labels:
  - __meta_kubernetes_pod_node_name
  target_label: node
scheme: https
tls_config:
  cert_file: /certs/cert-chain.pem
  insecure_skip_verify: true
  key_file: /certs/key.pem
`},
		"metrics about others keep their own labels, and the pod's stay away": {plainMesh, Target{Job: "state", Pods: api(), OfOthers: true}, `
honor_labels: true
job_name: state
kubernetes_sd_configs:
- namespaces:
    names:
    - shop
  role: pod
  selectors:
  - label: app=api,tier=web
    role: pod
relabel_configs:
- action: keep
  regex: Running;8080
  source_labels:
  - __meta_kubernetes_pod_phase
  - __meta_kubernetes_pod_container_port_number
`},
		"pods of all namespaces are found by their port alone": {plainMesh, Target{Job: "envoy", Pods: &Pods{Port: 15090, Path: "/stats"}, OfOthers: true}, `
honor_labels: true
job_name: envoy
kubernetes_sd_configs:
- role: pod
metrics_path: /stats
relabel_configs:
- action: keep
  regex: Running;15090
  source_labels:
  - __meta_kubernetes_pod_phase
  - __meta_kubernetes_pod_container_port_number
`},
		"a URL is dialled to the letter": {plainMesh, Target{Job: "ci", URL: "https://ci.example.com:8443/prometheus/?job=a&job=b", Interval: "1m"}, `
job_name: ci
metrics_path: /prometheus/
params:
  job:
  - a
  - b
scheme: https
scrape_interval: 1m
static_configs:
- targets:
  - ci.example.com:8443
`},
		"a URL without a path is not /metrics, nor is the common interval repeated": {plainMesh, Target{Job: "ci", URL: "http://ci.example.com", Interval: "30s"}, `
job_name: ci
metrics_path: /
scheme: http
static_configs:
- targets:
  - ci.example.com
`},
		"API servers": {plainMesh, Target{Job: "k", Kubernetes: APIServers}, `
authorization:
  credentials_file: /var/run/secrets/kubernetes.io/serviceaccount/token
job_name: k
kubernetes_sd_configs:
- namespaces:
    names:
    - default
  role: endpointslice
metric_relabel_configs:
- action: drop
  regex: apiserver_(request_body_size_bytes|request_sli_duration_seconds|response_sizes|watch_events_sizes|watch_list_duration_seconds)_bucket|(apiserver_admission_step_admission|etcd_request)_.+_bucket
  source_labels:
  - __name__
- action: drop
  regex: apiserver_request_duration_seconds_bucket;(0\.(6|8)|1\.(25|5)|(3|6|8|15)(\.0)?)
  source_labels:
  - __name__
  - le
relabel_configs:
- action: keep
  regex: kubernetes;https
  source_labels:
  - __meta_kubernetes_service_name
  - __meta_kubernetes_endpointslice_port_name
scheme: https
tls_config:
  ca_file: /var/run/secrets/kubernetes.io/serviceaccount/ca.crt
  server_name: kubernetes
`},
		"kubelets": {plainMesh, Target{Job: "k", Kubernetes: Nodes}, `
authorization:
  credentials_file: /var/run/secrets/kubernetes.io/serviceaccount/token
job_name: k
kubernetes_sd_configs:
- role: node
metric_relabel_configs:
- action: drop
  regex: (kubelet_http_requests_duration_seconds|rest_client_.+|storage_operation_duration_seconds|workqueue_.+)_bucket
  source_labels:
  - __name__
relabel_configs:
- action: replace
  source_labels:
  - __meta_kubernetes_node_name
  target_label: node
scheme: https
tls_config:
  ca_file: /var/run/secrets/kubernetes.io/serviceaccount/ca.crt
`},
		"containers are the kubelets' second page": {plainMesh, Target{Job: "k", Kubernetes: Containers}, `
authorization:
  credentials_file: /var/run/secrets/kubernetes.io/serviceaccount/token
honor_timestamps: false
job_name: k
kubernetes_sd_configs:
- role: node
metric_relabel_configs:
- action: drop
  regex: container_(blkio_device_usage|cpu_load_(d_)?average_10s|memory_failures|tasks_state)(_total)?
  source_labels:
  - __name__
- action: drop
  regex: container_(file_descriptors|last_seen|sockets|spec_.+|start_time_seconds|threads(_max)?|ulimits_soft);
  source_labels:
  - __name__
  - pod
metrics_path: /metrics/cadvisor
relabel_configs:
- action: replace
  source_labels:
  - __meta_kubernetes_node_name
  target_label: node
scheme: https
tls_config:
  ca_file: /var/run/secrets/kubernetes.io/serviceaccount/ca.crt
`},
	} {
		t.Run(name, func(t *testing.T) {
			config, err := New(test.settings, []Target{test.target})
			if err != nil {
				t.Fatal(err)
			}
			same(t, config.Jobs[0], test.want)
		})
	}
}

// A permissive mesh gets plain text: its sidecars would take TLS without Istio's own protocol names for the program's.
func TestPermissiveMeshIsDialledInPlainText(t *testing.T) {
	config, err := New(plainMesh, []Target{{Job: "api", Pods: api()}})
	if err != nil {
		t.Fatal(err)
	}
	if job := config.Jobs[0]; job.Scheme != "" || job.TLS != nil || job.HTTP2 != nil {
		t.Errorf("dialled by %+v", job.Client)
	}
}

// Alertmanager is found and dialled as any pod of the mesh is, under its own path.
func TestConfigSendsAlerts(t *testing.T) {
	settings := strictMesh
	settings.Alertmanager, settings.AlertmanagerPath = api(), "/alertmanager"
	settings.Labels = map[string]string{"environment": "dev"}
	config, err := New(settings, []Target{{Job: "ci", URL: "http://ci.example.com/m"}})
	if err != nil {
		t.Fatal(err)
	}
	same(t, config, `
alerting:
  alertmanagers:
  - enable_http2: false
    kubernetes_sd_configs:
    - namespaces:
        names:
        - shop
      role: pod
      selectors:
      - label: app=api,tier=web
        role: pod
    path_prefix: /alertmanager
    relabel_configs:
    - action: keep
      regex: Running;8080
      source_labels:
      - __meta_kubernetes_pod_phase
      - __meta_kubernetes_pod_container_port_number
    scheme: https
    tls_config:
      cert_file: /certs/cert-chain.pem
      insecure_skip_verify: true
      key_file: /certs/key.pem
global:
  body_size_limit: 100MB
  evaluation_interval: 30s
  external_labels:
    environment: dev
  keep_dropped_targets: 100
  label_limit: 64
  label_name_length_limit: 256
  label_value_length_limit: 2048
  sample_limit: 1000
  scrape_interval: 30s
rule_files:
- /rules/*.yaml
scrape_configs:
- job_name: ci
  metrics_path: /m
  scheme: http
  static_configs:
  - targets:
    - ci.example.com
storage:
  tsdb:
    retention:
      size: 1MB
      time: 15d
`)
}

// A target that the cluster does not have is our mistake, and no job.
func TestUnknownTargetIsAnError(t *testing.T) {
	_, err := New(plainMesh, []Target{{Job: "k", Kubernetes: "etcd"}})
	if err == nil || !strings.Contains(err.Error(), `job k: there are no metrics of Kubernetes called "etcd"`) {
		t.Errorf("error: %v", err)
	}
}

// same compares a value, printed as YAML in the order of a manifest, with what is wanted.
func same(t *testing.T, got any, want string) {
	t.Helper()
	data, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	object, err := kube.FromJSON(data)
	if err != nil {
		t.Fatal(err)
	}
	text, err := kube.YAML(object.Fields)
	if err != nil {
		t.Fatal(err)
	}
	if string(text) != strings.TrimPrefix(want, "\n") {
		t.Errorf("got:\n%s\nwant:%s", text, want)
	}
}
