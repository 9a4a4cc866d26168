package components

import (
	"strings"

	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/routes"
)

// routeTo is the public URL of a component, with its path left whole, and the same on every other host that it has; none if the
// user asks for none.
func routeTo(component, origin string, route *platform.Route, backend routes.Backend) []routes.Route {
	if route == nil {
		return nil
	}
	var all []routes.Route
	for _, host := range append([]string{route.Host}, route.Hosts...) {
		all = append(all, routes.Route{
			Name: component, Host: host, Path: route.Path, Within: route.Within, Backend: backend, Traffic: route.Traffic,
			Login: route.AsksForLogin(), Roles: route.Roles,
			Origin: origin + ".route",
		})
	}
	return all
}

// prefix is what the paths of a route begin with, without its last slash.
func prefix(route *platform.Route) string { return strings.TrimSuffix(route.Path, "/") }

// destinationRule is how all clients treat the component's Service; nil if there is nothing to say. A component has one route at
// most, though perhaps on several hosts.
func (o Offered) destinationRule() kube.Resource {
	switch {
	case o.Service == nil:
		return nil
	case len(o.Routes) == 0:
		return o.Service.DestinationRule(o.Versions, "", nil)
	}
	return o.Service.DestinationRule(o.Versions, o.Routes[0].Path, o.Routes[0].Traffic)
}
