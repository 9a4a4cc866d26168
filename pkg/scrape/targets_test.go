package scrape

import (
	"testing"
)

// offered are what components offer: pods without a sidecar and with one, on two pages.
var offered = []Target{
	{Job: "plain", Pods: &Pods{Namespace: "cert-manager", Selector: map[string]string{"app.kubernetes.io/name": "webhook"}, Port: 9402}},
	{Job: "meshed", Pods: api()},
	{Job: "other-page", Pods: &Pods{Namespace: "shop", Selector: map[string]string{"app": "db"}, Port: 9000, Path: "/other"}},
}

// What nobody offers is found by annotations, names, files and in Kubernetes; what somebody offers is left out.
func TestFoundTargets(t *testing.T) {
	for name, test := range map[string]struct {
		settings Settings
		target   Target
		want     string
	}{
		"proxies are one target each": {strictMesh, Target{Job: "envoy", Kubernetes: Proxies}, ``},
		"annotated pods":              {strictMesh, Target{Job: "pods", Kubernetes: AnnotatedPods}, ``},
		"annotated services":          {strictMesh, Target{Job: "services", Kubernetes: AnnotatedServices}, ``},
		"names with ports":            {strictMesh, Target{Job: "dns", DNS: &DNS{Names: []string{"_m._tcp.example.com"}, Type: "SRV", Page: Page{Path: "/m", Scheme: "https"}}}, ``},
		"names without":               {strictMesh, Target{Job: "dns", DNS: &DNS{Names: []string{"a.example.com"}, Type: "A", Port: 9100}}, ``},
		"files":                       {strictMesh, Target{Job: "files", Files: &Files{Glob: "/lists/*.*"}}, ``},
		"pods of a strict mesh are dialled as each of them wants it": {strictMesh, Target{Job: "search", Search: &Search{
			Role: RolePod, Namespaces: []string{"shop"}, Selector: map[string]string{"tier": "web"}, Port: 8080,
		}}, ``},
		"endpoints of a permissive mesh are dialled in plain text": {plainMesh, Target{Job: "search", Search: &Search{
			Role: RoleEndpointSlice, Port: 9000, Path: "/other",
		}}, ``},
		"nodes": {strictMesh, Target{Job: "search", Search: &Search{Role: RoleNode, Port: 9101, Path: "/m"}}, ``},
	} {
		t.Run(name, func(t *testing.T) {
			config, err := New(test.settings, append([]Target{test.target}, offered...))
			if err != nil {
				t.Fatal(err)
			}
			same(t, config.Jobs[0], test.want)
		})
	}
}

// A list of targets is what Prometheus reads from a file, in the order of their names.
func TestList(t *testing.T) {
	got := List(map[string]map[string]string{"b:1": nil, "a:2": {"team": "data"}})
	want := `[
  {
    "targets": [
      "a:2"
    ],
    "labels": {
      "team": "data"
    }
  },
  {
    "targets": [
      "b:1"
    ]
  }
]
`
	if got != want {
		t.Errorf("got:\n%s", got)
	}
}

// A page about the whole cluster may be ten times as large as another.
func TestLargePages(t *testing.T) {
	config, err := New(strictMesh, []Target{{Job: "a", Kubernetes: APIServers, Large: true}, {Job: "b", Pods: api()}})
	if err != nil {
		t.Fatal(err)
	}
	if config.Global.Samples != 1000 || config.Jobs[0].Samples != 10000 || config.Jobs[1].Samples != 0 {
		t.Errorf("limits: %d for all, %d and %d", config.Global.Samples, config.Jobs[0].Samples, config.Jobs[1].Samples)
	}
}
