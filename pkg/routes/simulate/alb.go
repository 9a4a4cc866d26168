package simulate

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/example-org/platform-render/pkg/routes/authz"
)

// terraform is what a .tf.json file says of a load balancer: listeners, and the target groups that they forward to.
type terraform struct {
	Resource struct {
		Listeners    map[string]albListener `json:"aws_lb_listener"`
		TargetGroups map[string]targetGroup `json:"aws_lb_target_group"`
	} `json:"resource"`
}

// albListener is a port of the load balancer.
type albListener struct {
	Port     int    `json:"port"`
	Protocol string `json:"protocol"`
	Action   struct {
		Type        string `json:"type"`
		TargetGroup string `json:"target_group_arn"`
		Redirect    struct {
			Protocol   string `json:"protocol"`
			Port       string `json:"port"`
			StatusCode string `json:"status_code"`
		} `json:"redirect"`
	} `json:"default_action"`

	source Source
	group  targetGroup
}

// targetGroup is a node port, and how it is found healthy.
type targetGroup struct {
	Port        int    `json:"port"`
	Protocol    string `json:"protocol"`
	HealthCheck struct {
		Port     string `json:"port"`
		Path     string `json:"path"`
		Protocol string `json:"protocol"`
	} `json:"health_check"`
}

// readTerraform keeps the listeners of a file; one that is no JSON object says nothing of load balancers.
func (b *builder) readTerraform(name string, text []byte) error {
	var file terraform
	if err := json.Unmarshal(text, &file); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	for _, l := range file.Resource.Listeners {
		l.source = Source{File: name}
		parts := strings.Split(strings.Trim(l.Action.TargetGroup, "${}"), ".")
		if len(parts) == 3 {
			l.group = file.Resource.TargetGroups[parts[1]]
		}
		b.listeners = append(b.listeners, l)
	}
	return nil
}

// entrance is where a request comes into the cluster: which gateway, and as what it arrives there.
type entrance struct {
	gateway Proxy
	arrival
	// balanced says that a load balancer asks, and not the client itself.
	balanced bool
}

// workload is the gateway as policies select it.
func (e entrance) workload() authz.Workload {
	return authz.Workload{Namespace: e.gateway.Namespace, Labels: e.gateway.Labels}
}

// enter takes a request through the load balancer, or straight to the gateway that knows its host. The answer has ended if neither
// lets it in.
func (t *Tree) enter(a *Answer) (entrance, bool) {
	if a.Request.Through == ThroughGateway || len(t.listeners) == 0 && a.Request.Through == "" {
		return t.direct(a)
	}
	for _, l := range t.listeners {
		if l.Port == a.Request.port() {
			return t.balance(a, l)
		}
	}
	a.end(End{Outcome: Unreachable, Why: fmt.Sprintf("the load balancer has no listener on port %d", a.Request.port())})
	return entrance{}, false
}

// balance is what a listener does.
func (t *Tree) balance(a *Answer, l albListener) (entrance, bool) {
	if strings.EqualFold(l.Protocol, "HTTPS") != (a.Request.scheme() == "https") {
		a.end(End{Outcome: Unreachable, Why: fmt.Sprintf("the load balancer speaks %s on port %d", l.Protocol, l.Port)})
		return entrance{}, false
	}
	if l.Action.Type == "redirect" {
		status, _ := strconv.Atoi(strings.TrimPrefix(l.Action.Redirect.StatusCode, "HTTP_"))
		location := l.location(a.Request)
		a.step(l.source, "load balancer, port %d: redirects to %s", l.Port, location)
		a.end(End{Outcome: Redirects, Status: status, Location: location})
		return entrance{}, false
	}
	return t.target(a, l)
}

// location keeps host, path and query (Elastic Load Balancing: the defaults of a redirect's parts are the request's own).
func (l albListener) location(r Request) string {
	host, _ := splitPort(r.Host)
	scheme := strings.ToLower(strings.ReplaceAll(l.Action.Redirect.Protocol, "#{protocol}", r.scheme()))
	if port := l.Action.Redirect.Port; port != "443" && port != "80" && port != "" && port != "#{port}" {
		host += ":" + port
	}
	return scheme + "://" + host + withQuery(r.Path, r.Query)
}

// target finds the gateway behind a node port. The load balancer opens a connection of its own, without a name in the handshake, and
// tells the client's scheme in X-Forwarded-Proto.
func (t *Tree) target(a *Answer, l albListener) (entrance, bool) {
	a.step(l.source, "load balancer, port %d: %s, ends TLS; forwards %s to node port %d", l.Port, l.Protocol, l.group.Protocol, l.group.Port)
	for _, p := range t.Gateways() {
		s, port := t.services.nodePort(p, l.group.Port)
		if s == nil {
			continue
		}
		a.step(s.source, "%s, port %s", s.title(), port)
		if why := t.unhealthy(p, l.group); why != "" {
			a.end(End{Outcome: Unavailable, Status: http.StatusServiceUnavailable, Why: why})
			return entrance{}, false
		}
		e := entrance{gateway: p, arrival: t.arrival(p, a.Request, port.number), balanced: true}
		e.tls, e.sni = strings.EqualFold(l.group.Protocol, "HTTPS"), ""
		e.scheme = t.schemeOf(a.Request.scheme(), e.tls)
		return e, true
	}
	a.end(End{Outcome: Unavailable, Status: http.StatusServiceUnavailable, Why: fmt.Sprintf("no gateway's Service has the node port %d", l.group.Port)})
	return entrance{}, false
}

// statusPort is where Istio's proxy tells that it is ready, and readyPath how.
const statusPort, readyPath = 15021, "/healthz/ready"

// unhealthy says why the load balancer would take no node for healthy.
func (t *Tree) unhealthy(p Proxy, g targetGroup) string {
	number, err := strconv.Atoi(g.HealthCheck.Port)
	if err != nil {
		return "" // the traffic port itself
	}
	s, port := t.services.nodePort(p, number)
	switch {
	case s == nil:
		return fmt.Sprintf("the health check asks node port %d, which no Service of the gateway has: no target is healthy", number)
	case t.services.targetNumber(p, port) == statusPort && g.HealthCheck.Path != readyPath:
		return fmt.Sprintf("the health check asks %s of the status port, which knows %s: no target is healthy", g.HealthCheck.Path, readyPath)
	}
	return ""
}

// schemeOf is what the gateway takes for the client's scheme: what the proxy before it tells, if one is trusted, and else that of
// the connection (Envoy, source/common/http/conn_manager_utility.cc).
func (t *Tree) schemeOf(told string, tls bool) string {
	switch {
	case t.mesh.trustedProxies() > 0 && told != "":
		return told
	case tls:
		return "https"
	}
	return "http"
}

// direct picks the gateway that has something to say, if there are several: no manifest tells which of them a name leads to.
func (t *Tree) direct(a *Answer) (entrance, bool) {
	var found *entrance
	for _, p := range t.Gateways() {
		e := entrance{gateway: p, arrival: t.arrival(p, a.Request, uint32(a.Request.port()))}
		if kind := t.router(p).decide(e.arrival).Kind; kind != NotListening && kind != NoRoute {
			return e, true
		} else if found == nil || kind == NoRoute {
			found = &e
		}
	}
	if found == nil {
		a.end(End{Outcome: Unreachable, Why: "the tree has no Gateway"})
		return entrance{}, false
	}
	return *found, true
}

// nodePort is the Service of a gateway that has a node port.
func (r registry) nodePort(p Proxy, number int) (*service, servicePort) {
	for _, s := range r.byNamespace[p.Namespace] {
		if len(s.selector) == 0 || !selects(s.selector, p.Labels) {
			continue
		}
		if inner, ok := s.nodePorts[number]; ok {
			port, _ := s.port(inner)
			return s, port
		}
	}
	return nil, servicePort{}
}
