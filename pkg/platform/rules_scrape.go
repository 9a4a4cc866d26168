package platform

import (
	"net/url"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/example-org/platform-render/pkg/pasted"
)

// scrape holds the user's own jobs to what can be reached.
func (c *checker) scrape(p *Prometheus) {
	for name, s := range sorted(p.Scrape) {
		path := Join("monitoring.prometheus.scrape", name)
		c.page(path+".url", s.URL)
		if s.DNS != nil {
			c.lookup(path+".dns", s.DNS)
		}
		if s.File != nil {
			c.targets(path+".file.targets", s.File.Targets)
		}
		if s.Kubernetes != nil {
			c.search(path+".kubernetes", s.Kubernetes)
		}
	}
}

// page wants the whole URL of a page of metrics: nothing is added to it.
func (c *checker) page(path, text string) {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" {
		return // the format has said so
	}
	c.outside(path, u.Hostname(), u.Port())
	if u.Path == "" {
		c.report(path, "has no path: add the one that the metrics are at, which is /metrics for most programs")
	}
	for name := range sorted(u.Query()) {
		if pasted.Named(name) && u.Query().Get(name) != "" {
			c.report(path, "has what looks like a secret in its query, under %s: this file is no place for it, and Prometheus shows the URL of each target", quote(name))
		}
	}
}

// outside refuses hosts inside the cluster: a Service answers for one of its pods at a time, and pods of the mesh refuse
// whoever has no certificate of it.
func (c *checker) outside(path, host, port string) {
	if !InCluster(host) {
		return
	}
	namespace := "..."
	parts := strings.Split(host, ".")
	if i := slices.Index(parts, "svc"); i > 0 {
		namespace = parts[i-1]
	} else if len(parts) == 1 {
		namespace = c.Monitoring.Namespace
	}
	if port == "" {
		port = "..."
	}
	c.report(path, "%s is inside the cluster, where each pod is scraped by itself: write kubernetes: {namespaces: [%s], port: %s}, or metrics: {} for an app of the platform",
		quote(host), namespace, port)
}

// lookup wants names that have records of the type. Those of SRV records begin with an underscore by RFC 2782; where a server of DNS
// has others, the type says so.
func (c *checker) lookup(path string, d *DNSDiscovery) {
	c.some(path + ".names")
	c.once(path+".names", d.Names)
	typed, srv := c.has(path+".type"), d.Type == "SRV"
	for i, name := range d.Names {
		at, service := joinIndex(path+".names", i), strings.HasPrefix(name, "_")
		switch {
		case !strings.Contains(name, "."): // the format has said so
		case InCluster(name):
			c.outside(at, name, "")
		case srv && !service && !typed && d.Port == 0:
			c.report(at, "SRV records are named like _metrics._tcp.%s: for the addresses of the host write type: A and a port, or type: SRV if there is such a record", name)
		case !srv && service && d.Type != "":
			c.report(at, "%s is the name of SRV records, which tell the port too: leave type (%s) and port out", quote(name), c.Pos(path+".type"))
		}
	}
	switch {
	case srv && d.Port != 0:
		c.report(path+".port", "SRV records name the port: leave it out, or write type: A")
	case !srv && d.Type != "" && !c.has(path+".port"):
		c.report(path+".type", "%s records name no port: write port beside it", d.Type)
	}
}

// targets wants a list that holds something.
func (c *checker) targets(path string, all map[string]FileTarget) {
	c.some(path)
	for address := range sorted(all) {
		host, port, _ := strings.Cut(address, ":")
		c.outside(Join(path, address), host, port)
	}
}

// some refuses a list that is written and empty.
func (c *checker) some(path string) {
	if c.hasNothing(path) {
		c.report(path, "is empty: name a target, or leave the job out")
	}
}

func (c *checker) search(path string, k *KubernetesDiscovery) {
	c.listed(path+".namespaces", k.Namespaces)
	if k.Role == "node" && c.has(path+".namespaces") {
		c.reportKey(path+".namespaces", "nodes have no namespace: leave it out")
	}
	for key, value := range sorted(k.Selector) {
		if len(validation.IsValidLabelValue(value)) > 0 {
			c.report(Join(path+".selector", key), "%s is not the value of a label: up to 63 letters, digits and -_., the first and last a letter or digit", quote(value))
		}
	}
}
