package components

import (
	"fmt"
	"slices"
	"strings"

	security "istio.io/api/security/v1"
	typev1 "istio.io/api/type/v1beta1"

	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/platform"
)

// reasonAnnotation says why pods take plain text.
const reasonAnnotation = "platform.render/reason"

// exception is a port of pods of the mesh that takes plain text too, from anybody.
type exception struct {
	platform.Exception
	name string
	to   Peer
}

func (e exception) origin() string { return platform.Join("mesh.exceptions", e.name) }

// exceptions are those whose workload and port are there, sorted by the pods and the port; what is wrong with the others.
func (c *Catalog) exceptions() ([]exception, platform.Problems) {
	var all []exception
	var problems platform.Problems
	for _, name := range sortedKeys(c.Env.Mesh.Exceptions) {
		e := exception{Exception: c.Env.Mesh.Exceptions[name], name: name}
		to, problem := c.excepted(e)
		if problem != nil {
			problems = append(problems, *problem)
			continue
		}
		e.to = to
		all = append(all, e)
	}
	slices.SortStableFunc(all, func(a, b exception) int { return compareConnections(a.connection(), b.connection()) })
	for i := 1; i < len(all); i++ {
		if compareConnections(all[i-1].connection(), all[i].connection()) == 0 {
			problems = append(problems, c.Env.Problemf(all[i].origin()+".port", "%d of %s is an exception already (%s): take one of the two out",
				all[i].Port, all[i].Workload, c.Env.Pos(all[i-1].origin())))
		}
	}
	return all, problems
}

// excepted finds the pods of an exception among those of a component.
func (c *Catalog) excepted(e exception) (Peer, *platform.Problem) {
	peers := c.offer(e.Workload).Peers
	if len(peers) == 0 {
		problem := c.Env.Problemf(e.origin()+".workload", "%q has no pods in the mesh; these have: %s", e.Workload, strings.Join(c.meshed(), ", "))
		return Peer{}, &problem
	}
	var ports []string
	for _, peer := range peers {
		for _, port := range peer.Ports {
			if port.Number == e.Port {
				return peer, nil
			}
			ports = append(ports, fmt.Sprint(port.Number))
		}
	}
	problem := c.Env.Problemf(e.origin()+".port", "the pods of %s do not listen on %d, but on %s", e.Workload, e.Port, strings.Join(ports, ", "))
	return Peer{}, &problem
}

// meshed are the names of the components that have pods in the mesh, sorted.
func (c *Catalog) meshed() []string {
	var names []string
	for _, offer := range c.Offers {
		if len(offer.Peers) > 0 {
			names = append(names, offer.Component.Name())
		}
	}
	slices.Sort(names)
	return names
}

// connection lets in callers without a certificate, whom no policy could tell apart.
func (e exception) connection() Connection {
	return Connection{To: e.to, Port: e.Port, Why: []string{"plain text, as " + e.origin() + " says: " + e.Reason}}
}

// plainText are the connections of the exceptions.
func (c *Catalog) plainText() []Connection {
	all, _ := c.exceptions()
	var connections []Connection
	for _, e := range all {
		connections = append(connections, e.connection())
	}
	return connections
}

// peerAuthentications are the exceptions as objects: one for the pods of a workload, because of two for the same pods Istio keeps
// to the older. All other ports stay STRICT, and these take mutual TLS as well.
func peerAuthentications(exceptions []exception) []kube.Resource {
	var all []kube.Resource
	for len(exceptions) > 0 {
		to := exceptions[0].to
		policy := &security.PeerAuthentication{
			Selector:      &typev1.WorkloadSelector{MatchLabels: to.Selector},
			Mtls:          &security.PeerAuthentication_MutualTLS{Mode: security.PeerAuthentication_MutualTLS_STRICT},
			PortLevelMtls: map[uint32]*security.PeerAuthentication_MutualTLS{},
		}
		var reasons []string
		for len(exceptions) > 0 && exceptions[0].to.Principal() == to.Principal() {
			e := exceptions[0]
			policy.PortLevelMtls[uint32(e.Port)] = &security.PeerAuthentication_MutualTLS{Mode: security.PeerAuthentication_MutualTLS_PERMISSIVE}
			reasons = append(reasons, fmt.Sprintf("%d: %s", e.Port, e.Reason))
			exceptions = exceptions[1:]
		}
		object := kube.NewCustom(securityAPI, "PeerAuthentication", to.Namespace, to.Name+"-plain-text", policy)
		kube.Annotate(object, reasonAnnotation, strings.Join(reasons, "; "))
		all = append(all, object)
	}
	return all
}
