package platform

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// inputFields are the fields of every struct of the input.
func inputFields() []reflect.StructField {
	var out []reflect.StructField
	seen := map[reflect.Type]bool{}
	var visit func(t reflect.Type)
	visit = func(t reflect.Type) {
		switch t.Kind() {
		case reflect.Pointer, reflect.Map, reflect.Slice:
			visit(t.Elem())
		case reflect.Struct:
			if seen[t] {
				return
			}
			seen[t] = true
			for i := range t.NumField() {
				out = append(out, t.Field(i))
				visit(t.Field(i).Type)
			}
		}
	}
	visit(reflect.TypeFor[Platform]())
	return out
}

var tagName = regexp.MustCompile(`([a-z]+):"`)

func TestEveryTagIsKnown(t *testing.T) {
	known := []string{"json", "check", "default", "derived", "format", "keys", "enum", "min", "max", "example", "union", "of", "with", "short"}
	for _, f := range inputFields() {
		quoted := regexp.MustCompile(`"(\\.|[^"\\])*"`).ReplaceAllString(string(f.Tag), `""`)
		for _, m := range tagName.FindAllStringSubmatch(quoted, -1) {
			if !slices.Contains(known, m[1]) {
				t.Errorf("%s has the unknown tag %s", f.Name, m[1])
			}
		}
		if check := f.Tag.Get("check"); check != "" && check != "required" {
			t.Errorf("%s has check %q", f.Name, check)
		}
	}
}

func TestEveryFormatIsThereAndUsed(t *testing.T) {
	used := map[string]bool{"line": true} // the format of texts that name none
	for _, f := range inputFields() {
		for _, name := range []string{f.Tag.Get("format"), f.Tag.Get("keys")} {
			if _, ok := formats[name]; name != "" && !ok {
				t.Errorf("%s has the unknown format %s", f.Name, name)
			}
			used[name] = true
		}
	}
	for name := range formats {
		if !used[name] {
			t.Errorf("no field has the format %s", name)
		}
	}
}

// Every default and example must be a value that the loader takes where it stands.
func TestDefaultsAndExamplesDecode(t *testing.T) {
	for _, f := range inputFields() {
		for _, tag := range []string{"default", "example"} {
			text, ok := f.Tag.Lookup(tag)
			if !ok {
				continue
			}
			n := parseTag(text)
			if n == nil {
				t.Errorf("the %s of %s is not YAML: %s", tag, f.Name, text)
				continue
			}
			d := &decoder{}
			d.value(n, reflect.New(f.Type).Elem(), newField(f.Type, f, nil))
			if len(d.problems) > 0 {
				t.Errorf("the %s of %s: %s", tag, f.Name, d.problems.Error())
			}
		}
	}
}

func TestUnionsAndCompanionsNameKeys(t *testing.T) {
	seen := map[reflect.Type]bool{}
	for _, f := range inputFields() {
		typ := f.Type
		for typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Map || typ.Kind() == reflect.Slice {
			typ = typ.Elem()
		}
		if typ.Kind() != reflect.Struct || typ.NumField() == 0 || seen[typ] {
			continue
		}
		seen[typ] = true
		checkRecord(t, typ)
	}
}

func checkRecord(t *testing.T, typ reflect.Type) {
	r := recordOf(typ)
	names := append([]string{r.short}, r.of...)
	for _, f := range r.fields {
		names = append(names, f.with)
		if f.key == "" {
			t.Errorf("%s.%s has no key", typ.Name(), f.name)
		}
	}
	for _, name := range names {
		if _, ok := r.field(name); name != "" && !ok {
			t.Errorf("a tag of %s names the key %s, which it does not have", typ.Name(), name)
		}
	}
	if !slices.Contains([]string{"", "one", "some"}, r.union) {
		t.Errorf("%s is a union of %q", typ.Name(), r.union)
	}
}

func TestEveryFieldHasAComment(t *testing.T) {
	docs, err := comments()
	if err != nil {
		t.Fatal(err)
	}
	for t2, r := range reachable() {
		if !strings.HasPrefix(docs[t2.Name()], t2.Name()+" ") {
			t.Errorf("the comment of %s does not begin with its name", t2.Name())
		}
		for _, f := range r.fields {
			if text := f.comment(docs); !strings.HasSuffix(text, ".") {
				t.Errorf("%s.%s has the comment %q, which is no sentence", t2.Name(), f.name, text)
			}
		}
	}
}

// reachable are the structs of the input.
func reachable() map[reflect.Type]*record {
	m := &manual{places: map[reflect.Type][]string{}}
	m.locate(reflect.TypeFor[Platform](), "")
	out := map[reflect.Type]*record{}
	for t := range m.places {
		out[t] = recordOf(t)
	}
	return out
}
