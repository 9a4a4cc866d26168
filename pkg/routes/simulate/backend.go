package simulate

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	security "istio.io/api/security/v1beta1"
	corev1 "k8s.io/api/core/v1"
)

// visit is one request on its way to one destination.
type visit struct {
	tree    *Tree
	gateway Proxy
	message message
	d       Decision
	to      Destination
	service *service
	port    servicePort
	policy  policy
	end     End
}

// visit follows a destination to the application.
func (t *Tree) visit(gateway Proxy, m message, d Decision, to Destination) End {
	v := &visit{tree: t, gateway: gateway, message: m, d: d, to: to, end: End{Percent: to.Weight, Path: withQuery(d.Path, d.Query)}}
	if failed := v.cluster(); failed {
		return v.end
	}
	if v.service.outside || len(v.service.endpoints) > 0 {
		return v.outside()
	}
	return v.endpoints()
}

// cluster finds the Service, its port and its subset: where one is missing, Envoy has no cluster of that name, and answers 503
// (Envoy, source/common/router/router.cc, cluster_not_found).
func (v *visit) cluster() (failed bool) {
	v.service = v.tree.services.find(v.to.Host, v.namespace(), v.gateway.Namespace)
	if v.service == nil {
		v.end.fail(Unavailable, http.StatusServiceUnavailable, "there is no Service or ServiceEntry %s%s", v.to.Host, v.hidden())
		return true
	}
	port, ok := v.service.port(v.to.Port)
	if !ok || port.protocol == string(corev1.ProtocolUDP) {
		v.end.step(v.service.source, "%s", v.service.title())
		v.end.fail(Unavailable, http.StatusServiceUnavailable, "%s has no port %d: it has %s", v.service.title(), v.to.Port, v.service.portList())
		return true
	}
	v.port = port
	v.end.Service = fmt.Sprintf("%s:%d", v.service.id(), v.to.Port)
	v.end.step(v.service.source, "%s, port %s", v.service.title(), port)
	v.policy = v.tree.policy(v.gateway, v.service, v.to)
	if !v.policy.found {
		v.end.fail(Unavailable, http.StatusServiceUnavailable, "no DestinationRule for %s has the subset %q%s", v.service.host, v.to.Subset, v.others())
		return true
	}
	if v.to.Subset != "" {
		v.end.step(v.policy.source, "subset %s: %s", v.to.Subset, labelText(v.policy.subset))
	}
	return false
}

// namespace is the VirtualService's own.
func (v *visit) namespace() string {
	namespace, _, _ := strings.Cut(v.d.VirtualService, "/")
	return namespace
}

// hidden says why a Service that is there is not found.
func (v *visit) hidden() string {
	if all := v.tree.services.byHost[v.to.Host]; len(all) > 0 {
		return fmt.Sprintf(" that is exported to %s (%s)", v.gateway.Namespace, all[0].source)
	}
	return ""
}

func (v *visit) others() string {
	if names := v.policy.subsets(); len(names) > 0 {
		return "; there are " + strings.Join(names, ", ")
	}
	return ""
}

func labelText(labels map[string]string) string {
	var parts []string
	for key, value := range labels {
		parts = append(parts, key+"="+value)
	}
	slices.Sort(parts)
	return strings.Join(parts, ",")
}

// outside ends at an address that is no pod of the tree.
func (v *visit) outside() End {
	v.end.Workload = "the address " + strings.Join(v.service.endpoints, ", ")
	v.end.Outcome = Reaches
	if len(v.service.endpoints) == 0 {
		return v.end.fail(Unavailable, http.StatusServiceUnavailable, "no healthy upstream: %s has no endpoints", v.service.title())
	}
	return v.end
}

// endpoints are the pods that the Service selects; where there are several workloads, all must work, and the first that does not
// is told.
func (v *visit) endpoints() End {
	if len(v.service.selector) == 0 {
		return v.end.fail(Unknown, 0, "%s selects no pods: its endpoints are made by somebody else", v.service.title())
	}
	var last End
	ready := 0
	for _, w := range v.tree.services.pods[v.service.namespace] {
		if !selects(v.service.selector, w.Spec.Template.Labels) || !selects(v.policy.subset, w.Spec.Template.Labels) || replicas(w) == 0 {
			continue
		}
		number, ok := resolveTarget(w, v.port)
		if !ok {
			continue
		}
		ready++
		if last = v.workload(w, number); severity[last.Outcome] > 0 {
			return last
		}
	}
	if ready == 0 {
		return v.end.fail(Unavailable, http.StatusServiceUnavailable, "no healthy upstream: %s", v.whyNone())
	}
	return last
}

// replicas is how many pods there will be.
func replicas(w *workload) int32 {
	if w.Spec.Replicas == nil {
		return 1
	}
	return *w.Spec.Replicas
}

// whyNone says what of the pods is missing.
func (v *visit) whyNone() string {
	reason := fmt.Sprintf("no workload in %s has the labels %s", v.service.namespace, labelText(v.service.selector))
	for _, w := range v.tree.services.pods[v.service.namespace] {
		if !selects(v.service.selector, w.Spec.Template.Labels) {
			continue
		}
		switch {
		case !selects(v.policy.subset, w.Spec.Template.Labels):
			reason = fmt.Sprintf("no pod of %s has the subset's labels %s", v.service.title(), labelText(v.policy.subset))
		case replicas(w) == 0:
			return w.title() + " has no replicas"
		default:
			return fmt.Sprintf("no container of %s names a port %q", w.title(), v.port.target.String())
		}
	}
	return reason
}

// workload ends at one workload's pods: the connection, then the policies, then the application.
func (v *visit) workload(w *workload, number uint32) End {
	e := v.end
	e.Steps = slices.Clone(v.end.Steps)
	e.Workload = w.title()
	e.step(w.source, "%s, port %d%s", w.title(), number, undeclared(w, number))
	hasSidecar, told := v.tree.sidecar(w)
	mutual, reason := v.tree.clientMode(v.policy, v.service, hasSidecar && w.Spec.Template.Labels["security.istio.io/tlsMode"] != "disabled")
	if broken := v.connect(&e, w, number, mutual, reason, hasSidecar, told); broken {
		return e
	}
	if hasSidecar {
		if refused := v.authorize(&e, w, number, mutual); refused {
			return e
		}
	}
	return v.tree.application(w, v.service, v.d, e)
}

// undeclared is a hint: a container can listen on a port that it does not declare.
func undeclared(w *workload, number uint32) string {
	for _, c := range containers(w) {
		for _, p := range c.Ports {
			if uint32(p.ContainerPort) == number {
				return ""
			}
		}
	}
	return " (which no container declares)"
}

// connect says what gateway and pod make of each other's TLS.
func (v *visit) connect(e *End, w *workload, number uint32, mutual bool, reason string, hasSidecar bool, told string) (broken bool) {
	if !hasSidecar {
		e.step(v.policy.source, "%s without a sidecar (%s); the gateway speaks %s (%s)", w.title(), told, speaks(mutual), reason)
		if mutual {
			e.fail(Unavailable, http.StatusServiceUnavailable, "the gateway speaks mTLS, and the pods have no sidecar to answer it")
		}
		return mutual
	}
	if port, excluded := excludedPort(w, number); excluded {
		e.step(w.source, "port %s goes past the sidecar", port)
		if mutual {
			e.fail(Unavailable, http.StatusServiceUnavailable, "the gateway speaks mTLS, and port %s goes past the sidecar", port)
		}
		return mutual
	}
	m := v.tree.peerMode(w.Namespace, w.Spec.Template.Labels, number)
	e.step(m.source, "the gateway speaks %s (%s); the pod takes %s", speaks(mutual), reason, m)
	switch {
	case !mutual && m.value == security.PeerAuthentication_MutualTLS_STRICT:
		e.fail(Unavailable, http.StatusServiceUnavailable, "the gateway does not speak mTLS, and %s demands it", m.who)
		return true
	case mutual && m.value == security.PeerAuthentication_MutualTLS_DISABLE:
		e.fail(Unavailable, http.StatusServiceUnavailable, "the gateway speaks mTLS, and %s turns it off", m.who)
		return true
	}
	return false
}

func speaks(mutual bool) string {
	if mutual {
		return "mTLS"
	}
	return "plain"
}

// excludedPort says whether the pod's annotations keep a port from the sidecar.
func excludedPort(w *workload, number uint32) (string, bool) {
	port := fmt.Sprint(number)
	annotations := w.Spec.Template.Annotations
	if slices.Contains(splitList(annotations["traffic.sidecar.istio.io/excludeInboundPorts"]), port) {
		return port, true
	}
	included, told := annotations["traffic.sidecar.istio.io/includeInboundPorts"]
	return port, told && included != "*" && !slices.Contains(splitList(included), port)
}
