package platform

import (
	"maps"
	"slices"
)

func (c *checker) monitoring() {
	c.needPrometheus()
	m := c.Monitoring
	if m == nil {
		return
	}
	c.reservedNamespace("monitoring.namespace", m.Namespace)
	if m.Prometheus != nil {
		c.retention(m.Prometheus)
	}
	if m.Alertmanager != nil {
		c.receivers(m.Alertmanager)
	}
	if m.Grafana != nil && m.Grafana.Dashboards != nil {
		c.once("monitoring.grafana.dashboards", *m.Grafana.Dashboards)
	}
}

// needPrometheus refuses what has no use without Prometheus.
func (c *checker) needPrometheus() {
	if c.has("monitoring.prometheus") {
		return
	}
	need := func(path, why string) {
		if c.has(path) {
			c.reportKey(path, "needs monitoring.prometheus, which is missing: %s", why)
		}
	}
	need("kiali", "Kiali draws its graph from Prometheus' metrics")
	need("monitoring.alertmanager", "alerts come from Prometheus")
	need("monitoring.nodeExporter", "nothing would scrape it")
	need("monitoring.kubeStateMetrics", "nothing would scrape it")
	for name := range sorted(c.Apps) {
		need(Join("apps", name)+".metrics", "nothing would scrape them")
	}
}

func (c *checker) retention(p *Prometheus) {
	if p.Retention != "" && p.Interval != "" && parseDuration(p.Retention) <= parseDuration(p.Interval) {
		path := "monitoring.prometheus.retention"
		c.report(path, "%s is not longer than the interval between samples, %s (%s)", p.Retention, p.Interval, c.origin("monitoring.prometheus.interval"))
	}
}

// receivers holds the routing to receivers that exist, and the receivers to be used.
func (c *checker) receivers(a *Alertmanager) {
	const path = "monitoring.alertmanager."
	names := slices.Sorted(maps.Keys(a.Receivers))
	known := func(key, name string) {
		if _, ok := a.Receivers[name]; !ok && name != "" && c.has(path+key) && c.has(path+"receivers") {
			c.report(path+key, "%s is not a receiver of %sreceivers (%s)%s", quote(name), path, c.Pos(path+"receivers"), hintName(name, names))
		}
	}
	known("routing.receiver", a.Routing.Receiver)
	known("routing.critical", a.Routing.Critical)
	for _, name := range names {
		if name != a.Routing.Receiver && name != a.Routing.Critical && a.Routing.Receiver != "" {
			c.reportKey(Join(path+"receivers", name), "is told nothing: %srouting (%s) does not name it", path, c.Pos(path+"routing"))
		}
	}
}

// once refuses a list that says the same twice.
func (c *checker) once(path string, items []string) {
	for i, item := range items {
		if first := slices.Index(items, item); first < i && item != "" {
			c.report(joinIndex(path, i), "%s is listed twice, first at %s", quote(item), c.Pos(joinIndex(path, first)))
		}
	}
}
