package routes

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	networking "istio.io/api/networking/v1"

	"github.com/example-org/platform-render/pkg/platform"
)

// Redirect sends those who come to an old path to a new URL.
type Redirect struct {
	Name string
	// Host and Path are the old URL. A path that ends with a slash stands for all under it, whose rest is kept.
	Host, Path string
	// To is a path of the same host, or a URL; it ends with a slash if Path does.
	To   string
	Code int32
	// Within is the path of the route that this one takes a part of on purpose.
	Within string
	// Origin is the key of platform.yaml that asks for it.
	Origin string
}

// Redirects are those of an environment, sorted by name, but for those whose host, path or target is a mistake of its own.
func Redirects(env *platform.Environment) []Redirect {
	var all []Redirect
	for _, name := range sortedKeys(env.Ingress.Redirects) {
		r := env.Ingress.Redirects[name]
		if r.Host != "" && r.Path != "" && r.To != "" {
			all = append(all, Redirect{
				Name: name, Host: r.Host, Path: r.Path, To: r.To, Code: r.Code, Within: r.Within,
				Origin: platform.Join("ingress.redirects", name),
			})
		}
	}
	return all
}

// URL is what people still type.
func (r Redirect) URL() string { return "https://" + r.Host + r.Path }

// rules answer the path; if it ends with a slash, with or without it, and all under it.
func (r Redirect) rules() []*networking.HTTPRoute {
	if !strings.HasSuffix(r.Path, "/") {
		return []*networking.HTTPRoute{redirect(r.Name, exact(r.Path), r.target())}
	}
	whole := r.target()
	whole.PrefixRewrite, whole.Uri = whole.Uri, ""
	rules := []*networking.HTTPRoute{redirect(r.Name, prefix(r.Path), whole)}
	if r.Path == "/" {
		return rules
	}
	return append([]*networking.HTTPRoute{redirect(r.Name+"-slash", exact(strings.TrimSuffix(r.Path, "/")), r.target())}, rules...)
}

func (r Redirect) target() *networking.HTTPRedirect {
	scheme, host, path := r.split()
	return &networking.HTTPRedirect{Scheme: scheme, Authority: host, Uri: path, RedirectCode: uint32(r.Code)}
}

// split is the target's scheme and host, if it names them, and its path.
func (r Redirect) split() (scheme, host, path string) {
	u, err := url.Parse(r.To)
	if err != nil {
		return "", "", r.To // platform.Load has refused it
	}
	return u.Scheme, u.Host, u.Path
}

// taker takes the requests to a path of a host: a route or a redirect.
type taker struct {
	path     string
	route    *Route
	redirect *Redirect
}

// takers are one host's, the most specific path first; a route before a redirect of the same path.
func (t Table) takers(host string) []taker {
	var all []taker
	for i, route := range t.Routes {
		if route.Host == host {
			all = append(all, taker{path: route.Path, route: &t.Routes[i]})
		}
	}
	for i, redirect := range t.Redirects {
		if redirect.Host == host {
			all = append(all, taker{path: redirect.Path, redirect: &t.Redirects[i]})
		}
	}
	slices.SortStableFunc(all, func(a, b taker) int {
		return cmp.Or(cmp.Compare(len(b.path), len(a.path)), cmp.Compare(a.path, b.path))
	})
	return all
}

func (t taker) rules() []*networking.HTTPRoute {
	if t.route != nil {
		return t.route.rules()
	}
	return t.redirect.rules()
}

// takes tells whether requests to a path of the host are the taker's.
func (t taker) takes(path string) bool {
	if !strings.HasSuffix(t.path, "/") {
		return path == t.path
	}
	return strings.HasPrefix(path, t.path) || path+"/" == t.path
}
