package volumes

import (
	"encoding/json"
	"maps"
	"slices"

	corev1 "k8s.io/api/core/v1"
	storagev1 "k8s.io/api/storage/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/example-org/platform-render/pkg/checks"
	"github.com/example-org/platform-render/pkg/kube"
)

// resized is a claim whose size is another than it was.
type resized struct {
	kube.Object
	spec     claimSpec
	old, new string
	grows    bool
}

func resizedClaims(p *checks.Pass) []resized {
	before := byName(p.Previous(claim))
	var all []resized
	for _, o := range p.Objects(claim) {
		was, ok := before[o.Title()]
		if !ok {
			continue
		}
		spec, old := checks.Spec[claimSpec](o), checks.Spec[claimSpec](was)
		now, then := spec.Resources.Requests[corev1.ResourceStorage], old.Resources.Requests[corev1.ResourceStorage]
		if order := now.Cmp(then); order != 0 {
			all = append(all, resized{o, spec, then.String(), now.String(), order > 0})
		}
	}
	return all
}

func byName(objects []kube.Object) map[string]kube.Object {
	all := map[string]kube.Object{}
	for _, o := range objects {
		all[o.Title()] = o
	}
	return all
}

var shrinks = checks.Check{
	Code: "volume-shrinks", Level: checks.Error, Reads: []schema.GroupKind{claim},
	Mend: "Write the old size; a smaller volume is a new one, to which somebody copies the data.",
	Run: func(p *checks.Pass) {
		for _, r := range resizedClaims(p) {
			if !r.grows {
				p.Report(r.Object, "shrinks from %s to %s, which neither Kubernetes nor EBS can do", r.old, r.new)
			}
		}
	},
}

// cannotGrow knows what the API server does: it lets a claim grow only if it has a class and the class allows it, whether the class
// has made the volume or somebody else (kubernetes, plugin/pkg/admission/storage/persistentvolume/resize/admission.go, allowResize).
var cannotGrow = checks.Check{
	Code: "volume-cannot-grow", Level: checks.Error, Reads: []schema.GroupKind{claim, storageClass},
	Mend: "See docs/volumes.md, Growing a volume, for the steps.",
	Run: func(p *checks.Pass) {
		expands := map[string]bool{}
		for _, o := range p.Objects(storageClass) {
			allowed, _ := o.Fields["allowVolumeExpansion"].(bool)
			expands[o.Name()] = allowed
		}
		for _, r := range resizedClaims(p) {
			switch {
			case !r.grows || r.spec.StorageClassName == nil:
			case *r.spec.StorageClassName == "":
				p.Report(r.Object, "grows from %s to %s, and has no class that would allow it: the API server refuses", r.old, r.new)
			case !expands[*r.spec.StorageClassName]:
				p.Report(r.Object, "grows from %s to %s, and its class %s does not allow it", r.old, r.new, *r.spec.StorageClassName)
			}
		}
	},
}

// immutable compares what the API server lets nobody change: all of a claim's spec but its size, the source and the affinity of a
// volume, all of a class but its labels and annotations and whether it expands, and the templates of a StatefulSet's claims.
var immutable = checks.Check{
	Code: "volume-immutable", Level: checks.Error, Reads: []schema.GroupKind{claim, volume, storageClass, checks.StatefulSet},
	Mend: "Write what was there, or give the object another name; for the same volume under other settings see docs/volumes.md.",
	Run: func(p *checks.Pass) {
		for _, fixed := range []struct {
			kind  schema.GroupKind
			parts func(kube.Object) map[string]any
		}{{claim, fixedInClaim}, {volume, fixedInVolume}, {storageClass, fixedInClass}, {checks.StatefulSet, fixedInSet}} {
			before := byName(p.Previous(fixed.kind))
			for _, o := range p.Objects(fixed.kind) {
				if was, ok := before[o.Title()]; ok {
					report(p, o, fixed.parts(was), fixed.parts(o))
				}
			}
		}
	},
}

func report(p *checks.Pass, o kube.Object, before, after map[string]any) {
	for _, part := range slices.Sorted(maps.Keys(after)) {
		was, is := text(before[part]), text(after[part])
		if was != is {
			p.Report(o, "changes %s from %s to %s, which the API server refuses", part, was, is)
		}
	}
}

func text(value any) string {
	data, err := json.Marshal(value)
	if err != nil {
		return ""
	}
	return string(data)
}

func fixedInClaim(o kube.Object) map[string]any {
	spec := checks.Spec[claimSpec](o)
	return map[string]any{"storageClassName": spec.StorageClassName, "volumeName": spec.VolumeName, "accessModes": spec.AccessModes}
}

func fixedInVolume(o kube.Object) map[string]any {
	spec := checks.Spec[corev1.PersistentVolumeSpec](o)
	return map[string]any{"csi": spec.CSI, "nodeAffinity": zonesOf(spec.NodeAffinity)}
}

func fixedInClass(o kube.Object) map[string]any {
	class := checks.Typed[storagev1.StorageClass](o)
	return map[string]any{
		"provisioner": class.Provisioner, "parameters": class.Parameters, "reclaimPolicy": class.ReclaimPolicy,
		"volumeBindingMode": class.VolumeBindingMode,
	}
}

func fixedInSet(o kube.Object) map[string]any {
	return map[string]any{"volumeClaimTemplates": checks.Spec[struct{ VolumeClaimTemplates any }](o).VolumeClaimTemplates}
}
