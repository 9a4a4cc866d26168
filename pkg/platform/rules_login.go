package platform

import (
	"net/url"
	"strings"
)

// loginPath is where people log in, on each host that has a route that asks for it.
const loginPath = "/oauth2/"

// login holds routes that ask for a login to there being one, and the login to the issuer's ways.
func (c *checker) login() {
	used := false
	each(c.Environment, func(path string, r *Route) {
		used = used || r.AsksForLogin()
		c.once(path+".roles", r.Roles)
		c.protected(path, r)
		if c.Login != nil && strings.HasPrefix(r.Path, loginPath) {
			c.report(path+".path", "%s is where people log in: give the route another path", loginPath)
		}
	})
	if c.Login == nil {
		return
	}
	if !used {
		c.reportKey("login", "no route asks for a login: write login: true or roles beside the path of one")
	}
	c.issuer()
	c.emailDomains()
	c.once("login.audiences", c.Login.Audiences)
}

func (c *checker) protected(path string, r *Route) {
	asks := path + ".login"
	if len(r.Roles) > 0 {
		asks = path + ".roles"
	}
	switch {
	case !r.AsksForLogin():
	case c.Login == nil && !c.has("login"):
		c.report(asks, "asks for a login, and there is no login section: write login: {issuer, clientID, clientSecret, emailDomains}")
	case c.Login != nil && len(r.Roles) > 0 && c.Login.RolesClaim == "" && c.Login.Issuer != google && !c.has("login.rolesClaim"):
		c.report(asks, "login.rolesClaim is missing: which claim of the token holds the roles?")
	}
	if c.Mesh.MTLS == "PERMISSIVE" && r.AsksForLogin() {
		c.report(asks, "with mtls PERMISSIVE (%s) anybody in the cluster could pass the login by: write mtls: STRICT", c.Pos("mesh.mtls"))
	} else if c.Mesh.Authorization == "dryRun" && r.AsksForLogin() {
		c.report(asks, "with authorization: dryRun (%s) nobody would be refused: enforce it first", c.Pos("mesh.authorization"))
	}
}

// google is the issuer of Google's tokens.
const google = "https://accounts.google.com"

// issuer knows how the most used issuers name themselves: a token of another name is refused, and nobody could log in.
func (c *checker) issuer() {
	issuer := c.Login.Issuer
	u, err := url.Parse(issuer)
	switch {
	case err != nil:
	case strings.HasSuffix(u.Hostname(), ".auth0.com") && u.Path != "/":
		c.report("login.issuer", "Auth0 names itself with a slash at the end: write https://%s/", u.Host)
	case u.Hostname() == "accounts.google.com" && issuer != google:
		c.report("login.issuer", "Google names itself without a slash at the end: write %s", google)
	case issuer == google && c.Login.RolesClaim != "":
		c.report("login.rolesClaim", "Google's tokens hold no roles or groups: use another issuer, or login: true for everybody of emailDomains")
	case issuer == google:
		each(c.Environment, func(path string, r *Route) {
			if len(r.Roles) > 0 {
				c.report(path+".roles", "Google's tokens hold no roles or groups: use another issuer, or login: true for everybody of emailDomains")
			}
		})
	}
}

func (c *checker) emailDomains() {
	domains := c.Login.EmailDomains
	c.once("login.emailDomains", domains)
	for i, domain := range domains {
		if domain == "*" && len(domains) > 1 {
			c.report(joinIndex("login.emailDomains", i), "\"*\" is everybody: leave the others out, or the star")
		}
	}
	if len(domains) == 0 && c.has("login.emailDomains") {
		c.report("login.emailDomains", "is empty: nobody could log in; \"*\" is everybody who has an account with the issuer")
	}
}
