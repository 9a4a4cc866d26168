package envoy

import (
	"strings"

	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
)

// virtualHost finds the virtual host of an authority: the exact domain, then the longest `*.example.org`, then the longest
// `example.*`, then `*` (the API of VirtualHost.domains; config_impl.cc, findVirtualHost). Nil if there is none.
func virtualHost(config *route.RouteConfiguration, authority string) *route.VirtualHost {
	host := strings.ToLower(authority)
	if config.GetIgnorePortInHostMatching() {
		host = withoutPort(host)
	}
	var best *route.VirtualHost
	var rank int
	for _, candidate := range config.GetVirtualHosts() {
		for _, domain := range candidate.GetDomains() {
			if r := domainRank(strings.ToLower(domain), host); r > rank {
				best, rank = candidate, r
			}
		}
	}
	return best
}

// The kinds of domains, best last; within a kind the longer domain wins.
const (
	anyDomain    = 1
	prefixDomain = 1 << 10
	suffixDomain = 1 << 20
	exactDomain  = 1 << 30
)

// domainRank orders the domains that match a host; 0 does not match. A wildcard stands for at least one character.
func domainRank(domain, host string) int {
	switch {
	case domain == "*":
		return anyDomain
	case strings.HasPrefix(domain, "*"):
		if len(host) >= len(domain) && strings.HasSuffix(host, domain[1:]) {
			return suffixDomain + len(domain)
		}
	case strings.HasSuffix(domain, "*"):
		if len(host) >= len(domain) && strings.HasPrefix(host, domain[:len(domain)-1]) {
			return prefixDomain + len(domain)
		}
	case domain == host:
		return exactDomain
	}
	return 0
}

// withoutPort cuts what follows the last colon, unless it is inside the brackets of an IPv6 address (header_utility.cc,
// getPortStart).
func withoutPort(host string) string {
	if colon := strings.LastIndexByte(host, ':'); colon > strings.LastIndexByte(host, ']') {
		return host[:colon]
	}
	return host
}
