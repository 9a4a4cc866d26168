package authz

import security "istio.io/api/security/v1beta1"

// Decision is what becomes of a request.
type Decision struct {
	Allowed bool
	// Policy decided: the DENY that matched, the ALLOW that matched. It is nil where no policy had a say, and where a request
	// is refused because no ALLOW matched; then Refusing are the ALLOW policies that did not.
	Policy   *Policy
	Refusing []Policy
	// Rule is the number of the policy's rule that matched, from 0.
	Rule int
	// Asks are the external authorizers that must agree, before anything else is looked at; Allowed tells what follows if all do.
	Asks []Ask
}

// Ask is a question to an external authorizer.
type Ask struct {
	Provider string
	Policy   Policy
}

// Evaluate decides one request to a workload. The order is that of Istio's filters: CUSTOM, then the token (whose claims the
// request brings along), then DENY, then ALLOW (pilot/pkg/networking/core/listener_builder.go, buildHTTPConnectionManager). So a
// CUSTOM policy never sees a claim. AUDIT and dry-run policies decide nothing.
func (s Set) Evaluate(w Workload, r Request) Decision {
	policies := s.For(w)
	asks := custom(policies, r)
	if denied, rule, ok := first(policies, security.AuthorizationPolicy_DENY, r); ok {
		return Decision{Policy: &denied, Rule: rule, Asks: asks}
	}
	allowed, rule, ok := first(policies, security.AuthorizationPolicy_ALLOW, r)
	if ok {
		return Decision{Allowed: true, Policy: &allowed, Rule: rule, Asks: asks}
	}
	refusing := enforced(policies, security.AuthorizationPolicy_ALLOW)
	return Decision{Allowed: len(refusing) == 0, Refusing: refusing, Asks: asks}
}

// enforced are the policies of one action that are not dry-run: dry-run ALLOW policies alone refuse nothing (builder.go, build).
func enforced(policies []Policy, action security.AuthorizationPolicy_Action) []Policy {
	var all []Policy
	for _, policy := range policies {
		if policy.Spec.GetAction() == action && !policy.DryRun {
			all = append(all, policy)
		}
	}
	return all
}

func first(policies []Policy, action security.AuthorizationPolicy_Action, r Request) (Policy, int, bool) {
	for _, policy := range enforced(policies, action) {
		if rule, ok := policy.matches(r); ok {
			return policy, rule, true
		}
	}
	return Policy{}, 0, false
}

// custom are the authorizers to ask. An authorizer that speaks HTTP is not asked about plain TCP, which passes it by
// (builder.go, buildTCP). The claims are not there yet.
func custom(policies []Policy, r Request) []Ask {
	r.Claims = nil
	var asks []Ask
	for _, policy := range enforced(policies, security.AuthorizationPolicy_CUSTOM) {
		if _, ok := policy.matches(r); ok && !r.TCP {
			asks = append(asks, Ask{Provider: policy.Spec.GetProvider().GetName(), Policy: policy})
		}
	}
	return asks
}

// matches finds the first rule that fits. A policy without rules fits nothing.
func (p Policy) matches(r Request) (int, bool) {
	narrow := p.Spec.GetAction() == security.AuthorizationPolicy_ALLOW
	for i, rule := range p.Spec.GetRules() {
		if rule != nil && (judge{r, p.Namespace, narrow}).rule(rule) {
			return i, true
		}
	}
	return 0, false
}

// judge holds a request against one rule.
type judge struct {
	Request
	namespace string
	// narrow is true for ALLOW: a value that cannot be used takes its whole rule away. In the other actions such a value alone
	// is passed over, so that more is refused (model.go, checkError).
	narrow bool
}

func (j judge) rule(rule *security.Rule) bool {
	conditions := when(rule)
	var from, to [][]condition
	for _, source := range rule.GetFrom() {
		from = append(from, sourceConditions(source.GetSource()))
	}
	for _, operation := range rule.GetTo() {
		to = append(to, operationConditions(operation.GetOperation()))
	}
	for _, group := range append(append([][]condition{conditions}, from...), to...) {
		if !j.usable(group) {
			return false
		}
	}
	return j.all(conditions) && j.any(from) && j.any(to)
}

// usable tells whether a rule with these conditions exists at all: an unknown key takes it away in every action.
func (j judge) usable(group []condition) bool {
	for _, c := range group {
		if !known(c.key) || j.narrow && j.broken(c) {
			return false
		}
	}
	return true
}

func (j judge) broken(c condition) bool {
	for _, value := range append(append([]string(nil), c.values...), c.not...) {
		if j.check(c.key, value) != nil {
			return true
		}
	}
	return false
}

func (j judge) any(groups [][]condition) bool {
	for _, group := range groups {
		if j.all(group) {
			return true
		}
	}
	return len(groups) == 0
}

func (j judge) all(group []condition) bool {
	for _, c := range group {
		if !j.holds(c) {
			return false
		}
	}
	return true
}

// holds tells whether one of the values fits and none of the others does. Values that cannot be used are not there.
func (j judge) holds(c condition) bool {
	values, not := j.usableValues(c.key, c.values), j.usableValues(c.key, c.not)
	return (len(values) == 0 || j.one(c.key, values)) && !j.one(c.key, not)
}

func (j judge) usableValues(key string, values []string) []string {
	var all []string
	for _, value := range values {
		if j.check(key, value) == nil {
			all = append(all, value)
		}
	}
	return all
}

func (j judge) one(key string, values []string) bool {
	for _, value := range values {
		if j.match(key, value) {
			return true
		}
	}
	return false
}
