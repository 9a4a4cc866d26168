package platform

import "strings"

func (c *checker) ingress() {
	c.loadBalancer()
	c.securityHeaders()
	c.gatewayCertificate()
	if p := c.Ingress.NodePorts; p.HTTPS == p.Status && p.HTTPS != 0 {
		path, other := "ingress.nodePorts.status", "ingress.nodePorts.https"
		if !c.has(path) {
			path, other = other, path
		}
		c.report(path, "%d is the port of %s too (%s)", p.HTTPS, other, c.origin(other))
	}
	each(c.Environment, c.within)
}

// securityHeaders are named in one way, so that a default is replaced and not set beside another.
func (c *checker) securityHeaders() {
	for name := range sorted(c.Ingress.SecurityHeaders) {
		if lower := strings.ToLower(name); lower != name {
			c.reportKey(Join("ingress.securityHeaders", name), "write it in lower case, as the defaults are: %s", lower)
		}
	}
}

// within holds a route to lie under the route that it says it is a part of.
func (c *checker) within(path string, r *Route) {
	if r.Within == "" || r.Path == "" {
		return
	}
	if r.Path == r.Within || !strings.HasPrefix(r.Path, r.Within) {
		c.report(path+".within", "%s does not lie under %s (%s)", quote(r.Path), quote(r.Within), c.Pos(path+".path"))
	}
}
