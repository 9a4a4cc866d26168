package scrape

import (
	"cmp"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"sigs.k8s.io/yaml"

	"github.com/example-org/platform-render/pkg/kube"
)

// What answers at a target that is no pod of a workload.
const (
	// Node is each node.
	Node = "NODE"
	// APIServer is each API server.
	APIServer = "API-SERVER"
	// URL is what is dialled as it is written, DNS what a name stands for, and File what stands in a list of targets.
	URL     = "URL"
	DNSName = "DNS"
	File    = "File"
)

// AnyLabel stands for labels that nobody knows yet.
const AnyLabel = "*"

// Planned is a target that Prometheus will find, or as many as there are pods, nodes or API servers of its kind.
type Planned struct {
	Job string `json:"job"`
	// Kind is Deployment, StatefulSet, DaemonSet, Node, APIServer, URL, DNS or File; Namespace and Name are those of a workload.
	Kind      string `json:"kind"`
	Namespace string `json:"namespace,omitempty"`
	Name      string `json:"name,omitempty"`
	// Count is the number of pods; 0 where the cluster says how many there are.
	Count int32 `json:"count,omitempty"`
	// Address is host:port, where the host of a pod is namespace/workload, and that of a node or an API server NODE or
	// API-SERVER. For DNS it is the name, and for a list that another program writes ConfigMap(namespace/name).
	Address string `json:"address"`
	Scheme  string `json:"scheme"`
	// Path has the query with it.
	Path string `json:"path"`
	// Reached says how: "plain text", "TLS", "mutual TLS", "a token over TLS". Refused says why it will not be; empty if it will.
	Reached string `json:"reached"`
	Refused string `json:"refused,omitempty"`
	// Interval is how often it is scraped.
	Interval string `json:"interval"`
	// Labels are the names of the labels that the target gives its metrics, besides job and instance. AnyLabel is among them where
	// another program says which.
	Labels []string `json:"labels,omitempty"`
}

// Plan is every target that Prometheus will find among objects, its own configuration included: those of the rendered tree and
// those that charts make. Its order is that of the jobs, and of the addresses in each. Without a configuration among the objects there is no plan.
func Plan(objects []kube.Object) ([]Planned, error) {
	config, ok, err := Read(objects)
	if err != nil || !ok {
		return nil, err
	}
	inventory, err := newInventory(objects)
	if err != nil {
		return nil, err
	}
	var plan []Planned
	for _, job := range config.Jobs {
		plan = append(plan, inventory.plan(job, cmp.Or(job.Interval, config.Global.ScrapeInterval))...)
	}
	return plan, nil
}

// Read finds the configuration that Prometheus reads among objects: the patches of the user are in it. It is false if there is none.
func Read(objects []kube.Object) (config Config, ok bool, err error) {
	i := slices.IndexFunc(objects, Configures)
	if i < 0 {
		return config, false, nil
	}
	if err := yaml.Unmarshal([]byte(settings(objects[i])), &config); err != nil {
		return config, true, fmt.Errorf("prometheus.yml: %w", err)
	}
	return config, true, config.check()
}

// Configures tells whether an object holds Prometheus' configuration.
func Configures(object kube.Object) bool {
	return object.Kind() == "ConfigMap" && settings(object) != ""
}

func settings(object kube.Object) string {
	data, _ := object.Fields["data"].(map[string]any)
	text, _ := data["prometheus.yml"].(string)
	return text
}

// check refuses regular expressions that are none: a patch may have brought them.
func (c Config) check() error {
	for _, job := range c.Jobs {
		for _, rule := range job.Relabel {
			if _, err := regexp.Compile(rule.Regex); err != nil {
				return fmt.Errorf("prometheus.yml: job %s: %w", job.Name, err)
			}
		}
	}
	return nil
}

func (i inventory) plan(job Job, interval string) []Planned {
	var all []Planned
	for _, target := range i.targets(job) {
		target.labels[schemeLabel], target.labels[pathLabel] = cmp.Or(job.Scheme, "http"), cmp.Or(job.Path, "/metrics")
		if !target.labels.relabel(job.Relabel) {
			continue
		}
		planned := target.planned(job)
		planned.Interval = interval
		planned.Refused = i.refused(target, planned)
		if !slices.ContainsFunc(all, planned.same) {
			all = append(all, planned)
		}
	}
	slices.SortStableFunc(all, func(a, b Planned) int { return cmp.Compare(a.Address, b.Address) })
	return all
}

// targets are a job's, as discovery finds them.
func (i inventory) targets(job Job) []found {
	var all []found
	for _, static := range job.Static {
		for _, address := range static.Targets {
			all = append(all, found{what: URL, labels: labelSet{addressLabel: address}})
		}
	}
	for _, lookup := range job.DNS {
		for _, name := range lookup.Names {
			all = append(all, found{what: DNSName, labels: labelSet{addressLabel: lookup.address(name)}})
		}
	}
	for _, list := range job.Files {
		for _, file := range list.Files {
			all = append(all, i.listed(file)...)
		}
	}
	for _, discovery := range job.Kubernetes {
		all = append(all, i.discover(discovery)...)
	}
	return all
}

func (t found) planned(job Job) Planned {
	planned := Planned{
		Job: job.Name, Kind: cmp.Or(kinds[t.what], t.what), Address: t.labels[addressLabel],
		Scheme: t.labels[schemeLabel], Path: t.labels[pathLabel], Labels: t.labels.visible(),
	}
	if len(job.Params) > 0 {
		planned.Path += "?" + url.Values(job.Params).Encode()
	}
	planned.Reached = reached(job.Client, planned.Scheme)
	if t.pod != nil {
		planned.Kind, planned.Namespace, planned.Name, planned.Count = t.pod.Kind, t.pod.Namespace, t.pod.Name, t.pod.Count
	}
	return planned
}

var kinds = map[string]string{Node: "Node", APIServer: "APIServer"}

func reached(client Client, scheme string) string {
	switch {
	case scheme == "http":
		return "plain text"
	case client.TLS != nil && client.TLS.CertFile != "":
		return "mutual TLS"
	case client.Authorization != nil:
		return "a token over TLS"
	}
	return "TLS"
}

// same tells targets that Prometheus takes for one: their labels and URLs are equal.
func (p Planned) same(other Planned) bool {
	return p.Namespace == other.Namespace && p.Name == other.Name && p.Address == other.Address && p.Scheme == other.Scheme &&
		p.Path == other.Path && slices.Equal(p.Labels, other.Labels)
}

// visible are the names of the labels that stay.
func (l labelSet) visible() []string {
	var names []string
	for _, name := range sortedKeys(l) {
		if !strings.HasPrefix(name, "__") && name != "instance" {
			names = append(names, name)
		}
	}
	return names
}

// refused says why a pod would not answer: a sidecar of a strict mesh wants its certificate on every port but its own.
func (i inventory) refused(t found, p Planned) string {
	port := p.Address[strings.LastIndex(p.Address, ":")+1:]
	switch {
	case t.pod == nil || port == envoyPort || port == mergedPort:
		return ""
	case t.pod.Sidecar && i.strict && p.Reached != "mutual TLS":
		return "its sidecar wants mutual TLS"
	case !t.pod.Sidecar && p.Reached == "mutual TLS":
		return "it has no sidecar, and speaks no TLS"
	}
	return ""
}

// Twice are the targets that more than one job scrapes: each after the first at an address and path.
func Twice(plan []Planned) []Planned {
	var all []Planned
	seen := map[string]bool{}
	for _, p := range plan {
		at := p.Address + p.Path
		if seen[at] {
			all = append(all, p)
		}
		seen[at] = true
	}
	return all
}

// address is what a name stands for until it is looked up.
func (l DNSLookup) address(name string) string {
	if l.Port == 0 {
		return name
	}
	return name + ":" + strconv.Itoa(int(l.Port))
}
