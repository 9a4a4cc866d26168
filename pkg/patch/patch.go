// Package patch applies the user's own changes to rendered objects: kustomize's patches, in process.
package patch

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"sigs.k8s.io/kustomize/api/filters/patchjson6902"
	"sigs.k8s.io/kustomize/api/filters/patchstrategicmerge"
	"sigs.k8s.io/kustomize/kyaml/kio"
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/platform"
)

// Set is the patches of one environment.
type Set struct {
	env      *platform.Environment
	patches  []*patch
	seen     []identity
	problems platform.Problems
}

// patch is one entry of platform.yaml's patches, in the order of their names.
type patch struct {
	platform.Patch
	// origin is its key in platform.yaml.
	origin  string
	target  target
	matched bool
}

// New takes the patches of the environment.
func New(env *platform.Environment) *Set {
	s := &Set{env: env}
	for _, name := range slices.Sorted(maps.Keys(env.Patches)) {
		p := env.Patches[name]
		s.patches = append(s.patches, &patch{Patch: p, origin: platform.Join("patches", name), target: newTarget(p.Target)})
	}
	return s
}

func (s *Set) problem(path, format string, args ...any) {
	s.problems = append(s.problems, s.env.Problemf(path, format, args...))
}

// Apply changes the objects in place. What a patch gets wrong is kept for Finish; an error is ours.
func (s *Set) Apply(objects []kube.Object) error {
	if len(s.patches) == 0 {
		return nil
	}
	for i := range objects {
		s.seen = append(s.seen, identify(objects[i]))
		if err := s.applyAll(&objects[i]); err != nil {
			return err
		}
	}
	return nil
}

// applyAll runs every patch that selects an object, and notes which.
func (s *Set) applyAll(object *kube.Object) error {
	for _, p := range s.patches {
		if !p.target.selects(*object) {
			continue
		}
		p.matched = true
		object.Patches = append(object.Patches, p.origin)
		if err := s.apply(p, *object); err != nil {
			return fmt.Errorf("%s: %w", p.origin, err)
		}
	}
	return nil
}

// Finish reports all that the patches got wrong, those that matched nothing among it, as platform.Problems.
func (s *Set) Finish() error {
	for _, p := range s.patches {
		if !p.matched {
			s.problem(p.origin+".target", "matches no object%s", s.near(p.Target))
		}
	}
	if len(s.problems) > 0 {
		return s.problems.Sorted()
	}
	return nil
}

// apply runs a patch on one object: its merge, or its operations one after the other, so that the one that fails is known.
func (s *Set) apply(p *patch, object kube.Object) error {
	if len(p.JSON) == 0 {
		return s.step(p.origin+".merge", object, strategicMerge(p.Merge, object))
	}
	known := len(s.problems)
	for i, operation := range p.JSON {
		err := s.step(fmt.Sprintf("%s.json[%d]", p.origin, i), object, operations(operation))
		if err != nil || len(s.problems) > known {
			return err
		}
	}
	return nil
}

// filter makes kustomize's filter of a part of a patch.
type filter func() (kio.Filter, error)

// strategicMerge gives the patch the type of its object: kustomize finds the keys that lists are merged by through it.
func strategicMerge(merge map[string]any, object kube.Object) filter {
	return func() (kio.Filter, error) {
		typed := maps.Clone(merge)
		for _, key := range []string{"apiVersion", "kind"} {
			if _, given := typed[key]; !given {
				typed[key] = object.Fields[key]
			}
		}
		node, err := toNode(typed)
		return patchstrategicmerge.Filter{Patch: node}, err
	}
}

// operations is one operation as kustomize applies it. A replace is a remove and an add, as RFC 6902 defines it: the library
// beneath kustomize takes it for an add where there is nothing to replace.
func operations(operation map[string]any) filter {
	all := []any{operation}
	if operation["op"] == "replace" {
		remove, add := maps.Clone(operation), maps.Clone(operation)
		remove["op"], add["op"] = "remove", "add"
		all = []any{remove, add}
	}
	return func() (kio.Filter, error) {
		text, err := json.Marshal(all)
		return patchjson6902.Filter{Patch: string(text)}, err
	}
}

// step runs one filter on an object; path is where platform.yaml asks for it.
func (s *Set) step(path string, object kube.Object, make filter) error {
	filter, err := make()
	if err != nil {
		return err
	}
	node, err := toNode(object.Fields)
	if err != nil {
		return err
	}
	before := identify(object)
	changed, err := filter.Filter([]*yaml.RNode{node})
	if err != nil {
		s.problem(path, "%s: %v", before, err)
		return nil
	}
	if len(changed) == 0 {
		s.problem(path, "deletes %s: leave out the key that makes it instead", before)
		return nil
	}
	return s.replace(path, object, changed[0])
}

// replace takes over what became of an object, unless it became another one.
func (s *Set) replace(path string, object kube.Object, node *yaml.RNode) error {
	data, err := node.MarshalJSON()
	if err != nil {
		return err
	}
	patched, err := kube.FromJSON(data)
	if err != nil {
		return err
	}
	before, after := identify(object), identify(patched)
	if key := before.changed(after); key != "" {
		s.problem(path, "changes %s of %s: a patch may not make another object of it", key, before)
		return nil
	}
	dropEmptied(object.Fields, patched.Fields)
	if err := patched.Check(); err != nil {
		s.problem(path, "%s: %v", before, err)
		return nil
	}
	clear(object.Fields)
	maps.Copy(object.Fields, patched.Fields)
	return nil
}

// dropEmptied takes out the mappings whose last key the patch took away. One that the user wrote empty stays: it says something.
func dropEmptied(before, after map[string]any) {
	for key, value := range after {
		was, _ := before[key].(map[string]any)
		is, ok := value.(map[string]any)
		if !ok || len(was) == 0 {
			continue
		}
		dropEmptied(was, is)
		if len(is) == 0 {
			delete(after, key)
		}
	}
}

// toNode is plain fields as kustomize sees them. They are handed over as JSON, whose texts are all quoted: none can be taken
// for a number or a date on the way.
func toNode(fields map[string]any) (*yaml.RNode, error) {
	data, err := json.Marshal(fields)
	if err != nil {
		return nil, err
	}
	return yaml.Parse(string(data))
}
