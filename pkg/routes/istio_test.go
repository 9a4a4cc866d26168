package routes_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	networking "istio.io/api/networking/v1"

	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/routes"
)

var gateway = routes.Gateway{
	Namespace: "gw", Name: "public", Selector: map[string]string{"istio": "ingress"}, Port: 443,
	CredentialName: "public-certificate", MinTLSVersion: "TLSV1_3",
}

// Each host has one VirtualService, named after it; its rules stand in the order in which they must match, each path's
// redirect included, and only who asks for it gets a rewrite.
func TestOneVirtualServiceAHost(t *testing.T) {
	_, table := load(t, app("a", "path: /a/"), app("b", "path: /a/b/, within: /a/, stripPrefix: true"), app("c", "path: /c/, host: c.example.com"))
	services := virtualServices(t, table)
	want := map[string][]string{
		"c.example.com": {"= /c -> 301 /c/", "/c/* -> c.c.svc.cluster.local:80"},
		"shop.example.com": {
			"= /a/b -> 301 /a/b/", "/a/b/* -> b.b.svc.cluster.local:80 as /",
			"= /a -> 301 /a/", "/a/* -> a.a.svc.cluster.local:80",
		},
	}
	if len(services) != len(want) {
		t.Errorf("%d VirtualServices, want %d", len(services), len(want))
	}
	for host, rules := range want {
		service := services[host]
		if service == nil {
			t.Fatalf("there is no VirtualService %s", host)
		}
		if !slices.Equal(service.Hosts, []string{host}) || !slices.Equal(service.Gateways, []string{"public"}) {
			t.Errorf("%s: hosts %v, gateways %v", host, service.Hosts, service.Gateways)
		}
		if got := describe(service); !slices.Equal(got, rules) {
			t.Errorf("%s:\ngot  %q\nwant %q", host, got, rules)
		}
	}
}

// What / answers stands last, for the ingress host alone: a redirect takes / itself, a backend all that no route takes.
func TestRoot(t *testing.T) {
	_, table := load(t, app("a", "path: /a/"), app("b", "path: /b/, host: b.example.com"))
	cases := map[string]routes.Root{
		"/a/* -> a.a.svc.cluster.local:80":  {Host: "shop.example.com"},
		"= / -> 302 /a/":                    {Host: "shop.example.com", Redirect: "/a/"},
		"/* -> www.web.svc.cluster.local:8": {Host: "shop.example.com", Backend: &routes.Backend{Namespace: "web", Service: "www", Port: 8}},
	}
	for want, root := range cases {
		services := virtualServices(t, routes.NewTable(root, table.Routes))
		if rules := describe(services["shop.example.com"]); rules[len(rules)-1] != want {
			t.Errorf("got %q last, want %q", rules, want)
		}
		if rules := describe(services["b.example.com"]); len(rules) != 2 {
			t.Errorf("another host answers at the root: %q", rules)
		}
	}
}

// A host that nothing is served on gets no VirtualService: one without rules is refused by Istio.
func TestNoRoutes(t *testing.T) {
	table := routes.NewTable(routes.Root{Host: "shop.example.com"}, nil)
	if services := virtualServices(t, table); len(services) != 0 {
		t.Errorf("got %v", services)
	}
}

// The gateway ends TLS for any host, with the certificate and the oldest version that it is told, and takes VirtualServices
// of its own namespace only.
func TestGateway(t *testing.T) {
	var spec networking.Gateway
	decode(t, gateway.Resource(), &spec)
	server := spec.Servers[0]
	if len(spec.Servers) != 1 || server.Port.Number != 443 || !slices.Equal(server.Hosts, []string{"./*"}) {
		t.Errorf("servers: %v", spec.Servers)
	}
	if server.Tls.CredentialName != "public-certificate" || server.Tls.MinProtocolVersion != networking.ServerTLSSettings_TLSV1_3 ||
		server.Tls.Mode != networking.ServerTLSSettings_SIMPLE {
		t.Errorf("tls: %v", server.Tls)
	}
}

// virtualServices decodes the table's objects strictly, by name.
func virtualServices(t *testing.T, table routes.Table) map[string]*networking.VirtualService {
	t.Helper()
	all := map[string]*networking.VirtualService{}
	for _, resource := range table.VirtualServices(gateway) {
		if resource.GetNamespace() != gateway.Namespace {
			t.Errorf("%s is in namespace %s", resource.GetName(), resource.GetNamespace())
		}
		all[resource.GetName()] = &networking.VirtualService{}
		decode(t, resource, all[resource.GetName()])
	}
	return all
}

// decode refuses fields that Istio's own types do not have.
func decode(t *testing.T, resource kube.Resource, into proto.Message) {
	t.Helper()
	object, err := kube.From(resource)
	if err != nil {
		t.Fatal(err)
	}
	spec, err := json.Marshal(object.Fields["spec"])
	if err != nil {
		t.Fatal(err)
	}
	if err := protojson.Unmarshal(spec, into); err != nil {
		t.Errorf("%s %s: %v", object.Kind(), object.Name(), err)
	}
}

// describe is each rule on a line: `= /x` for an exact path, `/x/*` for a prefix.
func describe(service *networking.VirtualService) []string {
	var all []string
	for _, rule := range service.Http {
		uri := rule.Match[0].Uri
		line := "= " + uri.GetExact()
		if uri.GetPrefix() != "" {
			line = uri.GetPrefix() + "*"
		}
		if r := rule.Redirect; r != nil {
			line += fmt.Sprintf(" -> %d %s", r.RedirectCode, r.Uri)
		}
		for _, route := range rule.Route {
			line += fmt.Sprintf(" -> %s:%d", route.Destination.Host, route.Destination.Port.Number)
		}
		if rule.Rewrite != nil {
			line += " as " + rule.Rewrite.Uri
		}
		all = append(all, line)
	}
	return all
}
