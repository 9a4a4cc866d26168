package components

import (
	"strings"

	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/routes"
)

// routeTo is the public URL of a component, with its path left whole; none if the user asks for none.
func routeTo(component, origin string, route *platform.Route, backend routes.Backend) []routes.Route {
	if route == nil {
		return nil
	}
	return []routes.Route{{
		Name: component, Host: route.Host, Path: route.Path, Within: route.Within, Backend: backend, Origin: origin + ".route",
	}}
}

// prefix is what the paths of a route begin with, without its last slash.
func prefix(route *platform.Route) string { return strings.TrimSuffix(route.Path, "/") }
