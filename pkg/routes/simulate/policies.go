package simulate

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/routes/authz"
)

// authorizeGateway asks the policies of the gateway; they see the path as it is matched, before any rewrite.
func (t *Tree) authorizeGateway(a *Answer, at entrance, m message) (End, bool) {
	var e End
	r := authz.Request{
		Port: int32(at.port), Host: m.authority, Method: m.method, Path: m.path, Header: m.headers, Claims: m.claims, SNI: at.sni,
	}
	refused := t.judge(&e, at.workload(), "the gateway", r, m.loggedIn)
	a.Steps = append(a.Steps, e.Steps...)
	e.Steps = nil
	return e, refused
}

// authorize asks the policies of the workload: the caller is the gateway, if there was mTLS.
func (v *visit) authorize(e *End, w *workload, number uint32, mutual bool) (refused bool) {
	at := authz.Workload{Namespace: w.Namespace, Labels: w.Spec.Template.Labels}
	m := v.message
	if refused := v.tree.token(e, at, &m); refused {
		return true
	}
	r := authz.Request{
		Port: int32(number), Host: cmp.Or(v.to.Authority, v.d.Authority), Method: m.method, Path: v.d.Path, Header: m.headers, Claims: m.claims,
		TCP: v.d.Kind != Forward || !v.port.http(),
	}
	if mutual {
		r.Principal = authz.Identity(v.gateway.Namespace, v.tree.services.account(v.gateway))
	}
	return v.tree.judge(e, at, w.title(), r, m.loggedIn)
}

// policySets are the policies that each namespace's workloads meet: its own and the root namespace's. A namespace without any meets
// the root's.
func (b *builder) policySets(root string) (map[string]authz.Set, error) {
	byNamespace := map[string][]kube.Object{root: nil}
	for _, o := range b.policies {
		byNamespace[o.Namespace()] = append(byNamespace[o.Namespace()], o)
	}
	sets := map[string]authz.Set{}
	for namespace, own := range byNamespace {
		if namespace != root {
			own = slices.Concat(own, byNamespace[root])
		}
		set, err := authz.NewSet(root, own)
		if err != nil {
			return nil, err
		}
		sets[namespace] = set
	}
	return sets, nil
}

// judge carries out what the policies decide.
func (t *Tree) judge(e *End, at authz.Workload, who string, r authz.Request, loggedIn bool) (refused bool) {
	set, ok := t.policies[at.Namespace]
	if !ok {
		set = t.policies[t.mesh.rootNamespace]
	}
	d := set.Evaluate(at, r)
	for _, ask := range d.Asks {
		e.step(t.policySources[ask.Policy.String()], "AuthorizationPolicy %s asks %s who this is", ask.Policy, ask.Provider)
		if !loggedIn {
			e.Policy = "AuthorizationPolicy " + ask.Policy.String()
			e.fail(MustLogIn, 0, "%s sends whoever is not logged in to the login page", ask.Provider)
			return true
		}
	}
	switch {
	case d.Policy != nil:
		verb := "refuses"
		if d.Allowed {
			verb = "allows"
		}
		e.step(t.policySources[d.Policy.String()], "AuthorizationPolicy %s %s it at %s (rule %d)", d.Policy, verb, who, d.Rule+1)
	case !d.Allowed:
		e.step(t.policySources[d.Refusing[0].String()], "no rule of %s allows it at %s", policyNames(d.Refusing), who)
	}
	if !d.Allowed {
		e.Policy = "AuthorizationPolicy " + policyNames(append(slices.Clone(d.Refusing), deref(d.Policy)...))
		status := http.StatusForbidden
		if r.TCP {
			status = http.StatusServiceUnavailable // the connection is closed, which the gateway answers for
		}
		e.fail(Refused, status, "RBAC: access denied at %s", who)
	}
	return !d.Allowed
}

func deref(p *authz.Policy) []authz.Policy {
	if p == nil {
		return nil
	}
	return []authz.Policy{*p}
}

func policyNames(all []authz.Policy) string {
	var names []string
	for _, p := range all {
		names = append(names, p.String())
	}
	return strings.Join(names, ", ")
}

// token judges the claims that the request bears: they count if a RequestAuthentication of the proxy knows the issuer. A token of an
// issuer that it does not know is refused; without any RequestAuthentication nobody looks at it.
func (t *Tree) token(e *End, at authz.Workload, m *message) (refused bool) {
	if m.claims == nil {
		return false
	}
	issuer, _ := m.claims["iss"].(string)
	all := t.authentications(at)
	for _, ra := range all {
		for _, rule := range ra.Spec.GetJwtRules() {
			if rule.GetIssuer() == issuer {
				e.step(ra.source, "%s accepts the token of %s", ra.title(), issuer)
				return false
			}
		}
	}
	if len(all) > 0 {
		e.fail(Refused, http.StatusUnauthorized, "no RequestAuthentication knows the issuer %q of the token", issuer)
		return true
	}
	m.claims = nil
	return false
}

// authentications are the RequestAuthentications of a workload that have rules.
func (t *Tree) authentications(at authz.Workload) []*requestAuthentication {
	var all []*requestAuthentication
	for _, ra := range t.requestAuthentications {
		inScope := ra.Namespace == at.Namespace || ra.Namespace == t.mesh.rootNamespace
		if inScope && len(ra.Spec.GetJwtRules()) > 0 && selects(ra.Spec.GetSelector().GetMatchLabels(), at.Labels) {
			all = append(all, ra)
		}
	}
	return all
}

// forwardsToken says whether a proxy that accepts a token passes it on.
func (t *Tree) forwardsToken(at authz.Workload) bool {
	for _, ra := range t.authentications(at) {
		for _, rule := range ra.Spec.GetJwtRules() {
			if !rule.GetForwardOriginalToken() {
				return false
			}
		}
	}
	return true
}

// http says whether a sidecar reads the port as HTTP: by its appProtocol, else by its name's first word; a port that says neither is
// looked into (pkg/kube/protocol.go, pkg/config/protocol).
func (p servicePort) http() bool {
	word := p.appProtocol
	if word == "" {
		word, _, _ = strings.Cut(p.name, "-")
		if strings.HasPrefix(p.name, "grpc-web") {
			word = "grpc-web"
		}
	}
	return !slices.Contains([]string{"tcp", "tls", "https", "mongo", "mysql", "redis", "udp"}, strings.ToLower(word))
}

// account is the service account of a gateway's pods.
func (r registry) account(p Proxy) string {
	for _, w := range r.pods[p.Namespace] {
		if selects(p.Labels, w.Spec.Template.Labels) && w.Spec.Template.Spec.ServiceAccountName != "" {
			return w.Spec.Template.Spec.ServiceAccountName
		}
	}
	return "default"
}
