package picture

import (
	"hash/fnv"
	"regexp"
	"strings"

	"github.com/example-org/platform-render/pkg/dashboards"
)

// dice gives the same numbers for the same words.
type dice struct{ state uint64 }

func newDice(words ...string) *dice {
	hash := fnv.New64a()
	hash.Write([]byte(strings.Join(words, "\x00")))
	return &dice{state: hash.Sum64()}
}

// below is a number from 0 to n-1 (splitmix64).
func (d *dice) below(n int) int {
	d.state += 0x9e3779b97f4a7c15
	z := d.state
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb
	return int((z ^ (z >> 31)) % uint64(n))
}

// walk is a curve of so many points around a level; both are in thousandths of the height.
func (d *dice) walk(points, level, swing int) []int {
	all := make([]int, points)
	value := level
	for i := range all {
		value += (level-value)/6 + d.below(2*swing+1) - swing
		value = min(max(value, 20), 980)
		all[i] = value
	}
	return all
}

// seldom leaves few of the values: what is counted mostly does not happen.
func (d *dice) seldom(values []int) []int {
	for i := range values {
		if d.below(5) > 0 {
			values[i] = 0
		}
	}
	return values
}

// values are names that labels might have. The first stands for a variable of the name too.
var values = map[string][]string{
	"namespace": {"monitoring", "istio-system", "dbt", "argocd"}, "exported_namespace": {"monitoring", "dbt", "istio-ingress"},
	"job": {"envoy", "kube-state-metrics", "grafana", "istiod"}, "pod": {"web-6c9f7d5b8-x2v4q", "web-6c9f7d5b8-kl8sd", "web-6c9f7d5b8-p9w7t"},
	"node": {"ip-10-0-1-17", "ip-10-0-2-42", "ip-10-0-3-8"}, "container": {"web", "istio-proxy", "init"}, "workload": {"web", "grafana", "prometheus"},
	"instance": {"10.0.1.17:9090", "10.0.2.42:9090"}, "app": {"dbt-docs", "game-2048"}, "deployment": {"web"},
	"destination_service_name": {"grafana", "dbt-docs", "argocd-server", "game-2048"}, "destination_service_namespace": {"monitoring", "dbt", "argocd", "apps"},
	"destination_workload": {"grafana", "dbt-docs", "game-2048"}, "source_workload": {"istio-ingress", "prometheus", "kiali"}, "destination_version": {"v1", "v2"},
	"source": {"istio-ingress"}, "response_code": {"200", "304", "404", "503"}, "code": {"200", "201", "404", "500"}, "status_code": {"200", "302", "404", "500"},
	"response_flags": {"UH", "UF", "DC"}, "grpc_response_status": {"14", "4"}, "verb": {"GET", "LIST", "WATCH", "PATCH"}, "scope": {"resource", "namespace", "cluster"},
	"resource": {"pods", "endpointslices", "leases", "configmaps"}, "mode": {"user", "system", "iowait"}, "device": {"nvme0n1", "nvme1n1"},
	"mountpoint": {"/", "/boot/efi"}, "persistentvolumeclaim": {"prometheus-data", "grafana-data", "alertmanager-data"}, "phase": {"Bound", "Released"},
	"storageclass": {"gp3", "gp2"}, "severity": {"critical", "warning"}, "alertname": {"TargetDown", "VolumeFilling", "CertificateEnds"},
	"integration": {"pagerduty", "slack", "email"}, "reason": {"serverError", "clientError"}, "state": {"active", "suppressed", "expired"},
	"sync_status": {"OutOfSync", "Synced"}, "health_status": {"Progressing", "Degraded", "Healthy"}, "name": {"grafana", "prometheus", "dbt-docs", "istiod"},
	"project": {"platform", "apps"}, "dest_namespace": {"monitoring", "dbt"}, "type": {"cds", "eds", "lds", "rds"}, "version": {"3.16.0"}, "tag": {"1.31.0"},
	"component": {"pilot", "proxy"}, "request_type": {"ls-remote", "fetch"}, "command": {"apply", "replace"}, "server": {"in-cluster"},
	"priority_level": {"workload-high", "workload-low", "leader-election"}, "request_kind": {"readOnly", "mutating"}, "operation": {"get", "list", "update"},
	"condition": {"MemoryPressure", "DiskPressure"}, "image_spec": {"example.com/web:1.4.2"}, "controller": {"certificates", "issuers", "orders"},
	"handler": {"/api/v1/query_range", "/api/v1/query"}, "plugin_id": {"prometheus", "cloudwatch"}, "datasource": {"Prometheus", "CloudWatch"},
	"provider": {"AWS/SecretsManager"}, "call": {"GetSecretValue"}, "release": {"6.12.40"}, "issuer_name": {"self-signed"}, "slice": {"inner_eval", "queue_time"},
	"rule_group": {"prometheus", "istio", "kubernetes"}, "group": {"apps", "batch"}, "removed_release": {"1.37"}, "error_type": {"no_error", "calling_webhook_error"}, "host": {"acme.example.com"},
	"status": {"firing", "resolved"}, "call_status": {"no_error"}, "jenkins_job": {"build", "deploy", "nightly"},
	"method": {"POST", "GET", "OPTIONS"}, "termination_type": {"canceled", "error"}, "action": {"map", "drop"},
	"StreamName": {"collector-good", "collector-bad", "enriched-good"}, "LoadBalancer": {"app/collector/50dc6c495c0c9188"},
}

// names are so many values of a label, or fewer.
func names(label string, most int) []string {
	known, ok := values[label]
	if !ok {
		known = []string{label + " 1", label + " 2", label + " 3"}
	}
	return known[:min(most, len(known))]
}

// placeholder matches a label in a legend, as Prometheus or CloudWatch has it.
var placeholder = regexp.MustCompile(`\{\{\s*(\w+)\s*\}\}|\$\{PROP\('(?:Dim\.)?(\w+)'\)\}|\$\{(LABEL)\}`)

// series are the legends that a panel's queries might give.
func series(p dashboards.Panel) []string {
	var all []string
	for _, legend := range p.Legends() {
		labels := placeholder.FindAllStringSubmatch(legend, -1)
		count := 1
		if len(labels) > 0 {
			count = len(names(label(labels[len(labels)-1]), 3))
		}
		for i := range count {
			all = append(all, placeholder.ReplaceAllStringFunc(legend, func(match string) string {
				known := names(label(placeholder.FindStringSubmatch(match)), 3)
				return known[i%len(known)]
			}))
		}
	}
	return all
}

func label(match []string) string { return match[1] + match[2] + match[3] }
