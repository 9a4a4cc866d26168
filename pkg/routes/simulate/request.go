// Package simulate answers what happens to a request, from rendered YAML alone: which listener and server of the gateway take it,
// which rule of which VirtualService, which Service and pods, and what stands in the way. It reads any tree of manifests, ours or
// anybody's, and follows Istio's source (istio.io/istio, pilot/pkg/networking/core and pilot/pkg/model) and Envoy's rules of matching.
package simulate

import (
	"cmp"
	"net"
	"net/http"
	"strconv"
	"strings"
)

// Ways in: what a request goes through before the gateway.
const (
	// ThroughALB is the load balancer in front of the gateway: it ends TLS, and passes on no SNI.
	ThroughALB = "alb"
	// ThroughGateway is a connection to the gateway's own Service.
	ThroughGateway = "gateway"
)

// Request is what a client sends.
type Request struct {
	// Method is GET if it is empty.
	Method string
	// Scheme is https or http; https if it is empty.
	Scheme string
	// Host is the Host header as it is sent, with its port if it has one.
	Host string
	// Path is as it is sent, with its escapes, and without the query.
	Path string
	// Query is what follows the question mark.
	Query string
	// Port is the port that is asked: the load balancer's, or one of the gateway's Service. 0 is the scheme's own.
	Port int
	// SNI is the name in the TLS handshake; empty is the host.
	SNI string
	// Headers are all others.
	Headers http.Header
	// Claims are those of a valid token that the request bears; nil is no token.
	Claims map[string]any
	// LoggedIn says that external authorizers know who asks.
	LoggedIn bool
	// Through is ThroughALB or ThroughGateway; empty is the load balancer where there is one.
	Through string
}

// URL is the request as a person would type it.
func (r Request) URL() string {
	path := cmp.Or(r.Path, "/")
	if r.Query != "" {
		path += "?" + r.Query
	}
	return r.scheme() + "://" + r.Host + path
}

func (r Request) method() string { return cmp.Or(r.Method, http.MethodGet) }
func (r Request) scheme() string { return cmp.Or(strings.ToLower(r.Scheme), "https") }

// port is the one that is asked: told, or in the host, or the scheme's own.
func (r Request) port() int {
	if r.Port != 0 {
		return r.Port
	}
	if _, port := splitPort(r.Host); port != 0 {
		return port
	}
	if r.scheme() == "http" {
		return 80
	}
	return 443
}

// sni is the name that the client's TLS library sends: an address is no name (RFC 6066).
func (r Request) sni() string {
	name := r.SNI
	if name == "" {
		name, _ = splitPort(r.Host)
	}
	if net.ParseIP(strings.Trim(name, "[]")) != nil {
		return ""
	}
	return strings.ToLower(name)
}

// splitPort takes the port off a Host header; 0 if it has none. An IPv6 address stands in brackets
// (Envoy, source/common/http/header_utility.cc, getPortStart).
func splitPort(host string) (name string, port int) {
	colon := strings.LastIndexByte(host, ':')
	if colon < 0 || strings.LastIndexByte(host, ']') > colon {
		return host, 0
	}
	port, _ = strconv.Atoi(host[colon+1:])
	return host[:colon], port
}
