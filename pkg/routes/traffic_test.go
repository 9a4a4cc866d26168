package routes_test

import (
	"slices"
	"strings"
	"testing"

	networking "istio.io/api/networking/v1"

	"github.com/example-org/platform-render/pkg/routes"
)

// served is what becomes of one app with these settings beside its image and port.
func served(t *testing.T, settings string) *networking.VirtualService {
	t.Helper()
	_, table := load(t, "a: {image: example.com/a:1.0.0, port: 8080, route: {path: /a/, stripPrefix: true, traffic: {"+settings+"}}}")
	return virtualServices(t, table)["shop.example.com"]
}

// Whatever is asked of a route, /a still redirects to /a/, untreated, and the rest is still stripped and served.
func TestTrafficLeavesTheRouteItself(t *testing.T) {
	want := []string{"= /a -> 301 /a/", "/a/* -> a.a.svc.cluster.local:80 as /"}
	for _, settings := range []string{
		"timeout: 10s", "retries: {attempts: 2}", "cors: {origins: ['*']}", "headers: {response: {remove: [server]}}",
		"circuitBreaker: {maxRequests: 1}", "sessionAffinity: pod",
	} {
		service := served(t, settings)
		if got := describe(service); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", settings, got, want)
		}
		if slash := service.Http[0]; slash.Timeout != nil || slash.Retries != nil || slash.CorsPolicy != nil || slash.Headers != nil {
			t.Errorf("%s: the redirect is treated: %v", settings, slash)
		}
	}
}

// A timeout without retries, and retries that are switched off, are what Istio reads as that.
func TestTimeoutAndNoRetries(t *testing.T) {
	rule := served(t, "timeout: 1m500ms").Http[1]
	if rule.Timeout.AsDuration().String() != "1m0.5s" || rule.Retries != nil {
		t.Errorf("timeout %v, retries %v", rule.Timeout, rule.Retries)
	}
	if rule := served(t, "retries: {attempts: 0}").Http[1]; rule.Retries == nil || rule.Retries.Attempts != 0 || rule.Retries.RetryOn != "" {
		t.Errorf("retries that are switched off: %v", rule.Retries)
	}
}

// shared is how requests are shared at a weight: version and weight of each destination.
func shared(rule *networking.HTTPRoute) string {
	var all []string
	for _, to := range rule.Route {
		share := to.Destination.Subset
		if to.Weight > 0 {
			share += " " + strings.Repeat("|", int(to.Weight)/10)
		}
		all = append(all, share)
	}
	return strings.Join(all, ", ")
}

// Each weight gives the canary its share; without a share a version is not named at all.
func TestWeights(t *testing.T) {
	cases := map[string]string{
		"": "stable", "canary: {image: b:2}": "stable", "canary: {image: b:2, weight: 0}": "stable", "canary: {image: b:2, weight: 100}": "canary",
		"canary: {image: b:2, weight: 10}": "stable |||||||||, canary |", "canary: {image: b:2, weight: 50}": "stable |||||, canary |||||",
	}
	for settings, want := range cases {
		env, _ := load(t, "a: {image: example.com/a:1.0.0, port: 8080, "+settings+"}")
		backend := routes.Backend{Namespace: "a", Service: "a", Port: 80, Version: routes.Stable, Canary: env.Apps["a"].Canary}
		root := routes.NewTable(routes.Root{Host: "shop.example.com", Backend: &backend}, nil)
		if got := shared(virtualServices(t, root)["shop.example.com"].Http[0]); got != want {
			t.Errorf("%q: the root goes to %q, want %q", settings, got, want)
		}
		route := routes.Route{Name: "a", Host: "shop.example.com", Path: "/a/", Backend: backend}
		table := routes.NewTable(routes.Root{Host: "shop.example.com"}, []routes.Route{route})
		if got := shared(virtualServices(t, table)["shop.example.com"].Http[1]); got != want {
			t.Errorf("%q: the route goes to %q, want %q", settings, got, want)
		}
		var mesh networking.VirtualService
		decode(t, backend.MeshRoutes([]int32{9090, 80}), &mesh)
		if got := shared(mesh.Http[0]); got != want || len(mesh.Gateways) != 0 || mesh.Hosts[0] != backend.Host() {
			t.Errorf("%q: the mesh goes to %q, want %q; gateways %v, hosts %v", settings, got, want, mesh.Gateways, mesh.Hosts)
		}
		if last := mesh.Http[len(mesh.Http)-1]; last.Match[0].Port != 9090 || last.Route[0].Destination.Port.Number != 9090 {
			t.Errorf("%q: the other port goes to %v", settings, last)
		}
	}
}

// A Service is treated in a way of its own only if there is something to say of it, and TLS is always left to the mesh.
func TestDestinationRule(t *testing.T) {
	backend := routes.Backend{Namespace: "a", Service: "a", Port: 80}
	cases := map[string]struct {
		versions []string
		policy   bool
	}{
		"timeout: 3s": {}, "circuitBreaker: {maxRequests: 1}": {policy: true}, "circuitBreaker: {outlierDetection: {}}": {policy: true},
		"sessionAffinity: pod": {policy: true}, "retries: {attempts: 1}": {versions: []string{"stable", "canary"}},
	}
	for settings, c := range cases {
		env, _ := load(t, "a: {image: example.com/a:1.0.0, port: 8080, route: {path: /a/, traffic: {"+settings+"}}}")
		resource := backend.DestinationRule(c.versions, "/a/", env.Apps["a"].Route.Traffic)
		if resource == nil {
			if c.policy || len(c.versions) > 0 {
				t.Errorf("%s: nothing is said", settings)
			}
			continue
		}
		var rule networking.DestinationRule
		decode(t, resource, &rule)
		if rule.Host != backend.Host() || resource.GetNamespace() != "a" || len(rule.Subsets) != len(c.versions) {
			t.Errorf("%s: %v in %s", settings, &rule, resource.GetNamespace())
		}
		if policy := rule.TrafficPolicy; (policy != nil) != c.policy || policy.GetTls() != nil || !c.policy && len(c.versions) == 0 {
			t.Errorf("%s: the policy is %v", settings, policy)
		}
	}
}
