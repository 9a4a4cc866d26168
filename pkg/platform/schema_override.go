package platform

import "reflect"

// overrideReference defines what an environment may write over a struct: any of its keys, and null for those that need not
// be there.
func (s *schema) overrideReference(t reflect.Type) object {
	name := t.Name() + "Override"
	if _, done := s.definitions[name]; !done {
		s.definitions[name] = object{} // so that a type may hold itself
		s.definitions[name] = orShort(t, s.overrideRecord(t))
	}
	return object{"$ref": "#/definitions/" + name}
}

func (s *schema) overrideRecord(t reflect.Type) object {
	properties := object{}
	for _, f := range recordOf(t).fields {
		properties[f.key] = s.overrideProperty(t, f)
	}
	return object{"type": "object", "properties": properties, "additionalProperties": false}
}

func (s *schema) overrideProperty(t reflect.Type, f field) object {
	value, inner := s.override(t, f)
	switch {
	case !f.required:
		value = orNull(value)
	case inner:
		value = object{"allOf": []object{value}} // draft 7 ignores whatever stands beside a $ref
	}
	if inner {
		value["description"] = f.comment(s.docs)
	}
	return value
}

// override describes what may be written over one key of t, and tells whether it is something with keys of its own.
// Anything else is as the key itself has it.
func (s *schema) override(t reflect.Type, f field) (value object, inner bool) {
	typ := f.typ
	if typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	switch {
	case typ.Kind() == reflect.Struct:
		return s.overrideReference(typ), true
	case typ.Kind() == reflect.Map && typ.Elem().Kind() == reflect.Struct:
		return s.names(orNull(s.overrideReference(typ.Elem())), f), true
	}
	return object{"$ref": pointer(t, f.key)}, false
}

// orNull also allows null, with which a merge patch takes a key away.
func orNull(value object) object {
	return object{"anyOf": []object{value, {"type": "null"}}}
}
