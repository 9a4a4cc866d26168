package authz

import (
	"net/http"
	"net/netip"
	"strconv"
	"strings"
)

// Request is what a proxy knows of a request, or of a connection, when it decides.
type Request struct {
	// TCP says that the proxy does not read the connection as HTTP: only what follows up to SNI is known.
	TCP bool
	// Principal is the caller's identity from its certificate, without spiffe://: cluster.local/ns/NAMESPACE/sa/ACCOUNT. It is
	// empty where there was no mutual TLS.
	Principal string
	// SourceIP is who opened the connection, RemoteIP the client behind it; DestinationIP is the pod's.
	SourceIP, RemoteIP, DestinationIP netip.Addr
	// Port is the port that the pod listens on, which is not always the Service's.
	Port int32
	// SNI is the server name of the TLS handshake.
	SNI string
	// Host is :authority, with its port if the client sent one; Path is normalized and has no query.
	Method, Host, Path string
	Header             http.Header
	// Claims are those of a valid token, as JSON's types; nil without one.
	Claims map[string]any
}

// Identity is the principal of a service account in the default trust domain.
func Identity(namespace, account string) string {
	return "cluster.local/ns/" + namespace + "/sa/" + account
}

// match tells whether an attribute of the request fits one value.
func (j judge) match(key, value string) bool {
	switch key {
	case sourceKey, namespaceKey, accountKey, trustKey:
		return j.matchCaller(key, value)
	case principalKey, audiencesKey, presenterKey:
		return j.matchToken(key, value)
	case sourceIPKey:
		return inside(j.SourceIP, value)
	case remoteIPKey:
		return inside(j.RemoteIP, value)
	case destIPKey:
		return inside(j.DestinationIP, value)
	case destPortKey:
		port, err := strconv.ParseUint(value, 10, 16)
		return err == nil && int32(port) == j.Port
	case serverNameKey:
		return wildcard(value, j.SNI)
	case hostKey:
		return wildcard(strings.ToLower(value), strings.ToLower(j.Host))
	case methodKey:
		return wildcard(value, j.Method)
	case pathKey:
		return matchPath(value, j.Path)
	}
	if name, ok := strings.CutPrefix(key, headersKey); ok {
		return j.matchHeader(name[1:len(name)-1], value)
	}
	return matchClaim(strings.TrimPrefix(key, claimsKey), value, j.Claims)
}

func inside(address netip.Addr, block string) bool {
	p, err := prefix(block)
	return err == nil && p.Contains(address.Unmap())
}

// matchHeader compares all values of a header, joined by commas as Envoy joins them. `*` asks for its presence alone.
func (j judge) matchHeader(name, value string) bool {
	values := j.Header.Values(name)
	if len(values) == 0 {
		return false
	}
	return value == "*" || wildcard(value, strings.Join(values, ","))
}
