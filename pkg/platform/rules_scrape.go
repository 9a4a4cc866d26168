package platform

import (
	"net/url"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"
)

// scrape holds the user's own jobs to what can be reached.
func (c *checker) scrape(p *Prometheus) {
	for name, s := range sorted(p.Scrape) {
		path := Join("monitoring.prometheus.scrape", name)
		if u, err := url.Parse(s.URL); err == nil {
			c.outside(path+".url", u.Hostname(), u.Port())
		}
		if s.DNS != nil {
			c.lookup(path+".dns", s.DNS)
		}
		if s.File != nil {
			for address := range sorted(s.File.Targets) {
				host, port, _ := strings.Cut(address, ":")
				c.outside(Join(path+".file.targets", address), host, port)
			}
		}
		if s.Kubernetes != nil {
			c.search(path+".kubernetes", s.Kubernetes)
		}
	}
}

// outside refuses hosts inside the cluster: a Service answers for one of its pods at a time, and pods of the mesh refuse
// whoever has no certificate of it.
func (c *checker) outside(path, host, port string) {
	if !strings.HasSuffix(host, ".svc") && !strings.HasSuffix(host, ".svc.cluster.local") {
		return
	}
	namespace := "..."
	if parts := strings.Split(host, "."); len(parts) > 2 && parts[2] == "svc" {
		namespace = parts[1]
	}
	if port == "" {
		port = "..."
	}
	c.report(path, "%s is inside the cluster, where each pod is scraped by itself: write kubernetes: {namespaces: [%s], port: %s}, or metrics: {} for an app of the platform",
		quote(host), namespace, port)
}

func (c *checker) lookup(path string, d *DNSDiscovery) {
	for i, name := range d.Names {
		c.outside(joinIndex(path+".names", i), name, "")
	}
	c.once(path+".names", d.Names)
	switch {
	case d.Type == "SRV" && d.Port != 0:
		c.report(path+".port", "SRV records name the port: leave it out, or write type: A")
	case d.Type != "SRV" && d.Type != "" && !c.has(path+".port"):
		c.report(path+".type", "%s records name no port: write port beside it", d.Type)
	}
}

func (c *checker) search(path string, k *KubernetesDiscovery) {
	c.once(path+".namespaces", k.Namespaces)
	if k.Role == "node" && c.has(path+".namespaces") {
		c.reportKey(path+".namespaces", "nodes have no namespace: leave it out")
	}
	for key, value := range sorted(k.Selector) {
		if len(validation.IsValidLabelValue(value)) > 0 {
			c.report(Join(path+".selector", key), "%s is not the value of a label: up to 63 letters, digits and -_., the first and last a letter or digit", quote(value))
		}
	}
}
