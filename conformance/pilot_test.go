package conformance

import (
	"maps"
	"slices"
	"strings"
	"testing"

	cds "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
	corev3 "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	endpoint "github.com/envoyproxy/go-control-plane/envoy/config/endpoint/v3"
	listener "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pilot/pkg/simulation"
	"istio.io/istio/pilot/test/xds"
	"istio.io/istio/pilot/test/xdstest"
	"istio.io/istio/pkg/config/schema/gvk"
	corev1 "k8s.io/api/core/v1"

	networking "istio.io/api/networking/v1alpha3"
)

// gateway is the configuration that pilot gives to the pods of one gateway.
type gateway struct {
	t         *testing.T
	pod       *corev1.Pod
	ports     map[int]int // of its Services, to those of the pod
	simulated *simulation.Simulation
	routes    map[string]*route.RouteConfiguration
	clusters  map[string]*cds.Cluster
	endpoints map[string]*endpoint.ClusterLoadAssignment
}

// pilot starts istiod's own code on a cluster, and asks it for the configuration of every workload that a Gateway selects.
func pilot(t *testing.T, c *cluster) map[string]*gateway {
	t.Helper()
	server := xds.NewFakeDiscoveryServer(t, xds.FakeOptions{
		KubernetesObjects: c.objects,
		Configs:           c.istio,
		MeshConfig:        c.mesh,
	})
	gateways := map[string]*gateway{}
	for _, pod := range c.pods {
		for _, config := range server.Store().List(gvk.Gateway, "") {
			selector := config.Spec.(*networking.Gateway).Selector
			name := pod.Namespace + "/" + strings.TrimSuffix(pod.Name, "-0")
			if gateways[name] == nil && contains(pod.Labels, selector) {
				gateways[name] = newGateway(t, server, c, pod)
			}
		}
	}
	return gateways
}

func contains(labels, selector map[string]string) bool {
	for key, value := range selector {
		if labels[key] != value {
			return false
		}
	}
	return true
}

func newGateway(t *testing.T, server *xds.FakeDiscoveryServer, c *cluster, pod *corev1.Pod) *gateway {
	t.Helper()
	proxy := server.SetupProxy(&model.Proxy{
		Type:            model.Router,
		ID:              pod.Name + "." + pod.Namespace,
		ConfigNamespace: pod.Namespace,
		Labels:          pod.Labels,
		IPAddresses:     []string{pod.Status.PodIP},
		Metadata:        &model.NodeMetadata{Labels: pod.Labels, Namespace: pod.Namespace, IstioVersion: "1.31.0", ClusterID: "Kubernetes"},
	})
	g := &gateway{t: t, pod: pod, ports: map[int]int{}, simulated: simulation.NewSimulation(t, server, proxy)}
	g.simulated.Listeners = slices.DeleteFunc(g.simulated.Listeners, refusedByEnvoy)
	g.routes = xdstest.ExtractRouteConfigurations(g.simulated.Routes)
	g.clusters = xdstest.ExtractClusters(g.simulated.Clusters)
	g.endpoints = map[string]*endpoint.ClusterLoadAssignment{}
	for _, assignment := range server.Endpoints(proxy) {
		g.endpoints[assignment.GetClusterName()] = assignment
	}
	for _, service := range c.services {
		if !selects(service, pod) {
			continue
		}
		for _, port := range service.Spec.Ports {
			if number, ok := targetPort(port, pod); ok {
				g.ports[int(port.Port)] = int(number)
			}
		}
	}
	return g
}

// refusedByEnvoy takes a listener as Envoy does, which puts the names of its filter chains into lower case, and says whether two chains
// have the same name: Envoy then takes nothing of the listener (filter_chain_manager_impl.cc, addFilterChains). Pilot's gateways tell
// their chains apart by nothing else.
func refusedByEnvoy(l *listener.Listener) bool {
	seen := map[string]bool{}
	twice := func(name string) bool {
		before := seen[name]
		seen[name] = true
		return before
	}
	refused := false
	for _, chain := range l.GetFilterChains() {
		names := chain.GetFilterChainMatch().GetServerNames()
		if len(names) == 0 && twice("") {
			refused = true
		}
		for i := range names {
			names[i] = strings.ToLower(names[i])
			refused = twice(names[i]) || refused
		}
	}
	return refused
}

// state says what Envoy would do with a request for a cluster: send it, or answer 503 because it knows no such cluster or nobody in
// it.
func (g *gateway) state(name string) string {
	c, ok := g.clusters[name]
	if !ok {
		return "no cluster"
	}
	assignment := c.GetLoadAssignment()
	switch c.GetType() {
	case cds.Cluster_ORIGINAL_DST:
		return ""
	case cds.Cluster_EDS:
		assignment = g.endpoints[name]
	}
	for _, locality := range assignment.GetEndpoints() {
		for _, e := range locality.GetLbEndpoints() {
			if e.GetHealthStatus() == corev3.HealthStatus_UNKNOWN || e.GetHealthStatus() == corev3.HealthStatus_HEALTHY {
				return ""
			}
		}
	}
	return "no endpoints"
}

// names are those of the gateways, in order.
func names(gateways map[string]*gateway) []string { return slices.Sorted(maps.Keys(gateways)) }
