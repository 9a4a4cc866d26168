// Package volumes checks that claims and volumes are bound to each other and to nothing else, where their pods can run, and what
// Kubernetes lets nobody change in them.
package volumes

import (
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/example-org/platform-render/pkg/checks"
	"github.com/example-org/platform-render/pkg/kube"
)

// Checks are the subject's.
var Checks = []checks.Check{unbound, notRetained, twoVolumes, wrongZone, twoPods, defaultClass, noClass, shrinks, cannotGrow, immutable}

var (
	claim        = schema.GroupKind{Kind: "PersistentVolumeClaim"}
	volume       = schema.GroupKind{Kind: "PersistentVolume"}
	storageClass = schema.GroupKind{Group: "storage.k8s.io", Kind: "StorageClass"}
)

// defaultAnnotation marks the class of claims that name none.
const defaultAnnotation = "storageclass.kubernetes.io/is-default-class"

// noProvisioner is the provisioner of classes that make no volumes.
const noProvisioner = "kubernetes.io/no-provisioner"

type claimSpec = corev1.PersistentVolumeClaimSpec

var unbound = checks.Check{
	Code: "volume-unbound", Level: checks.Error, Reads: []schema.GroupKind{claim, volume},
	Mend: "Let the claim name the volume and the volume the claim, with the same class, and at least the claim's size.",
	Run: func(p *checks.Pass) {
		claims := map[string]kube.Object{}
		for _, o := range p.Objects(claim) {
			claims[o.Namespace()+"/"+o.Name()] = o
		}
		for _, o := range p.Objects(volume) {
			spec := checks.Spec[corev1.PersistentVolumeSpec](o)
			if spec.ClaimRef == nil {
				p.Report(o, "names no claim: any claim may take it")
				continue
			}
			theirs, ok := claims[spec.ClaimRef.Namespace+"/"+spec.ClaimRef.Name]
			if !ok {
				p.Report(o, "is kept for the claim %s/%s, which is not there", spec.ClaimRef.Namespace, spec.ClaimRef.Name)
			} else if why := mismatch(o.Name(), spec, checks.Spec[claimSpec](theirs)); why != "" {
				p.Report(o, "is not bound to its claim %s/%s: %s%s", spec.ClaimRef.Namespace, spec.ClaimRef.Name, why, p.Patched(theirs))
			}
		}
	},
}

// mismatch says why a volume and its claim would not be bound; "" if they would.
func mismatch(name string, spec corev1.PersistentVolumeSpec, theirs claimSpec) string {
	size := spec.Capacity[corev1.ResourceStorage]
	wanted := theirs.Resources.Requests[corev1.ResourceStorage]
	switch {
	case theirs.VolumeName != name:
		return "the claim names the volume " + quoted(theirs.VolumeName)
	case theirs.StorageClassName == nil:
		return "the claim names no class, so that it gets the default one, and the volume is of " + quoted(spec.StorageClassName)
	case *theirs.StorageClassName != spec.StorageClassName:
		return "the claim is of the class " + quoted(*theirs.StorageClassName) + ", and the volume of " + quoted(spec.StorageClassName)
	case size.Cmp(wanted) < 0:
		return "the claim asks for " + wanted.String() + ", and the volume has " + size.String()
	case !slices.Equal(spec.AccessModes, theirs.AccessModes):
		return "their access modes differ"
	}
	return ""
}

func quoted(s string) string { return `"` + s + `"` }

var notRetained = checks.Check{
	Code: "volume-not-retained", Level: checks.Error, Reads: []schema.GroupKind{volume},
	Mend: "Write persistentVolumeReclaimPolicy: Retain.",
	Run: func(p *checks.Pass) {
		for _, o := range p.Objects(volume) {
			if policy := checks.Spec[corev1.PersistentVolumeSpec](o).PersistentVolumeReclaimPolicy; policy != corev1.PersistentVolumeReclaimRetain {
				p.Report(o, "has the reclaim policy %s: the EBS volume would go with its claim", quoted(string(policy)))
			}
		}
	},
}

var twoVolumes = checks.Check{
	Code: "volume-twice", Level: checks.Error, Reads: []schema.GroupKind{volume},
	Mend: "Give each its own EBS volume.",
	Run: func(p *checks.Pass) {
		first := map[string]kube.Object{}
		for _, o := range p.Objects(volume) {
			csi := checks.Spec[corev1.PersistentVolumeSpec](o).CSI
			if csi == nil {
				continue
			}
			if other, ok := first[csi.VolumeHandle]; ok {
				p.Report(o, "is the EBS volume %s, which %s is too%s", csi.VolumeHandle, other.Title(), p.Patched(other))
				continue
			}
			first[csi.VolumeHandle] = o
		}
	},
}

var defaultClass = checks.Check{
	Code: "volume-default-class", Level: checks.Error, Reads: []schema.GroupKind{storageClass},
	Mend: "Mark exactly one class as the default.",
	Run: func(p *checks.Pass) {
		var all, defaults []kube.Object
		for _, o := range p.Objects(storageClass) {
			if o.Fields["provisioner"] != noProvisioner {
				all = append(all, o)
			}
			if checks.Annotation(o, defaultAnnotation) == "true" {
				defaults = append(defaults, o)
			}
		}
		switch {
		case len(all) > 0 && len(defaults) == 0:
			p.Report(all[0], "is not the default class, and no other is: claims that name none stay pending")
		case len(defaults) > 1:
			for _, second := range defaults[1:] {
				p.Report(second, "is a default class, and %s is one too: claims that name none get the newest of them%s", defaults[0].Name(), p.Patched(defaults[0]))
			}
		}
	},
}

var noClass = checks.Check{
	Code: "volume-no-class", Level: checks.Error, Reads: []schema.GroupKind{claim, storageClass},
	Mend: "Name a class of storage.classes.",
	Run: func(p *checks.Pass) {
		var names []string
		for _, o := range p.Objects(storageClass) {
			names = append(names, o.Name())
		}
		for _, o := range p.Objects(claim) {
			class := checks.Spec[claimSpec](o).StorageClassName
			if class != nil && *class != "" && !slices.Contains(names, *class) {
				p.Report(o, "is of the storage class %s, which is not there; there is %s", *class, strings.Join(names, ", "))
			}
		}
	},
}
