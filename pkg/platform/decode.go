package platform

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// decoder fills typed values from nodes and collects every problem on the way. What is wrong stays at its zero value.
type decoder struct {
	problems Problems
}

func (d *decoder) problem(at Pos, path, format string, args ...any) {
	d.problems = append(d.problems, Problem{Pos: at, Path: path, Message: fmt.Sprintf(format, args...)})
}

// value decodes n into v under the rules of the field f that v belongs to.
func (d *decoder) value(n *node, v reflect.Value, f field) {
	if n.kind == broken {
		return
	}
	if n.kind == null && v.Kind() != reflect.Interface {
		d.problem(n.at, n.written(), "has no value; %s", remedy(v.Type(), f))
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.value(n, v.Elem(), f)
	case reflect.Struct:
		d.record(n, v)
	case reflect.Map:
		d.mapping(n, v, f)
	case reflect.Slice:
		d.list(n, v, f)
	case reflect.Interface:
		d.plain(n, v)
	default:
		d.scalar(n, v, f)
	}
}

// remedy says what to write instead of nothing.
func remedy(t reflect.Type, f field) string {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case f.format == "slackChannel":
		return "write it in quotes, for YAML takes # for a comment: \"#platform\""
	case f.required:
		return "it is required" + wanted(f)
	case t.Kind() == reflect.Struct && len(recordOf(t).needed()) > 0, t.Kind() == reflect.Struct && recordOf(t).union != "":
		return "write one, or leave the key out"
	case t.Kind() == reflect.Struct || t.Kind() == reflect.Map:
		return "write {} for its defaults, or leave the key out"
	case t.Kind() == reflect.Slice:
		return "write [] for none, or leave the key out"
	}
	return "write one, or leave the key out"
}

// record decodes a mapping into a struct.
func (d *decoder) record(n *node, v reflect.Value) {
	r := recordOf(v.Type())
	if r.short != "" && n.scalar() {
		n = n.standingFor(r.short)
	}
	if n.kind != mapping {
		d.problem(n.at, n.written(), "%s is not a mapping with the keys %s", n.describe(), listing(r.keys()))
		return
	}
	meant := d.unknown(n, r)
	for _, f := range r.fields {
		if !slices.Contains(meant, f.key) {
			d.field(n, f, v.FieldByIndex(f.index))
		}
	}
	if len(meant) == 0 && !n.partial {
		d.union(n, r)
	}
}

// unknown refuses keys that the record does not have, and returns the keys that were meant (or "" where nobody can tell).
func (d *decoder) unknown(n *node, r *record) (meant []string) {
	known := r.keys()
	for _, e := range n.entries {
		if slices.Contains(known, e.key) {
			continue
		}
		near := nearest(e.key, known)
		meant = append(meant, near)
		d.problem(e.value.keyAt, e.value.written(), "unknown key%s", hint(near, known))
	}
	return meant
}

// hint says which keys there are: the one that was meant, or all of a few.
func hint(near string, known []string) string {
	switch {
	case near != "":
		return "; did you mean " + quote(near) + "?"
	case len(known) == 1:
		return ": the only key here is " + known[0]
	case len(known) <= 8:
		return ": the keys here are " + listing(known)
	}
	return ""
}

// listing joins words as a sentence does: a, b and c.
func listing(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

// field decodes the key f of a mapping.
func (d *decoder) field(parent *node, f field, v reflect.Value) {
	n := parent.get(f.key)
	switch {
	case n == nil && f.required && parent.partial:
	case n == nil && f.required:
		d.missing(parent, f)
	case n == nil && f.def == nil:
	case n == nil:
		d.value(f.def, v, f)
	default:
		d.with(parent, n, f)
		d.value(overDefault(n, f), v, f)
	}
}

// overDefault lays what is written over the default, except where the default is one choice of several.
func overDefault(n *node, f field) *node {
	if f.typ.Kind() == reflect.Struct && recordOf(f.typ).union != "" {
		return n
	}
	return under(f.def, n)
}

// missing points at the null that took a required key away, or else at the mapping that lacks it.
func (d *decoder) missing(parent *node, f field) {
	for _, e := range parent.removed {
		if e.key == f.key {
			d.problem(e.value.keyAt, e.value.written(), "null takes away what is required")
			return
		}
	}
	d.problem(parent.lackingAt(), Join(parent.written(), f.key), "is missing%s", wanted(f))
}

// wanted shows what a missing key might look like.
func wanted(f field) string {
	switch {
	case len(f.enum) == 1:
		return "; write " + f.key + ": " + f.enum[0]
	case f.example != "":
		return "; for example " + f.key + ": " + f.example
	case f.typ.Kind() == reflect.Struct && len(recordOf(f.typ).needed()) > 0:
		return "; it has at least " + listing(recordOf(f.typ).needed())
	}
	return ""
}

// needed are the keys that must be there.
func (r *record) needed() []string {
	var keys []string
	for _, f := range r.fields {
		if f.required {
			keys = append(keys, f.key)
		}
	}
	return keys
}

func (d *decoder) with(parent, n *node, f field) {
	if f.with != "" && parent.get(f.with) == nil {
		d.problem(n.keyAt, n.written(), "stands only beside %s, which is missing", f.with)
	}
}

// union holds a record to having one, or some, of its keys.
func (d *decoder) union(n *node, r *record) {
	var set []*node
	for _, key := range r.of {
		if v := n.get(key); v != nil {
			set = append(set, v)
		}
	}
	switch {
	case r.union != "" && len(set) == 0:
		d.problem(n.lackingAt(), n.written(), "is missing its choice: write %s", choices(r))
	case r.union == "one" && len(set) > 1:
		slices.SortFunc(set, func(a, b *node) int { return Problem{Pos: a.keyAt}.compare(Problem{Pos: b.keyAt}) })
		d.problem(set[1].keyAt, set[1].written(), "only one of %s may be written, and %s is too (%s)", listing(r.of), set[0].written(), set[0].keyAt)
	}
}

// choices says what to choose from.
func choices(r *record) string {
	switch {
	case len(r.of) == 1:
		return r.of[0]
	case r.union == "some":
		return "one or more of " + listing(r.of)
	}
	return "one of " + listing(r.of)
}

// mapping decodes a mapping whose keys are the user's names, each value under the format of the mapping.
func (d *decoder) mapping(n *node, v reflect.Value, f field) {
	if n.kind != mapping {
		hint := ""
		if n.kind == list {
			hint = ": write each entry under its name"
		}
		d.problem(n.at, n.written(), "%s is not a mapping%s", n.describe(), hint)
		return
	}
	v.Set(reflect.MakeMap(v.Type()))
	if v.Type() == reflect.TypeFor[Overrides]() {
		return // checked once merged
	}
	for _, e := range n.entries {
		d.check(e.value.keyAt, e.value.written(), e.key, f.keys)
		item := reflect.New(v.Type().Elem()).Elem()
		d.value(e.value, item, field{typ: item.Type(), format: f.format})
		v.SetMapIndex(reflect.ValueOf(e.key), item)
	}
}

// list decodes a list, each item under the format of the list.
func (d *decoder) list(n *node, v reflect.Value, f field) {
	if n.kind != list {
		d.problem(n.at, n.written(), "%s is not a list", n.describe())
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(n.items), len(n.items)))
	for i, item := range n.items {
		d.value(item, v.Index(i), field{typ: v.Type().Elem(), format: f.format})
	}
}
