package provenance

import (
	"fmt"
	"strings"
	"testing"

	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/metrics"
	"github.com/example-org/platform-render/pkg/promql"
)

const objects = `apiVersion: v1
kind: ConfigMap
metadata: {name: prometheus-config, namespace: monitoring}
data:
  prometheus.yml: |
    global: {scrape_interval: 30s}
    scrape_configs:
    - job_name: prometheus
      static_configs: [{targets: ["localhost:9090"]}]
    - job_name: state
      honor_labels: true
      static_configs: [{targets: ["state:8080"]}]
    - job_name: again
      static_configs: [{targets: ["again:8080"]}]
    - job_name: pods
      kubernetes_sd_configs: [{role: pod}]
      relabel_configs: [{action: replace, source_labels: [__meta_kubernetes_namespace], target_label: namespace}]
    - job_name: shop
      static_configs: [{targets: ["shop:8080"]}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: certs, namespace: certs}
spec:
  template: {metadata: {labels: {app: certs}}, spec: {containers: [{name: certs, ports: [{containerPort: 9402}]}]}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: rules, namespace: monitoring}
data:
  a.yaml: |
    groups:
    - name: a
      rules:
      - {record: a:pods, expr: 'sum by (node) (kube_pod_info)', labels: {of: cluster}}
      - {record: a:deep, expr: 'max by (node) (a:pods)'}
      - {record: a:circle, expr: 'a:circle + a:pods'}
      - {alert: Many, expr: 'a:deep > 9', labels: {team: shop}}
`

func sources(t *testing.T) *Sources {
	t.Helper()
	var all []kube.Object
	for document := range strings.SplitSeq(objects, "\n---\n") {
		object, err := kube.Parse([]byte(document))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, object)
	}
	s, ok := New(all, map[string]metrics.Page{
		"prometheus": {Exporter: "prometheus"}, "state": {Exporter: "kube-state-metrics"}, "again": {Exporter: "kube-state-metrics"},
		"pods": {Exporter: "cert-manager", Declares: []string{"shop_orders gauge state=open|closed"}},
	})
	if !ok {
		t.Fatal("there is no Prometheus")
	}
	return s
}

// Whoever brings a metric with the labels that are asked for, is found; and if nobody does, why.
func TestAnswer(t *testing.T) {
	s := sources(t)
	for expr, want := range map[string]string{
		`up`:                                     "again pods prometheus shop state",
		`up{job!="shop", job=~"s.*"}`:            "state",
		`prometheus_tsdb_head_series`:            "prometheus",
		`{__name__=~"prometheus_tsdb_head_s.+"}`: "prometheus",
		`kube_pod_info`:                          "again state",
		`shop_orders{state="open"}`:              "pods",
		`shop_orders{state="lost"}`:              `problem: of the job pods its label state is never so (state="lost"): it is open, closed`,
		`shop_other`:                             "unknown",
		`argocd_app_info{job="shop"}`:            "unknown",
		`argocd_app_info`:                        "problem: no job scrapes argocd-application-controller, which has it",
		`prometheus_tsdb_head_series{job="a"}`:   "problem: no job is called so",
		`prometheus_tsdb_head_series{a="b"}`:     "problem: of the job prometheus it has no label a: it has instance, job",
		`go_goroutines{a="b"}`:                   "unknown slip: of the job pods it has no label a",
		`kube_nothing_info`:                      "unknown slip: it is called like a metric of kube-state-metrics, which does not have it",
		`job:made:rate5m`:                        "unknown slip: it is called like a recording, and no rule records it",
		`prometheus_tsdb_head_series{a!="b"}`:    "prometheus slip: of the job prometheus it has no label a: it has instance, job",
		// The target of the job has a namespace, and so has the metric; what the job does not honour is renamed.
		`certmanager_certificate_ready_status{exported_namespace="x", namespace="y"}`: "pods",
		`kube_pod_info{exported_namespace="x"}`:                                       "problem: of the job again it has no label exported_namespace",
		`a:pods{node="x", of="cluster"}`:                                              "again state made",
		`a:deep`:                                                                      "again state made",
		`a:circle`:                                                                    "again state made unknown",
		`a:pods{pod="x"}`:                                                             "problem: the recording has no label pod",
		`ALERTS{alertname="Money"}`:                                                   `problem: no alert is called so (alertname="Money")`,
		`ALERTS{alertname=~"Man.+"}`:                                                  "made",
		`ALERTS{team="shop", pod="x"}`:                                                "made",
	} {
		selectors, err := promql.Parse(expr)
		if err != nil {
			t.Fatal(err)
		}
		if got := said(s.Answer(selectors[0], nil)); !strings.HasPrefix(got, want) || strings.HasPrefix(want, "problem") != strings.HasPrefix(got, "problem") {
			t.Errorf("%s\ngot:  %s\nwant: %s", expr, got, want)
		}
	}
}

func said(a Answer) string {
	if a.Problem != "" {
		return "problem: " + a.Problem
	}
	words := append([]string{}, a.Jobs...)
	if a.Made {
		words = append(words, "made")
	}
	if a.Unknown {
		words = append(words, "unknown")
	}
	if a.Slip != "" {
		words = append(words, "slip: "+a.Slip)
	}
	return strings.Join(words, " ")
}

// Without a job, what it alone brings is gone, and what is recorded of that too.
func TestWithout(t *testing.T) {
	s := sources(t).Without("state").Without("again")
	for expr, want := range map[string]string{
		`kube_pod_info`: "no job scrapes kube-state-metrics, which has it",
		`a:deep`:        "it is recorded of a:pods: it is recorded of kube_pod_info: no job scrapes kube-state-metrics, which has it",
	} {
		selectors, _ := promql.Parse(expr)
		if got := s.Answer(selectors[0], nil).Problem; got != want {
			t.Errorf("%s: %s", expr, got)
		}
	}
	if got := fmt.Sprint(s.Jobs()); got != "[prometheus pods shop]" {
		t.Errorf("left are %s", got)
	}
}

// What a person chooses may be anything, even where every page is known.
func TestChosenMetric(t *testing.T) {
	for _, expr := range []string{`CHOSEN_metric_CHOSEN{a="b"}`, `{__name__=~"CHOSEN_metric_CHOSEN"}`} {
		selectors, err := promql.Parse(expr)
		if err != nil {
			t.Fatal(err)
		}
		if got := said(sources(t).Without("shop").Answer(selectors[0], nil)); got != "unknown" {
			t.Errorf("%s: %s", expr, got)
		}
	}
}
