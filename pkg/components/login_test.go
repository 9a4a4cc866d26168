package components

import (
	"net/http"
	"testing"

	"github.com/example-org/platform-render/pkg/routes/authz"
)

const withLogin = `secrets: {awsSecretsManager: {}}
login:
  issuer: https://example.us.auth0.com/
  clientID: web
  clientSecret: LOGIN
  emailDomains: [example.com]
  audiences: [api]
  rolesClaim: roles
apps:
  docs: {image: "docs:1", port: 8080, route: {path: /docs/, hosts: [docs.example.com], roles: [admins]}}
  shop: {image: "shop:1", port: 8080, route: {path: /shop/, login: true}, calls: [docs]}
  open: {image: "open:1", port: 8080, route: {path: /shop/open/, within: /shop/}}
`

// token is the claims of a token for an audience.
func token(audience string, claims ...string) map[string]any {
	all := map[string]any{"iss": "https://example.us.auth0.com/", "sub": "ann", "aud": audience}
	for i := 0; i+1 < len(claims); i += 2 {
		all[claims[i]] = claims[i+1]
	}
	return all
}

// Pods take from the gateway only what comes from somebody who may; what other pods call is not a person's business.
func TestLoginAtThePods(t *testing.T) {
	rendered := mustRender(t, withLogin)
	set, err := authz.NewSet(istioSystem, policiesOf(t, rendered.Catalog))
	if err != nil {
		t.Fatal(err)
	}
	gateway, shop := authz.Identity(istioIngressName, istioIngressName), authz.Identity("shop", "shop")
	tests := map[string]struct {
		caller, app string
		claims      map[string]any
		want        bool
	}{
		"nobody":                     {gateway, "shop", nil, false},
		"a person":                   {gateway, "shop", token("web", "email", "ann@example.com"), true},
		"a person of another domain": {gateway, "shop", token("web", "email", "ann@example.org"), false},
		"a person without an e-mail": {gateway, "shop", token("web"), false},
		"a program":                  {gateway, "shop", token("api"), true},
		"another issuer's":           {gateway, "shop", map[string]any{"iss": "https://example.org/", "sub": "ann", "aud": "api"}, false},
		"without a role":             {gateway, "docs", token("web", "email", "ann@example.com"), false},
		"with another role":          {gateway, "docs", token("web", "email", "ann@example.com", "roles", "guests"), false},
		"with the role":              {gateway, "docs", token("web", "email", "ann@example.com", "roles", "admins"), true},
		"a program with the role":    {gateway, "docs", token("api", "roles", "admins"), true},
		"a program without":          {gateway, "docs", token("api"), false},
		"pods that call":             {shop, "docs", nil, true},
		"a token but no certificate": {"", "shop", token("api"), false},
		"no login asked for":         {gateway, "open", nil, true},
	}
	for name, test := range tests {
		request := authz.Request{Principal: test.caller, Port: 8080, Method: "GET", Host: "small.example.com", Path: "/", Claims: test.claims}
		workload := authz.Workload{Namespace: test.app, Labels: Selector(test.app)}
		if got := set.Evaluate(workload, request); got.Allowed != test.want {
			t.Errorf("%s: allowed %t", name, got.Allowed)
		}
	}
}

// The gateway asks about browsers that want a route with a login, and about nothing else.
func TestLoginAtTheGateway(t *testing.T) {
	rendered := mustRender(t, withLogin)
	set, err := authz.NewSet(istioSystem, policiesOf(t, rendered.Catalog))
	if err != nil {
		t.Fatal(err)
	}
	for url, want := range map[[2]string]bool{
		{"small.example.com", "/docs/"}: true, {"docs.example.com", "/docs/a"}: true, {"DOCS.example.com:443", "/docs/a"}: true,
		{"small.example.com", "/shop/x"}: true, {"small.example.com", "/shop/open/x"}: false, {"small.example.com", "/oauth2/callback"}: false,
		{"docs.example.com", "/shop/"}: false,
	} {
		for authorization, browser := range map[string]bool{"": true, "Basic YTpi": true, "Bearer x": false} {
			request := authz.Request{Port: gatewayHTTPS, Method: "GET", Host: url[0], Path: url[1], Header: http.Header{}}
			if authorization != "" {
				request.Header.Set("Authorization", authorization)
			}
			got := set.Evaluate(authz.Workload{Namespace: istioIngressName, Labels: istioIngressLabels()}, request)
			if asked := len(got.Asks) == 1; !got.Allowed || asked != (want && browser) {
				t.Errorf("%v with %q: allowed %t, asked %t", url, authorization, got.Allowed, asked)
			}
		}
	}
}
