package checks

import (
	"cmp"
	"slices"

	"k8s.io/apimachinery/pkg/runtime/schema"
)

// Run runs the checks on a cluster and returns what they find, in the order of platform.yaml.
func Run(cluster *Cluster, all []Check) []Finding {
	var found []Finding
	for _, check := range all {
		findings, _ := check.On(cluster)
		found = append(found, findings...)
	}
	slices.SortFunc(found, Finding.compare)
	return slices.Compact(found)
}

// On runs one check, and says which kinds it has read.
func (c Check) On(cluster *Cluster) ([]Finding, []schema.GroupKind) {
	pass := &Pass{check: c, cluster: cluster}
	c.Run(pass)
	return pass.found, pass.read
}

// Attributed is a finding with the environments that have it.
type Attributed struct {
	Finding
	Environments []string `json:"environments"`
}

// Attribute brings the findings of all environments together: one that several have is one.
func Attribute(environments []string, found [][]Finding) []Attributed {
	where := map[Finding][]string{}
	for i, findings := range found {
		for _, f := range findings {
			where[f] = append(where[f], environments[i])
		}
	}
	var all []Attributed
	for f, in := range where {
		all = append(all, Attributed{f, in})
	}
	slices.SortFunc(all, func(a, b Attributed) int {
		return cmp.Or(a.Finding.compare(b.Finding), slices.Compare(a.Environments, b.Environments))
	})
	return all
}
