package kube

import (
	"bytes"
	"encoding/json"
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/yaml"
)

// Object is one manifest as plain fields, the way the API server will read it.
type Object struct {
	// Fields are the object's own, in JSON's types; numbers are json.Number, so that none is rounded.
	Fields map[string]any
	// Origin is the key of platform.yaml that the object comes from, such as "apps.dbt-docs".
	Origin string
	// Patches are the keys of platform.yaml whose patches have changed the object.
	Patches []string
}

// APIVersion is group/version, or the version alone for the core group.
func (o Object) APIVersion() string { return text(o.Fields["apiVersion"]) }

// Kind is the object's kind.
func (o Object) Kind() string { return text(o.Fields["kind"]) }

// Name is metadata.name.
func (o Object) Name() string { return text(o.meta()["name"]) }

// Namespace is metadata.namespace; empty for a cluster-scoped object.
func (o Object) Namespace() string { return text(o.meta()["namespace"]) }

// Title is how people call the object: its kind, namespace and name.
func (o Object) Title() string {
	if o.Namespace() == "" {
		return o.Kind() + " " + o.Name()
	}
	return o.Kind() + " " + o.Namespace() + "/" + o.Name()
}

// GroupKind is the kind with its API group.
func (o Object) GroupKind() schema.GroupKind {
	return schema.FromAPIVersionAndKind(o.APIVersion(), o.Kind()).GroupKind()
}

// FileName is where the object stands in its folder: <kind>-<name>.yaml. A colon, which RBAC allows in names, becomes a dash.
func (o Object) FileName() string {
	return strings.ToLower(o.Kind()) + "-" + strings.ReplaceAll(o.Name(), ":", "-") + ".yaml"
}

func (o Object) meta() map[string]any {
	m, _ := o.Fields["metadata"].(map[string]any)
	return m
}

func text(v any) string {
	s, _ := v.(string)
	return s
}

// Parse reads one manifest.
func Parse(data []byte) (Object, error) {
	asJSON, err := yaml.YAMLToJSONStrict(data)
	if err != nil {
		return Object{}, err
	}
	return FromJSON(asJSON)
}

// FromJSON reads one manifest that is printed as JSON.
func FromJSON(data []byte) (Object, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	fields := map[string]any{}
	if err := decoder.Decode(&fields); err != nil {
		return Object{}, err
	}
	delete(fields, "status")
	tidy(fields)
	return Object{Fields: fields}, nil
}

// noise are the keys that Go's types print as {} although nobody set them: fields that are structs and not pointers.
var noise = map[string]bool{
	"metadata": true, "resources": true, "spec": true, "status": true, "strategy": true, "updateStrategy": true,
}

// tidy removes nulls and empty noise, inside out. An empty map anywhere else says something (emptyDir: {})
// and stays.
func tidy(value any) {
	switch value := value.(type) {
	case map[string]any:
		for key, child := range value {
			tidy(child)
			if child == nil || noise[key] && empty(child) {
				delete(value, key)
			}
		}
	case []any:
		for _, child := range value {
			tidy(child)
		}
	}
}

func empty(value any) bool {
	m, ok := value.(map[string]any)
	return ok && len(m) == 0
}
