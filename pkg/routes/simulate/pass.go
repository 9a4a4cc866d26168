package simulate

import (
	networking "istio.io/api/networking/v1"
)

// passRule passes a TLS connection on as it is.
type passRule struct {
	rule   *networking.TLSRoute
	owner  *virtualService
	router *router
	server *server
}

// passChains are those of a server that passes TLS through: one for each match of the VirtualServices' tls rules
// (pilot/pkg/networking/core/gateway.go, buildGatewayNetworkFiltersFromTLSRoutes). A name that a chain before has is skipped.
func (r *router) passChains(s *server) []chain {
	var all []chain
	taken := map[string]bool{}
	for _, v := range r.visible(s) {
		if !r.carries(s, v) {
			continue
		}
		for _, rule := range v.Spec.Tls {
			for _, match := range rule.GetMatch() {
				if len(rule.GetRoute()) == 0 || !r.concerned(match, s) || anyTaken(taken, match.GetSniHosts()) {
					continue
				}
				all = append(all, chain{server: s, names: serverNames(match.GetSniHosts()), tls: &passRule{rule, v, r, s}})
			}
		}
	}
	return all
}

// carries says whether a server has a host of the VirtualService (gateway.go, pickMatchingGatewayHosts).
func (r *router) carries(s *server, v *virtualService) bool {
	for _, host := range forNamespace(s.hosts, v.Namespace) {
		for _, own := range v.Spec.Hosts {
			if overlap(host, own) {
				return true
			}
		}
	}
	return false
}

func (r *router) concerned(match *networking.TLSMatchAttributes, s *server) bool {
	return r.concerns(&condition{port: match.GetPort(), gateways: match.GetGateways()}, s)
}

func anyTaken(taken map[string]bool, names []string) bool {
	for _, name := range names {
		if taken[name] {
			return true
		}
	}
	for _, name := range names {
		taken[name] = true
	}
	return false
}

func (p *passRule) decision(s *server) Decision {
	d := Decision{
		Kind: Passthrough, Server: s.gateway.id(), server: s, VirtualService: p.owner.id(), Source: p.owner.source,
		Why: "the gateway does not open the connection: the backend ends TLS",
	}
	stand := &route{owner: p.owner, server: s}
	for _, weighted := range p.rule.GetRoute() {
		to := p.router.destination(stand, weighted.GetDestination())
		if to.Weight = float64(weighted.GetWeight()); len(p.rule.GetRoute()) == 1 {
			to.Weight = 100
		}
		d.Destinations = append(d.Destinations, to)
	}
	return d
}
