package routes

import (
	"cmp"
	"slices"
	"strings"

	"github.com/example-org/platform-render/pkg/platform"
)

// checkRedirects finds redirects that take what a route or another redirect has, that lead nowhere, or that lead in a circle.
func (t Table) checkRedirects(env *platform.Environment) platform.Problems {
	var problems platform.Problems
	for i, redirect := range t.Redirects {
		found := t.taken(env, i)
		if found == nil {
			found = t.inside(env, redirect)
		}
		if found == nil {
			found = t.follow(env, redirect)
		}
		problems = append(problems, found...)
	}
	return problems
}

// taken tells who else has the very path of a redirect.
func (t Table) taken(env *platform.Environment, i int) platform.Problems {
	redirect := t.Redirects[i]
	with := func(path string) string { return strings.TrimSuffix(path, "/") }
	for _, route := range t.Routes {
		if route.Host == redirect.Host && with(route.Path) == with(redirect.Path) {
			return platform.Problems{env.Problemf(redirect.Origin+".path", "%q is taken: %s serves it (%s), so nobody would be redirected",
				redirect.Path, route.Name, env.Pos(route.Origin+".path"))}
		}
	}
	for _, other := range t.Redirects[:i] {
		if other.Host == redirect.Host && with(other.Path) == with(redirect.Path) {
			return platform.Problems{env.Problemf(redirect.Origin+".path", "%q is taken: %s redirects it (%s)",
				redirect.Path, other.Name, env.Pos(other.Origin+".path"))}
		}
	}
	return nil
}

// inside refuses a redirect that takes a part of a route by accident.
func (t Table) inside(env *platform.Environment, redirect Redirect) platform.Problems {
	i := slices.IndexFunc(t.Routes, func(r Route) bool { return r.Host == redirect.Host && strings.HasPrefix(redirect.Path, r.Path) })
	switch {
	case i < 0 && redirect.Within == "":
		return nil
	case i < 0:
		return platform.Problems{env.Problemf(redirect.Origin+".within", "%q is no route above %s; %s",
			redirect.Within, redirect.Path, t.list(redirect.Host))}
	case redirect.Within == "":
		route := t.Routes[i]
		return platform.Problems{env.Problemf(redirect.Origin+".path",
			"%q lies under %s, which %s serves (%s): it would take requests from it; write within: %s beside it if that is meant",
			redirect.Path, route.Path, route.Name, env.Pos(route.Origin+".path"), route.Path)}
	case redirect.Within != t.Routes[i].Path:
		return platform.Problems{env.Problemf(redirect.Origin+".within", "%q is not the route right above %s: that is %s (%s)",
			redirect.Within, redirect.Path, t.Routes[i].Path, env.Pos(t.Routes[i].Origin+".path"))}
	}
	return nil
}

// follow goes where a redirect leads, as a browser does, until somebody else answers.
func (t Table) follow(env *platform.Environment, first Redirect) platform.Problems {
	way := []string{first.URL()}
	for next, host := &first, ""; ; {
		_, authority, path := next.split()
		host = cmp.Or(authority, next.Host)
		way = append(way, "https://"+host+path)
		by := t.answer(host, path)
		switch {
		case by.redirect == nil && (by.route != nil || t.partial || !slices.Contains(t.Hosts(), host) || t.Root.answers(host, path)):
			return nil
		case by.redirect == nil:
			return platform.Problems{env.Problemf(first.Origin+".to", "%q leads to https://%s%s, which nothing serves; %s", first.To, host, path, t.list(host))}
		case len(way) > len(t.Redirects)+1:
			return platform.Problems{env.Problemf(first.Origin+".to", "%q leads in a circle: %s", first.To, strings.Join(way, " to "))}
		}
		next = by.redirect
	}
}

// answer finds who takes a path of a host; nobody if the root or 404 does.
func (t Table) answer(host, path string) taker {
	for _, taker := range t.takers(host) {
		if taker.takes(path) {
			return taker
		}
	}
	return taker{}
}

func (r Root) answers(host, path string) bool {
	return host == r.Host && (r.Backend != nil || r.Redirect != "" && path == "/")
}
