package components

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/example-org/platform-render/pkg/argocd"
	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/platform"
)

// claimName is the name of a component's claim.
func claimName(component string) string { return component + "-data" }

// Claim is a volume of one component: a claim, and the EBS volume itself if the user names one.
func Claim(namespace, component string, volume platform.Volume) []kube.Resource {
	name := claimName(component)
	claim := &corev1.PersistentVolumeClaim{ObjectMeta: kube.Meta(namespace, name)}
	claim.Spec = corev1.PersistentVolumeClaimSpec{
		AccessModes: []corev1.PersistentVolumeAccessMode{corev1.ReadWriteOnce},
		VolumeMode:  ptr(corev1.PersistentVolumeFilesystem),
		Resources:   corev1.VolumeResourceRequirements{Requests: storage(volume)},
	}
	argocd.ConfirmDeletion(claim)
	if volume.VolumeID == "" {
		claim.Spec.StorageClassName = ptr(volume.Class)
		return []kube.Resource{claim}
	}
	persistent := static(namespace, name, volume)
	claim.Spec.StorageClassName = ptr(platform.ExistingClass)
	claim.Spec.VolumeName = persistent.GetName()
	return []kube.Resource{claim, persistent}
}

// static is an EBS volume that exists. It is bound to its claim and to no other, it outlives it, and pods that use it are
// scheduled in its zone. The storage class is the same on both sides; it makes no volumes.
func static(namespace, claim string, volume platform.Volume) kube.Resource {
	persistent := &corev1.PersistentVolume{ObjectMeta: kube.Meta("", namespace+"-"+claim)}
	persistent.Spec = corev1.PersistentVolumeSpec{
		AccessModes:                   []corev1.PersistentVolumeAccessMode{corev1.ReadWriteOnce},
		Capacity:                      storage(volume),
		StorageClassName:              platform.ExistingClass,
		VolumeMode:                    ptr(corev1.PersistentVolumeFilesystem),
		PersistentVolumeReclaimPolicy: corev1.PersistentVolumeReclaimRetain,
		ClaimRef:                      &corev1.ObjectReference{APIVersion: "v1", Kind: "PersistentVolumeClaim", Namespace: namespace, Name: claim},
		PersistentVolumeSource: corev1.PersistentVolumeSource{CSI: &corev1.CSIPersistentVolumeSource{
			Driver: ebsDriver, VolumeHandle: volume.VolumeID, FSType: volume.FSType,
		}},
		NodeAffinity: &corev1.VolumeNodeAffinity{Required: &corev1.NodeSelector{NodeSelectorTerms: []corev1.NodeSelectorTerm{{
			MatchExpressions: []corev1.NodeSelectorRequirement{{
				Key: corev1.LabelTopologyZone, Operator: corev1.NodeSelectorOpIn, Values: []string{volume.Zone},
			}},
		}}}},
	}
	argocd.ConfirmDeletion(persistent)
	return persistent
}

// grows are what the CSI driver changes in volumes of ours when their claims grow. If Argo CD set a volume's new size before, Kubernetes
// would take the volume for grown already, and nobody would grow it
// (https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims).
func grows(objects []kube.Object) []argocd.Ignore {
	for _, object := range objects {
		if object.Kind() == "PersistentVolume" {
			return []argocd.Ignore{{Kind: "PersistentVolume", Expressions: []string{".spec.capacity"}}}
		}
	}
	return nil
}

func storage(volume platform.Volume) corev1.ResourceList {
	return corev1.ResourceList{corev1.ResourceStorage: resource.MustParse(volume.Size)}
}
