package routes

import (
	"fmt"
	"regexp"
	"slices"

	networking "istio.io/api/networking/v1"

	"github.com/example-org/platform-render/pkg/kube"
)

// Versions of an app, which are the names of its subsets and the values of its pods' label VersionLabel.
const (
	VersionLabel = "version"
	Stable       = "stable"
	Canary       = "canary"
)

// forward sends what matches to a backend: first what its canary answers whatever the weight, then the rest by weight.
func forward(name string, match *networking.HTTPMatchRequest, to Backend) []*networking.HTTPRoute {
	rule := &networking.HTTPRoute{Name: name, Match: []*networking.HTTPMatchRequest{match}, Route: to.destinations()}
	if to.Canary == nil {
		return []*networking.HTTPRoute{rule}
	}
	if percent := to.Canary.MirrorPercent; percent > 0 {
		rule.Mirrors = []*networking.HTTPMirrorPolicy{mirror(to.destination(Canary), percent)}
	}
	if to.Canary.Match == nil {
		return []*networking.HTTPRoute{rule}
	}
	chosen := &networking.HTTPRoute{
		Name: name + "-canary", Match: to.chosen(match), Route: []*networking.HTTPRouteDestination{{Destination: to.destination(Canary)}},
	}
	return []*networking.HTTPRoute{chosen, rule}
}

// destinations share the requests between the versions. A version without a share is left out: Istio's type does not print a
// weight of 0.
func (b Backend) destinations() []*networking.HTTPRouteDestination {
	switch {
	case b.Canary == nil || b.Canary.Weight == 0:
		return []*networking.HTTPRouteDestination{{Destination: b.destination(b.Version)}}
	case b.Canary.Weight == 100:
		return []*networking.HTTPRouteDestination{{Destination: b.destination(Canary)}}
	}
	return []*networking.HTTPRouteDestination{
		{Destination: b.destination(b.Version), Weight: 100 - b.Canary.Weight},
		{Destination: b.destination(Canary), Weight: b.Canary.Weight},
	}
}

func (b Backend) destination(subset string) *networking.Destination {
	return &networking.Destination{Host: b.Host(), Port: &networking.PortSelector{Number: uint32(b.Port)}, Subset: subset}
}

// chosen are the ways to ask for the canary: any one of its headers or cookies is enough.
func (b Backend) chosen(match *networking.HTTPMatchRequest) []*networking.HTTPMatchRequest {
	var all []*networking.HTTPMatchRequest
	with := func(header string, value *networking.StringMatch) {
		all = append(all, &networking.HTTPMatchRequest{Uri: match.Uri, Port: match.Port, Headers: map[string]*networking.StringMatch{header: value}})
	}
	for _, name := range sortedKeys(b.Canary.Match.Headers) {
		with(name, equal(b.Canary.Match.Headers[name]))
	}
	for _, name := range sortedKeys(b.Canary.Match.Cookies) {
		with("cookie", cookie(name, b.Canary.Match.Cookies[name]))
	}
	return all
}

// cookie matches one cookie among those of the header, which Envoy compares as a whole.
func cookie(name, value string) *networking.StringMatch {
	pattern := fmt.Sprintf(`^(.*; *)?%s=%s(;.*)?$`, regexp.QuoteMeta(name), regexp.QuoteMeta(value))
	return &networking.StringMatch{MatchType: &networking.StringMatch_Regex{Regex: pattern}}
}

// MeshRoutes share the requests of the mesh's own clients as the gateway shares those from outside: without them, the Service would
// choose among the pods of both versions. Each port has its own rules, because a client's port decides the destination's.
func (b Backend) MeshRoutes(ports []int32) kube.Resource {
	service := &networking.VirtualService{Hosts: []string{b.Host()}}
	for _, port := range slices.Sorted(slices.Values(ports)) {
		b.Port = port
		match := &networking.HTTPMatchRequest{Port: uint32(port)}
		service.Http = append(service.Http, forward(fmt.Sprintf("%s-%d", b.Service, port), match, b)...)
	}
	return kube.NewCustom(apiVersion, "VirtualService", b.Namespace, b.Service, service)
}
