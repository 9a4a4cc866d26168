package platform

// mesh refuses settings of the mesh that contradict each other.
func (c *checker) mesh() {
	for name := range sorted(c.Mesh.Exceptions) {
		if c.Mesh.MTLS == "PERMISSIVE" {
			c.reportKey(Join("mesh.exceptions", name), "has no effect: with mtls PERMISSIVE (%s) every port takes plain text", c.Pos("mesh.mtls"))
		}
	}
	if c.Mesh.MTLS == "PERMISSIVE" && c.Mesh.Authorization == "enforce" {
		c.report("mesh.authorization", "enforce knows callers by their certificates, which mtls PERMISSIVE (%s) lets them leave out: write dryRun, or mtls: STRICT",
			c.Pos("mesh.mtls"))
	}
}

// egress asks for what only the user knows where nothing else may be called: the hosts of URLs that are secrets.
func (c *checker) egress() {
	for name, app := range sorted(c.Apps) {
		c.once(Join("apps", name)+".egress", app.Egress)
	}
	if c.Mesh.OutboundTraffic != "REGISTRY_ONLY" || c.Monitoring == nil || c.Monitoring.Alertmanager == nil {
		return
	}
	for name, r := range sorted(c.Monitoring.Alertmanager.Receivers) {
		path := Join("monitoring.alertmanager.receivers", name) + ".webhook"
		if r.Webhook != nil && r.Webhook.Host == "" && !c.has(path+".host") {
			c.reportKey(path, "the key host is missing: the URL is a secret, and with outboundTraffic REGISTRY_ONLY (%s) its host and port must be known", c.Pos("mesh.outboundTraffic"))
		}
	}
}
