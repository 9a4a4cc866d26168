package scrape

import (
	"encoding/json"
	"fmt"
	"path"

	"k8s.io/apimachinery/pkg/labels"
)

// mostTargets is how many targets a job may have whose targets the platform does not know.
const mostTargets = 1000

// search looks for the user's own targets, but for those that a component offers. In a strict mesh pods that have a sidecar
// are dialled with the mesh's certificate, and the others in plain text.
func (s Settings) search(search Search, others []Target) Job {
	job := Job{
		Limits: Limits{Targets: mostTargets}, Path: search.Path,
		Kubernetes: []Discovery{search.discovery()},
	}
	if search.Role == RoleNode {
		job.Relabel = []Relabel{
			replace(addressLabel, fmt.Sprintf("$1:%d", search.Port), "(.+):[0-9]+", addressLabel),
			copyLabel(nodeLabel, "node"),
		}
		return job
	}
	job.Relabel = append(search.keep(), exceptOffered(others, portLabel, Pods{Path: search.Path}.path())...)
	if s.Certificates != "" {
		job.Client = s.certified()
		job.Scheme = ""
		job.Relabel = append(job.Relabel, replace(schemeLabel, "https", "true", sidecarLabel))
	}
	job.Relabel = append(job.Relabel, ofPod()...)
	return job
}

// Finds tells whether the search comes by pods of a namespace with these labels.
func (s Search) Finds(namespace string, pod map[string]string) bool {
	return s.Role != RoleNode && s.discovery().wants(namespace, s.Role, pod)
}

func (s Search) discovery() Discovery {
	discovery := Discovery{Role: s.Role}
	if len(s.Namespaces) > 0 {
		discovery.Namespaces = &Namespaces{Names: s.Namespaces}
	}
	if len(s.Selector) > 0 {
		discovery.Selectors = []Selector{{Role: s.Role, Label: labels.Set(s.Selector).String()}}
	}
	return discovery
}

// keep takes one port. Discovery also finds the pods' other ports behind an endpoint, which have no number of an endpoint's.
func (s Search) keep() []Relabel {
	if s.Role == RoleEndpointSlice {
		return []Relabel{keep(fmt.Sprint(s.Port), slicePortNumber)}
	}
	return []Relabel{Pods{Port: s.Port}.keep()}
}

// lookup is a job that asks DNS.
func lookup(dns DNS) Job {
	job := dns.job()
	job.DNS = []DNSLookup{{Names: dns.Names, Type: dns.Type, Port: dns.Port}}
	return job
}

// listed is a job that reads files.
func listed(files Files) Job {
	job := files.job()
	job.Files = []FileList{{Files: []string{path.Join(files.Folder, "*.json"), path.Join(files.Folder, "*.yaml")}}}
	return job
}

// listedTarget is an entry of a file of targets, as Prometheus reads it.
type listedTarget struct {
	Targets []string          `json:"targets"`
	Labels  map[string]string `json:"labels,omitempty"`
}

// List is a file of targets in JSON, from their labels by host and port.
func List(targets map[string]map[string]string) string {
	all := []listedTarget{}
	for _, address := range sortedKeys(targets) {
		all = append(all, listedTarget{Targets: []string{address}, Labels: targets[address]})
	}
	text, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		panic(err) // texts alone are always JSON
	}
	return string(text) + "\n"
}

func (p Page) job() Job {
	return Job{Limits: Limits{Targets: mostTargets}, Path: p.Path, Client: Client{Scheme: p.Scheme}}
}
