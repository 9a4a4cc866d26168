package components

import (
	"slices"

	security "istio.io/api/security/v1"
	typev1 "istio.io/api/type/v1beta1"

	"google.golang.org/protobuf/types/known/durationpb"
	mesh "istio.io/api/mesh/v1alpha1"

	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/routes"
)

// LoginAPI answers the gateway whether a request comes from somebody who is logged in.
const LoginAPI = "login"

// notBearer is a request without a token of its own: such a request comes from a browser. Whoever brings a token is judged by it,
// at the pods. The gateway cannot ask for the token's claims here, as it looks at tokens only later
// (istio.io/istio pilot/pkg/networking/core/listener_builder.go, buildHTTPConnectionManager).
var notBearer = &security.Condition{Key: "request.headers[authorization]", NotValues: []string{"Bearer *"}}

// extensionProvider tells the mesh where to ask. On its way back, the answer brings the person's token, which goes on to the pods,
// and cookies for the browser. If nobody answers, nobody gets in.
func (a API) extensionProvider() *mesh.MeshConfig_ExtensionProvider {
	return &mesh.MeshConfig_ExtensionProvider{Name: LoginAPI, Provider: &mesh.MeshConfig_ExtensionProvider_EnvoyExtAuthzHttp{
		EnvoyExtAuthzHttp: &mesh.MeshConfig_ExtensionProvider_EnvoyExternalAuthorizationHttpProvider{
			Service: a.Backend.Host(), Port: uint32(a.Backend.Port),
			Timeout: durationpb.New(loginTimeout), StatusOnError: "503",
			IncludeRequestHeadersInCheck: []string{"accept", "cookie"},
			HeadersToUpstreamOnAllow:     []string{"authorization"},
			HeadersToDownstreamOnAllow:   []string{"set-cookie"},
		},
	}}
}

// logins are the routes that ask for a login.
func (c *Catalog) logins() []routes.Route {
	var all []routes.Route
	for _, route := range c.Routes.Routes {
		if route.Login {
			all = append(all, route)
		}
	}
	return all
}

// askForLogin makes the gateway ask about requests to these routes; not about those of other routes that lie within them.
func (c *Catalog) askForLogin(gateway Peer) kube.Resource {
	policy := &security.AuthorizationPolicy{
		Selector:     &typev1.WorkloadSelector{MatchLabels: gateway.Selector},
		Action:       security.AuthorizationPolicy_CUSTOM,
		ActionDetail: &security.AuthorizationPolicy_Provider{Provider: &security.AuthorizationPolicy_ExtensionProvider{Name: LoginAPI}},
	}
	for _, route := range c.logins() {
		policy.Rules = append(policy.Rules, &security.Rule{
			To: []*security.Rule_To{{Operation: &security.Operation{
				Hosts: []string{route.Host, route.Host + ":*"}, Paths: []string{route.Path + "*"}, NotPaths: c.openWithin(route),
			}}},
			When: []*security.Condition{notBearer},
		})
	}
	return kube.NewCustom(securityAPI, "AuthorizationPolicy", gateway.Namespace, gateway.Name+"-login", policy)
}

// openWithin are the paths of routes that take a part of a route's requests and ask for no login.
func (c *Catalog) openWithin(wide routes.Route) []string {
	var paths []string
	for _, route := range c.Routes.Routes {
		if route.Host == wide.Host && route.Within == wide.Path && !route.Login {
			paths = append(paths, route.Path+"*")
		}
	}
	slices.Sort(paths)
	return paths
}

// requestAuthentication makes pods look at tokens: a wrong one is refused, a right one tells who calls. The program itself does not
// see it, as it may have tokens of its own.
func requestAuthentication(login *platform.Login, to Peer) kube.Resource {
	return kube.NewCustom(securityAPI, "RequestAuthentication", to.Namespace, to.Name+"-login", &security.RequestAuthentication{
		Selector: &typev1.WorkloadSelector{MatchLabels: to.Selector},
		JwtRules: []*security.JWTRule{{
			Issuer: login.Issuer, Audiences: append([]string{login.ClientID}, login.Audiences...),
		}},
	})
}

// tokens are the rules for a caller who passes on what others ask: with a person's token, or with a program's.
func tokens(login *platform.Login, c Connection) []*security.Rule {
	people := []*security.Condition{}
	if len(login.Audiences) > 0 {
		people = append(people, &security.Condition{Key: "request.auth.audiences", Values: []string{login.ClientID}})
	}
	if !slices.Contains(login.EmailDomains, "*") {
		email := &security.Condition{Key: "request.auth.claims[email]"}
		for _, domain := range login.EmailDomains {
			email.Values = append(email.Values, "*@"+domain)
		}
		people = append(people, email)
	}
	rules := []*security.Rule{tokenRule(login, c, people)}
	if len(login.Audiences) > 0 {
		rules = append(rules, tokenRule(login, c, []*security.Condition{{Key: "request.auth.audiences", Values: login.Audiences}}))
	}
	return rules
}

func tokenRule(login *platform.Login, c Connection, when []*security.Condition) *security.Rule {
	if len(c.Roles) > 0 {
		when = append(when, &security.Condition{Key: "request.auth.claims[" + login.RolesClaim + "]", Values: c.Roles})
	}
	return &security.Rule{
		From: []*security.Rule_From{{Source: &security.Source{
			Principals: []string{c.From.Principal()}, RequestPrincipals: []string{login.Issuer + "/*"},
		}}},
		To:   toPort(c),
		When: when,
	}
}
