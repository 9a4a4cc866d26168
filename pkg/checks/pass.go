package checks

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/example-org/platform-render/pkg/aws"
	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/metrics"
	"github.com/example-org/platform-render/pkg/platform"
)

// Pass is one check's look at one cluster.
type Pass struct {
	check   Check
	cluster *Cluster
	found   []Finding
	read    []schema.GroupKind
}

// Env is the environment that the objects were rendered from.
func (p *Pass) Env() *platform.Environment { return p.cluster.Env }

// Objects are the objects of a kind, sorted by namespace and name. A kind that the check does not declare is a fault of the
// check's author.
func (p *Pass) Objects(kind schema.GroupKind) []kube.Object {
	p.reads(kind)
	return p.cluster.Objects(kind)
}

// Trusts are the IAM roles that the platform makes, with those who may take them.
func (p *Pass) Trusts() []aws.Trust { return p.cluster.Trusts }

// Policies are what the IAM roles that the platform makes may do, by the roles' ARNs.
func (p *Pass) Policies() map[string][]aws.Policy { return p.cluster.Policies }

// Pages are what is known of what Prometheus' jobs bring, by job.
func (p *Pass) Pages() map[string]metrics.Page { return p.cluster.Pages }

// Previous are the objects of a kind as they were rendered before.
func (p *Pass) Previous(kind schema.GroupKind) []kube.Object {
	p.reads(kind)
	if p.cluster.Previous == nil {
		return nil
	}
	return p.cluster.Previous(kind)
}

func (p *Pass) reads(kinds ...schema.GroupKind) {
	for _, kind := range kinds {
		if !slices.Contains(p.check.Reads, kind) {
			panic(fmt.Sprintf("the check %s reads %s and does not declare it", p.check.Code, kind))
		}
		if !slices.Contains(p.read, kind) {
			p.read = append(p.read, kind)
		}
	}
}

// Shared is a lookup that several checks use: the first that asks for its type builds it, the others get the same.
func Shared[T any](p *Pass, build func(*Pass) T) T {
	key := reflect.TypeFor[T]()
	known, ok := p.cluster.shared[key]
	if !ok {
		builder := &Pass{check: p.check, cluster: p.cluster}
		known = lookup{value: build(builder), reads: builder.read}
		p.cluster.shared[key] = known
	}
	p.reads(known.reads...)
	return known.value.(T)
}

// Report says what is wrong with an object, at the key of platform.yaml that asks for it.
func (p *Pass) Report(object kube.Object, format string, args ...any) {
	p.ReportAt(object.Origin, object, format, args...)
}

// ReportAt says what is wrong with an object, at a key of platform.yaml that is nearer to the fault than the object's own. If the
// user has patched the object, it says so: the fault may be the patch's.
func (p *Pass) ReportAt(path string, object kube.Object, format string, args ...any) {
	at := p.Env().Pos(path)
	p.found = append(p.found, Finding{
		Code: p.check.Code, Level: p.check.Level, Mend: p.check.Mend,
		Object: object.Title(), Message: fmt.Sprintf(format, args...) + p.Patched(object),
		File: at.File, Line: at.Line, Column: at.Column, Path: p.Env().Written(path),
	})
}

// Patched says in brackets which patches have changed an object, to follow what is said of it; "" if none.
func (p *Pass) Patched(object kube.Object) string {
	text := ""
	for _, patch := range object.Patches {
		text += fmt.Sprintf(" (changed by %s, %s)", p.Env().Written(patch), p.Env().Pos(patch))
	}
	return text
}

// Annotation is an annotation of an object; empty if it has none of that name.
func Annotation(o kube.Object, key string) string {
	meta, _ := o.Fields["metadata"].(map[string]any)
	annotations, _ := meta["annotations"].(map[string]any)
	value, _ := annotations[key].(string)
	return value
}

// Spec reads an object's spec into a struct with json tags, or a type of k8s.io/api. What does not fit stays empty: whether an
// object fits its type is for its own schema to say.
func Spec[T any](o kube.Object) T { return decode[T](o.Fields["spec"]) }

// Typed reads a whole object into a type of k8s.io/api, as Spec does its spec.
func Typed[T any](o kube.Object) T { return decode[T](o.Fields) }

func decode[T any](fields any) T {
	var value T
	if data, err := json.Marshal(fields); err == nil {
		_ = json.Unmarshal(data, &value)
	}
	return value
}
