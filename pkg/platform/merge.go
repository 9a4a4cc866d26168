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
		base = &node{kind: mapping, at: patch.at, keyAt: patch.keyAt, written: patch.written, flow: patch.flow}
	}
	out := *base
	out.entries = slices.Clone(base.entries)
	out.partial = base.partial || patch.partial
	for _, e := range patch.entries {
		m.entry(&out, e)
	}
	return &out
}

// entry lays one key of a patch over a mapping.
func (m *merger) entry(out *node, e entry) {
	i := out.index(e.key)
	switch {
	case e.value.kind == null && i < 0:
		m.nothingToRemove(out, e)
	case e.value.kind == null:
		out.entries = append(out.entries[:i:i], out.entries[i+1:]...)
		out.removed = append(out.removed, e)
	case i < 0:
		out.entries = append(out.entries, entry{e.key, m.merge(nil, e.value)})
	default:
		out.entries[i] = entry{e.key, m.merge(out.entries[i].value, e.value)}
	}
}

// nothingToRemove refuses a null for a key that the base does not have, which is a slip of the pen.
func (m *merger) nothingToRemove(base *node, e entry) {
	message := "null takes a key away, and the rest of the file does not have this one" + didYouMean(e.key, base.keys())
	m.problems = append(m.problems, Problem{Pos: e.value.keyAt, Path: e.value.written, Message: message})
}

// index is the place of a key among the entries, -1 if it is not there.
func (n *node) index(key string) int {
	for i, e := range n.entries {
		if e.key == key {
			return i
		}
	}
	return -1
}

// under lays what is written over a default. Unlike merge it keeps nulls, which the decoder then refuses.
func under(def, written *node) *node {
	if def == nil || def.kind != mapping || written.kind != mapping {
		return written
	}
	out := *written
	out.entries = slices.Clone(written.entries)
	for _, e := range def.entries {
		if i := out.index(e.key); i >= 0 {
			out.entries[i].value = under(e.value, out.entries[i].value)
		} else {
			out.entries = append(out.entries, e)
		}
	}
	return &out
}
