package simulate

import (
	"slices"
	"strings"
)

// router is what one gateway's pods are configured with: listeners, and the route configurations behind them.
type router struct {
	tree   *Tree
	proxy  Proxy
	merged *merge
	tables map[string]*table
}

// router is the proxy's, built once.
func (t *Tree) router(p Proxy) *router {
	t.lock.Lock()
	defer t.lock.Unlock()
	key := p.key()
	r, ok := t.routers[key]
	if !ok {
		r = &router{tree: t, proxy: p, merged: t.mergeGateways(p), tables: map[string]*table{}}
		for name, servers := range r.merged.routes {
			r.tables[name] = r.table(servers)
		}
		t.routers[key] = r
	}
	return r
}

// listeners are the servers behind a port, on the pod's own address.
func (r *router) listeners(port uint32) []*server {
	var all []*server
	for _, at := range r.merged.order {
		if at.port == port && slices.Contains([]string{"", "0.0.0.0", "::"}, at.bind) {
			all = append(all, r.merged.servers[at]...)
		}
	}
	return all
}

// chain is what takes a TLS connection: a server that ends TLS, or a rule that hands the connection on.
type chain struct {
	server *server
	// names are those of the handshake; none takes every connection.
	names []string
	// raw is the rule of a VirtualService that the connection is handed on by.
	raw *rawRule
}

// chains are a port's, for TLS (pilot/pkg/networking/core/gateway.go, buildGatewayTCPBasedFilterChains). A server of plain TCP does
// not notice that it gets TLS.
func (r *router) chains(servers []*server) []chain {
	var all []chain
	for _, s := range servers {
		switch {
		case s.http():
		case s.passthrough():
			all = append(all, r.passChains(s)...)
		case s.terminates():
			all = append(all, chain{server: s, names: serverNames(s.hosts)})
		default:
			all = append(all, r.rawChains(s)...)
		}
	}
	return all
}

func (r *router) rawChains(s *server) []chain {
	raw := r.tcpRule(s)
	if raw == nil {
		return nil
	}
	if s.Tls == nil {
		return []chain{{server: s, raw: raw}}
	}
	return []chain{{server: s, names: serverNames(s.hosts), raw: raw}}
}

// clash finds a name that two filter chains of a port both take: nothing but the name tells a gateway's chains apart, and Envoy takes
// no listener that is ambiguous (source/common/listener_manager/filter_chain_manager_impl.cc, addFilterChains).
func (r *router) clash(servers []*server) (name string, found bool) {
	all := r.chains(servers)
	if slices.ContainsFunc(servers, (*server).http) {
		all = append(all, chain{})
	}
	seen := map[string]bool{}
	for _, c := range all {
		for _, name := range c.takes() {
			if seen[name] {
				return name, true
			}
			seen[name] = true
		}
	}
	return "", false
}

// takes names the connections of a chain.
func (c chain) takes() []string {
	if len(c.names) == 0 {
		return []string{"every connection"}
	}
	return c.names
}

// serverNames are the names that a filter chain matches: one that is "*" takes all (listener.go, sniHosts).
func serverNames(hosts []string) []string {
	var names []string
	for _, host := range hosts {
		if _, name, found := strings.Cut(host, "/"); found {
			host = name
		}
		if host == "*" {
			return nil
		}
		names = append(names, strings.ToLower(host))
	}
	return names
}

// choose picks the chain of a name as Envoy does: the name itself, then the longest wildcard, then a chain for all
// (Envoy, source/common/listener_manager/filter_chain_manager_impl.cc).
func choose(chains []chain, sni string) (chain, bool) {
	for name := sni; name != ""; name = parent(name) {
		for _, c := range chains {
			if slices.Contains(c.names, name) {
				return c, true
			}
		}
	}
	for _, c := range chains {
		if len(c.names) == 0 {
			return c, true
		}
	}
	return chain{}, false
}

// parent is the next wider wildcard of a name; empty if there is none.
func parent(name string) string {
	_, rest, found := strings.Cut(strings.TrimPrefix(name, "*."), ".")
	if !found {
		return ""
	}
	return "*." + rest
}

// route is one rule with one of its matches, on one server.
type route struct {
	*condition
	rule   *rule
	owner  *virtualService
	server *server
}

// virtualHost is the rules of one host name.
type virtualHost struct {
	domain string
	routes []*route
	// redirectTLS answers plain requests with a redirect to https.
	redirectTLS *server
}

// table is a route configuration.
type table struct {
	hosts map[string]*virtualHost
	// wildcards are the domains that begin with *, the longest first; "*" alone is the last.
	wildcards []*virtualHost
}

// table joins the VirtualServices of all servers of a route configuration
// (pilot/pkg/networking/core/gateway.go, buildGatewayHTTPRouteConfig).
func (r *router) table(servers []*server) *table {
	t := &table{hosts: map[string]*virtualHost{}}
	built := map[string][]*route{}
	for _, s := range servers {
		for _, v := range r.visible(s) {
			hosts := intersect(forNamespace(s.hosts, v.Namespace), v.Spec.Hosts)
			if len(hosts) == 0 {
				continue
			}
			key := s.gateway.id() + " " + v.id()
			if built[key] == nil {
				built[key] = r.routes(s, v)
			}
			if len(built[key]) == 0 {
				continue
			}
			for _, host := range hosts {
				t.host(host).add(built[key], s)
			}
		}
		t.redirects(s)
	}
	t.sort()
	return t
}

func (t *table) host(name string) *virtualHost {
	name = strings.ToLower(name)
	if t.hosts[name] == nil {
		t.hosts[name] = &virtualHost{domain: name}
	}
	return t.hosts[name]
}

func (v *virtualHost) add(routes []*route, s *server) {
	v.routes = append(v.routes, routes...)
	if s.Tls.GetHttpsRedirect() {
		v.redirectTLS = s
	}
}

// redirects makes a virtual host of each host of a server that redirects to https, whether or not a VirtualService has it. A host
// with a namespace is taken as it is written, and so matches nothing.
func (t *table) redirects(s *server) {
	if !s.Tls.GetHttpsRedirect() {
		return
	}
	for _, host := range s.hosts {
		t.host(host).redirectTLS = s
	}
}

// sort moves the rules that take everything behind the others of their host (route.go, SortVHostRoutes), and lists the wildcards.
func (t *table) sort() {
	for _, v := range t.hosts {
		slices.SortStableFunc(v.routes, func(a, b *route) int {
			return boolToInt(a.catchAll()) - boolToInt(b.catchAll())
		})
		if wildcard(v.domain) {
			t.wildcards = append(t.wildcards, v)
		}
	}
	slices.SortFunc(t.wildcards, func(a, b *virtualHost) int { return len(b.domain) - len(a.domain) })
}

func boolToInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// find is the virtual host of a Host header, whose port is not looked at (Envoy, source/common/router/config_impl.cc,
// findVirtualHost). A wildcard takes at least one letter.
func (t *table) find(authority string) *virtualHost {
	name, _ := splitPort(authority)
	name = strings.ToLower(name)
	if v, ok := t.hosts[name]; ok && !wildcard(name) {
		return v
	}
	for _, v := range t.wildcards {
		if v.domain == "*" || len(name) >= len(v.domain) && strings.HasSuffix(name, v.domain[1:]) {
			return v
		}
	}
	return nil
}

// visible are the VirtualServices bound to a server's Gateway that the proxy's namespace sees: those exported to it by name come
// first (pilot/pkg/model/push_context.go, VirtualServicesForGateway).
func (r *router) visible(s *server) []*virtualService {
	var own, named, public []*virtualService
	for _, v := range r.tree.bound[s.gateway.id()] {
		switch visible, privately := v.visibleTo(r.proxy.Namespace); {
		case !visible:
		case !privately:
			public = append(public, v)
		case v.Namespace == r.proxy.Namespace:
			own = append(own, v)
		default:
			named = append(named, v)
		}
	}
	return slices.Concat(own, named, public)
}

// routes are a VirtualService's on one server, up to the first that takes everything
// (route.go, BuildHTTPRoutesForVirtualService).
func (r *router) routes(s *server, v *virtualService) []*route {
	var all []*route
	for i := range v.rules {
		for _, c := range v.rules[i].conditions {
			if !r.concerns(c, s) {
				continue
			}
			all = append(all, &route{condition: c, rule: &v.rules[i], owner: v, server: s})
			if c.catchAll() {
				return all
			}
		}
		if len(v.rules[i].GetMatch()) == 0 {
			return all
		}
	}
	return all
}

// concerns judges what of a match is about the gateway and not about the request (route.go, TranslateRoute, sourceMatchHTTP).
func (r *router) concerns(c *condition, s *server) bool {
	if c.port != 0 && c.port != s.Port.GetNumber() {
		return false
	}
	if len(c.gateways) > 0 {
		return slices.Contains(c.gateways, s.gateway.id())
	}
	return selects(c.sourceLabels, r.proxy.Labels) && (c.sourceNamespace == "" || c.sourceNamespace == r.proxy.Namespace)
}
