package simulate

import (
	networking "istio.io/api/networking/v1"
)

// rawRule hands a connection on without looking into it: TLS as it is, or what was inside of it.
type rawRule struct {
	kind   Kind
	why    string
	routes []*networking.RouteDestination
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
				raw := &rawRule{Passthrough, "the gateway does not open the connection: the backend ends TLS", rule.GetRoute(), v, r, s}
				all = append(all, chain{server: s, names: serverNames(match.GetSniHosts()), raw: raw})
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

// tcpRule is the first tcp rule for a server; without one, nobody listens (gateway.go, buildGatewayNetworkFiltersFromTCPRoutes).
func (r *router) tcpRule(s *server) *rawRule {
	for _, v := range r.visible(s) {
		if !r.carries(s, v) {
			continue
		}
		for _, rule := range v.Spec.Tcp {
			if len(rule.GetRoute()) > 0 && r.anyConcerned(rule.GetMatch(), s) {
				return &rawRule{Raw, "the server speaks " + s.protocol(), rule.GetRoute(), v, r, s}
			}
		}
	}
	return nil
}

// anyConcerned says whether one of the matches is about the server; no match is about every server.
func (r *router) anyConcerned(matches []*networking.L4MatchAttributes, s *server) bool {
	for _, match := range matches {
		if r.concerns(&condition{port: match.GetPort(), gateways: match.GetGateways()}, s) {
			return true
		}
	}
	return len(matches) == 0
}

func (p *rawRule) decision() Decision {
	d := Decision{
		Kind: p.kind, Server: p.server.gateway.id(), server: p.server, VirtualService: p.owner.id(), Source: p.owner.source, Why: p.why,
	}
	stand := &route{owner: p.owner, server: p.server}
	for _, weighted := range p.routes {
		to := p.router.destination(stand, weighted.GetDestination())
		if to.Weight = float64(weighted.GetWeight()); len(p.routes) == 1 {
			to.Weight = 100
		}
		if to.Weight > 0 {
			d.Destinations = append(d.Destinations, to)
		}
	}
	return d
}
