package envoy

import (
	"fmt"
	"strings"

	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	hcm "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"
)

// Decision is what Envoy's router does with one request.
type Decision struct {
	Kind      Kind
	Route     string    // the name of the route that matched
	Status    uint32    // of a redirect or a response that Envoy gives itself
	Location  string    // of a redirect
	Body      string    // of a direct response
	Clusters  []Cluster // where it may go
	Path      string    // as the upstream sees it
	Authority string    // as the upstream sees it
	Matched   *route.Route
}

// Kind is how a request ends in the router.
type Kind string

// The ways in which a request ends.
const (
	BadPath       Kind = "bad path"
	NoVirtualHost Kind = "no virtual host"
	NoRoute       Kind = "no route"
	NoAction      Kind = "no action"
	Redirect      Kind = "redirect"
	Direct        Kind = "direct response"
	Forward       Kind = "forward"
)

// Cluster is one place where a route sends requests, with its share of all weights.
type Cluster struct {
	Name      string
	Weight    uint32 // 0 if the route has only this one
	Authority string // what this cluster alone rewrites the authority to, or nothing
}

// Decide takes a request through the connection manager and its routes.
func Decide(manager *hcm.HttpConnectionManager, config *route.RouteConfiguration, request Request) Decision {
	if !strings.HasPrefix(request.Path, "/") {
		return Decision{Kind: NoRoute, Status: 404} // conn_manager_impl.cc, decodeHeaders: only relative paths are served
	}
	path, what := normalize(manager, request.Path)
	switch what {
	case reject:
		return Decision{Kind: BadPath, Status: 400}
	case redirect:
		return Decision{Kind: Redirect, Status: 307, Location: path}
	}
	request.Path = path
	host := virtualHost(config, request.Authority)
	if host == nil {
		return Decision{Kind: NoVirtualHost, Status: 404}
	}
	// config_impl.cc, getRouteFromEntries: TLS is required before any route is looked at; utility.cc, createSslRedirectPath.
	if host.GetRequireTls() == route.VirtualHost_ALL && request.Scheme != "https" {
		return Decision{Kind: Redirect, Status: 301, Location: "https://" + request.Authority + request.Path}
	}
	for _, candidate := range host.GetRoutes() {
		if matches(candidate.GetMatch(), request) {
			return act(candidate, request)
		}
	}
	return Decision{Kind: NoRoute, Status: 404}
}

func act(r *route.Route, request Request) Decision {
	decision := Decision{Route: r.GetName(), Matched: r}
	switch action := r.GetAction().(type) {
	case nil:
		decision.Kind = NoAction
	case *route.Route_Redirect:
		decision.Kind = Redirect
		decision.Status = redirectCodes[action.Redirect.GetResponseCode()]
		decision.Location = location(r, action.Redirect, request)
	case *route.Route_DirectResponse:
		decision.Kind = Direct
		decision.Status = action.DirectResponse.GetStatus()
		decision.Body = action.DirectResponse.GetBody().GetInlineString() + string(action.DirectResponse.GetBody().GetInlineBytes())
	case *route.Route_Route:
		decision.Kind = Forward
		decision.Clusters = clusters(action.Route)
		decision.Path = rewritten(r.GetMatch(), action.Route, request.Path)
		decision.Authority = request.Authority
		if literal := action.Route.GetHostRewriteLiteral(); literal != "" {
			decision.Authority = literal
		}
	default:
		panic(fmt.Sprintf("a route does what pilot never sets: %v", r))
	}
	return decision
}

func clusters(action *route.RouteAction) []Cluster {
	switch specifier := action.GetClusterSpecifier().(type) {
	case *route.RouteAction_Cluster:
		return []Cluster{{Name: specifier.Cluster}}
	case *route.RouteAction_WeightedClusters:
		var all []Cluster
		for _, c := range specifier.WeightedClusters.GetClusters() {
			all = append(all, Cluster{Name: c.GetName(), Weight: c.GetWeight().GetValue(), Authority: c.GetHostRewriteLiteral()})
		}
		return all
	}
	panic(fmt.Sprintf("a route goes where pilot never sends it: %v", action))
}
