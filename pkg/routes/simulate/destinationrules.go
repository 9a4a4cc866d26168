package simulate

import (
	"cmp"
	"maps"
	"slices"

	networking "istio.io/api/networking/v1"
)

// policy is what DestinationRules say of one destination, for one client.
type policy struct {
	tls *networking.ClientTLSSettings
	// subset are the labels of the destination's subset.
	subset map[string]string
	// found says whether the subset is there; a destination without one needs none.
	found  bool
	source Source
	rules  []*destinationRule
}

// rules finds the DestinationRules of a host: of the client's namespace, else the Service's, else the root namespace
// (pilot/pkg/model/push_context.go, destinationRule).
func (t *Tree) rules(client Proxy, s *service) []*destinationRule {
	inOwn := inOwnNamespace
	if client.Namespace == t.mesh.rootNamespace {
		inOwn = t.private
	}
	foreign := func(d *destinationRule) bool { return !t.private(d) && exportedTo(d, client.Namespace) }
	if found := t.mostSpecific(client.Namespace, s.host, client, inOwn); len(found) > 0 {
		return found
	}
	if found := t.mostSpecific(s.namespace, s.host, client, foreign); len(found) > 0 {
		return found
	}
	return t.mostSpecific(t.mesh.rootNamespace, s.host, client, foreign)
}

// inOwnNamespace says whether the rule is for clients of its own namespace; an exportTo that names others alone is not.
func inOwnNamespace(d *destinationRule) bool {
	to := d.Spec.GetExportTo()
	return len(to) == 0 || selective(d) || slices.ContainsFunc(to, func(name string) bool { return name == "*" || name == "." || name == d.Namespace })
}

// selective rules are for some workloads of their namespace, and never leave it.
func selective(d *destinationRule) bool { return d.Spec.GetWorkloadSelector() != nil }

// private says whether the rule is for its own namespace alone.
func (t *Tree) private(d *destinationRule) bool {
	to := d.Spec.GetExportTo()
	switch {
	case selective(d):
		return true
	case len(to) == 0:
		return slices.Contains(t.mesh.config.DefaultDestinationRuleExportTo, ".")
	}
	return len(to) == 1 && (to[0] == "." || to[0] == d.Namespace)
}

func exportedTo(d *destinationRule, namespace string) bool {
	to := d.Spec.GetExportTo()
	return len(to) == 0 || slices.Contains(to, "*") || slices.Contains(to, namespace)
}

// mostSpecific are a namespace's rules of the most specific host that takes the Service's (pilot/pkg/model/config.go, MostSpecificHostMatch).
func (t *Tree) mostSpecific(namespace, host string, client Proxy, from func(*destinationRule) bool) []*destinationRule {
	best := ""
	var found []*destinationRule
	for _, d := range t.destinationRules[namespace] {
		name := fqdn(d.Spec.GetHost(), d.Namespace)
		if !subsetOf(host, name) || !from(d) || selective(d) && !selects(d.Spec.GetWorkloadSelector().GetMatchLabels(), client.Labels) {
			continue
		}
		switch {
		case name == best:
			found = append(found, d)
		case best == "" || moreSpecific(name, best):
			best, found = name, []*destinationRule{d}
		}
	}
	return found
}

// policy merges the rules of a destination: the oldest traffic policy and all subsets count
// (pilot/pkg/model/destination_rule.go, mergeDestinationRule).
func (t *Tree) policy(client Proxy, s *service, d Destination) policy {
	p := policy{found: d.Subset == "", rules: t.rules(client, s)}
	var traffic *networking.TrafficPolicy
	for _, rule := range p.rules {
		if traffic == nil && rule.Spec.GetTrafficPolicy() != nil {
			traffic, p.source = rule.Spec.GetTrafficPolicy(), rule.source
		}
	}
	p.tls = tlsOf(nil, traffic, d.Port)
	for _, rule := range p.rules {
		for _, subset := range rule.Spec.GetSubsets() {
			if d.Subset != "" && subset.GetName() == d.Subset && !p.found {
				p.found, p.subset, p.source = true, subset.GetLabels(), rule.source
				p.tls = tlsOf(p.tls, subset.GetTrafficPolicy(), d.Port)
			}
		}
	}
	return p
}

// tlsOf is what a traffic policy says of one port: a port's own settings take the place of all others
// (pilot/pkg/networking/util, MergeSubsetTrafficPolicy).
func tlsOf(before *networking.ClientTLSSettings, traffic *networking.TrafficPolicy, port int) *networking.ClientTLSSettings {
	settings := before
	if traffic.GetTls() != nil {
		settings = traffic.GetTls()
	}
	for _, own := range traffic.GetPortLevelSettings() {
		if int(own.GetPort().GetNumber()) == port {
			settings = own.GetTls()
		}
	}
	return settings
}

// subsets are the names of all, sorted.
func (p policy) subsets() []string {
	names := map[string]bool{}
	for _, rule := range p.rules {
		for _, subset := range rule.Spec.GetSubsets() {
			names[subset.GetName()] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// byNamespace orders DestinationRules as Istio merges them, those for some workloads first, then by age
// (push_context.go, sortConfigBySelectorAndCreationTime), and keeps each namespace's.
func byNamespace(all []*destinationRule) map[string][]*destinationRule {
	byAge(all)
	slices.SortStableFunc(all, func(a, b *destinationRule) int {
		return cmp.Compare(boolToInt(selective(b)), boolToInt(selective(a)))
	})
	rules := map[string][]*destinationRule{}
	for _, d := range all {
		rules[d.Namespace] = append(rules[d.Namespace], d)
	}
	return rules
}
