// Package routes is the platform's public URLs: the table of them, what is wrong with it, and the Istio objects that serve it.
package routes

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/example-org/platform-render/pkg/platform"
)

// Backend is a port of a Service.
type Backend struct {
	Namespace, Service string
	Port               int32
	// Version is the one that requests go to: Stable where there can be a canary, empty where all pods are alike.
	Version string
	// Canary is how the Service's second version shares its requests; nil if there is none.
	Canary *platform.Canary
}

// Host is the Service's name in the cluster's DNS.
func (b Backend) Host() string { return b.Service + "." + b.Namespace + ".svc.cluster.local" }

// Address is the host and port as a client writes them.
func (b Backend) Address() string { return b.Host() + ":" + strconv.Itoa(int(b.Port)) }

// Route is one public URL: a host, and a path that begins and ends with a slash.
type Route struct {
	// Name is the component that the route leads to.
	Name       string
	Host, Path string
	// Strip takes the path's own part away before the backend sees the request.
	Strip bool
	// Within is the path of the wider route that this one takes a part of on purpose.
	Within  string
	Backend Backend
	// Traffic is how requests are treated on their way; nil for nothing special.
	Traffic *platform.Traffic
	// Mirror gets the copies that Traffic asks for.
	Mirror *Backend
	// GRPC says that the backend speaks gRPC, and so HTTP/2, all the way from the client.
	GRPC bool
	// Login says that the route is for those alone who have logged in, Roles that they need one of these roles.
	Login bool
	Roles []string
	// Origin is the key of platform.yaml that asks for the route.
	Origin string
}

// URL is what a person types.
func (r Route) URL() string { return "https://" + r.Host + r.Path }

// Root is what `/` of one host answers, where no route takes it: a redirect, a backend, or neither.
type Root struct {
	Host     string
	Redirect string
	Backend  *Backend
}

// Table is every public URL of an environment, sorted by host, the most specific path first.
type Table struct {
	Routes []Route
	// Redirects answer what no route takes.
	Redirects []Redirect
	Root      Root
	// ResponseHeaders are set in each response, unless a route says otherwise.
	ResponseHeaders map[string]string

	// partial says that routes are missing whose host or path is a mistake of its own.
	partial bool
}

// NewTable sorts the routes.
func NewTable(root Root, wanted []Route) Table {
	all := slices.DeleteFunc(slices.Clone(wanted), func(r Route) bool { return r.Host == "" || r.Path == "" })
	slices.SortFunc(all, func(a, b Route) int {
		return cmp.Or(cmp.Compare(a.Host, b.Host), cmp.Compare(len(b.Path), len(a.Path)), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Name, b.Name))
	})
	return Table{Routes: all, Root: root, partial: len(all) < len(wanted)}
}

// Hosts are the host names of the table, sorted.
func (t Table) Hosts() []string {
	hosts := []string{t.Root.Host}
	for _, route := range t.Routes {
		hosts = append(hosts, route.Host)
	}
	for _, redirect := range t.Redirects {
		hosts = append(hosts, redirect.Host)
	}
	slices.Sort(hosts)
	return slices.Compact(hosts)
}

// Check finds routes that overlap by accident, and names that lead nowhere.
func (t Table) Check(env *platform.Environment) platform.Problems {
	var problems platform.Problems
	for i, route := range t.Routes {
		if i > 0 && route.Host == t.Routes[i-1].Host && route.Path == t.Routes[i-1].Path {
			continue // the one before has said so
		}
		if wider, ok := t.around(i); ok {
			problems = append(problems, overlap(env, route, wider)...)
		} else if route.Within != "" {
			problems = append(problems, env.Problemf(route.Origin+".within", "%q is no route of %s; %s",
				route.Within, route.Host, t.list(route.Host)))
		}
	}
	problems = append(problems, t.checkRedirects(env)...)
	return append(problems, t.checkRoot(env)...)
}

// around is the narrowest of the other routes that a route lies under, or that has the same path: the one that would take its
// requests if it were not there. The table's order makes it the next one that fits.
func (t Table) around(i int) (Route, bool) {
	for _, other := range t.Routes[i+1:] {
		if other.Host == t.Routes[i].Host && strings.HasPrefix(t.Routes[i].Path, other.Path) {
			return other, true
		}
	}
	return Route{}, false
}

// overlap judges a route and the one around it.
func overlap(env *platform.Environment, narrow, wide Route) platform.Problems {
	place := env.Pos(wide.Origin + ".path")
	switch {
	case narrow.Path == wide.Path:
		first, second := inFileOrder(env, narrow, wide)
		return platform.Problems{env.Problemf(second.Origin+".path", "%q is taken: %s serves it (%s)",
			second.Path, first.Name, env.Pos(first.Origin+".path"))}
	case narrow.Within == wide.Path:
		return nil
	case narrow.Within == "":
		return platform.Problems{env.Problemf(narrow.Origin+".path",
			"%q lies under %s, which %s serves (%s); write within: %s beside it if that is meant",
			narrow.Path, wide.Path, wide.Name, place, wide.Path)}
	}
	return platform.Problems{env.Problemf(narrow.Origin+".within", "%q is not the route right above %s: that is %s, which %s serves (%s)",
		narrow.Within, narrow.Path, wide.Path, wide.Name, place)}
}

func inFileOrder(env *platform.Environment, a, b Route) (first, second Route) {
	pa, pb := env.Pos(a.Origin+".path"), env.Pos(b.Origin+".path")
	if cmp.Or(cmp.Compare(pa.Line, pb.Line), cmp.Compare(pa.Column, pb.Column)) > 0 {
		return b, a
	}
	return a, b
}

func (t Table) checkRoot(env *platform.Environment) platform.Problems {
	if t.partial || t.Root.Redirect == "" || slices.Contains(t.paths(t.Root.Host), t.Root.Redirect) {
		return nil
	}
	return platform.Problems{env.Problemf("ingress.root.redirect", "%q is no route of %s; %s",
		t.Root.Redirect, t.Root.Host, t.list(t.Root.Host))}
}

// list says which routes a host has.
func (t Table) list(host string) string {
	paths := t.paths(host)
	if len(paths) == 0 {
		return "it has none"
	}
	return "its routes are " + strings.Join(paths, ", ")
}

// paths are the routes' paths of one host, sorted.
func (t Table) paths(host string) []string {
	var all []string
	for _, route := range t.Routes {
		if route.Host == host {
			all = append(all, route.Path)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
