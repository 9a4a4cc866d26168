package simulate

import (
	"fmt"
	"slices"

	"google.golang.org/protobuf/proto"
	networking "istio.io/api/networking/v1"
)

// virtualService is one that has hosts, with its delegates' rules merged in and all its short names resolved.
type virtualService struct {
	*virtualServiceObject
	exportTo visibility
	rules    []rule
}

// rule is one HTTP rule, and where it is written: a delegate's stands in the delegate.
type rule struct {
	*networking.HTTPRoute
	owner  string
	source Source
	// conditions are its matches, compiled; a rule without one has one that takes all.
	conditions []*condition
}

// compile reads the matches of all rules.
func (v *virtualService) compile() error {
	for i := range v.rules {
		r := &v.rules[i]
		matches := r.GetMatch()
		if len(matches) == 0 {
			matches = []*networking.HTTPMatchRequest{nil}
		}
		for _, match := range matches {
			c, err := compileCondition(match)
			if err != nil {
				return fmt.Errorf("%s: %s: %w", r.source, r.owner, err)
			}
			r.conditions = append(r.conditions, c)
		}
	}
	return nil
}

// mergeVirtualServices resolves and merges all, in the order in which Istio merges those of one host
// (pilot/pkg/model/virtualservice_controller.go, mergeVirtualServices).
func mergeVirtualServices(all []*virtualServiceObject, m mesh) ([]*virtualService, error) {
	byAge(all)
	delegates := map[string]*virtualService{}
	var roots []*virtualService
	for _, o := range all {
		if o.Spec == nil {
			o.Spec = &networking.VirtualService{}
		}
		resolve(o)
		v := &virtualService{virtualServiceObject: o, exportTo: exported(o.Spec.ExportTo, m.config.DefaultVirtualServiceExportTo, o.Namespace)}
		for i, http := range o.Spec.Http {
			v.rules = append(v.rules, rule{HTTPRoute: http, owner: o.title(), source: o.item(i)})
		}
		if len(o.Spec.Hosts) == 0 {
			delegates[o.id()] = v
		} else {
			roots = append(roots, v)
		}
	}
	for _, root := range roots {
		root.delegate(delegates)
		if err := root.compile(); err != nil {
			return nil, err
		}
	}
	return roots, nil
}

// resolve makes full names of short ones (pilot/pkg/model/virtualservice.go, ResolveVirtualServiceShortnames).
func resolve(o *virtualServiceObject) {
	for i, host := range o.Spec.Hosts {
		o.Spec.Hosts[i] = fqdn(host, o.Namespace)
	}
	resolveGateways(o.Spec.Gateways, o.Namespace)
	for _, http := range o.Spec.Http {
		for _, match := range http.GetMatch() {
			resolveGateways(match.GetGateways(), o.Namespace)
		}
	}
	for _, tls := range o.Spec.Tls {
		for _, match := range tls.GetMatch() {
			resolveGateways(match.GetGateways(), o.Namespace)
		}
	}
	for _, tcp := range o.Spec.Tcp {
		for _, match := range tcp.GetMatch() {
			resolveGateways(match.GetGateways(), o.Namespace)
		}
	}
	for _, destination := range destinations(o.Spec) {
		destination.Host = fqdn(destination.Host, o.Namespace)
	}
}

func resolveGateways(names []string, namespace string) {
	for i, name := range names {
		names[i] = gatewayID(name, namespace)
	}
}

// destinations are all that a VirtualService names.
func destinations(spec *networking.VirtualService) []*networking.Destination {
	var all []*networking.Destination
	for _, http := range spec.Http {
		for _, route := range http.GetRoute() {
			all = append(all, route.GetDestination())
		}
		all = append(all, http.GetMirror())
		for _, mirror := range http.GetMirrors() {
			all = append(all, mirror.GetDestination())
		}
	}
	for _, tls := range spec.Tls {
		for _, route := range tls.GetRoute() {
			all = append(all, route.GetDestination())
		}
	}
	for _, tcp := range spec.Tcp {
		for _, route := range tcp.GetRoute() {
			all = append(all, route.GetDestination())
		}
	}
	return slices.DeleteFunc(all, func(d *networking.Destination) bool { return d == nil })
}

// delegate puts the rules of the delegates into the places of the rules that name them. A delegate that is not there, or that is not
// exported to the root's namespace, leaves nothing behind but a gap.
func (v *virtualService) delegate(delegates map[string]*virtualService) {
	var merged []rule
	for _, r := range v.rules {
		to := r.GetDelegate()
		if to == nil {
			merged = append(merged, r)
			continue
		}
		namespace := to.GetNamespace()
		if namespace == "" {
			namespace = v.Namespace
		}
		if d, ok := delegates[namespace+"/"+to.GetName()]; ok && d.exportTo.to(v.Namespace) {
			merged = append(merged, mergeRules(r, d.rules)...)
		}
	}
	v.rules = merged
}

// visibleTo says whether a gateway in a namespace sees the VirtualService; privately is by an exportTo that names the namespace.
func (v *virtualService) visibleTo(namespace string) (visible, privately bool) {
	if v.exportTo["*"] {
		return true, false
	}
	return v.exportTo.to(namespace), true
}

// mergeRules merges a root's rule with each of the delegate's; one that conflicts with it is left out
// (pilot/pkg/model/virtualservice.go, MergeHTTPRoutes).
func mergeRules(root rule, delegate []rule) []rule {
	var merged []rule
	for _, d := range delegate {
		copied := proto.CloneOf(d.HTTPRoute)
		if mergeRule(root.HTTPRoute, copied) {
			merged = append(merged, rule{HTTPRoute: copied, owner: d.owner, source: d.source})
		}
	}
	return merged
}

// mergeRule gives a delegate's rule what it lacks; false if their matches conflict.
func mergeRule(root, d *networking.HTTPRoute) bool {
	matches, ok := mergeMatches(root.Match, d.Match)
	if !ok {
		return false
	}
	d.Match, d.Name = matches, joinNames(root.Name, d.Name)
	inherit(&d.Rewrite, root.Rewrite)
	inherit(&d.DirectResponse, root.DirectResponse)
	inherit(&d.Timeout, root.Timeout)
	inherit(&d.Retries, root.Retries)
	inherit(&d.Fault, root.Fault)
	inherit(&d.Mirror, root.Mirror)
	//lint:ignore SA1019 it is deprecated, and still read
	inherit(&d.MirrorPercent, root.MirrorPercent)
	inherit(&d.MirrorPercentage, root.MirrorPercentage)
	inherit(&d.CorsPolicy, root.CorsPolicy)
	inherit(&d.Headers, root.Headers)
	if d.Mirrors == nil {
		d.Mirrors = root.Mirrors
	}
	return true
}

func inherit[T any](own **T, root *T) {
	if *own == nil {
		*own = root
	}
}

func joinNames(root, own string) string {
	if own == "" || root == "" {
		return root + own
	}
	return root + "-" + own
}
