package platform

import (
	"cmp"
	"iter"
	"maps"
	"reflect"
	"slices"
)

// each visits every T in an environment, by its path, in a fixed order. What lies in a map is visited as a copy.
func each[T any](e *Environment, visit func(path string, value *T)) {
	w := &walker{wanted: reflect.TypeFor[T](), holds: map[reflect.Type]bool{}}
	w.visit = func(path string, v reflect.Value) {
		if !v.CanAddr() {
			fixed := v
			v = reflect.New(fixed.Type()).Elem()
			v.Set(fixed)
		}
		visit(path, v.Addr().Interface().(*T))
	}
	w.walk(reflect.ValueOf(&e.Spec).Elem(), "")
}

// walker visits the structs of one type.
type walker struct {
	wanted reflect.Type
	visit  func(path string, v reflect.Value)
	holds  map[reflect.Type]bool // the types that hold a wanted struct
}

func (w *walker) walk(v reflect.Value, path string) {
	if !w.holding(v.Type()) {
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			w.walk(v.Elem(), path)
		}
	case reflect.Struct:
		if v.Type() == w.wanted {
			w.visit(path, v)
		}
		for i := range v.NumField() {
			w.field(v.Field(i), v.Type().Field(i), path)
		}
	case reflect.Map:
		for _, key := range sortedKeys(v) {
			w.walk(v.MapIndex(key), Join(path, key.String()))
		}
	case reflect.Slice:
		for i := range v.Len() {
			w.walk(v.Index(i), joinIndex(path, i))
		}
	}
}

// holding tells whether a wanted struct can lie in a value of type t, so that the rest is passed over.
func (w *walker) holding(t reflect.Type) bool {
	if known, ok := w.holds[t]; ok {
		return known
	}
	found := t == w.wanted
	w.holds[t] = found
	switch t.Kind() {
	case reflect.Pointer, reflect.Map, reflect.Slice:
		found = w.holding(t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			found = w.holding(t.Field(i).Type) || found
		}
	}
	w.holds[t] = found
	return found
}

func (w *walker) field(v reflect.Value, f reflect.StructField, path string) {
	if f.Anonymous {
		w.walk(v, path)
	} else {
		w.walk(v, Join(path, f.Tag.Get("json")))
	}
}

func sortedKeys(v reflect.Value) []reflect.Value {
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return cmp.Compare(a.String(), b.String()) })
	return keys
}

// sorted ranges over a map in the order of its keys, so that every run says the same.
func sorted[V any](m map[string]V) iter.Seq2[string, V] {
	return func(yield func(string, V) bool) {
		for _, key := range slices.Sorted(maps.Keys(m)) {
			if !yield(key, m[key]) {
				return
			}
		}
	}
}
