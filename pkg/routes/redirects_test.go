package routes_test

import (
	"slices"
	"strings"
	"testing"

	networking "istio.io/api/networking/v1"

	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/routes"
)

// redirected is the table of a platform with these redirects, one a line from line 8 on, and these apps after them.
func redirected(t *testing.T, redirects []string, apps ...string) (*platform.Environment, routes.Table) {
	t.Helper()
	text := strings.Replace(header, "  loadBalancer", "  redirects:\n    "+strings.Join(redirects, "\n    ")+"\n  loadBalancer", 1)
	return loadText(t, text, apps...)
}

// arrow is a redirect's rule: from, code, scheme, host and path; a prefix keeps the rest.
func arrow(rule *networking.HTTPRoute) string {
	from, to := "= "+rule.Match[0].Uri.GetExact(), rule.Redirect
	if prefix := rule.Match[0].Uri.GetPrefix(); prefix != "" {
		from = prefix + "*"
	}
	url := to.Authority + to.Uri
	if to.Scheme != "" {
		url = to.Scheme + "://" + url
	}
	if to.PrefixRewrite != "" {
		url += to.PrefixRewrite + "*"
	}
	return from + " -> " + url
}

// A path that ends with a slash stands for all under it, with its rest, and for itself without the slash; another for itself. The
// most specific comes first, among the routes as well.
func TestRedirectRules(t *testing.T) {
	_, table := redirected(t, []string{
		"docs: {path: /docs/, to: /a/}", "page: {path: /docs/page, to: https://www.example.com/p, code: 302}",
		"part: {path: /a/old/, to: /a/, within: /a/}", "host: {host: old.example.com, path: /, to: https://shop.example.com/a/, code: 308}",
	}, app("a", "path: /a/"))
	services := virtualServices(t, table)
	var got []string
	for _, rule := range slices.Concat(services["shop.example.com"].Http, services["old.example.com"].Http) {
		if rule.Redirect == nil {
			got = append(got, "route "+rule.Name)
		} else {
			got = append(got, arrow(rule))
		}
	}
	want := []string{
		"= /docs/page -> https://www.example.com/p", "= /a/old -> /a/", "/a/old/* -> /a/*", "= /docs -> /a/", "/docs/* -> /a/*",
		"= /a -> /a/", "route a", "/* -> https://shop.example.com/a/*",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if code := services["old.example.com"].Http[0].Redirect.RedirectCode; code != 308 {
		t.Errorf("the code is %d", code)
	}
	if !slices.Equal(table.Hosts(), []string{"old.example.com", "shop.example.com"}) {
		t.Errorf("the hosts are %v", table.Hosts())
	}
}

// A redirect that takes what is another's, leads nowhere or leads in a circle is refused at the key that can mend it.
func TestRedirectMistakes(t *testing.T) {
	const prefix = "platform.yaml:9:"
	cases := []struct {
		name      string
		redirects []string
		want      string
	}{
		{"fine", []string{"x: {path: /x/, to: /a/}", "w: {path: /y, to: /x/z}"}, ""},
		{"to another's host", []string{"x: {path: /x/, to: https://www.example.com/x/}"}, ""},
		{"a route's path", []string{"x: {path: /a/, to: https://www.example.com/}"},
			prefix + `15: ingress.redirects.x.path: "/a/" is taken: a serves it (platform.yaml:14:61), so nobody would be redirected`},
		{"a route's path without its slash", []string{"x: {path: /a, to: /b}"},
			prefix + `15: ingress.redirects.x.path: "/a" is taken: a serves it (platform.yaml:14:61), so nobody would be redirected`},
		{"another redirect's path", []string{"x: {path: /x/, to: /a/}", "w: {path: /x, to: /a}"},
			prefix + `15: ingress.redirects.x.path: "/x/" is taken: w redirects it (platform.yaml:10:15)`},
		{"under a route by accident", []string{"x: {path: /a/x/, to: /b/}"},
			prefix + `15: ingress.redirects.x.path: "/a/x/" lies under /a/, which a serves (platform.yaml:14:61): it would take requests from it; write within: /a/ beside it if that is meant`},
		{"within no route", []string{"x: {path: /c/x/, to: /b/, within: /c/}"},
			prefix + `39: ingress.redirects.x.within: "/c/" is no route above /c/x/; its routes are /a/, /a/n/, /b/`},
		{"within another route", []string{"x: {path: /a/n/x/, to: /b/, within: /a/}"},
			prefix + `41: ingress.redirects.x.within: "/a/" is not the route right above /a/n/x/: that is /a/n/ (platform.yaml:15:61)`},
		{"to nothing", []string{"x: {path: /x/, to: /gone/}"},
			prefix + `24: ingress.redirects.x.to: "/gone/" leads to https://shop.example.com/gone/, which nothing serves; its routes are /a/, /a/n/, /b/`},
		{"to itself", []string{"x: {path: /x/, to: /x/}"},
			prefix + `24: ingress.redirects.x.to: "/x/" leads in a circle: https://shop.example.com/x/ to https://shop.example.com/x/ to https://shop.example.com/x/`},
		{"under itself", []string{"x: {path: /x/, to: /x/y/}"},
			prefix + `24: ingress.redirects.x.to: "/x/y/" leads in a circle: https://shop.example.com/x/ to https://shop.example.com/x/y/ to https://shop.example.com/x/y/`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			for len(c.redirects) < 2 {
				c.redirects = append(c.redirects, "# nothing more")
			}
			env, table := redirected(t, c.redirects, app("a", "path: /a/"), app("m", "path: /a/n/, within: /a/"), app("b", "path: /b/"))
			if got := messages(table.Check(env)); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// A circle is found however long it is, and each redirect of it says so.
func TestLongCircle(t *testing.T) {
	env, table := redirected(t, []string{"x: {path: /x/, to: /y/}", "w: {path: /y/, to: /z/}", "z: {path: /z/, to: https://shop.example.com/x/}"}, app("a", "path: /a/"))
	if got := len(table.Check(env)); got != 3 {
		t.Errorf("%d of 3 redirects are refused", got)
	}
}

// What / answers is a place to lead to: a backend for every path, a redirect for / alone.
func TestRedirectToTheRoot(t *testing.T) {
	env, table := redirected(t, []string{"x: {path: /x/, to: /}", "w: {path: /y, to: /any}"}, app("a", "path: /a/"))
	count := func(root routes.Root) int {
		table.Root = root
		return len(table.Check(env))
	}
	if none, some, all := count(routes.Root{Host: "shop.example.com"}), count(routes.Root{Host: "shop.example.com", Redirect: "/a/"}),
		count(routes.Root{Host: "shop.example.com", Backend: &routes.Backend{}}); none != 2 || some != 1 || all != 0 {
		t.Errorf("refused: %d without a root, %d with a redirect, %d with a backend", none, some, all)
	}
}
