package platform

import "slices"

// Login is who may use the routes that ask for a login: people, who log in with an OpenID Connect issuer in the browser, and
// programs, which bring a token of that issuer.
type Login struct {
	// The issuer's URL, to the letter as its tokens name it (`iss`).
	Issuer string `json:"issuer" check:"required" format:"issuer" example:"https://example.us.auth0.com/"`
	// The id under which the issuer knows the platform.
	ClientID string `json:"clientID" check:"required" format:"text" example:"kF3xPq9"`
	// The secret that goes with it.
	ClientSecret SecretRef `json:"clientSecret" check:"required"`
	// The domains of the e-mail addresses that people may have, or "*" for everybody who has an account with the issuer.
	EmailDomains []string `json:"emailDomains" check:"required" format:"emailDomain" example:"[example.com]"`
	// The audiences (`aud`) of the tokens that programs bring, besides clientID, which is that of people's.
	Audiences []string `json:"audiences" format:"text" example:"[\"https://api.example.com\"]"`
	// The claim of the token that holds a list of roles. Needed as soon as a route asks for roles.
	RolesClaim string `json:"rolesClaim" format:"claim" example:"https://example.com/roles"`
	// The hosts and ports that the issuer's discovery document names besides its own; those of Google are known.
	Egress []string `json:"egress" format:"egress" example:"[token.example.com:443]"`
	// The number of pods that people log in by.
	Replicas int32 `json:"replicas" default:"2" min:"1" max:"100"`
	// What their container asks for and may use.
	Resources Resources `json:"resources" default:"{requests: {cpu: 20m, memory: 64Mi}, limits: {memory: 128Mi}}"`
}

// AsksForLogin tells whether the route is for those alone who have logged in.
func (r *Route) AsksForLogin() bool { return r.Login || len(r.Roles) > 0 }

// LoginHosts are the hosts that have a route that asks for a login, sorted.
func (e *Environment) LoginHosts() []string {
	var hosts []string
	each(e, func(_ string, r *Route) {
		if r.AsksForLogin() {
			hosts = append(append(hosts, r.Host), r.Hosts...)
		}
	})
	slices.Sort(hosts)
	return slices.Compact(hosts)
}
