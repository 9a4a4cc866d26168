package routes

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	networking "istio.io/api/networking/v1"

	"github.com/example-org/platform-render/pkg/kube"
)

// apiVersion is the version of Istio's networking API that the cluster stores.
const apiVersion = "networking.istio.io/v1"

var tlsVersions = map[string]networking.ServerTLSSettings_TLSProtocol{
	"TLSV1_2": networking.ServerTLSSettings_TLSV1_2,
	"TLSV1_3": networking.ServerTLSSettings_TLSV1_3,
}

// Gateway is where routes are served: the gateway's pods, and how TLS ends there.
type Gateway struct {
	Namespace, Name string
	// Selector are the labels of the gateway's pods.
	Selector map[string]string
	// Port is the port that the gateway's Service sends HTTPS to.
	Port int32
	// CredentialName is the TLS Secret, in the gateway's own namespace.
	CredentialName string
	// MinTLSVersion is TLSV1_2 or TLSV1_3.
	MinTLSVersion string
}

// Resource is the gateway as an Istio object. It takes any host name: a load balancer does not pass on the client's SNI, so
// the host is matched by the VirtualServices, on the request itself. It takes them from its own namespace alone: a
// VirtualService that somebody makes elsewhere would be merged with these.
func (g Gateway) Resource() kube.Resource {
	return kube.NewCustom(apiVersion, "Gateway", g.Namespace, g.Name, &networking.Gateway{
		Selector: g.Selector,
		Servers: []*networking.Server{{
			Port:  &networking.Port{Number: uint32(g.Port), Name: "https", Protocol: "HTTPS"},
			Hosts: []string{"./*"},
			Tls: &networking.ServerTLSSettings{
				Mode:               networking.ServerTLSSettings_SIMPLE,
				CredentialName:     g.CredentialName,
				MinProtocolVersion: tlsVersions[g.MinTLSVersion],
			},
		}},
	})
}

// VirtualServices are the table as Istio objects: one a host, because the rules of several are merged in the order of their
// creation, which no file shows.
func (t Table) VirtualServices(g Gateway) []kube.Resource {
	var all []kube.Resource
	for _, host := range t.Hosts() {
		rules := t.rules(host)
		if len(rules) == 0 {
			continue
		}
		all = append(all, kube.NewCustom(apiVersion, "VirtualService", g.Namespace, host, &networking.VirtualService{
			Hosts:    []string{host},
			Gateways: []string{g.Name},
			Http:     rules,
		}))
	}
	return all
}

// rules are one host's: the first that matches decides, so the most specific path comes first and the root's come last.
func (t Table) rules(host string) []*networking.HTTPRoute {
	var rules []*networking.HTTPRoute
	for _, taker := range t.takers(host) {
		rules = append(rules, taker.rules()...)
	}
	if host == t.Root.Host {
		rules = append(rules, t.Root.rules()...)
	}
	for _, rule := range rules {
		rule.Headers = t.respond(rule.Headers)
	}
	return rules
}

// respond adds the headers of all responses, those of redirects included, but for those that a rule says something of itself.
func (t Table) respond(own *networking.Headers) *networking.Headers {
	if len(t.ResponseHeaders) == 0 {
		return own
	}
	all := &networking.Headers{Request: own.GetRequest(), Response: &networking.Headers_HeaderOperations{
		Set: map[string]string{}, Add: own.GetResponse().GetAdd(), Remove: own.GetResponse().GetRemove(),
	}}
	maps.Copy(all.Response.Set, own.GetResponse().GetSet())
	for name, value := range t.ResponseHeaders {
		if !speaksOf(own.GetResponse(), name) {
			all.Response.Set[name] = value
		}
	}
	return all
}

// speaksOf tells whether changes are about a header, however it is written.
func speaksOf(changes *networking.Headers_HeaderOperations, name string) bool {
	names := slices.Concat(slices.Collect(maps.Keys(changes.GetSet())), slices.Collect(maps.Keys(changes.GetAdd())), changes.GetRemove())
	return slices.ContainsFunc(names, func(other string) bool { return strings.EqualFold(name, other) })
}

// rules of a route: its slash, those of its canary, and its own. A prefix match on /x would also take /xyz, because Istio compares
// letters, not path segments: so /x is redirected to /x/.
func (r Route) rules() []*networking.HTTPRoute {
	rules := forward(r.Name, prefix(r.Path), r.Backend)
	for _, rule := range rules {
		if r.Strip {
			rule.Rewrite = &networking.HTTPRewrite{Uri: "/"}
		}
		r.treat(rule)
	}
	slash := &networking.HTTPRedirect{Uri: r.Path, RedirectCode: http.StatusMovedPermanently}
	return append([]*networking.HTTPRoute{redirect(r.Name+"-slash", exact(strings.TrimSuffix(r.Path, "/")), slash)}, rules...)
}

// rules answer `/`. The redirect is temporary: browsers remember a permanent one long after the user has chosen another.
func (r Root) rules() []*networking.HTTPRoute {
	switch {
	case r.Redirect != "":
		to := &networking.HTTPRedirect{Uri: r.Redirect, RedirectCode: http.StatusFound}
		return []*networking.HTTPRoute{redirect("root", exact("/"), to)}
	case r.Backend != nil:
		return forward("root", prefix("/"), *r.Backend)
	}
	return nil
}

func exact(path string) *networking.HTTPMatchRequest {
	return &networking.HTTPMatchRequest{Uri: equal(path)}
}

func prefix(path string) *networking.HTTPMatchRequest {
	return &networking.HTTPMatchRequest{Uri: &networking.StringMatch{MatchType: &networking.StringMatch_Prefix{Prefix: path}}}
}

func equal(text string) *networking.StringMatch {
	return &networking.StringMatch{MatchType: &networking.StringMatch_Exact{Exact: text}}
}

func redirect(name string, match *networking.HTTPMatchRequest, to *networking.HTTPRedirect) *networking.HTTPRoute {
	return &networking.HTTPRoute{Name: name, Match: []*networking.HTTPMatchRequest{match}, Redirect: to}
}
