package conformance

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	listener "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	faultv3 "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/fault/v3"
	tcp "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/tcp_proxy/v3"
	typev3 "github.com/envoyproxy/go-control-plane/envoy/type/v3"
	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pilot/pkg/simulation"
	"istio.io/istio/pilot/test/xdstest"
	"istio.io/istio/pkg/wellknown"

	"github.com/example-org/platform-render/conformance/envoy"
)

// How a question ends before a route is looked for.
const (
	refused = "refused: no listener"
	closed  = "closed: no server for this connection"
)

// ask is what Istio's configuration makes of a question, in one line: the simulator must say the same line.
func (g *gateway) ask(q question) string {
	port, ok := g.ports[q.port]
	if !ok {
		port = q.port // of the pod
	}
	chain, err := g.chain(q, port)
	switch {
	case errors.Is(err, simulation.ErrNoListener):
		return refused
	case chain == nil:
		return closed
	}
	if proxy := xdstest.ExtractTCPProxy(g.t, chain); proxy != nil {
		return "raw to " + g.tcpDestinations(proxy)
	}
	if !q.http() {
		return closed
	}
	manager := xdstest.ExtractHTTPConnectionManager(g.t, chain)
	request := envoy.Request{Method: q.method, Scheme: q.scheme, Authority: q.authority, Path: q.path, Headers: q.headers.Clone()}
	// conn_manager_utility.cc, mutateRequestHeaders: only proxies that are trusted may say what the client spoke.
	if forwarded := q.headers.Get("X-Forwarded-Proto"); forwarded != "" && manager.GetXffNumTrustedHops() > 0 {
		request.Scheme = forwarded
	}
	request.Headers.Set("X-Forwarded-Proto", request.Scheme)
	return g.decision(envoy.Decide(manager, g.routes[manager.GetRds().GetRouteConfigName()], request))
}

// chain lets Istio's simulation choose the listener and its filter chain, which it does as Envoy does. Its own matching of routes
// comes after; it is not used.
func (g *gateway) chain(q question, port int) (*listener.FilterChain, error) {
	var chosen *listener.FilterChain
	call := simulation.Call{
		Port:     port,
		Protocol: simulation.HTTP,
		CallMode: simulation.CallModeGateway,
		Headers:  http.Header{},
		CustomListenerValidations: []simulation.CustomFilterChainValidation{func(c *listener.FilterChain) error {
			chosen = c
			return nil
		}},
	}
	if q.tls() {
		call.TLS, call.Sni = simulation.TLS, q.sni
	}
	if !q.http() {
		call.Protocol = simulation.TCP
	}
	result := g.simulated.Run(call)
	if errors.Is(result.Error, simulation.ErrProtocolError) {
		return nil, result.Error
	}
	return chosen, result.Error
}

// decision writes what Envoy does in the words of both sides.
func (g *gateway) decision(d envoy.Decision) string {
	rule := ""
	if d.Route != "" {
		rule = " by " + d.Route
	}
	switch d.Kind {
	case envoy.Forward:
		return fmt.Sprintf("to %s path %s authority %s%s%s%s",
			g.destinations(d.Clusters), d.Path, d.Authority, rule, g.mirrors(d.Matched), faults(g.t, d.Matched))
	case envoy.Redirect:
		return fmt.Sprintf("%d to %s%s", d.Status, d.Location, rule)
	case envoy.Direct:
		return fmt.Sprintf("%d %q%s", d.Status, d.Body, rule)
	}
	return fmt.Sprintf("%d %s", d.Status, d.Kind)
}

func (g *gateway) destinations(clusters []envoy.Cluster) string {
	var parts []string
	for _, c := range clusters {
		part := g.destination(c.Name)
		if len(clusters) > 1 {
			part += fmt.Sprintf(" weight %d", c.Weight)
		}
		if c.Authority != "" {
			part += " authority " + c.Authority
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ", ")
}

// destination takes the name of a cluster apart, and says why nobody would answer.
func (g *gateway) destination(name string) string {
	_, subset, host, port := model.ParseSubsetKey(name)
	text := fmt.Sprintf("%s:%d", host, port)
	if host == "" {
		text = name
	}
	if subset != "" {
		text += " subset " + subset
	}
	if why := g.state(name); why != "" {
		text += " (503: " + why + ")"
	}
	return text
}

func (g *gateway) tcpDestinations(proxy *tcp.TcpProxy) string {
	if name := proxy.GetCluster(); name != "" {
		return g.destination(name)
	}
	var parts []string
	for _, c := range proxy.GetWeightedClusters().GetClusters() {
		parts = append(parts, fmt.Sprintf("%s weight %d", g.destination(c.GetName()), c.GetWeight()))
	}
	return strings.Join(parts, ", ")
}

func (g *gateway) mirrors(r *route.Route) string {
	text := ""
	for _, m := range r.GetRoute().GetRequestMirrorPolicies() {
		text += fmt.Sprintf(" mirror %s %g%%", because.ReplaceAllString(g.destination(m.GetCluster()), ""), percent(m.GetRuntimeFraction().GetDefaultValue()))
	}
	return text
}

// faults are what the route tells the filter for faults to do.
func faults(t *testing.T, r *route.Route) string {
	packed, ok := r.GetTypedPerFilterConfig()[wellknown.Fault]
	if !ok {
		return ""
	}
	var fault faultv3.HTTPFault
	if err := packed.UnmarshalTo(&fault); err != nil {
		t.Fatal(err)
	}
	text := ""
	if delay := fault.GetDelay(); delay != nil {
		text += fmt.Sprintf(" delay %s %g%%", delay.GetFixedDelay().AsDuration(), percent(delay.GetPercentage()))
	}
	if abort := fault.GetAbort(); abort != nil {
		text += fmt.Sprintf(" abort %d %g%%", abort.GetHttpStatus(), percent(abort.GetPercentage()))
	}
	return text
}

func percent(p *typev3.FractionalPercent) float64 {
	whole := map[typev3.FractionalPercent_DenominatorType]float64{
		typev3.FractionalPercent_HUNDRED: 100, typev3.FractionalPercent_TEN_THOUSAND: 1e4, typev3.FractionalPercent_MILLION: 1e6,
	}
	return float64(p.GetNumerator()) * 100 / whole[p.GetDenominator()]
}
