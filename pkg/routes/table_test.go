package routes_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/routes"
)

// header is all of a platform.yaml but its apps; it has nine lines, so an app's first line is line 11.
const header = `apiVersion: platform.render/v1alpha1
kind: Platform
metadata: {name: shop}
git: {repoURL: https://github.com/example-org/shop.git}
aws: {accountID: "111122223333", region: us-east-1}
ingress:
  host: shop.example.com
  loadBalancer: {certificateARN: "arn:aws:acm:us-east-1:111122223333:certificate/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"}
environments: {dev: {}}
`

// load reads a platform with these apps, one a line, and makes the table of their routes.
func load(t *testing.T, apps ...string) (*platform.Environment, routes.Table) {
	t.Helper()
	return loadText(t, header, apps...)
}

func loadText(t *testing.T, text string, apps ...string) (*platform.Environment, routes.Table) {
	t.Helper()
	text += "apps:\n"
	for _, app := range apps {
		text += "  " + app + "\n"
	}
	loaded, err := platform.Load("platform.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	env := loaded.Environments[0]
	var all []routes.Route
	for name, app := range env.Apps {
		if app.Route == nil {
			continue
		}
		all = append(all, routes.Route{
			Name: name, Host: app.Route.Host, Path: app.Route.Path, Within: app.Route.Within, Strip: app.Route.StripPrefix,
			Traffic: app.Route.Traffic, Backend: routes.Backend{Namespace: app.Namespace, Service: name, Port: 80}, Origin: "apps." + name + ".route",
		})
	}
	table := routes.NewTable(routes.Root{Host: env.Ingress.Host}, all)
	table.Redirects = routes.Redirects(env)
	return env, table
}

// app is one line of platform.yaml.
func app(name, route string) string {
	return fmt.Sprintf("%s: {image: example.com/%s:1.0.0, port: 8080, route: {%s}}", name, name, route)
}

// The most specific path of a host comes first, whatever the order in the file: Istio takes the first rule that matches.
func TestMostSpecificFirst(t *testing.T) {
	_, table := load(t, app("a", "path: /a/"), app("b", "path: /a/b/, within: /a/"), app("other", "path: /longer/, host: b.example.com"),
		app("c", "path: /a/b/c/, within: /a/b/"), app("d", "path: /d/"))
	var got []string
	for _, route := range table.Routes {
		got = append(got, route.URL())
	}
	want := []string{
		"https://b.example.com/longer/", "https://shop.example.com/a/b/c/", "https://shop.example.com/a/b/",
		"https://shop.example.com/a/", "https://shop.example.com/d/",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	if want := []string{"b.example.com", "shop.example.com"}; !slices.Equal(table.Hosts(), want) {
		t.Errorf("hosts %v, want %v", table.Hosts(), want)
	}
}

// Routes that overlap by accident are refused at the key that can mend it; those that overlap on purpose are not.
func TestOverlaps(t *testing.T) {
	cases := []struct {
		name string
		apps []string
		want string
	}{
		{"side by side", []string{app("a", "path: /a/"), app("ab", "path: /ab/")}, ""},
		{"the same path on two hosts", []string{app("a", "path: /a/"), app("b", "path: /a/, host: b.example.com")}, ""},
		{"each within the next", []string{
			app("c", "path: /a/b/c/, within: /a/b/"), app("b", "path: /a/b/, within: /a/"), app("a", "path: /a/"),
		}, ""},
		{"one path twice", []string{app("b", "path: /x/"), app("a", "path: /x/")},
			`platform.yaml:12:61: apps.a.route.path: "/x/" is taken: b serves it (platform.yaml:11:61)`},
		{"one path twice, in the other order", []string{app("a", "path: /x/"), app("b", "path: /x/")},
			`platform.yaml:12:61: apps.b.route.path: "/x/" is taken: a serves it (platform.yaml:11:61)`},
		{"by accident", []string{app("a", "path: /a/b/"), app("b", "path: /a/")},
			`platform.yaml:11:61: apps.a.route.path: "/a/b/" lies under /a/, which b serves (platform.yaml:12:61); write within: /a/ beside it if that is meant`},
		{"within a route that is not there", []string{app("a", "path: /a/b/, within: /a/"), app("b", "path: /b/")},
			`platform.yaml:11:76: apps.a.route.within: "/a/" is no route of shop.example.com; its routes are /a/b/, /b/`},
		{"within a route of another host", []string{app("a", "path: /a/b/, within: /a/"), app("b", "path: /a/, host: b.example.com")},
			`platform.yaml:11:76: apps.a.route.within: "/a/" is no route of shop.example.com; its routes are /a/b/`},
		{"within a route that is not the nearest", []string{
			app("c", "path: /a/b/c/, within: /a/"), app("b", "path: /a/b/, within: /a/"), app("a", "path: /a/"),
		}, `platform.yaml:11:78: apps.c.route.within: "/a/" is not the route right above /a/b/c/: that is /a/b/, which b serves (platform.yaml:12:61)`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			env, table := load(t, c.apps...)
			if got := messages(table.Check(env)); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// A redirect of / leads to a route that the host has.
func TestRootLeadsSomewhere(t *testing.T) {
	env, table := load(t, app("a", "path: /a/"), app("b", "path: /b/, host: b.example.com"))
	cases := map[string]string{
		"":    "",
		"/a/": "",
		"/b/": `platform.yaml:6:1: ingress.root.redirect: "/b/" is no route of shop.example.com; its routes are /a/`,
	}
	for redirect, want := range cases {
		table.Root.Redirect = redirect
		if got := messages(table.Check(env)); got != want {
			t.Errorf("%q:\ngot  %s\nwant %s", redirect, got, want)
		}
	}
	empty := routes.NewTable(routes.Root{Host: env.Ingress.Host, Redirect: "/a/"}, nil)
	if got := messages(empty.Check(env)); !strings.HasSuffix(got, `"/a/" is no route of shop.example.com; it has none`) {
		t.Errorf("without routes: %s", got)
	}
}

func messages(problems platform.Problems) string {
	if len(problems) == 0 {
		return ""
	}
	return problems.Error()
}
