package components

import (
	"cmp"
	"iter"
	"slices"
	"strconv"

	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/routes"
	"github.com/example-org/platform-render/pkg/scrape"
)

// Call says that a component's pods call others. Exactly one of API and Component is set.
type Call struct {
	// API is what some component may serve: one of the constants. Where nobody serves it, nobody is called.
	API string
	// Component is a component with a Service, by its name. It must be there.
	Component string
	// Origin is the key of platform.yaml that asks for the call.
	Origin string
}

// Connection is one that the platform needs, and therefore allows: to a port of pods of the mesh.
type Connection struct {
	// From are the calling pods; nil for callers that show no certificate of the mesh.
	From *Peer
	To   Peer
	// Port is the port that the called pods listen on.
	Port int32
	// Hosts are the only host names that may be asked for; any if there are none.
	Hosts []string
	// Login says that what is passed on must come from somebody who has logged in, Roles that they need one of these roles.
	Login bool
	Roles []string
	// Why says in a few words what it is for, each reason once.
	Why []string
}

// Caller is who calls, for people.
func (c Connection) Caller() string {
	if c.From == nil {
		return "anybody"
	}
	return c.From.Namespace + "/" + c.From.Name
}

// Connections are all that the offers declare, each once, sorted by the called pods, the port, and the caller. Everything else
// is refused.
func (c *Catalog) Connections() []Connection {
	var merged []Connection
	for _, connection := range slices.Concat(c.entrance(), c.plainText(), c.routed(), c.scraped(), c.called()) {
		i := slices.IndexFunc(merged, func(other Connection) bool { return compareConnections(connection, other) == 0 })
		if i < 0 {
			merged = append(merged, connection)
			continue
		}
		merged[i].Login = merged[i].Login || connection.Login
		if len(merged[i].Roles) == 0 {
			merged[i].Roles = connection.Roles // a component has one route at most, though perhaps on several hosts
		}
		if !slices.Contains(merged[i].Why, connection.Why[0]) {
			merged[i].Why = append(merged[i].Why, connection.Why...)
		}
	}
	slices.SortFunc(merged, compareConnections)
	return merged
}

func compareConnections(a, b Connection) int {
	return cmp.Or(cmp.Compare(a.To.Namespace, b.To.Namespace), cmp.Compare(a.To.Name, b.To.Name), cmp.Compare(a.Port, b.Port),
		cmp.Compare(a.Caller(), b.Caller()))
}

// gateway finds the pods that requests from outside come in by.
func (c *Catalog) gateway() (Peer, bool) {
	for _, offer := range c.Offers {
		if offer.Gateway != nil {
			return *offer.Gateway, true
		}
	}
	return Peer{}, false
}

// entrance is how requests come in: from anybody, for the hosts that have routes.
func (c *Catalog) entrance() []Connection {
	gateway, ok := c.gateway()
	if !ok {
		return nil
	}
	var all []Connection
	for _, port := range gateway.Ports {
		all = append(all, Connection{To: gateway, Port: port.Number, Hosts: c.Routes.Hosts(), Why: []string{"requests from outside"}})
	}
	return all
}

// routed are the connections from the gateway to what has a public URL.
func (c *Catalog) routed() []Connection {
	gateway, ok := c.gateway()
	if !ok {
		return nil
	}
	var all []Connection
	for _, route := range c.Routes.Routes {
		for _, connection := range c.toService(gateway, route.Backend, route.URL()) {
			connection.Login, connection.Roles = route.Login, route.Roles
			all = append(all, connection)
		}
		if route.Mirror != nil {
			all = append(all, c.toService(gateway, *route.Mirror, "copies of "+route.URL())...)
		}
	}
	if backend := c.Routes.Root.Backend; backend != nil {
		all = append(all, c.toService(gateway, *backend, "https://"+c.Routes.Root.Host+"/")...)
	}
	return all
}

// toService is the connection to the pods behind a Service; none if they are not in the mesh.
func (c *Catalog) toService(from Peer, backend routes.Backend, why string) []Connection {
	to, port, ok := c.behind(backend)
	if !ok {
		return nil
	}
	return []Connection{{From: &from, To: to, Port: port, Why: []string{why}}}
}

// scraped are the connections from whoever scrapes, to the metrics of pods of the mesh. What proxies serve on their own ports is
// not subject to policies.
func (c *Catalog) scraped() []Connection {
	api, _ := c.API(PrometheusAPI)
	scraper, _, ok := c.behind(api.Backend)
	if !ok {
		return nil
	}
	var all []Connection
	for _, target := range c.Scrapes() {
		for port, to := range c.serving(target) {
			all = append(all, Connection{From: &scraper, To: to, Port: port, Why: []string{"metrics, job " + target.Job}})
		}
	}
	return all
}

// serving are the pods of the mesh that a target is about, each with its port.
func (c *Catalog) serving(target scrape.Target) iter.Seq2[int32, Peer] {
	return func(yield func(int32, Peer) bool) {
		if target.Pods != nil && target.Pods.Mesh {
			if to, ok := c.selected(*target.Pods); ok {
				yield(target.Pods.Port, to)
			}
		}
		if target.Search == nil {
			return
		}
		for _, to := range c.peers() {
			port := func(p Port) bool { return p.Number == target.Search.Port }
			if target.Search.Finds(to.Namespace, to.Selector) && slices.ContainsFunc(to.Ports, port) && !yield(target.Search.Port, to) {
				return
			}
		}
	}
}

// called are the calls that components declare.
func (c *Catalog) called() []Connection {
	var all []Connection
	for _, offer := range c.Offers {
		for _, call := range offer.Calls {
			backend, why, ok := c.callee(call)
			if !ok {
				continue
			}
			for _, from := range offer.Peers {
				all = append(all, c.toService(from, backend, why)...)
			}
		}
	}
	return all
}

func (c *Catalog) callee(call Call) (backend routes.Backend, why string, ok bool) {
	if call.API != "" {
		api, ok := c.API(call.API)
		return api.Backend, "the API of " + call.API, ok
	}
	if service := c.offer(call.Component).Service; service != nil {
		return *service, c.Env.Written(call.Origin), true
	}
	return routes.Backend{}, "", false
}

// checkCalls refuses calls of what cannot be called, and exceptions of what is not there.
func (c *Catalog) checkCalls() platform.Problems {
	_, problems := c.exceptions()
	for _, offer := range c.Offers {
		for i, call := range offer.Calls {
			path := call.Origin + "[" + strconv.Itoa(i) + "]"
			switch {
			case call.Component == "":
			case call.Component == offer.Component.Name():
				problems = append(problems, c.Env.Problemf(path, "%q is the app itself: its pods reach each other by no Service; take it out", call.Component))
			default:
				_, wrong := c.service(path, call.Component)
				problems = append(problems, wrong...)
			}
		}
	}
	return problems
}
