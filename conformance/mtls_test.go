package conformance

import (
	"errors"

	cds "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
	corev3 "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	endpoint "github.com/envoyproxy/go-control-plane/envoy/config/endpoint/v3"
	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pilot/pkg/simulation"
)

// deaf is a pod that does not take what the gateway speaks.
const deaf = "one speaks mTLS, the other does not"

// handshake says whether an endpoint takes what the gateway speaks to it, plain or mTLS.
func (g *gateway) handshake(c *cds.Cluster, e *endpoint.LbEndpoint) string {
	address := e.GetEndpoint().GetAddress().GetSocketAddress()
	pod, ok := g.pods[address.GetAddress()]
	if !ok {
		return "" // outside
	}
	mutual := transport(c, e) != nil
	if pod.Labels[sidecarLabel] == "" {
		if mutual {
			return deaf
		}
		return ""
	}
	call := simulation.Call{
		Address: address.GetAddress(), Port: int(address.GetPortValue()), Protocol: simulation.HTTP, CallMode: simulation.CallModeInbound,
		TLS: simulation.Plaintext,
	}
	if mutual {
		call.TLS = simulation.MTLS
	}
	err := simulation.NewSimulation(g.t, g.server, newProxy(g.server, model.SidecarProxy, pod)).Run(call).Error
	for _, broken := range []error{simulation.ErrMTLSError, simulation.ErrTLSError, simulation.ErrNoFilterChain, simulation.ErrProtocolError} {
		if errors.Is(err, broken) {
			return deaf
		}
	}
	return ""
}

// transport is how a cluster speaks to an endpoint: by the first match on the endpoint's metadata, which says whether there is a
// sidecar, or else as the cluster always does (the API of Cluster.transport_socket_matches). Nil is plain text.
func transport(c *cds.Cluster, e *endpoint.LbEndpoint) *corev3.TransportSocket {
	metadata := e.GetMetadata().GetFilterMetadata()["envoy.transport_socket_match"].GetFields()
	for _, candidate := range c.GetTransportSocketMatches() {
		fits := true
		for key, value := range candidate.GetMatch().GetFields() {
			fits = fits && metadata[key].GetStringValue() == value.GetStringValue()
		}
		if fits {
			return encrypting(candidate.GetTransportSocket())
		}
	}
	return encrypting(c.GetTransportSocket())
}

func encrypting(socket *corev3.TransportSocket) *corev3.TransportSocket {
	if socket.GetName() == "envoy.transport_sockets.tls" {
		return socket
	}
	return nil
}
