package components

import (
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	storagev1 "k8s.io/api/storage/v1"

	"github.com/example-org/platform-render/pkg/platform"
)

// Only the default class says so; a volume is made in the zone of its first pod and can grow.
func TestStorageClasses(t *testing.T) {
	rendered := mustRender(t, "storage: {classes: {gp3: {default: true}, keep: {type: st1, encrypted: false, fsType: xfs, reclaimPolicy: Retain}}}\n")
	app := applicationOf(t, rendered, "storage")
	wantParts(t, jsonOf(t, objectOf(t, app, "storageclass-gp3.yaml").Fields), `"storageclass.kubernetes.io/is-default-class":"true"`,
		`"parameters":{"csi.storage.k8s.io/fstype":"ext4","encrypted":"true","type":"gp3"}`, `"reclaimPolicy":"Delete"`)
	keep := jsonOf(t, objectOf(t, app, "storageclass-keep.yaml").Fields)
	wantParts(t, keep, `"csi.storage.k8s.io/fstype":"xfs","encrypted":"false","type":"st1"`, `"reclaimPolicy":"Retain"`,
		`"volumeBindingMode":"`+string(storagev1.VolumeBindingWaitForFirstConsumer)+`"`, `"allowVolumeExpansion":true`)
	if strings.Contains(keep, "is-default-class") {
		t.Errorf("a second default class: %s", keep)
	}
	if !slices.Contains(rendered.Catalog.offer("storage").Provides, Volumes) {
		t.Error("nobody provides volumes")
	}
}

// A volume that exists is bound to one claim and no other, from both sides; pods go to its zone; it outlives the claim.
func TestClaimOfAVolumeThatExists(t *testing.T) {
	resources := Claim("monitoring", "prometheus", platform.Volume{
		Size: "8Gi", VolumeID: "vol-0aaaaaaaaaaaaaaa1", Zone: "us-east-1b", FSType: "xfs", Class: "gp3",
	})
	claim, volume := resources[0].(*corev1.PersistentVolumeClaim), resources[1].(*corev1.PersistentVolume)
	if class := claim.Spec.StorageClassName; class == nil || *class != "existing" || volume.Spec.StorageClassName != "existing" {
		t.Errorf("the classes are %v and %q: another volume could be made", class, volume.Spec.StorageClassName)
	}
	if to := volume.Spec.ClaimRef; claim.Spec.VolumeName != volume.Name || to.Name != claim.Name || to.Namespace != claim.Namespace {
		t.Errorf("claim %s is bound to %s, volume %s to %+v", claim.Name, claim.Spec.VolumeName, volume.Name, to)
	}
	zone := volume.Spec.NodeAffinity.Required.NodeSelectorTerms[0].MatchExpressions[0]
	if zone.Key != "topology.kubernetes.io/zone" || !slices.Equal(zone.Values, []string{"us-east-1b"}) {
		t.Errorf("the zone is %+v", zone)
	}
	if volume.Spec.PersistentVolumeReclaimPolicy != corev1.PersistentVolumeReclaimRetain {
		t.Error("the volume goes with its claim")
	}
	if csi := volume.Spec.CSI; csi.VolumeHandle != "vol-0aaaaaaaaaaaaaaa1" || csi.FSType != "xfs" || csi.Driver != "ebs.csi.aws.com" {
		t.Errorf("the volume is %+v", csi)
	}
	if size := volume.Spec.Capacity[corev1.ResourceStorage]; size.Cmp(claim.Spec.Resources.Requests[corev1.ResourceStorage]) != 0 {
		t.Errorf("the volume holds %s", size.String())
	}
}

// Volumes that exist alone have a class that makes none, and the driver may grow them and make none. Their sizes are the driver's.
func TestVolumesThatExistAlone(t *testing.T) {
	rendered := mustRender(t, "monitoring: {prometheus: {storage: {size: 8Gi, volumeID: vol-0aaaaaaaaaaaaaaa1, zone: us-east-1b}}}\n")
	class := objectOf(t, applicationOf(t, rendered, "storage"), "storageclass-existing.yaml")
	wantParts(t, jsonOf(t, class.Fields), `"allowVolumeExpansion":true`, `"provisioner":"kubernetes.io/no-provisioner"`)
	policy := granted(t, rendered, roleARN(rendered.Catalog.Env, "ebs-csi")).Policies[0]
	arn := regional(rendered.Catalog.Env, "ec2", "us-east-1", "volume/")
	if !policy.Allows("ec2:ModifyVolume", arn+"vol-0aaaaaaaaaaaaaaa1") || policy.Allows("ec2:ModifyVolume", arn+"vol-0bbbbbbbbbbbbbbb1") {
		t.Error("the driver cannot grow the volume, or others too")
	}
	if policy.Allows("ec2:CreateVolume", arn+"vol-0bbbbbbbbbbbbbbb1") {
		t.Error("the driver may make volumes, and no class asks it to")
	}
	wantParts(t, jsonOf(t, applicationOf(t, rendered, "prometheus").Manifest.Fields), `"jqPathExpressions":[".spec.capacity"]`, "RespectIgnoreDifferences=true")
}

// Without a volume that exists, the claim names its class and the class makes one. Nobody deletes data unasked.
func TestClaimOfAClass(t *testing.T) {
	resources := Claim("monitoring", "prometheus", platform.Volume{Size: "8Gi", Class: "gp3"})
	claim := resources[0].(*corev1.PersistentVolumeClaim)
	if len(resources) != 1 || *claim.Spec.StorageClassName != "gp3" || claim.Spec.VolumeName != "" {
		t.Errorf("got %+v", claim.Spec)
	}
	if got := claim.Annotations["argocd.argoproj.io/sync-options"]; got != "Prune=confirm,Delete=confirm" {
		t.Errorf("the sync options are %q", got)
	}
}
