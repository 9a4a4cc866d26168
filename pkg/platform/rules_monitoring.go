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
		c.scrape(m.Prometheus)
	}
	if m.Alertmanager != nil {
		c.receivers(m.Alertmanager)
		c.smarthosts(m.Alertmanager)
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
	if a.Receivers == nil || a.Routing.Receiver == "" {
		return
	}
	first := c.receiver("routing.receiver", a.Routing.Receiver, a.Receivers)
	second := c.receiver("routing.critical", a.Routing.Critical, a.Receivers)
	if !first || !second {
		return // whoever is not told yet may be the one that was meant
	}
	for name := range sorted(a.Receivers) {
		if name != a.Routing.Receiver && name != a.Routing.Critical {
			c.reportKey(Join(path+"receivers", name), "is told nothing: %srouting does not name it (%s)", path, c.Pos(path+"routing"))
		}
	}
}

// smarthosts asks for an SMTP server where AWS has none that could be the default.
func (c *checker) smarthosts(a *Alertmanager) {
	for name, r := range sorted(a.Receivers) {
		path := Join("monitoring.alertmanager.receivers", name) + ".email"
		if r.Email != nil && r.Email.Smarthost == "" && c.AWS.Region != "" && !c.has(path+".smarthost") {
			c.reportKey(path, "the key smarthost is missing: there is no Amazon SES in %s (%s)", c.AWS.Region, c.Pos("aws.region"))
		}
	}
}

// receiver tells whether the receiver that a key of the routing names exists, and reports it if not.
func (c *checker) receiver(key, name string, all map[string]Receiver) bool {
	const path = "monitoring.alertmanager."
	_, ok := all[name]
	if !ok && c.has(path+key) {
		names := slices.Sorted(maps.Keys(all))
		c.report(path+key, "%s is not a receiver of %sreceivers (%s)%s", quote(name), path, c.Pos(path+"receivers"), hintName(name, names))
	}
	return ok
}

// once refuses a list that says the same twice.
func (c *checker) once(path string, items []string) {
	first := map[string]int{}
	for i, item := range items {
		if j, twice := first[item]; twice && item != "" {
			c.report(joinIndex(path, i), "%s is listed twice, first at %s", quote(item), c.Pos(joinIndex(path, j)))
		} else {
			first[item] = i
		}
	}
}
