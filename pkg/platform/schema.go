package platform

import (
	"bytes"
	"encoding/json"
	"reflect"
)

// object is a JSON object; encoding/json sorts its keys.
type object = map[string]any

// Schema is the JSON Schema (draft 7, which yaml-language-server reads) of platform.yaml, made from the input types, their
// tags and their comments. The same build gives the same bytes.
func Schema() ([]byte, error) {
	docs, err := comments()
	if err != nil {
		return nil, err
	}
	s := &schema{docs: docs, definitions: object{}}
	top := s.record(reflect.TypeFor[Platform]())
	top["$schema"] = "http://json-schema.org/draft-07/schema#"
	top["title"] = "platform.yaml"
	top["description"] = typeComment(reflect.TypeFor[Platform](), docs)
	top["definitions"] = s.definitions
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err = encoder.Encode(top)
	return out.Bytes(), err
}

// schema collects the definitions of the input types, and beside each one the definition of an override of it.
type schema struct {
	docs        map[string]string
	definitions object
}

// record describes a struct.
func (s *schema) record(t reflect.Type) object {
	r := recordOf(t)
	properties := object{}
	for _, f := range r.fields {
		properties[f.key] = s.property(f)
	}
	out := object{"type": "object", "properties": properties, "additionalProperties": false}
	if required := r.needed(); len(required) > 0 {
		out["required"] = required
	}
	r.choice(out)
	r.together(out)
	return out
}

// choice adds what the tag union says.
func (r *record) choice(out object) {
	var choices []object
	for _, key := range r.of {
		choices = append(choices, object{"required": []string{key}})
	}
	switch r.union {
	case "one":
		out["oneOf"] = choices
	case "some":
		out["anyOf"] = choices
	}
}

// together adds what the tags with say.
func (r *record) together(out object) {
	needs := object{}
	for _, f := range r.fields {
		if f.with != "" {
			needs[f.key] = []string{f.with}
		}
	}
	if len(needs) > 0 {
		out["dependencies"] = needs
	}
}

// property describes one key: its value, and what the tags and the comment say of it.
func (s *schema) property(f field) object {
	value := s.value(f.typ, f)
	out := object{"description": f.description(s.docs)}
	if _, refers := value["$ref"]; refers {
		out["allOf"] = []object{value} // draft 7 ignores whatever stands beside a $ref
	} else {
		for key, v := range value {
			out[key] = v
		}
	}
	if f.def != nil {
		out["default"] = plainValue(f.def)
	}
	if n := parseTag(f.example); n != nil {
		out["examples"] = []any{plainValue(n)}
	}
	return out
}

// description is the comment of a key and what it is worked out from when left out.
func (f field) description(docs map[string]string) string {
	text := f.comment(docs)
	if f.derived != "" {
		text += " Default: " + f.derived + "."
	}
	return text
}

// plainValue is what a node of our own tags stands for.
func plainValue(n *node) any {
	return (&decoder{}).anything(n)
}

// value describes what a key, an item or an entry of a map may hold.
func (s *schema) value(t reflect.Type, f field) object {
	switch {
	case t == reflect.TypeFor[Overrides]():
		return s.overrideReference(reflect.TypeFor[Spec]())
	case t.Kind() == reflect.Pointer:
		return s.value(t.Elem(), f)
	case t.Kind() == reflect.Struct:
		return s.reference(t)
	case t.Kind() == reflect.Map && t.Elem().Kind() == reflect.Interface:
		return object{"type": "object"}
	case t.Kind() == reflect.Map:
		return s.names(s.value(t.Elem(), field{format: f.format}), f)
	case t.Kind() == reflect.Slice:
		return object{"type": "array", "items": s.value(t.Elem(), field{format: f.format})}
	}
	return scalarSchema(t, f)
}

// names describes a map whose keys are the user's.
func (s *schema) names(value object, f field) object {
	out := object{"type": "object", "additionalProperties": value}
	if p := formats[f.keys].pattern; p != "" {
		out["propertyNames"] = object{"pattern": p}
	}
	return out
}

// reference defines a struct once and points at it.
func (s *schema) reference(t reflect.Type) object {
	if _, done := s.definitions[t.Name()]; !done {
		s.definitions[t.Name()] = object{} // so that a type may hold itself
		s.definitions[t.Name()] = orShort(t, s.record(t))
	}
	return object{"$ref": "#/definitions/" + t.Name()}
}

// orShort adds the bare scalar that stands for a struct.
func orShort(t reflect.Type, full object) object {
	r := recordOf(t)
	f, ok := r.field(r.short)
	if !ok {
		return full
	}
	return object{"anyOf": []object{full, textSchema(f)}}
}

// pointer is where the schema describes a key of a defined struct.
func pointer(t reflect.Type, key string) string {
	properties := "/properties/"
	if recordOf(t).short != "" {
		properties = "/anyOf/0/properties/"
	}
	return "#/definitions/" + t.Name() + properties + key
}

func scalarSchema(t reflect.Type, f field) object {
	switch t.Kind() {
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.String:
		return textSchema(f)
	}
	least, most := f.bounds()
	return object{"type": "integer", "minimum": least, "maximum": most}
}

func textSchema(f field) object {
	out := object{"type": "string"}
	if formats[f.format].bare {
		out["type"] = []string{"string", "number"}
	}
	if len(f.enum) > 0 {
		out["enum"] = f.enum
	}
	if p := formats[f.format].pattern; p != "" {
		out["pattern"] = p
	}
	return out
}
