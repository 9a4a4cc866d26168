package main

import (
	"fmt"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/example-org/platform-render/pkg/routes/simulate"
)

// routesFlags are what a call of routes asks with.
type routesFlags struct {
	trees, headers, claims []string
	method, through        string
	plain, loggedIn        bool
}

func (r *routesFlags) add(flags *pflag.FlagSet) {
	flags.StringArrayVar(&r.trees, "tree", nil, "routes: a folder of manifests, instead of the environments in --out; may be repeated, to read several as one")
	flags.StringVar(&r.method, "method", "", "routes: the request's method (default GET)")
	flags.StringArrayVar(&r.headers, "header", nil, "routes: a header of the request, as 'Name: value'; may be repeated")
	flags.StringArrayVar(&r.claims, "claim", nil, "routes: a claim of the token that the request bears, as name=value; may be repeated")
	flags.BoolVar(&r.loggedIn, "logged-in", false, "routes: whoever asks has logged in")
	flags.BoolVar(&r.plain, "plain", false, "routes: a URL without a scheme is http, not https")
	flags.StringVar(&r.through, "through", "", "routes: alb, the load balancer, or gateway, the gateway's Service itself (default alb where there is one)")
}

// environmentTree is one environment, as it is rendered.
type environmentTree struct {
	name string
	tree *simulate.Tree
}

// routes prints the public URLs, or what happens to those that it is asked about. It finds something wrong if one of them does not
// end where somebody meant it to.
func routes(c call) int {
	if !slices.Contains([]string{"", "text", "json"}, c.format) {
		return c.misuse(fmt.Sprintf("--format %s: there are text and json", c.format))
	}
	requests, err := c.requests()
	if err != nil {
		return c.fail(err, exitUsage)
	}
	trees, err := c.trees()
	if err != nil {
		return c.fail(err, exitUsage)
	}
	if len(requests) == 0 {
		return c.printURLs(trees)
	}
	return c.printAnswers(trees, requests)
}

// requests reads the URLs, and gives each what the flags say.
func (c call) requests() ([]simulate.Request, error) {
	headers, err := parseHeaders(c.routes.headers)
	if err != nil {
		return nil, err
	}
	claims, err := parseClaims(c.routes.claims)
	if err != nil {
		return nil, err
	}
	if !slices.Contains([]string{"", simulate.ThroughALB, simulate.ThroughGateway}, c.routes.through) {
		return nil, fmt.Errorf("--through %s: there are alb and gateway", c.routes.through)
	}
	var requests []simulate.Request
	for _, word := range c.words {
		if c.routes.plain && !strings.Contains(word, "://") {
			word = "http://" + word
		}
		r, err := simulate.ParseURL(word)
		if err != nil {
			return nil, err
		}
		r.Method, r.Headers, r.Claims = c.routes.method, headers, claims
		r.LoggedIn, r.Through = c.routes.loggedIn, c.routes.through
		requests = append(requests, r)
	}
	return requests, nil
}

func parseHeaders(all []string) (http.Header, error) {
	headers := http.Header{}
	for _, text := range all {
		name, value, found := strings.Cut(text, ":")
		if !found || strings.TrimSpace(name) == "" {
			return nil, fmt.Errorf("--header %q: write 'Name: value'", text)
		}
		headers.Add(strings.TrimSpace(name), strings.TrimSpace(value))
	}
	return headers, nil
}

// parseClaims makes a list of a claim that is told several times.
func parseClaims(all []string) (map[string]any, error) {
	var claims map[string]any
	for _, text := range all {
		name, value, found := strings.Cut(text, "=")
		if !found || name == "" {
			return nil, fmt.Errorf("--claim %q: write name=value", text)
		}
		if claims == nil {
			claims = map[string]any{}
		}
		switch before := claims[name].(type) {
		case nil:
			claims[name] = value
		case string:
			claims[name] = []any{before, value}
		case []any:
			claims[name] = append(before, value)
		}
	}
	return claims, nil
}

// trees reads the environments of --out, or the folders of --tree as one.
func (c call) trees() ([]environmentTree, error) {
	if len(c.routes.trees) > 0 {
		tree, err := simulate.Read(c.routes.trees...)
		return []environmentTree{{strings.Join(c.routes.trees, ", "), tree}}, err
	}
	names, err := c.rendered()
	if err != nil {
		return nil, err
	}
	var all []environmentTree
	for _, name := range names {
		tree, err := simulate.Read(filepath.Join(c.out, name))
		if err != nil {
			return nil, err
		}
		all = append(all, environmentTree{name, tree})
	}
	return all, nil
}

// rendered are the environments of --out that the call is about.
func (c call) rendered() ([]string, error) {
	entries, err := os.ReadDir(c.out)
	if err != nil {
		return nil, fmt.Errorf("%w: render writes it", err)
	}
	var names []string
	for _, entry := range entries {
		if entry.IsDir() {
			names = append(names, entry.Name())
		}
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("%s has no environment: render writes them", c.out)
	}
	for _, wanted := range c.environments {
		if !slices.Contains(names, wanted) {
			return nil, fmt.Errorf("--env %s: %s has no such environment: there are %s", wanted, path.Clean(c.out), strings.Join(names, ", "))
		}
	}
	if len(c.environments) > 0 {
		names = slices.DeleteFunc(names, func(name string) bool { return !slices.Contains(c.environments, name) })
	}
	return names, nil
}
