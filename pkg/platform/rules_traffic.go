package platform

import (
	"slices"
	"strings"
	"time"
)

func (c *checker) traffic() {
	each(c.Environment, func(path string, t *Traffic) {
		c.timeout(path+".timeout", t.Timeout)
		c.retries(path, t)
		c.headers(path+".headers", t.Headers)
		c.cors(path+".cors", t.CORS)
		if c.Production && t.Fault != nil {
			c.reportKey(path+".fault", "faults are not injected where people depend on the environment: write production: false under environments.%s if nobody does", c.Name)
		}
	})
	each(c.Environment, c.hosts)
	for name, redirect := range sorted(c.Ingress.Redirects) {
		c.redirect(Join("ingress.redirects", name), redirect)
	}
	for name, app := range sorted(c.Apps) {
		c.grpc(Join("apps", name), app)
		c.canary(name, app)
	}
}

// maxIdle is how long a load balancer waits for data at most.
// Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html#connection-idle-timeout
const maxIdle = 4000 * time.Second

func (c *checker) timeout(path, timeout string) {
	if parseDuration(timeout) >= maxIdle {
		c.report(path, "%s is longer than the load balancer waits for an answer: 4000 seconds (1h6m40s)", timeout)
	}
}

// timesOut are the conditions under which Envoy tries again after a try that took too long: to it, that is a reset stream
// (source/common/router/retry_state_impl.cc, wouldRetryFromReset).
var timesOut = []string{"5xx", "gateway-error", "reset"}

func (c *checker) retries(path string, t *Traffic) {
	r := t.Retries
	if r == nil {
		return
	}
	path += ".retries"
	c.once(path+".conditions", r.Conditions)
	if r.Attempts == 0 && r.PerTryTimeout != "" && c.has(path+".attempts") {
		c.reportKey(path+".perTryTimeout", "has no effect where nothing is tried again: attempts is 0 (%s)", c.Pos(path+".attempts"))
	}
	if r.PerTryTimeout == "" || r.Attempts == 0 {
		return
	}
	c.perTry(path, *r, t.Timeout)
	if !slices.ContainsFunc(r.Conditions, func(s string) bool { return slices.Contains(timesOut, s) }) {
		c.report(path+".conditions", "a try that takes longer than perTryTimeout (%s) would not be tried again: add gateway-error", c.Pos(path+".perTryTimeout"))
	}
}

// perTry leaves time for every retry to begin, even if each try takes as long as it may.
func (c *checker) perTry(path string, r Retries, timeout string) {
	try, all := parseDuration(r.PerTryTimeout), parseDuration(timeout)
	place := c.Pos(strings.TrimSuffix(path, ".retries") + ".timeout")
	switch {
	case all == 0:
	case try >= all:
		c.report(path+".perTryTimeout", "%s is not shorter than the timeout of the whole request, %s (%s): no retry would follow a slow try", r.PerTryTimeout, timeout, place)
	case try*time.Duration(r.Attempts) >= all:
		c.report(path+".attempts", "after %d tries of %s each, the time of the whole request, %s (%s), is over: the last retry would never begin", r.Attempts, r.PerTryTimeout, timeout, place)
	}
}

// credentials are the headers that hold secrets.
var credentials = []string{"authorization", "cookie", "proxy-authorization"}

func (c *checker) headers(path string, h *Headers) {
	if h == nil {
		return
	}
	c.changes(path+".request", h.Request)
	c.changes(path+".response", h.Response)
	if h.Request == nil {
		return
	}
	for key, values := range map[string]map[string]string{"set": h.Request.Set, "add": h.Request.Add} {
		for name := range values {
			if slices.Contains(credentials, strings.ToLower(name)) {
				c.reportKey(Join(path+".request."+key, name), "the value would be a secret, and this file is no place for one: let the app read it from the store")
			}
		}
	}
}

// changes refuses two changes of one header, of which only one would be seen.
func (c *checker) changes(path string, h *HeaderChanges) {
	if h == nil {
		return
	}
	seen := map[string]string{}
	change := func(path, name string) {
		name = strings.ToLower(name)
		if other, twice := seen[name]; twice {
			c.reportKey(path, "the header is changed twice (%s): keep one", c.Pos(other))
		}
		seen[name] = path
	}
	for i, name := range h.Remove {
		change(joinIndex(path+".remove", i), name)
	}
	for name := range sorted(h.Set) {
		change(Join(path+".set", name), name)
	}
	for name := range sorted(h.Add) {
		change(Join(path+".add", name), name)
	}
}

func (c *checker) cors(path string, p *CORS) {
	if p == nil {
		return
	}
	c.once(path+".origins", p.Origins)
	if i := slices.Index(p.Origins, "*"); i >= 0 {
		switch place := joinIndex(path+".origins", i); {
		case p.Credentials:
			c.report(place, "with credentials (%s) any page could read what the user may: name the origins", c.Pos(path+".credentials"))
		case len(p.Origins) > 1:
			c.report(place, "all origins are allowed, so the others have no effect: keep one or the other")
		}
	}
	if len(p.Origins) == 0 {
		c.report(path+".origins", "names no origin: take cors out, or name one")
	}
}

// hosts keeps a route from being asked for twice on one host.
func (c *checker) hosts(path string, r *Route) {
	c.once(path+".hosts", r.Hosts)
	if i := slices.Index(r.Hosts, r.Host); i >= 0 {
		c.report(joinIndex(path+".hosts", i), "%s is the route's host already: take it out", quote(r.Host))
	}
}

func (c *checker) redirect(path string, r Redirect) {
	if r.Path == "/" && r.Host == c.Ingress.Host {
		c.report(path+".path", "what / of the ingress host answers is said under ingress.root")
	}
	if r.Path != "" && r.To != "" && strings.HasSuffix(r.Path, "/") != strings.HasSuffix(r.To, "/") {
		c.report(path+".to", "%s and the path %s (%s) must both end with a slash, or neither: with one, what comes after it is kept",
			quote(r.To), quote(r.Path), c.Pos(path+".path"))
	}
	if c.has(path+".code") && r.Code != 0 && !slices.Contains([]int32{301, 302, 307, 308}, r.Code) {
		c.report(path+".code", "%d is not 301, 302, 307 or 308", r.Code)
	}
	if r.Within != "" && r.Path != "" && (r.Path == r.Within || !strings.HasPrefix(r.Path, r.Within)) {
		c.report(path+".within", "%s does not lie under %s (%s)", quote(r.Path), quote(r.Within), c.Pos(path+".path"))
	}
}
