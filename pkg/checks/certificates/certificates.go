// Package certificates checks the certificates between the load balancer and the gateway: their hosts, their renewal, their issuer.
package certificates

import (
	"slices"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/example-org/platform-render/pkg/checks"
	"github.com/example-org/platform-render/pkg/kube"
)

// Checks are the subject's.
var Checks = []checks.Check{hosts, renewal, noIssuer}

const group = "cert-manager.io"

var (
	issuer        = schema.GroupKind{Group: group, Kind: "Issuer"}
	clusterIssuer = schema.GroupKind{Group: group, Kind: "ClusterIssuer"}
)

type certificate struct {
	SecretName            string
	DNSNames              []string
	Duration, RenewBefore string
	IssuerRef             struct{ Group, Kind, Name string }
}

var hosts = checks.Check{
	Code: "certificate-hosts", Level: checks.Error, Reads: []schema.GroupKind{checks.Certificate, checks.Gateway, checks.VirtualService},
	Mend: "Add the host to the certificate's dnsNames.",
	Run: func(p *checks.Pass) {
		served := hostsOf(p)
		for _, o := range p.Objects(checks.Certificate) {
			spec := checks.Spec[certificate](o)
			for _, gateway := range presenting(p, o.Namespace(), spec.SecretName) {
				for _, host := range served[gateway] {
					if !covered(host, spec.DNSNames) {
						p.Report(o, "is what the Gateway %s presents for %s, and does not name it; it names %s", gateway, host, strings.Join(spec.DNSNames, ", "))
					}
				}
			}
		}
	},
}

// presenting are the gateways, by namespace and name, that present the certificate of a Secret.
func presenting(p *checks.Pass, namespace, secret string) []string {
	var all []string
	for _, o := range p.Objects(checks.Gateway) {
		spec := checks.Spec[struct {
			Servers []struct {
				TLS struct{ CredentialName string }
			}
		}](o)
		for _, server := range spec.Servers {
			if o.Namespace() == namespace && server.TLS.CredentialName == secret {
				all = append(all, namespace+"/"+o.Name())
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// hostsOf are the hosts that VirtualServices serve at each gateway, sorted.
func hostsOf(p *checks.Pass) map[string][]string {
	all := map[string][]string{}
	for _, o := range p.Objects(checks.VirtualService) {
		spec := checks.Spec[struct{ Hosts, Gateways []string }](o)
		for _, gateway := range spec.Gateways {
			if !strings.Contains(gateway, "/") {
				gateway = o.Namespace() + "/" + gateway
			}
			all[gateway] = append(all[gateway], spec.Hosts...)
		}
	}
	for gateway := range all {
		slices.Sort(all[gateway])
		all[gateway] = slices.Compact(all[gateway])
	}
	return all
}

// covered tells whether one of the names is the host, or is *. and all of it but the first part (RFC 6125).
func covered(host string, names []string) bool {
	_, parent, _ := strings.Cut(host, ".")
	return slices.Contains(names, host) || slices.Contains(names, "*."+parent)
}

var renewal = checks.Check{
	Code: "certificate-renewal", Level: checks.Error, Reads: []schema.GroupKind{checks.Certificate},
	Mend: "Let renewBefore be shorter than duration.",
	Run: func(p *checks.Pass) {
		for _, o := range p.Objects(checks.Certificate) {
			spec := checks.Spec[certificate](o)
			duration, err := time.ParseDuration(spec.Duration)
			before, wrong := time.ParseDuration(spec.RenewBefore)
			if err == nil && wrong == nil && before >= duration {
				p.Report(o, "is to be renewed %s before its end and valid for %s: cert-manager refuses it", spec.RenewBefore, spec.Duration)
			}
		}
	},
}

var noIssuer = checks.Check{
	Code: "certificate-no-issuer", Level: checks.Error, Reads: []schema.GroupKind{checks.Certificate, issuer, clusterIssuer},
	Mend: "Name an issuer that is there: a ClusterIssuer, or an Issuer of the same namespace.",
	Run: func(p *checks.Pass) {
		known := map[string]bool{}
		for _, kind := range []schema.GroupKind{issuer, clusterIssuer} {
			for _, o := range p.Objects(kind) {
				known[o.Title()] = true
			}
		}
		if theirs := p.Env().Ingress.Certificate.Issuer; theirs != nil {
			known[nameOf(theirs.Kind, "istio-ingress", theirs.Name)] = true
		}
		for _, o := range p.Objects(checks.Certificate) {
			ref := checks.Spec[certificate](o).IssuerRef
			if name := nameOf(ref.Kind, o.Namespace(), ref.Name); (ref.Group == group || ref.Group == "") && !known[name] {
				p.Report(o, "is to be signed by the %s, which is not there", name)
			}
		}
	},
}

// nameOf is what an issuer is called; without a kind it is an Issuer, as cert-manager has it.
func nameOf(kind, namespace, name string) string {
	fields := map[string]any{"kind": kind, "metadata": map[string]any{"name": name}}
	if kind == "" {
		fields["kind"] = issuer.Kind
	}
	if kind != clusterIssuer.Kind {
		fields["metadata"] = map[string]any{"name": name, "namespace": namespace}
	}
	return kube.Object{Fields: fields}.Title()
}
