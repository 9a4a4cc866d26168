package simulate

import (
	"fmt"

	networking "istio.io/api/networking/v1"
	security "istio.io/api/security/v1beta1"
)

// sidecar says whether a workload's pods get Istio's proxy (pkg/kube/inject/inject.go, injectRequired, behind the selectors of the
// webhook in manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml): the pod's label, else its annotation,
// else the namespace's label.
func (t *Tree) sidecar(w *workload) (bool, string) {
	template := w.Spec.Template
	for _, c := range containers(w) {
		if c.Name == "istio-proxy" {
			return true, "it is in the pod"
		}
	}
	if template.Spec.HostNetwork {
		return false, "the pod uses the node's network"
	}
	const key = "sidecar.istio.io/inject"
	wanted, told := template.Labels[key], "the pod's label "+key
	if wanted == "" {
		wanted, told = template.Annotations[key], "the pod's annotation "+key
	}
	enabled, why := t.injected(w.Namespace)
	switch {
	case wanted == "false":
		return false, told
	case enabled:
		return true, why
	case template.Labels[key] == "true" && t.namespaceLabel(w.Namespace, "istio-injection") != "disabled":
		return true, told
	}
	return false, why
}

// injected says whether a namespace asks for sidecars.
func (t *Tree) injected(name string) (bool, string) {
	if value := t.namespaceLabel(name, "istio-injection"); value != "" {
		return value == "enabled", "the namespace's label istio-injection: " + value
	}
	if value := t.namespaceLabel(name, "istio.io/rev"); value != "" {
		return true, "the namespace's label istio.io/rev: " + value
	}
	return false, "neither the namespace nor the pod asks for one"
}

func (t *Tree) namespaceLabel(name, key string) string {
	if n, ok := t.services.namespaces[name]; ok {
		return n.Labels[key]
	}
	return ""
}

// mode is how a pod wants to be spoken to, and who says so.
type mode struct {
	value  security.PeerAuthentication_MutualTLS_Mode
	source Source
	who    string
}

// String is the mode and who says so.
func (m mode) String() string {
	if m.who == "" {
		return m.value.String() + " (nothing is said)"
	}
	return m.value.String() + " (" + m.who + ")"
}

// peerMode is what a workload's port takes: the narrowest of mesh, namespace, workload and port decides, the oldest of its kind
// (pilot/pkg/security/authn/policy_applier.go, ComposePeerAuthentication).
func (t *Tree) peerMode(namespace string, labels map[string]string, port uint32) mode {
	result := mode{value: security.PeerAuthentication_MutualTLS_PERMISSIVE}
	var narrow *peerAuthentication
	own := t.wide(namespace)
	for _, p := range []*peerAuthentication{t.meshWide(), own} {
		result.take(p, spec(p).GetMtls())
	}
	for _, p := range t.peerAuthentications {
		selector := spec(p).GetSelector().GetMatchLabels()
		if narrow == nil && p.Namespace == namespace && namespace != t.mesh.rootNamespace && len(selector) > 0 && selects(selector, labels) {
			narrow = p
		}
	}
	result.take(narrow, spec(narrow).GetMtls())
	result.take(narrow, spec(narrow).GetPortLevelMtls()[port])
	return result
}

func (m *mode) take(p *peerAuthentication, mtls *security.PeerAuthentication_MutualTLS) {
	if mtls.GetMode() != security.PeerAuthentication_MutualTLS_UNSET {
		*m = mode{mtls.GetMode(), p.source, p.title()}
	}
}

// wide is a namespace's PeerAuthentication without a selector.
func (t *Tree) wide(namespace string) *peerAuthentication {
	for _, p := range t.peerAuthentications {
		if p.Namespace == namespace && namespace != t.mesh.rootNamespace && len(spec(p).GetSelector().GetMatchLabels()) == 0 {
			return p
		}
	}
	return nil
}

func (t *Tree) meshWide() *peerAuthentication {
	for _, p := range t.peerAuthentications {
		if p.Namespace == t.mesh.rootNamespace && len(spec(p).GetSelector().GetMatchLabels()) == 0 {
			return p
		}
	}
	return nil
}

// spec is nil for none.
func spec(p *peerAuthentication) *security.PeerAuthentication {
	if p == nil {
		return nil
	}
	return p.Spec
}

// clientMode is how the gateway speaks to a pod: plain, its own TLS, or the mesh's (pilot/pkg/networking/core/cluster_tls.go,
// buildUpstreamTLSSettings; without a DestinationRule, whatever the pod can).
func (t *Tree) clientMode(p policy, s *service, hasSidecar bool) (mutual bool, why string) {
	switch {
	case p.tls != nil:
		return p.tls.GetMode() == networking.ClientTLSSettings_ISTIO_MUTUAL, fmt.Sprintf("DestinationRule: %s", p.tls.GetMode())
	case s.outside:
		return false, "it is outside of the mesh"
	case t.mesh.config.GetEnableAutoMtls() != nil && !t.mesh.config.GetEnableAutoMtls().GetValue():
		return false, "the mesh has no automatic mTLS"
	case t.disabled(s.namespace):
		return false, "PeerAuthentication disables mTLS in the namespace"
	case hasSidecar:
		return true, "automatic: the pod has a sidecar"
	}
	return false, "automatic: the pod has no sidecar"
}

// disabled says whether the namespace's mode, as clients guess it, is DISABLE (push_context.go, BestEffortInferServiceMTLSMode).
func (t *Tree) disabled(namespace string) bool {
	m := mode{}
	own := t.wide(namespace)
	for _, p := range []*peerAuthentication{t.meshWide(), own} {
		m.take(p, spec(p).GetMtls())
	}
	return m.value == security.PeerAuthentication_MutualTLS_DISABLE
}
