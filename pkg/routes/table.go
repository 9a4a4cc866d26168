// Package routes is the platform's public URLs: the table of them, what is wrong with it, and the Istio objects that serve it.
package routes

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/example-org/platform-render/pkg/platform"
)

// Backend is a port of a Service.
type Backend struct {
	Namespace, Service string
	Port               int32
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
	Root   Root
}

// NewTable sorts the routes.
func NewTable(root Root, all []Route) Table {
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b Route) int {
		return cmp.Or(cmp.Compare(a.Host, b.Host), cmp.Compare(len(b.Path), len(a.Path)), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Name, b.Name))
	})
	return Table{Routes: all, Root: root}
}

// Hosts are the host names of the table, sorted.
func (t Table) Hosts() []string {
	hosts := []string{t.Root.Host}
	for _, route := range t.Routes {
		hosts = append(hosts, route.Host)
	}
	slices.Sort(hosts)
	return slices.Compact(hosts)
}

// Check finds routes that overlap by accident, and names that lead nowhere.
func (t Table) Check(env *platform.Environment) platform.Problems {
	var problems platform.Problems
	for i, route := range t.Routes {
		problems = append(problems, t.checkWithin(env, route)...)
		for _, other := range t.Routes[i+1:] {
			problems = append(problems, overlap(env, route, other)...)
		}
	}
	return append(problems, t.checkRoot(env)...)
}

// overlap compares two routes, of which the first is at least as specific.
func overlap(env *platform.Environment, narrow, wide Route) platform.Problems {
	if narrow.Host != wide.Host || !strings.HasPrefix(narrow.Path, wide.Path) || narrow.Within == wide.Path {
		return nil
	}
	if narrow.Path == wide.Path {
		first, second := inFileOrder(env, narrow, wide)
		return platform.Problems{env.Problemf(second.Origin+".path", "%q is taken: %s serves it (%s)",
			second.Path, first.Name, env.Pos(first.Origin+".path"))}
	}
	return platform.Problems{env.Problemf(narrow.Origin+".path",
		"%q lies under %s, which %s serves (%s); write within: %s beside it if that is meant",
		narrow.Path, wide.Path, wide.Name, env.Pos(wide.Origin+".path"), wide.Path)}
}

func inFileOrder(env *platform.Environment, a, b Route) (first, second Route) {
	pa, pb := env.Pos(a.Origin+".path"), env.Pos(b.Origin+".path")
	if cmp.Or(cmp.Compare(pa.Line, pb.Line), cmp.Compare(pa.Column, pb.Column)) > 0 {
		return b, a
	}
	return a, b
}

func (t Table) checkWithin(env *platform.Environment, route Route) platform.Problems {
	if route.Within == "" {
		return nil
	}
	wider := func(other Route) bool {
		return other.Host == route.Host && other.Path == route.Within && other.Path != route.Path && strings.HasPrefix(route.Path, other.Path)
	}
	if slices.ContainsFunc(t.Routes, wider) {
		return nil
	}
	return platform.Problems{env.Problemf(route.Origin+".within", "%q is no route that %s lies under", route.Within, route.Path)}
}

func (t Table) checkRoot(env *platform.Environment) platform.Problems {
	if t.Root.Redirect == "" || slices.Contains(t.paths(t.Root.Host), t.Root.Redirect) {
		return nil
	}
	return platform.Problems{env.Problemf("ingress.root.redirect", "%q is no route of %s; its routes are %s",
		t.Root.Redirect, t.Root.Host, strings.Join(t.paths(t.Root.Host), ", "))}
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
	return all
}
