package scrape

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/example-org/platform-render/pkg/kube"
)

// shop is a cluster: a meshed namespace and one that is not, with what asks to be scraped in each way.
const shop = `
{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {istio-injection: enabled}}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: plain}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {namespace: shop, name: api}
spec:
  replicas: 3
  template:
    metadata: {labels: {app: api, tier: web}}
    spec: {containers: [{name: api, ports: [{name: http, containerPort: 8080}, {name: debug, containerPort: 6060}]}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {namespace: shop, name: annotated}
spec:
  template:
    metadata: {labels: {app: annotated}, annotations: {prometheus.io/scrape: "true", prometheus.io/port: "9102"}}
    spec: {containers: [{name: annotated, ports: [{containerPort: 9102}]}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {namespace: shop, name: refuses}
spec:
  template:
    metadata: {labels: {app: refuses}, annotations: {prometheus.io/scrape: "false"}}
    spec: {containers: [{name: refuses, ports: [{containerPort: 9102}]}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {namespace: shop, name: apart}
spec:
  template:
    metadata: {labels: {app: apart, sidecar.istio.io/inject: "false"}}
    spec: {containers: [{name: apart, ports: [{containerPort: 8080}]}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {namespace: plain, name: db}
spec:
  replicas: 2
  template:
    metadata: {labels: {app: db}, annotations: {prometheus.io/scrape: "true", prometheus.io/port: "9187", prometheus.io/path: /m, prometheus.io/scheme: https}}
    spec: {containers: [{name: db, ports: [{name: sql, containerPort: 5432}]}, {name: exporter}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {namespace: plain, name: dns}
spec:
  template:
    metadata: {labels: {app: dns}}
    spec: {containers: [{name: dns, ports: [{name: dns, containerPort: 53}, {name: metrics, containerPort: 9153}]}]}
---
{apiVersion: apps/v1, kind: Deployment, metadata: {namespace: plain, name: asleep}, spec: {replicas: 0, template: {metadata: {labels: {app: dns}}, spec: {containers: [{name: dns, ports: [{containerPort: 9153}]}]}}}}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {namespace: shop, name: agent}
spec:
  template:
    metadata: {labels: {app: agent}, annotations: {prometheus.io/scrape: "true", prometheus.io/port: "9100"}}
    spec: {hostNetwork: true, containers: [{name: agent, ports: [{containerPort: 9100}]}]}
---
{apiVersion: v1, kind: ConfigMap, metadata: {namespace: plain, name: databases}, data: {a.json: '[{"targets": ["a:1", "b:1"], "labels": {"team": "data"}}, {"targets": ["a:1"], "labels": {"team": "data"}}]', b.yaml: '- targets: [c:1]', c.txt: '- targets: [d:1]', d.json: '{"targets": []}'}}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {namespace: plain, name: reader}
spec:
  template:
    spec:
      containers: [{name: reader, volumeMounts: [{name: ours, mountPath: /lists/ours}, {name: theirs, mountPath: /lists/theirs}, {name: data, mountPath: /lists/none}]}]
      volumes: [{name: ours, configMap: {name: databases}}, {name: theirs, configMap: {name: fleet}}, {name: data, emptyDir: {}}]
---
apiVersion: v1
kind: Service
metadata: {namespace: plain, name: dns, annotations: {prometheus.io/scrape: "true", prometheus.io/port: "9153"}}
spec: {selector: {app: dns}, ports: [{name: dns, port: 53, targetPort: dns}, {name: dns-tcp, port: 53, targetPort: 53}]}
---
apiVersion: v1
kind: Service
metadata: {namespace: plain, name: dns-again, annotations: {prometheus.io/scrape: "true", prometheus.io/port: "9153"}}
spec: {selector: {app: dns}, ports: [{name: metrics, port: 80, targetPort: 9153}]}
---
apiVersion: v1
kind: Service
metadata: {namespace: plain, name: db, annotations: {prometheus.io/scrape: "true", prometheus.io/port: "9187"}}
spec: {selector: {app: db}, ports: [{name: sql, port: 5432}]}
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {namespace: istio-system, name: default}
spec: {mtls: {mode: STRICT}}
`

// planned are the lines of a plan for targets in the cluster shop.
func planned(t *testing.T, settings Settings, targets ...Target) []string {
	t.Helper()
	var objects []kube.Object
	for _, text := range strings.Split(shop, "\n---\n") {
		object, err := kube.Parse([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		objects = append(objects, object)
	}
	config, err := New(settings, targets)
	if err != nil {
		t.Fatal(err)
	}
	text, err := kube.Canonical(config)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := Plan(append(objects, kube.Object{Fields: map[string]any{"kind": "ConfigMap", "data": map[string]any{"prometheus.yml": text}}}))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, p := range plan {
		if p.Job == targets[0].Job {
			lines = append(lines, fmt.Sprintf("%s %d %s%s %s%s", p.Kind, p.Count, p.Address, p.Path, p.Reached, p.Refused))
		}
	}
	slices.Sort(lines)
	return lines
}

// Each way to find targets finds its own, and leaves out what another job has.
func TestPlan(t *testing.T) {
	offer := Target{Job: "offer", Pods: &Pods{Namespace: "shop", Selector: map[string]string{"app": "api"}, Port: 8080, Mesh: true}}
	for name, test := range map[string]struct {
		settings Settings
		targets  []Target
		want     []string
	}{
		"an offer": {strictMesh, []Target{offer}, []string{"Deployment 3 shop/api:8080/metrics mutual TLS"}},
		"an offer that says nothing of its sidecar is refused": {strictMesh,
			[]Target{{Job: "offer", Pods: &Pods{Namespace: "shop", Selector: map[string]string{"app": "api"}, Port: 8080}}},
			[]string{"Deployment 3 shop/api:8080/metrics plain textits sidecar wants mutual TLS"}},
		"an offer that claims a sidecar gets no answer": {strictMesh,
			[]Target{{Job: "offer", Pods: &Pods{Namespace: "shop", Selector: map[string]string{"app": "apart"}, Port: 8080, Mesh: true}}},
			[]string{"Deployment 1 shop/apart:8080/metrics mutual TLSit has no sidecar, and speaks no TLS"}},
		"each proxy once, with its pod's own metrics unless the pod refuses": {strictMesh, []Target{{Job: "envoy", Kubernetes: Proxies}}, []string{
			"Deployment 1 shop/annotated:15020/stats/prometheus plain text",
			"Deployment 1 shop/refuses:15090/stats/prometheus plain text",
			"Deployment 3 shop/api:15020/stats/prometheus plain text",
		}},
		"annotated pods without a proxy, once whatever ports they declare": {strictMesh, []Target{{Job: "pods", Kubernetes: AnnotatedPods}}, []string{
			"DaemonSet 0 shop/agent:9100/metrics plain text",
			"StatefulSet 2 plain/db:9187/m TLS",
		}},
		"annotated pods that are offered are left to the offer": {strictMesh, []Target{
			{Job: "pods", Kubernetes: AnnotatedPods},
			{Job: "agent", Pods: &Pods{Namespace: "shop", Selector: map[string]string{"app": "agent"}, Port: 9100}},
			{Job: "sql", Pods: &Pods{Namespace: "plain", Selector: map[string]string{"app": "db"}, Port: 5432}},
		}, []string{"StatefulSet 2 plain/db:9187/m TLS"}},
		"annotated pods that are searched for are left to the search": {strictMesh, []Target{
			{Job: "pods", Kubernetes: AnnotatedPods},
			{Job: "agents", Search: &Search{Role: RolePod, Namespaces: []string{"shop", "other"}, Selector: map[string]string{"app": "agent"}, Port: 9100}},
		}, []string{"StatefulSet 2 plain/db:9187/m TLS"}},
		"endpoints that are searched for are left to the search": {strictMesh, []Target{
			{Job: "services", Kubernetes: AnnotatedServices},
			{Job: "dns", Search: &Search{Role: RoleEndpointSlice, Port: 9153}},
		}, nil},
		"endpoints of annotated Services, once whatever Services there are": {strictMesh, []Target{{Job: "services", Kubernetes: AnnotatedServices}},
			[]string{"Deployment 1 plain/dns:9153/metrics plain text"}},
		"endpoints that are offered are left to the offer": {strictMesh, []Target{
			{Job: "services", Kubernetes: AnnotatedServices},
			{Job: "dns", Pods: &Pods{Namespace: "plain", Selector: map[string]string{"app": "dns"}, Port: 9153}},
		}, nil},
		"a search dials each pod as it wants it": {strictMesh, []Target{{Job: "search", Search: &Search{Role: RolePod, Port: 8080}}}, []string{
			"Deployment 1 shop/apart:8080/metrics plain text",
			"Deployment 3 shop/api:8080/metrics mutual TLS",
		}},
		"a search leaves out what is offered": {strictMesh, []Target{{Job: "search", Search: &Search{Role: RolePod, Port: 8080}}, offer},
			[]string{"Deployment 1 shop/apart:8080/metrics plain text"}},
		"a search may want another page of it": {strictMesh, []Target{{Job: "search", Search: &Search{Role: RolePod, Selector: map[string]string{"tier": "web"}, Port: 8080, Path: "/other"}}, offer},
			[]string{"Deployment 3 shop/api:8080/other mutual TLS"}},
		"a search in other namespaces finds nothing": {strictMesh, []Target{{Job: "search", Search: &Search{Role: RolePod, Namespaces: []string{"plain"}, Port: 8080}}}, nil},
		"a search for endpoints": {strictMesh, []Target{{Job: "search", Search: &Search{Role: RoleEndpointSlice, Namespaces: []string{"plain"}, Port: 9153}}},
			[]string{"Deployment 1 plain/dns:9153/metrics plain text"}},
		"a search for nodes": {strictMesh, []Target{{Job: "search", Search: &Search{Role: RoleNode, Port: 9101}}}, []string{"Node 0 NODE:9101/metrics plain text"}},
		"API servers":        {strictMesh, []Target{{Job: "k", Kubernetes: APIServers}}, []string{"APIServer 0 API-SERVER:443/metrics a token over TLS"}},
		"containers":         {strictMesh, []Target{{Job: "k", Kubernetes: Containers}}, []string{"Node 0 NODE:10250/metrics/cadvisor a token over TLS"}},
		"a name with a port": {strictMesh, []Target{{Job: "dns", DNS: &DNS{Names: []string{"a.example.com"}, Type: "A", Port: 1}}}, []string{"DNS 0 a.example.com:1/metrics plain text"}},
		"a list among the objects, each of its targets once": {strictMesh, []Target{{Job: "f", Files: &Files{Folder: "/lists/ours"}}}, []string{
			"File 0 a:1/metrics plain text", "File 0 b:1/metrics plain text", "File 0 c:1/metrics plain text",
		}},
		"a list that another program writes": {strictMesh, []Target{{Job: "f", Files: &Files{Folder: "/lists/theirs"}}}, []string{"File 0 ConfigMap(plain/fleet)/metrics plain text"}},
		"a list that is nowhere": {strictMesh, []Target{{Job: "f", Files: &Files{Folder: "/lists/none"}}}, []string{
			"File 0 /lists/none/*.json/metrics plain text", "File 0 /lists/none/*.yaml/metrics plain text",
		}},
		"a URL with a query": {strictMesh, []Target{{Job: "u", URL: "https://ci.example.com/probe?to=b&to=a"}}, []string{"URL 0 ci.example.com/probe?to=b&to=a TLS"}},
		"a URL":              {strictMesh, []Target{{Job: "u", URL: "https://ci.example.com/m/"}}, []string{"URL 0 ci.example.com/m/ TLS"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := planned(t, test.settings, test.targets...); !slices.Equal(got, test.want) {
				t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
		})
	}
}

// A target that two jobs scrape is found; two pages of one target are two.
func TestTwice(t *testing.T) {
	plan := []Planned{{Job: "a", Address: "x:1", Path: "/m"}, {Job: "b", Address: "x:1", Path: "/n"}, {Job: "c", Address: "x:1", Path: "/m"}}
	if got := Twice(plan); len(got) != 1 || got[0].Job != "c" {
		t.Errorf("twice: %+v", got)
	}
}
