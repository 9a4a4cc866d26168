package components

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/routes"
	"github.com/example-org/platform-render/pkg/scrape"
)

const (
	// oauth2ProxyPath is what all paths of its own begin with, on each host that has a route with a login.
	oauth2ProxyPath = "/oauth2/"
	// oauth2ProxySecrets is the folder of its secrets.
	oauth2ProxySecrets = "/etc/oauth2-proxy"
	// loginTimeout is how long the gateway waits for an answer. A person's first answer waits for the issuer.
	loginTimeout = 10 * time.Second
)

// Keys of Secrets, and the names of their files.
const (
	clientSecretKey = "client-secret"
	cookieSecretKey = "cookie-secret"
)

// oauth2Proxy logs people in. It is asked about each request by the gateway, and answers with the person's token, or with a
// redirect to the issuer.
type oauth2Proxy struct {
	env   *platform.Environment
	login *platform.Login
}

func newOAuth2Proxy(env *platform.Environment) []Component {
	if env.Login == nil {
		return nil
	}
	return []Component{oauth2Proxy{env, env.Login}}
}

// Name implements Component.
func (oauth2Proxy) Name() string { return "oauth2-proxy" }

// The ports are named for the sidecar to know that they are HTTP.
var (
	loginPort        = Port{Name: "http", Number: 4180}
	loginMetricsPort = Port{Name: "http-metrics", Number: 44180}
)

// Offer implements Component.
func (o oauth2Proxy) Offer() Offer {
	backend := routes.Backend{Namespace: o.Name(), Service: o.Name(), Port: loginPort.Number}
	return Offer{
		Origin:    "login",
		Namespace: Namespace{Name: o.Name(), Mesh: true, PodSecurity: Restricted},
		Service:   &backend,
		Routes:    o.routes(backend),
		Peers:     []Peer{peer(o.Name(), o.Name(), loginPort, loginMetricsPort)},
		External:  append(external("login.issuer", o.endpoints()...), external("login.egress", o.login.Egress...)...),
		APIs:      []API{{Name: LoginAPI, Backend: backend}},
		Scrapes: []scrape.Target{{Job: o.Name(), Origin: "login", Pods: &scrape.Pods{
			Namespace: o.Name(), Selector: Selector(o.Name()), Port: loginMetricsPort.Number, Mesh: true,
		}}},
		Secrets: []Secret{
			{Name: o.clientSecret(), Keys: map[string]platform.SecretRef{clientSecretKey: o.login.ClientSecret}, Origin: "login.clientSecret"},
			{Name: o.cookieSecret(), Generated: []string{cookieSecretKey}, Origin: "login"},
		},
	}
}

func (o oauth2Proxy) clientSecret() string { return o.Name() + "-client" }
func (o oauth2Proxy) cookieSecret() string { return o.Name() + "-cookie" }

// routes are where the issuer sends people back to: the same path on each host that has a route with a login.
func (o oauth2Proxy) routes(backend routes.Backend) []routes.Route {
	var all []routes.Route
	for _, host := range o.env.LoginHosts() {
		all = append(all, routes.Route{Name: o.Name(), Host: host, Path: oauth2ProxyPath, Backend: backend, Origin: "login"})
	}
	return all
}

// googleEndpoints are what Google's discovery document names besides the issuer itself
// (https://accounts.google.com/.well-known/openid-configuration).
var googleEndpoints = []string{"oauth2.googleapis.com:443", "openidconnect.googleapis.com:443", "www.googleapis.com:443"}

// endpoints are the hosts that people's tokens come from.
func (o oauth2Proxy) endpoints() []string {
	issuer, _ := url.Parse(o.login.Issuer) // the loader has seen that it is a URL
	own := issuer.Hostname() + ":" + cmp.Or(issuer.Port(), "443")
	if issuer.Hostname() == "accounts.google.com" {
		return append([]string{own}, googleEndpoints...)
	}
	return []string{own}
}

// Build implements Component.
func (o oauth2Proxy) Build(*Catalog) (Built, error) {
	return Built{Objects: Workload{
		Name: o.Name(), Namespace: o.Name(),
		Image: oauth2ProxyImage, Args: o.args(),
		Ports: []Port{loginPort, loginMetricsPort}, Replicas: o.login.Replicas,
		Ready: "/ready", Live: "/ping",
		Resources: o.login.Resources,
		User:      oauth2ProxyUser, PodSecurity: Restricted,
		Mounts: []Mount{
			{Name: "client", Path: oauth2ProxySecrets + "/client", ReadOnly: true, Source: FromSecret(o.clientSecret())},
			{Name: "cookie", Path: oauth2ProxySecrets + "/cookie", ReadOnly: true, Source: FromSecret(o.cookieSecret())},
		},
	}.Objects()}, nil
}

// oauth2ProxyUser is the user that the image runs as (Dockerfile: distroless, nonroot).
const oauth2ProxyUser = 65532

// args: a request that comes from somebody who is logged in is answered with 200, which is all that Envoy takes for a yes
// (static://200), and with the person's token. The others are redirected at once. What the proxies before it say of the client is
// not believed: the host is the request's own. A token is looked at again after five minutes, so that it is renewed, by the issuer,
// before the pods refuse it. Several tabs may log in at once, so that each has a cookie of its own meanwhile.
func (o oauth2Proxy) args() []string {
	args := []string{
		"--provider=oidc",
		"--oidc-issuer-url=" + o.login.Issuer,
		"--client-id=" + o.login.ClientID,
		"--client-secret-file=" + oauth2ProxySecrets + "/client/" + clientSecretKey,
		"--cookie-secret-file=" + oauth2ProxySecrets + "/cookie/" + cookieSecretKey,
		"--cookie-name=__Host-login", "--cookie-samesite=lax", "--cookie-expire=12h", "--cookie-refresh=5m",
		"--cookie-csrf-per-request=true", "--cookie-csrf-per-request-limit=16",
		"--code-challenge-method=S256", "--insecure-oidc-skip-nonce=false",
		"--http-address=0.0.0.0:" + strconv.Itoa(int(loginPort.Number)),
		"--metrics-address=0.0.0.0:" + strconv.Itoa(int(loginMetricsPort.Number)),
		"--upstream=static://200", "--set-authorization-header=true",
		"--skip-provider-button=true", "--silence-ping-logging=true",
	}
	for _, domain := range slices.Sorted(slices.Values(o.login.EmailDomains)) {
		args = append(args, "--email-domain="+domain)
	}
	return args
}
