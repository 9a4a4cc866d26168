package components

import (
	"iter"
	"maps"
	"slices"
	"strconv"

	security "istio.io/api/security/v1"
	typev1 "istio.io/api/type/v1beta1"

	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/routes/authz"
)

// securityAPI is the version of Istio's security API that the cluster stores.
const securityAPI = "security.istio.io/v1"

// authorization is who may call whom, and by what. All policies are in one Application, so that they change in one sync: between a policy
// that refuses and one that allows, no pod is cut off.
type authorization struct {
	env *platform.Environment
}

func newAuthorization(env *platform.Environment) []Component {
	return []Component{authorization{env}}
}

// Name implements Component.
func (authorization) Name() string { return "authorization" }

// Offer implements Component.
func (authorization) Offer() Offer {
	return Offer{
		Origin:    "mesh",
		Namespace: istioNamespace(),
		Provides:  []Capability{Policies},
		After:     []Capability{Sidecars},
	}
}

// Build implements Component.
func (a authorization) Build(cat *Catalog) (Built, error) {
	objects := []kube.Resource{nothing()}
	connections := cat.Connections()
	for same := range byCallee(connections) {
		objects = append(objects, allow(a.env.Login, same[0].To, same))
		if slices.ContainsFunc(same, func(c Connection) bool { return c.Login }) {
			objects = append(objects, requestAuthentication(a.env.Login, same[0].To))
		}
	}
	if gateway, ok := cat.gateway(); ok && len(cat.logins()) > 0 {
		objects = append(objects, cat.askForLogin(gateway))
	}
	if a.env.Mesh.Authorization == "dryRun" {
		for _, object := range objects {
			kube.Annotate(object, authz.DryRun, "true")
		}
	}
	exceptions, problems := cat.exceptions()
	if len(problems) > 0 {
		return Built{}, problems
	}
	objects = append(objects, peerAuthentications(exceptions)...)
	if closed(a.env) {
		objects = append(objects, serviceEntries(cat.Exits())...)
	}
	return Built{Objects: objects}, nil
}

// byCallee are the connections to the same pods, one after the other.
func byCallee(connections []Connection) iter.Seq[[]Connection] {
	return func(yield func([]Connection) bool) {
		for len(connections) > 0 {
			to := connections[0].To.Principal()
			end := slices.IndexFunc(connections, func(c Connection) bool { return c.To.Principal() != to })
			if end < 0 {
				end = len(connections)
			}
			if !yield(connections[:end]) {
				return
			}
			connections = connections[end:]
		}
	}
}

// nothing is allowed in the whole mesh, the gateway included: the policy stands in the root namespace, selects nothing and has no
// rules. What is allowed is said beside it.
func nothing() kube.Resource {
	spec := struct {
		Action string `json:"action"`
	}{"ALLOW"}
	return kube.NewCustom(securityAPI, "AuthorizationPolicy", istioSystem, "allow-nothing", spec)
}

// allow lets in what these connections, all to the same pods and sorted by port, declare.
func allow(login *platform.Login, to Peer, connections []Connection) kube.Resource {
	policy := &security.AuthorizationPolicy{Selector: &typev1.WorkloadSelector{MatchLabels: to.Selector}}
	callers := map[int32][]string{}
	for _, connection := range connections {
		switch {
		case connection.From == nil:
			policy.Rules = append(policy.Rules, &security.Rule{To: toPort(connection)})
		case connection.Login:
			policy.Rules = append(policy.Rules, tokens(login, connection)...)
		default:
			callers[connection.Port] = append(callers[connection.Port], connection.From.Principal())
		}
	}
	for _, port := range slices.Sorted(maps.Keys(callers)) {
		policy.Rules = append(policy.Rules, &security.Rule{
			From: []*security.Rule_From{{Source: &security.Source{Principals: callers[port]}}},
			To:   toPort(Connection{Port: port}),
		})
	}
	return kube.NewCustom(securityAPI, "AuthorizationPolicy", to.Namespace, to.Name+"-callers", policy)
}

// toPort is the port of the pods, not of their Service. A client may write the port into the host's name.
func toPort(c Connection) []*security.Rule_To {
	operation := &security.Operation{Ports: []string{strconv.Itoa(int(c.Port))}}
	for _, host := range c.Hosts {
		operation.Hosts = append(operation.Hosts, host, host+":*")
	}
	return []*security.Rule_To{{Operation: operation}}
}
