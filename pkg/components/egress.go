package components

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	networking "istio.io/api/networking/v1"

	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/platform"
)

// External is a host outside of the cluster that a component's pods call through their sidecars.
type External struct {
	// Address is the host and port.
	Address string
	// Origin is the key of platform.yaml that asks for it.
	Origin string
}

// external is what a component calls at these addresses.
func external(origin string, addresses ...string) []External {
	var all []External
	for _, address := range addresses {
		all = append(all, External{Address: address, Origin: origin})
	}
	return all
}

// Exit is an address outside of the cluster that pods of the mesh may call.
type Exit struct {
	Host string
	Port uint32
	// Namespace is that of the callers, Callers their components.
	Namespace string
	Callers   []string
	origin    string
}

// protocol is what is spoken to a port, as far as its number tells. Of TLS, sidecars read the name of the server, and of HTTP the
// host; of TCP nothing.
func (e Exit) protocol() string {
	switch e.Port {
	case 443:
		return "TLS"
	case 80:
		return "HTTP"
	}
	return "TCP"
}

// Exits are all that pods of the mesh call outside of the cluster, each once a namespace, sorted.
func (c *Catalog) Exits() []Exit {
	var all []Exit
	for _, offer := range c.Offers {
		for _, external := range offer.External {
			host, port, _ := strings.Cut(external.Address, ":")
			if platform.InCluster(host) {
				continue // Istio knows it already
			}
			number, _ := strconv.ParseUint(port, 10, 16) // the loader has seen that it is a port
			all = append(all, Exit{
				Host: strings.ToLower(host), Port: uint32(number), Namespace: offer.Namespace.Name,
				Callers: []string{offer.Component.Name()}, origin: external.Origin,
			})
		}
	}
	slices.SortStableFunc(all, compareExits)
	var merged []Exit
	for _, exit := range all {
		if last := len(merged) - 1; last < 0 || compareExits(merged[last], exit) != 0 {
			merged = append(merged, exit)
		} else if !slices.Contains(merged[last].Callers, exit.Callers[0]) {
			merged[last].Callers = append(merged[last].Callers, exit.Callers...)
		}
	}
	return merged
}

func compareExits(a, b Exit) int {
	return cmp.Or(cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Host, b.Host), cmp.Compare(a.Port, b.Port))
}

// closed tells whether pods of the mesh may call only what is declared.
func closed(env *platform.Environment) bool { return env.Mesh.OutboundTraffic == "REGISTRY_ONLY" }

// checkExits refuses two hosts on one TCP port of a namespace: sidecars could not tell them apart, and would send the requests for
// one to the other.
func (c *Catalog) checkExits() platform.Problems {
	if !closed(c.Env) {
		return nil
	}
	var problems platform.Problems
	first := map[string]Exit{}
	for _, exit := range c.Exits() {
		key := fmt.Sprintf("%s:%d", exit.Namespace, exit.Port)
		other, taken := first[key]
		if !taken {
			first[key] = exit
		}
		if taken && exit.protocol() == "TCP" && other.Host != exit.Host {
			problems = append(problems, c.Env.Problemf(exit.origin,
				"%s and %s (%s) are called on port %d from the namespace %s: a sidecar cannot tell them apart, because what is spoken there may be anything; give one of the callers another namespace",
				exit.Host, other.Host, c.Env.Pos(other.origin), exit.Port, exit.Namespace))
		}
	}
	return problems
}

// serviceEntries make hosts outside of the cluster known to the sidecars of the namespaces that call them, and to no others.
func serviceEntries(exits []Exit) []kube.Resource {
	var all []kube.Resource
	for len(exits) > 0 {
		first := exits[0]
		entry := &networking.ServiceEntry{
			Hosts: []string{first.Host}, ExportTo: []string{"."},
			Location: networking.ServiceEntry_MESH_EXTERNAL, Resolution: networking.ServiceEntry_DNS,
		}
		for len(exits) > 0 && exits[0].Namespace == first.Namespace && exits[0].Host == first.Host {
			exit := exits[0]
			entry.Ports = append(entry.Ports, &networking.ServicePort{
				Number: exit.Port, Name: fmt.Sprintf("%s-%d", strings.ToLower(exit.protocol()), exit.Port), Protocol: exit.protocol(),
			})
			exits = exits[1:]
		}
		all = append(all, kube.NewCustom(networkingAPI+"/v1", "ServiceEntry", first.Namespace, first.Namespace+"-"+first.Host, entry))
	}
	return all
}
