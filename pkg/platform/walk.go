package platform

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"reflect"
	"slices"
)

// each visits every T in an environment, by its path, in a fixed order. What lies in a map is visited as a copy.
func each[T any](e *Environment, visit func(path string, value *T)) {
	walk(reflect.ValueOf(&e.Spec).Elem(), "", func(path string, v reflect.Value) {
		if v.Type() != reflect.TypeFor[T]() {
			return
		}
		if !v.CanAddr() {
			fixed := v
			v = reflect.New(fixed.Type()).Elem()
			v.Set(fixed)
		}
		visit(path, v.Addr().Interface().(*T))
	})
}

// walk visits every struct below v.
func walk(v reflect.Value, path string, visit func(string, reflect.Value)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			walk(v.Elem(), path, visit)
		}
	case reflect.Struct:
		visit(path, v)
		for i := range v.NumField() {
			walkField(v.Field(i), v.Type().Field(i), path, visit)
		}
	case reflect.Map:
		for _, key := range sortedKeys(v) {
			walk(v.MapIndex(key), Join(path, key.String()), visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			walk(v.Index(i), fmt.Sprintf("%s[%d]", path, i), visit)
		}
	}
}

func walkField(v reflect.Value, f reflect.StructField, path string, visit func(string, reflect.Value)) {
	switch {
	case f.Name == "_":
	case f.Anonymous:
		walk(v, path, visit)
	default:
		walk(v, Join(path, f.Tag.Get("json")), visit)
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
