package simulate

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	networking "istio.io/api/networking/v1"
)

// Proxy is a gateway's pods, as Istio sees them.
type Proxy struct {
	Namespace string
	// Labels are those that Gateways select the pods by.
	Labels map[string]string
}

// server is one server of a Gateway, on the port that it listens on.
type server struct {
	*networking.Server
	gateway *gatewayObject
	// hosts have their own namespace or none: neither ./ nor */.
	hosts []string
	// listens is the port of the pod; Port.Number is the one that the Gateway names.
	listens uint32
	// route is the name of the route configuration that the server shares with others of its port; empty for raw TCP.
	route string
}

func (s *server) protocol() string { return strings.ToUpper(s.Port.GetProtocol()) }

func (s *server) source() Source { return s.gateway.source }

// http is plain HTTP in any of its versions (pkg/config/protocol/instance.go, IsHTTP).
func (s *server) http() bool {
	return slices.Contains([]string{"HTTP", "HTTP2", "HTTP_PROXY", "GRPC", "GRPC-WEB"}, s.protocol())
}

func (s *server) passthrough() bool {
	mode := s.Tls.GetMode()
	return s.Tls != nil && (mode == networking.ServerTLSSettings_PASSTHROUGH || mode == networking.ServerTLSSettings_AUTO_PASSTHROUGH)
}

// terminates says whether TLS ends here and HTTP is inside (pkg/config/gateway/gateway.go, IsHTTPSServerWithTLSTermination).
func (s *server) terminates() bool {
	return s.Tls != nil && s.protocol() == "HTTPS" && !s.passthrough()
}

// tls says whether clients speak TLS; a plain server with tls settings only redirects.
func (s *server) tls() bool { return s.Tls != nil && !s.http() }

// routeName is what Istio calls the server's route configuration (pilot/pkg/model/gateway.go, gatewayRDSRouteName): plain servers of
// one port share one, each TLS server has its own.
func (s *server) routeName() string {
	bind := ""
	if s.Bind != "" {
		bind = "." + s.Bind
	}
	switch {
	case s.http():
		return "http." + strconv.Itoa(int(s.listens)) + bind
	case s.protocol() == "HTTPS" && !s.passthrough():
		return strings.Join([]string{"https", strconv.Itoa(int(s.Port.GetNumber())), s.Port.GetName(), s.gateway.Name, s.gateway.Namespace}, ".") + bind
	}
	return ""
}

// sanitize writes a server's hosts as Istio matches them (gateway.go, sanitizeServerHostNamespace).
func sanitize(hosts []string, namespace string) []string {
	all := slices.Clone(hosts)
	for i, host := range all {
		ns, name, found := strings.Cut(host, "/")
		switch {
		case !found:
		case ns == ".":
			all[i] = namespace + "/" + name
		case ns == "*" && name == "*":
			return []string{"*"}
		case ns == "*":
			all[i] = name
		}
	}
	return all
}

// address is where a listener is bound, with the protocol of its first server.
type address struct {
	port           uint32
	protocol, bind string
}

// merge joins the servers of all Gateways of one workload (pilot/pkg/model/gateway.go, mergeGateways): the oldest Gateway wins a
// conflict.
type merge struct {
	// order keeps the addresses as they came.
	order   []address
	servers map[address][]*server
	// routes are the servers of each route configuration.
	routes map[string][]*server
	// dropped are servers that lost a conflict, and why.
	dropped []dropped

	taken    map[uint32]bool
	plain    map[uint32]address
	tlsHosts map[uint32]map[string]string
}

type dropped struct {
	*server
	why string
}

func newMerge() *merge {
	return &merge{
		servers: map[address][]*server{}, routes: map[string][]*server{}, taken: map[uint32]bool{}, plain: map[uint32]address{},
		tlsHosts: map[uint32]map[string]string{},
	}
}

// add takes one server in, or says why not.
func (m *merge) add(s *server) {
	if s.Tls != nil {
		if host := m.duplicate(s); host != "" {
			m.drop(s, "another server of port "+strconv.Itoa(int(s.listens))+" has the host "+host)
			return
		}
	}
	at := address{s.listens, s.Port.GetProtocol(), s.Bind}
	current, plain := m.plain[s.listens]
	switch {
	case !m.taken[s.listens]:
		m.taken[s.listens] = true
		m.first(s, at)
	case plain && current.bind == at.bind:
		m.addPlain(s, current)
	case plain && m.servers[at] == nil:
		m.first(s, at)
	case plain:
		m.servers[at] = append(m.servers[at], s)
		m.routes[s.route] = append(m.routes[s.route], s)
	case !s.tls():
		m.first(s, at)
	default:
		m.addTLS(s, at)
	}
}

// first is the first server of its address.
func (m *merge) first(s *server, at address) {
	if !s.tls() {
		m.plain[at.port] = at
	}
	if s.http() || s.terminates() {
		m.routes[s.route] = []*server{s}
	}
	m.order = append(m.order, at)
	m.servers[at] = []*server{s}
}

// addPlain joins a plain server: only HTTP can share a port with HTTP.
func (m *merge) addPlain(s *server, current address) {
	if before := m.servers[current][0]; !s.http() || !before.http() {
		m.drop(s, "port "+strconv.Itoa(int(s.listens))+" already speaks "+current.protocol)
		return
	}
	m.servers[current] = append(m.servers[current], s)
	m.routes[s.route] = append(m.routes[s.route], s)
}

// addTLS joins a TLS server: the name in the handshake tells it from the others.
func (m *merge) addTLS(s *server, at address) {
	if s.terminates() {
		if m.routes[s.route] != nil {
			m.drop(s, "another server of the Gateway has the port name "+s.Port.GetName())
			return
		}
		m.routes[s.route] = []*server{s}
	}
	if m.servers[at] == nil {
		m.order = append(m.order, at)
	}
	m.servers[at] = append(m.servers[at], s)
}

func (m *merge) drop(s *server, why string) { m.dropped = append(m.dropped, dropped{s, why}) }

// duplicate is a host that a server before has on the same port and address; if there is none, the server's are noted.
func (m *merge) duplicate(s *server) string {
	known := m.tlsHosts[s.listens]
	if known == nil {
		known = map[string]string{}
		m.tlsHosts[s.listens] = known
	}
	for _, host := range s.hosts {
		if bind, ok := known[host]; ok && bind == s.Bind {
			return host
		}
	}
	for _, host := range s.hosts {
		known[host] = s.Bind
	}
	return ""
}

// mergeGateways merges those whose selector takes the proxy's labels, in the order of their age.
func (t *Tree) mergeGateways(p Proxy) *merge {
	m := newMerge()
	for _, g := range t.gateways {
		if !selects(g.Spec.GetSelector(), p.Labels) {
			continue
		}
		for _, spec := range g.Spec.GetServers() {
			if spec.GetPort() == nil {
				continue
			}
			s := &server{Server: spec, gateway: g, hosts: sanitize(spec.Hosts, g.Namespace)}
			s.listens = t.services.targetOf(p, spec.Port.GetNumber())
			s.route = s.routeName()
			m.add(s)
		}
	}
	return m
}

// selects says whether labels are all there; no selector takes all.
func selects(selector, labels map[string]string) bool {
	for key, value := range selector {
		if own, ok := labels[key]; !ok || own != value {
			return false
		}
	}
	return true
}

// Gateways are the workloads that a Gateway of the tree selects, by namespace and labels; if no workload is rendered, the selectors
// themselves, in the Gateways' own namespaces.
func (t *Tree) Gateways() []Proxy { return t.proxies }

// findGateways looks for them once.
func (t *Tree) findGateways() []Proxy {
	var all []Proxy
	for _, g := range t.gateways {
		found := t.services.proxies(g.Spec.GetSelector())
		if len(found) == 0 {
			found = []Proxy{{Namespace: g.Namespace, Labels: g.Spec.GetSelector()}}
		}
		for _, p := range found {
			if !slices.ContainsFunc(all, func(o Proxy) bool { return o.key() == p.key() }) {
				all = append(all, p)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Proxy) int { return cmp.Compare(a.key(), b.key()) })
	return all
}

// key is the same for proxies of the same namespace and labels.
func (p Proxy) key() string {
	var parts []string
	for key, value := range p.Labels {
		parts = append(parts, key+"="+value)
	}
	slices.Sort(parts)
	return p.Namespace + "/" + strings.Join(parts, ",")
}
