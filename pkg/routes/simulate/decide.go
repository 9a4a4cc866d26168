package simulate

import (
	"cmp"
	"fmt"
	"net/http"
	"strings"

	networking "istio.io/api/networking/v1"
)

// arrival is a request as it reaches the gateway's pod.
type arrival struct {
	message
	// port is the pod's.
	port uint32
	tls  bool
	sni  string
}

// Decide is what the gateway does with a request that comes to it directly: Through is not looked at. A port of the gateway's
// Service stands for its target port, any other for itself.
func (t *Tree) Decide(p Proxy, r Request) Decision {
	return t.router(p).decide(t.arrival(p, r, uint32(r.port())))
}

// arrival is a request at a port of the gateway's Service.
func (t *Tree) arrival(p Proxy, r Request, port uint32) arrival {
	return arrival{
		message: message{
			method: r.method(), scheme: t.schemeOf(r.Headers.Get("X-Forwarded-Proto"), r.scheme() == "https"), authority: r.Host,
			path: cmp.Or(r.Path, "/"), query: r.Query, headers: r.Headers, claims: r.Claims, loggedIn: r.LoggedIn,
		},
		port: t.services.targetOf(p, port),
		tls:  r.scheme() == "https",
		sni:  r.sni(),
	}
}

func (r *router) decide(a arrival) Decision {
	servers := r.listeners(a.port)
	if len(servers) == 0 {
		return Decision{Kind: NotListening, Why: fmt.Sprintf("no server of a Gateway listens on port %d%s", a.port, r.whyNot(a.port))}
	}
	if name, ok := r.clash(servers); ok {
		return Decision{Kind: NotListening, Why: fmt.Sprintf("two servers of port %d both take %s: Envoy refuses the listener", a.port, name)}
	}
	if a.tls {
		c, ok := choose(r.chains(servers), a.sni)
		if !ok {
			return Decision{Kind: NotListening, Why: fmt.Sprintf("no TLS server of port %d takes %s: the connection is reset", a.port, a.name())}
		}
		return r.decideTLS(c, a)
	}
	for _, s := range servers {
		if s.http() {
			return r.decideHTTP(s, r.tables[s.route], a.message)
		}
		if s.Tls == nil {
			return r.decideRaw(s)
		}
	}
	return Decision{Kind: NotListening, Why: fmt.Sprintf("port %d speaks TLS, and the request is plain: the connection is reset", a.port)}
}

// name is the one in the handshake, in words.
func (a arrival) name() string {
	if a.sni == "" {
		return "a connection without a name in the handshake"
	}
	return "the name " + a.sni
}

func (r *router) whyNot(port uint32) string {
	for _, d := range r.merged.dropped {
		if d.listens == port {
			return ": " + d.gateway.title() + " lost its server: " + d.why
		}
	}
	return ""
}

// decideRaw is for a server whose protocol Istio does not look into.
func (r *router) decideRaw(s *server) Decision {
	if raw := r.tcpRule(s); raw != nil {
		return raw.decision()
	}
	return Decision{Kind: NotListening, Why: fmt.Sprintf("no tcp rule of a VirtualService is for port %d, which speaks %s", s.listens, s.protocol())}
}

func (r *router) decideTLS(c chain, a arrival) Decision {
	if c.raw != nil {
		return c.raw.decision()
	}
	return r.decideHTTP(c.server, r.tables[c.server.route], a.message)
}

// decideHTTP is the HTTP connection manager's part: the path, the virtual host, the rule.
func (r *router) decideHTTP(s *server, routes *table, m message) Decision {
	d := Decision{Server: s.gateway.id(), server: s, Method: m.method, Authority: m.authority, Path: m.path, Query: m.query}
	if early, done := r.tree.mesh.early(&m, d); done {
		return early
	}
	d.Path, d.matched = m.path, m.path
	host := routes.find(m.authority)
	if host == nil {
		return d.answer(NoRoute, http.StatusNotFound, fmt.Sprintf("no VirtualService of %s has the host %q", d.Server, m.authority))
	}
	if host.redirectTLS != nil && m.scheme != "https" {
		d.Location = "https://" + m.authority + m.pathAndQuery()
		return d.answer(Redirect, http.StatusMovedPermanently, host.redirectTLS.gateway.title()+" redirects to https")
	}
	for _, candidate := range host.routes {
		if candidate.matches(&m) {
			return candidate.decide(r, &m, d)
		}
	}
	return d.answer(NoRoute, http.StatusNotFound, fmt.Sprintf("no rule for %s matches %s %s", host.domain, m.method, m.pathAndQuery()))
}

// early is what Envoy answers before it looks for a rule; m gets the path that rules are matched with.
func (m *mesh) early(msg *message, d Decision) (Decision, bool) {
	if msg.authority == "" {
		return d.answer(BadRequest, http.StatusBadRequest, "the request has no Host"), true
	}
	if strings.Contains(msg.path, "#") {
		return d.answer(BadRequest, http.StatusBadRequest, "the path has a fragment"), true
	}
	if !strings.HasPrefix(msg.path, "/") {
		return d.answer(NoRoute, http.StatusNotFound, "the path does not begin with a slash"), true
	}
	n := m.normalization.apply(msg.path)
	msg.path = n.path
	switch {
	case n.reject:
		return d.answer(BadRequest, http.StatusBadRequest, "the path cannot be normalized"), true
	case n.redirect:
		d.Location = msg.pathAndQuery()
		return d.answer(Redirect, http.StatusTemporaryRedirect, "the path has escaped slashes"), true
	}
	return d, false
}

func (d Decision) answer(kind Kind, status int, why string) Decision {
	d.Kind, d.Status, d.Why = kind, status, why
	return d
}

// decide carries out the rule (route.go, TranslateRoute).
func (rt *route) decide(r *router, m *message, d Decision) Decision {
	d.route, d.VirtualService, d.Source, d.RuleName = rt, rt.owner.id(), rt.rule.source, rt.name()
	d.Fault = fault(rt.rule.Fault)
	switch {
	case rt.rule.Redirect != nil:
		return rt.redirect(m, d)
	case rt.rule.DirectResponse != nil:
		d.Body = body(rt.rule.DirectResponse.GetBody())
		return d.answer(DirectResponse, int(rt.rule.DirectResponse.GetStatus()), "the rule answers itself")
	}
	d.Kind = Forward
	d.Destinations = rt.destinations(r)
	if len(d.Destinations) == 0 {
		d.Kind, d.Why = Invalid, "the rule leads nowhere: Envoy refuses it"
		return d
	}
	d.Mirrors = rt.mirrors(r)
	d.Timeout = rt.rule.Timeout.AsDuration()
	d.Attempts = attempts(rt.rule.Retries, r.tree.mesh)
	rt.rewrite(&d)
	return d
}

// name is what Istio names the route.
func (rt *route) name() string {
	if rt.condition.name != "" {
		return rt.rule.Name + "." + rt.condition.name
	}
	return rt.rule.Name
}

func body(b *networking.HTTPBody) string {
	if bytes := b.GetBytes(); bytes != nil {
		return string(bytes)
	}
	return b.GetString_()
}

// attempts are the retries: two if neither the rule nor the mesh says otherwise (pilot/pkg/networking/core/route/retry/retry.go).
func attempts(policy *networking.HTTPRetry, m mesh) int {
	if policy == nil {
		policy = m.config.GetDefaultHttpRetryPolicy()
	}
	switch {
	case policy == nil:
		return defaultAttempts
	case policy.Attempts > 0:
		return int(policy.Attempts)
	}
	return 0
}

const defaultAttempts = 2
