package authz

import (
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/example-org/platform-render/pkg/kube"
)

// policies reads a set from YAML documents that leave out what all have in common. A name is namespace/name.
func policies(t *testing.T, documents ...string) Set {
	t.Helper()
	var objects []kube.Object
	for _, document := range documents {
		name, spec, _ := strings.Cut(document, "\n")
		name, dry := strings.CutSuffix(name, " dry")
		namespace, name, _ := strings.Cut(name, "/")
		text := "apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata:\n  name: " + name + "\n  namespace: " + namespace + "\n"
		if dry {
			text += "  annotations: {istio.io/dry-run: \"true\"}\n"
		}
		data, err := yaml.YAMLToJSON([]byte(text + "spec:\n  " + strings.ReplaceAll(spec, "\n", "\n  ")))
		if err != nil {
			t.Fatal(err)
		}
		object, err := kube.FromJSON(data)
		if err != nil {
			t.Fatal(err)
		}
		objects = append(objects, object)
	}
	set, err := NewSet("istio-system", objects)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

var web = Workload{Namespace: "web", Labels: map[string]string{"app": "web", "tier": "front"}}

// from is a GET of / by the service account default of a namespace.
func from(namespace string) Request {
	return Request{Principal: Identity(namespace, "default"), Port: 8080, Method: "GET", Host: "web.example.com", Path: "/", Header: http.Header{}}
}

func TestEvaluate(t *testing.T) {
	tests := map[string]struct {
		policies []string
		request  Request
		want     bool
	}{
		"no policy allows":                  {nil, from("a"), true},
		"an empty spec refuses all":         {[]string{"web/none\n{}"}, from("a"), false},
		"an empty rule allows all":          {[]string{"web/all\nrules: [{}]"}, from("a"), true},
		"a deny without rules denies none":  {[]string{"web/none\naction: DENY"}, from("a"), true},
		"deny comes before allow":           {[]string{"web/all\nrules: [{}]", "web/no\naction: DENY\nrules: [{}]"}, from("a"), false},
		"of several allows one is enough":   {[]string{"web/none\n{}", "web/a\nrules: [{from: [{source: {namespaces: [a]}}]}]"}, from("a"), true},
		"the root namespace holds for all":  {[]string{"istio-system/none\n{}"}, from("a"), false},
		"another namespace does not":        {[]string{"other/none\n{}"}, from("a"), true},
		"a selector that fits":              {[]string{"web/none\nselector: {matchLabels: {app: web}}"}, from("a"), false},
		"a selector that does not":          {[]string{"web/none\nselector: {matchLabels: {app: web, tier: back}}"}, from("a"), true},
		"a target is for other gateways":    {[]string{"web/none\ntargetRefs: [{kind: Service, name: web}]"}, from("a"), true},
		"audit decides nothing":             {[]string{"web/audit\naction: AUDIT\nrules: [{}]"}, from("a"), true},
		"dry-run allow alone refuses none":  {[]string{"web/none dry\n{}"}, from("a"), true},
		"dry-run deny refuses none":         {[]string{"web/no dry\naction: DENY\nrules: [{}]"}, from("a"), true},
		"a dry-run allow does not allow":    {[]string{"web/none\n{}", "web/all dry\nrules: [{}]"}, from("a"), false},
		"sources are alternatives":          {[]string{"web/p\nrules: [{from: [{source: {namespaces: [b]}}, {source: {namespaces: [a]}}]}]"}, from("a"), true},
		"fields of a source hold together":  {[]string{"web/p\nrules: [{from: [{source: {namespaces: [a], principals: [cluster.local/ns/b/sa/default]}}]}]"}, from("a"), false},
		"from and to hold together":         {[]string{"web/p\nrules: [{from: [{source: {namespaces: [a]}}], to: [{operation: {ports: ['9090']}}]}]"}, from("a"), false},
		"a rule of the second kind":         {[]string{"web/p\nrules: [{to: [{operation: {methods: [POST]}}]}, {to: [{operation: {methods: [GET]}}]}]"}, from("a"), true},
		"an unknown key takes the rule":     {[]string{"web/p\nrules: [{when: [{key: request.color, values: [red]}]}]"}, from("a"), false},
		"in deny, too":                      {[]string{"web/p\naction: DENY\nrules: [{when: [{key: request.color, values: [red]}]}]"}, from("a"), true},
		"a wrong port takes an allow away":  {[]string{"web/p\nrules: [{to: [{operation: {ports: ['8080', x]}}]}]"}, from("a"), false},
		"in deny only itself":               {[]string{"web/p\naction: DENY\nrules: [{to: [{operation: {ports: [x]}}]}]"}, from("a"), false},
		"a path on tcp takes an allow":      {[]string{"web/p\nrules: [{to: [{operation: {ports: ['8080']}}, {operation: {paths: [/]}}]}]"}, Request{TCP: true, Port: 8080}, false},
		"a path on tcp widens a deny":       {[]string{"web/p\naction: DENY\nrules: [{to: [{operation: {paths: [/x]}}]}]"}, Request{TCP: true, Port: 8080}, false},
		"custom asks and does not refuse":   {[]string{"web/p\naction: CUSTOM\nprovider: {name: login}\nrules: [{}]"}, from("a"), true},
		"no identity has no namespace":      {[]string{"web/p\nrules: [{from: [{source: {namespaces: ['*']}}]}]"}, Request{Path: "/"}, false},
		"no identity is not another's":      {[]string{"web/p\naction: DENY\nrules: [{from: [{source: {notPrincipals: ['*']}}]}]"}, Request{Path: "/"}, false},
		"a missing header is not its value": {[]string{"web/p\nrules: [{when: [{key: 'request.headers[authorization]', notValues: ['Bearer *']}]}]"}, from("a"), true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := policies(t, test.policies...).Evaluate(web, test.request); got.Allowed != test.want {
				t.Errorf("allowed %t: %+v", got.Allowed, got)
			}
		})
	}
}

// Each value is held against the attribute of a request that has all of them.
func TestMatch(t *testing.T) {
	request := Request{
		Principal: "cluster.local/ns/shop/sa/cart", SourceIP: netip.MustParseAddr("10.0.0.7"), RemoteIP: netip.MustParseAddr("203.0.113.9"),
		DestinationIP: netip.MustParseAddr("10.0.0.8"), Port: 8080, SNI: "web.example.com",
		Method: "GET", Host: "Web.example.com:443", Path: "/docs/a/b", Header: http.Header{"X-Team": {"red", "blue"}},
		Claims: map[string]any{
			"iss": "https://login.example.com/", "sub": "ann", "aud": []any{"web", "shop"}, "azp": "cli", "scope": "read write",
			"realm": map[string]any{"roles": []any{"admins", "staff"}}, "level": 3,
		},
	}
	tests := []struct {
		key, value string
		want       bool
	}{
		{sourceKey, "cluster.local/ns/shop/sa/cart", true}, {sourceKey, "cluster.local/ns/shop/sa/car", false},
		{sourceKey, "cluster.local/ns/shop/*", true}, {sourceKey, "*/sa/cart", true}, {sourceKey, "*", true},
		{namespaceKey, "shop", true}, {namespaceKey, "sho", false}, {namespaceKey, "sh*", true}, {namespaceKey, "*op", true},
		{accountKey, "shop/cart", true}, {accountKey, "cart", false}, {accountKey, "web/cart", false},
		{trustKey, "cluster.local", true}, {trustKey, "cluster", false}, {trustKey, "*.local", true}, {trustKey, "*", true},
		{sourceIPKey, "10.0.0.0/8", true}, {sourceIPKey, "10.0.0.7", true}, {sourceIPKey, "10.0.0.8", false},
		{remoteIPKey, "203.0.113.0/24", true}, {remoteIPKey, "10.0.0.0/8", false}, {destIPKey, "10.0.0.8", true},
		{destPortKey, "8080", true}, {destPortKey, "80", false}, {serverNameKey, "*.example.com", true},
		{hostKey, "web.example.com", false}, {hostKey, "web.example.com:*", true}, {hostKey, "WEB.example.com:443", true},
		{methodKey, "GET", true}, {methodKey, "get", false}, {methodKey, "*", true},
		{pathKey, "/docs/*", true}, {pathKey, "/docs", false}, {pathKey, "*/b", true}, {pathKey, "/Docs/*", false},
		{pathKey, "/docs/{*}", false}, {pathKey, "/docs/{*}/b", true}, {pathKey, "/docs/{**}", true}, {pathKey, "/{*}/b", false},
		{"request.headers[x-team]", "red,blue", true}, {"request.headers[x-team]", "red", false}, {"request.headers[x-team]", "*", true},
		{"request.headers[x-none]", "*", false},
		{principalKey, "https://login.example.com//ann", true}, {principalKey, "https://login.example.com//*", true},
		{principalKey, "https://login.example.com//bob", false}, {principalKey, "https://other.example.com/*", false},
		{principalKey, "*", true}, {principalKey, "*/ann", true}, {principalKey, "*nn", true}, {principalKey, "https*", true},
		{audiencesKey, "shop", true}, {audiencesKey, "sho", false}, {presenterKey, "cli", true},
		{"request.auth.claims[scope]", "write", true}, {"request.auth.claims[scope]", "read write", false},
		{"request.auth.claims[realm][roles]", "admins", true}, {"request.auth.claims[realm][roles]", "adm*", true},
		{"request.auth.claims[realm][roles]", "guests", false}, {"request.auth.claims[realm]", "*", false},
		{"request.auth.claims[level]", "3", false}, {"request.auth.claims[none]", "*", false},
	}
	for _, test := range tests {
		if got := (judge{request, "web", true}).match(test.key, test.value); got != test.want {
			t.Errorf("%s %q: %t", test.key, test.value, got)
		}
	}
}

// An external authorizer is asked for what its policy takes, before any claim is known, and not about plain TCP.
func TestAsks(t *testing.T) {
	set := policies(t,
		"web/login\naction: CUSTOM\nprovider: {name: login}\nrules: [{to: [{operation: {paths: [/in/*]}}]}]",
		"web/claims\naction: CUSTOM\nprovider: {name: claims}\nrules: [{from: [{source: {requestPrincipals: ['*']}}]}]")
	inside := from("a")
	inside.Path, inside.Claims = "/in/x", map[string]any{"iss": "i", "sub": "s"}
	if asks := set.Evaluate(web, inside).Asks; len(asks) != 1 || asks[0].Provider != "login" || asks[0].Policy.Name != "login" {
		t.Errorf("asks %+v", asks)
	}
	if asks := set.Evaluate(web, from("a")).Asks; len(asks) != 0 {
		t.Errorf("outside of the path: asks %+v", asks)
	}
	if asks := set.Evaluate(web, Request{TCP: true}).Asks; len(asks) != 0 {
		t.Errorf("plain TCP: asks %+v", asks)
	}
}

// A decision names the policy and the rule that made it, or the policies that did not allow.
func TestDecisionNamesPolicies(t *testing.T) {
	set := policies(t, "web/allow\nrules: [{from: [{source: {namespaces: [b]}}]}, {from: [{source: {namespaces: [a]}}]}]", "web/none\n{}")
	if got := set.Evaluate(web, from("a")); got.Policy == nil || got.Policy.String() != "web/allow" || got.Rule != 1 {
		t.Errorf("%+v", got)
	}
	if got := set.Evaluate(web, from("c")); got.Policy != nil || len(got.Refusing) != 2 {
		t.Errorf("%+v", got)
	}
}

// A policy that is no AuthorizationPolicy is named.
func TestNewSetRefuses(t *testing.T) {
	object := kube.Object{Fields: map[string]any{
		"apiVersion": "security.istio.io/v1", "kind": "AuthorizationPolicy",
		"metadata": map[string]any{"name": "bad", "namespace": "web"}, "spec": map[string]any{"action": "MAYBE"},
	}}
	if _, err := NewSet("istio-system", []kube.Object{object}); err == nil || !strings.Contains(err.Error(), "web/bad") {
		t.Errorf("error: %v", err)
	}
}
