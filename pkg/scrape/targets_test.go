package scrape

import (
	"testing"
)

// What DNS and files know is looked up there.
func TestLookedUpTargets(t *testing.T) {
	for name, test := range map[string]struct {
		target Target
		want   string
	}{
		"names with ports": {Target{Job: "dns", DNS: &DNS{Names: []string{"_m._tcp.example.com"}, Type: "SRV", Page: Page{Path: "/m", Scheme: "https"}}}, `
dns_sd_configs:
- type: SRV
  names:
  - _m._tcp.example.com
job_name: dns
metrics_path: /m
scheme: https
target_limit: 1000
`},
		"names without": {Target{Job: "dns", DNS: &DNS{Names: []string{"a.example.com"}, Type: "A", Port: 9100}}, `
dns_sd_configs:
- type: A
  port: 9100
  names:
  - a.example.com
job_name: dns
target_limit: 1000
`},
		"files": {Target{Job: "files", Files: &Files{Folder: "/lists"}}, `
file_sd_configs:
- files:
  - /lists/*.json
  - /lists/*.yaml
job_name: files
target_limit: 1000
`},
	} {
		t.Run(name, func(t *testing.T) {
			config, err := New(strictMesh, []Target{test.target})
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
