package simulate

import (
	"maps"
	"slices"
	"strings"

	"google.golang.org/protobuf/proto"
	networking "istio.io/api/networking/v1"
)

// mergeMatches joins each match of a delegate's rule with each of the root's that takes all that it takes; false if one has none
// (pilot/pkg/model/virtualservice.go, mergeHTTPMatchRequests).
func mergeMatches(root, delegate []*networking.HTTPMatchRequest) ([]*networking.HTTPMatchRequest, bool) {
	if len(root) == 0 {
		return delegate, true
	}
	if len(delegate) == 0 {
		return root, true
	}
	var merged []*networking.HTTPMatchRequest
	for _, d := range delegate {
		found := false
		for _, r := range root {
			if !matchesConflict(r, d) {
				merged = append(merged, mergeMatch(r, d))
				found = true
			}
		}
		if !found {
			return nil, false
		}
	}
	return merged, true
}

func mergeMatch(root, delegate *networking.HTTPMatchRequest) *networking.HTTPMatchRequest {
	m := proto.CloneOf(delegate)
	m.Name = joinNames(root.Name, m.Name)
	inherit(&m.Uri, root.Uri)
	inherit(&m.Scheme, root.Scheme)
	inherit(&m.Method, root.Method)
	inherit(&m.Authority, root.Authority)
	m.Headers = union(root.Headers, m.Headers)
	m.WithoutHeaders = union(root.WithoutHeaders, m.WithoutHeaders)
	m.QueryParams = union(root.QueryParams, m.QueryParams)
	m.SourceLabels = union(root.SourceLabels, m.SourceLabels)
	if m.Port == 0 {
		m.Port = root.Port
	}
	if m.SourceNamespace == "" {
		m.SourceNamespace = root.SourceNamespace
	}
	if len(m.Gateways) == 0 {
		m.Gateways = root.Gateways
	}
	return m
}

// union is both maps; the second wins.
func union[V any](a, b map[string]V) map[string]V {
	all := maps.Clone(a)
	if all == nil {
		all = map[string]V{}
	}
	maps.Copy(all, b)
	return all
}

// matchesConflict says whether a delegate's match could take what the root's does not (virtualservice.go, hasConflict).
func matchesConflict(root, leaf *networking.HTTPMatchRequest) bool {
	switch {
	case textsConflict(root.Uri, leaf.Uri), textsConflict(root.Scheme, leaf.Scheme),
		textsConflict(root.Method, leaf.Method), textsConflict(root.Authority, leaf.Authority),
		mapsConflict(root.Headers, leaf.Headers), mapsConflict(root.WithoutHeaders, leaf.WithoutHeaders),
		mapsConflict(root.QueryParams, leaf.QueryParams):
		return true
	case root.IgnoreUriCase != leaf.IgnoreUriCase,
		root.Port > 0 && leaf.Port > 0 && root.Port != leaf.Port,
		root.SourceNamespace != "" && leaf.SourceNamespace != root.SourceNamespace:
		return true
	}
	for key, value := range leaf.SourceLabels {
		if own, ok := root.SourceLabels[key]; ok && own != value {
			return true
		}
	}
	return gatewaysConflict(root.Gateways, leaf.Gateways)
}

func mapsConflict(root, leaf map[string]*networking.StringMatch) bool {
	for key, value := range leaf {
		if textsConflict(root[key], value) {
			return true
		}
	}
	return false
}

func gatewaysConflict(root, leaf []string) bool {
	if len(root) == 0 || len(leaf) == 0 {
		return false
	}
	return len(root) < len(leaf) || slices.ContainsFunc(leaf, func(name string) bool { return !slices.Contains(root, name) })
}

// textsConflict compares what two StringMatches take. Regular expressions cannot be compared: beside one, the other must be silent
// (virtualservice.go, stringMatchConflict).
func textsConflict(root, leaf *networking.StringMatch) bool {
	if root == nil || leaf == nil {
		return false
	}
	some := func(m *networking.StringMatch) bool {
		return m.GetExact() != "" || m.GetPrefix() != "" || m.GetRegex() != ""
	}
	switch {
	case root.GetRegex() != "" && some(leaf), leaf.GetRegex() != "" && some(root):
		return true
	case root.GetExact() != "":
		return leaf.GetExact() != root.GetExact()
	case root.GetPrefix() != "" && leaf.GetPrefix() != "":
		return !strings.HasPrefix(leaf.GetPrefix(), root.GetPrefix())
	case root.GetPrefix() != "" && leaf.GetExact() != "":
		return !strings.HasPrefix(leaf.GetExact(), root.GetPrefix())
	}
	return true
}
