package platform

// grpc refuses what is asked of an app by HTTP.
func (c *checker) grpc(path string, app App) {
	if app.Protocol != "grpc" {
		return
	}
	if c.has(path + ".probe.path") {
		c.reportKey(path+".probe.path", "has no effect under protocol grpc (%s): gRPC's health protocol is asked", c.Pos(path+".protocol"))
	}
	if app.Metrics != nil && app.Metrics.Port == app.Port {
		c.report(path+".metrics", "the app's port speaks gRPC (%s), and metrics are scraped by HTTP: name another under port", c.Pos(path+".protocol"))
	}
	if app.Route != nil && c.Ingress.LoadBalancer.ByController() {
		c.report(path+".route", "the AWS Load Balancer Controller makes a load balancer that speaks HTTP/1.1 to the gateway (%s), and gRPC needs HTTP/2: write managedBy: terraform",
			c.origin("ingress.loadBalancer.managedBy"))
	}
	if app.Route != nil && app.Route.StripPrefix {
		c.report(path+".route.stripPrefix", "the path of a gRPC call names its service (/package.Service/): it must arrive whole")
	}
}

// canary keeps a second version from taking what is the first one's, or another app's.
func (c *checker) canary(name string, app App) {
	path, v := Join("apps", name)+".canary", app.Canary
	if v == nil {
		return
	}
	if shared := v.Weight > 0 && v.Weight < 100; shared && v.Image == app.Image && v.Image != "" {
		c.report(path+".image", "is the app's own image (%s), so there is no second version to share requests with: name another, or write weight: 100 or weight: 0",
			c.Pos(Join("apps", name)+".image"))
	}
	if v.MirrorPercent > 0 && v.Weight > 0 {
		c.report(path+".mirrorPercent", "the canary answers requests itself (%s): it would get some of them twice; take mirrorPercent out, or write weight: 0",
			c.Pos(path+".weight"))
	}
	if v.Weight > 0 && v.Weight < 100 {
		c.sessions(name, app)
	}
	twin := name + "-canary"
	if other, taken := c.Apps[twin]; taken && other.Namespace == app.Namespace {
		c.reportKey(path, "its Deployment would have the name of the app %s (%s): give that app another", quote(twin), c.Pos(Join("apps", twin)))
	}
}

// sessions refuses a weight that would break the sessions which affinity keeps: the version is chosen anew for each request, and
// the pod only then.
func (c *checker) sessions(name string, app App) {
	path := Join("apps", name)
	if app.Route == nil || app.Route.Traffic == nil || app.Route.Traffic.SessionAffinity == nil {
		return
	}
	c.report(path+".canary.weight", "each request chooses its version anew, so sessionAffinity (%s) would keep no session: write weight: 0 and match a cookie, or take sessionAffinity out",
		c.Pos(path+".route.traffic.sessionAffinity"))
}
