package components

import (
	"slices"
	"strings"

	"github.com/example-org/platform-render/pkg/aws"
	"github.com/example-org/platform-render/pkg/platform"
)

// ebsDriver is the CSI driver of Amazon EBS.
const ebsDriver = "ebs.csi.aws.com"

// ebsCSI is the driver itself. It is an add-on of the cluster and not the platform's to install, because nodes and the driver are
// upgraded together; the platform gives its controller exactly the rights that the platform's volumes take.
type ebsCSI struct {
	env *platform.Environment
}

func newEBSCSI(env *platform.Environment) []Component {
	if env.Storage == nil && !env.HasVolumes() {
		return nil
	}
	return []Component{ebsCSI{env}}
}

// Name implements Component.
func (ebsCSI) Name() string { return "ebs-csi" }

// Offer implements Component.
func (e ebsCSI) Offer() Offer {
	return Offer{
		Origin:    "storage",
		Namespace: Namespace{Name: kubeSystem, Given: true},
		Roles: []Role{{
			ARN: roleARN(e.env, e.Name()), ServiceAccount: "ebs-csi-controller-sa",
			Why: "make, attach and grow the platform's volumes", Grants: e.grants,
		}},
	}
}

// Build implements Component.
func (ebsCSI) Build(*Catalog) (Built, error) { return Built{}, nil }

// ebsTag is what the driver tags each volume with that it makes [aws-ebs-csi-driver, docs/tagging.md].
const ebsTag = "ebs.csi.aws.com/cluster"

// grants narrow the driver's own policy [aws-ebs-csi-driver, docs/AmazonEBSCSIDriverPolicyV2.json] to the cluster's instances, to
// the volumes that exist, and, only where there are classes, to volumes that the driver made. There are none for snapshots.
func (e ebsCSI) grants(r *Rendered) []aws.Grant {
	all := []aws.Grant{
		// AWS takes no resource for what describes:
		// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
		{Sid: "Describe", Resources: []string{"*"}, Actions: []string{
			"ec2:DescribeAvailabilityZones", "ec2:DescribeInstances", "ec2:DescribeInstanceTypes", "ec2:DescribeVolumes",
			"ec2:DescribeVolumesModifications", "ec2:DescribeVolumeStatus",
		}},
		{Sid: "AttachToNodes", Actions: attachVolume, Resources: []string{e.arn("instance/*")}, Conditions: aws.Conditions{
			"StringEquals": {"ec2:ResourceTag/kubernetes.io/cluster/" + e.env.AWS.ClusterName: {"owned"}},
		}},
	}
	if ids := staticVolumes(r); len(ids) > 0 {
		all = append(all, aws.Grant{Sid: "AttachOwnVolumes", Actions: append(slices.Clone(attachVolume), "ec2:ModifyVolume"), Resources: e.arns(ids)})
	}
	for class := range r.objects("storage.k8s.io", "StorageClass") {
		if class.Fields["provisioner"] == ebsDriver {
			return append(all, e.dynamic()...)
		}
	}
	return all
}

// attachVolume takes a right to the volume and one to the instance.
var attachVolume = []string{"ec2:AttachVolume", "ec2:DetachVolume"}

// dynamic is the right to volumes that storage classes make.
func (e ebsCSI) dynamic() []aws.Grant {
	volumes := []string{e.arn("volume/*")}
	return []aws.Grant{
		{Sid: "MakeVolumes", Actions: []string{"ec2:CreateVolume"}, Resources: volumes, Conditions: aws.Conditions{
			"StringEquals": {"aws:RequestTag/" + ebsTag: {"true"}},
		}},
		{Sid: "TagNewVolumes", Actions: []string{"ec2:CreateTags"}, Resources: volumes, Conditions: aws.Conditions{
			"StringEquals": {"ec2:CreateAction": {"CreateVolume"}},
		}},
		{
			Sid: "UseMadeVolumes", Actions: append(slices.Clone(attachVolume), "ec2:DeleteVolume", "ec2:ModifyVolume"), Resources: volumes,
			Conditions: aws.Conditions{"StringEquals": {"ec2:ResourceTag/" + ebsTag: {"true"}}},
		},
	}
}

func (e ebsCSI) arn(resource string) string {
	return regional(e.env, "ec2", e.env.AWS.Region, resource)
}

func (e ebsCSI) arns(volumes []string) []string {
	var all []string
	for _, id := range volumes {
		all = append(all, e.arn("volume/"+id))
	}
	return all
}

// staticVolumes are the ids of the volumes that rendered PersistentVolumes name.
func staticVolumes(r *Rendered) []string {
	var all []string
	for object := range r.objects("", "PersistentVolume") {
		var spec struct {
			CSI struct {
				Driver       string `json:"driver"`
				VolumeHandle string `json:"volumeHandle"`
			} `json:"csi"`
		}
		readSpec(object, &spec)
		if spec.CSI.Driver == ebsDriver && strings.HasPrefix(spec.CSI.VolumeHandle, "vol-") {
			all = append(all, spec.CSI.VolumeHandle)
		}
	}
	return all
}
