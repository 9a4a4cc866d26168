package platform

import "slices"

// merger lays an environment's overrides over the rest of the file as RFC 7386 says, so that each value keeps its place.
type merger struct {
	problems Problems
}

// merge returns base with patch laid over it.
func (m *merger) merge(base, patch *node) *node {
	if patch.kind != mapping {
		return patch
	}
	if base == nil || base.kind != mapping {
		base = &node{kind: mapping, at: patch.at, keyAt: patch.keyAt, parent: patch.parent, segment: patch.segment, flow: patch.flow}
	}
	out := *base
	out.entries = slices.Clone(base.entries)
	out.partial = base.partial || patch.partial
	for _, e := range patch.entries {
		m.entry(base, &out, e)
	}
	out.entries = slices.DeleteFunc(out.entries, func(e entry) bool { return e.value == nil })
	out.seal()
	return &out
}

// entry lays one key of a patch over a mapping. What it takes away it leaves without a value.
func (m *merger) entry(base, out *node, e entry) {
	i, there := base.places[e.key]
	switch {
	case e.value.kind == null && !there:
		m.nothingToRemove(base, e)
	case e.value.kind == null:
		out.entries[i].value = nil
		out.removed = append(out.removed, e)
	case !there:
		out.entries = append(out.entries, entry{e.key, m.merge(nil, e.value)})
	default:
		out.entries[i] = entry{e.key, m.merge(out.entries[i].value, e.value)}
	}
}

// nothingToRemove refuses a null for a key that the base does not have, which is a slip of the pen.
func (m *merger) nothingToRemove(base *node, e entry) {
	message := "null takes a key away, and the rest of the file does not have this one"
	if len(base.entries) <= mostCandidates {
		message += didYouMean(e.key, base.keys())
	}
	m.problems = append(m.problems, Problem{Pos: e.value.keyAt, Path: e.value.written(), Message: message})
}

// under lays what is written over a default. Unlike merge it keeps nulls, which the decoder then refuses.
func under(def, written *node) *node {
	if def == nil || def.kind != mapping || written.kind != mapping {
		return written
	}
	out := *written
	out.entries = slices.Clone(written.entries)
	for _, e := range def.entries {
		if i, there := written.places[e.key]; there {
			out.entries[i].value = under(e.value, out.entries[i].value)
		} else {
			out.entries = append(out.entries, e)
		}
	}
	out.seal()
	return &out
}
