package patch

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/platform"
)

// target selects objects: every key that is given must match.
type target struct {
	platform.PatchTarget
	name *regexp.Regexp
}

// newTarget anchors the name as kustomize does: the expression, which the loader has checked, must match the whole of it.
func newTarget(t platform.PatchTarget) target {
	return target{PatchTarget: t, name: regexp.MustCompile("^(?:" + t.Name + ")$")}
}

func (t target) selects(object kube.Object) bool {
	kind := object.GroupKind()
	return kind.Kind == t.Kind && t.name.MatchString(object.Name()) &&
		(t.Group == "" || t.Group == kind.Group) &&
		(t.Namespace == "" || t.Namespace == object.Namespace())
}

// identity is what makes an object the one it is: no patch may change it.
type identity struct {
	apiVersion, kind, namespace, name string
}

func identify(object kube.Object) identity {
	return identity{object.APIVersion(), object.Kind(), object.Namespace(), object.Name()}
}

// String names the object for messages.
func (i identity) String() string {
	if i.namespace == "" {
		return i.kind + " " + i.name
	}
	return i.kind + " " + i.name + " in " + i.namespace
}

// changed is the key in which two identities differ, "" if none.
func (i identity) changed(other identity) string {
	switch {
	case i.apiVersion != other.apiVersion:
		return "apiVersion"
	case i.kind != other.kind:
		return "kind"
	case i.name != other.name:
		return "metadata.name"
	case i.namespace != other.namespace:
		return "metadata.namespace"
	}
	return ""
}

// distance is how many letters a target is away from naming the object.
func (i identity) distance(t platform.PatchTarget) int {
	letters := platform.Distance(t.Kind, i.kind) + platform.Distance(t.Name, i.name)
	if t.Namespace != "" {
		letters += platform.Distance(t.Namespace, i.namespace)
	}
	if group := schema.FromAPIVersionAndKind(i.apiVersion, i.kind).Group; t.Group != "" {
		letters += platform.Distance(t.Group, group)
	}
	return letters
}

// maxNear is how many objects a message names.
const maxNear = 3

// near names the objects that a target may have meant, ready to follow a message.
func (s *Set) near(t platform.PatchTarget) string {
	candidates := slices.Clone(s.seen)
	slices.SortFunc(candidates, func(a, b identity) int {
		return cmp.Or(cmp.Compare(a.distance(t), b.distance(t)), cmp.Compare(a.String(), b.String()))
	})
	candidates = slices.Compact(candidates)
	var names []string
	for _, candidate := range candidates[:min(maxNear, len(candidates))] {
		names = append(names, candidate.String())
	}
	return "; the nearest are " + strings.Join(names, ", ") + " (a chart's own objects are changed by the values in its Application)"
}
