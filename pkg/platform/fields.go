package platform

import (
	"reflect"
	"strconv"
	"strings"
	"sync"
)

// record is what the tags of a struct say; the loader, the schema and the documentation all read it.
type record struct {
	fields []field
	union  string   // "one", "some" or ""
	of     []string // the keys that union speaks of
	short  string   // the key that a bare scalar stands for
}

// field is one key of a record.
type field struct {
	owner    reflect.Type // the struct that declares it, for its comment
	name     string       // its name in Go
	index    []int
	typ      reflect.Type
	key      string
	required bool
	def      *node  // nil without a default
	defText  string // the default as its tag has it
	derived  string
	format   string
	keys     string
	enum     []string
	min, max *int64
	example  string
	with     string
}

var records sync.Map

// recordOf reads the tags of a struct type.
func recordOf(t reflect.Type) *record {
	if r, ok := records.Load(t); ok {
		return r.(*record)
	}
	r := &record{}
	r.add(t, nil)
	if len(r.of) == 0 {
		r.of = r.keys()
	}
	records.Store(t, r)
	return r
}

func (r *record) add(t reflect.Type, index []int) {
	for i := range t.NumField() {
		f := t.Field(i)
		at := append(append([]int(nil), index...), i)
		switch {
		case f.Name == "_":
			r.rules(f.Tag)
		case f.Anonymous:
			r.add(f.Type, at)
		default:
			r.fields = append(r.fields, newField(t, f, at))
		}
	}
}

func (r *record) rules(tag reflect.StructTag) {
	r.union, r.short = tag.Get("union"), tag.Get("short")
	r.of = words(tag.Get("of"))
}

func (r *record) keys() []string {
	keys := make([]string, len(r.fields))
	for i, f := range r.fields {
		keys[i] = f.key
	}
	return keys
}

func (r *record) field(key string) (field, bool) {
	for _, f := range r.fields {
		if f.key == key {
			return f, true
		}
	}
	return field{}, false
}

func newField(owner reflect.Type, f reflect.StructField, index []int) field {
	get := f.Tag.Get
	out := field{
		owner: owner, name: f.Name, index: index, typ: f.Type,
		key: strings.Split(get("json"), ",")[0], required: get("check") == "required",
		defText: get("default"), derived: get("derived"), format: get("format"), keys: get("keys"),
		enum: words(get("enum")), min: bound(get("min")), max: bound(get("max")),
		example: get("example"), with: get("with"),
	}
	if text, ok := f.Tag.Lookup("default"); ok {
		out.def = parseTag(text)
	}
	return out
}

// parseTag reads the YAML of a tag; nil if it is none, which a test finds.
func parseTag(value string) *node {
	doc, problem := parseDocument("default", []byte(value))
	if problem != nil {
		return nil
	}
	return (&converter{}).convert(doc, nil, "", Pos{})
}

func words(tag string) []string {
	if tag == "" {
		return nil
	}
	return strings.Split(tag, ",")
}

func bound(tag string) *int64 {
	if n, err := strconv.ParseInt(tag, 10, 64); err == nil {
		return &n
	}
	return nil
}
