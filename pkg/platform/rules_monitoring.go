package platform

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
		c.routing(m.Alertmanager)
		c.smarthosts(m.Alertmanager)
	}
	if m.StatsD != nil {
		c.statsd(m.StatsD)
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
	need("monitoring.rules", "nothing would evaluate them")
	need("monitoring.statsd", "nothing would scrape what is sent")
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

// smarthosts asks for an SMTP server where AWS has none that could be the default.
func (c *checker) smarthosts(a *Alertmanager) {
	for name, r := range sorted(a.Receivers) {
		path := Join("monitoring.alertmanager.receivers", name) + ".email"
		if r.Email != nil && r.Email.Smarthost == "" && c.AWS.Region != "" && !c.has(path+".smarthost") {
			c.reportKey(path, "the key smarthost is missing: there is no Amazon SES in %s (%s)", c.AWS.Region, c.Pos("aws.region"))
		}
	}
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
