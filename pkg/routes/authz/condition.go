package authz

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	security "istio.io/api/security/v1beta1"
)

// The keys of conditions; those of sources and operations that no `when` has are of our own making. See model.go.
const (
	headersKey    = "request.headers"
	claimsKey     = "request.auth.claims"
	principalKey  = "request.auth.principal"
	audiencesKey  = "request.auth.audiences"
	presenterKey  = "request.auth.presenter"
	sourceIPKey   = "source.ip"
	remoteIPKey   = "remote.ip"
	namespaceKey  = "source.namespace"
	accountKey    = "source.serviceAccount"
	trustKey      = "source.trustDomain"
	sourceKey     = "source.principal"
	destIPKey     = "destination.ip"
	destPortKey   = "destination.port"
	serverNameKey = "connection.sni"
	hostKey       = "to.hosts"
	methodKey     = "to.methods"
	pathKey       = "to.paths"
)

// plainKeys are the keys that are the whole of an attribute's name; httpKeys those that plain TCP does not have.
var (
	plainKeys = []string{
		principalKey, audiencesKey, presenterKey, sourceIPKey, remoteIPKey, namespaceKey, accountKey, trustKey, sourceKey,
		destIPKey, destPortKey, serverNameKey, hostKey, methodKey, pathKey,
	}
	httpKeys = []string{principalKey, audiencesKey, presenterKey, hostKey, methodKey, pathKey}
)

// condition is one attribute with the values that it must and must not have.
type condition struct {
	key         string
	values, not []string
}

func when(rule *security.Rule) []condition {
	var all []condition
	for _, c := range rule.GetWhen() {
		all = append(all, condition{c.GetKey(), c.GetValues(), c.GetNotValues()})
	}
	return all
}

func sourceConditions(s *security.Source) []condition {
	return []condition{
		{sourceKey, s.GetPrincipals(), s.GetNotPrincipals()},
		{principalKey, s.GetRequestPrincipals(), s.GetNotRequestPrincipals()},
		{accountKey, s.GetServiceAccounts(), s.GetNotServiceAccounts()},
		{trustKey, s.GetTrustDomains(), s.GetNotTrustDomains()},
		{namespaceKey, s.GetNamespaces(), s.GetNotNamespaces()},
		{remoteIPKey, s.GetRemoteIpBlocks(), s.GetNotRemoteIpBlocks()},
		{sourceIPKey, s.GetIpBlocks(), s.GetNotIpBlocks()},
	}
}

func operationConditions(o *security.Operation) []condition {
	return []condition{
		{hostKey, o.GetHosts(), o.GetNotHosts()},
		{methodKey, o.GetMethods(), o.GetNotMethods()},
		{pathKey, o.GetPaths(), o.GetNotPaths()},
		{destPortKey, o.GetPorts(), o.GetNotPorts()},
	}
}

// known tells whether Istio has an attribute. Those of other filters (experimental.envoy.filters) are not known to us: a rule
// with one is passed over.
func known(key string) bool {
	return slices.Contains(plainKeys, key) || strings.HasPrefix(key, headersKey) || strings.HasPrefix(key, claimsKey)
}

// check tells why a value cannot be used; nil if it can.
func (j judge) check(key, value string) error {
	http := slices.Contains(httpKeys, key) || strings.HasPrefix(key, headersKey) || strings.HasPrefix(key, claimsKey)
	if http && j.TCP {
		return fmt.Errorf("%s is for HTTP alone", key)
	}
	switch {
	case key == destPortKey:
		_, err := strconv.ParseUint(value, 10, 16)
		return err
	case key == sourceIPKey, key == remoteIPKey, key == destIPKey:
		_, err := prefix(value)
		return err
	case strings.HasPrefix(key, headersKey):
		return bracketed(strings.TrimPrefix(key, headersKey))
	case strings.HasPrefix(key, claimsKey):
		return bracketed(strings.TrimPrefix(key, claimsKey))
	}
	return nil
}

func bracketed(text string) error {
	if !strings.HasPrefix(text, "[") || !strings.HasSuffix(text, "]") {
		return errors.New("a name in brackets is missing")
	}
	return nil
}

// prefix is an address block, or one address.
func prefix(text string) (netip.Prefix, error) {
	if strings.Contains(text, "/") {
		return netip.ParsePrefix(text)
	}
	address, err := netip.ParseAddr(text)
	if err != nil {
		return netip.Prefix{}, err
	}
	return address.Prefix(address.BitLen())
}
