package platform

// ExistingClass is the storage class of volumes that exist. It makes none, and lets those grow: without a class that allows it, the API
// server refuses to let a claim grow.
const ExistingClass = "existing"

// Storage is the cluster's storage classes.
type Storage struct {
	// The classes by name. Exactly one is the default class.
	Classes map[string]StorageClass `json:"classes" check:"required" keys:"name" example:"{gp3: {default: true}}"`
}

// StorageClass is a class of EBS volumes. Kubernetes cannot change a class: give a changed one a new name.
type StorageClass struct {
	// Whether claims that name no class get this one.
	Default bool `json:"default" default:"false"`
	// The type of EBS volume.
	Type string `json:"type" default:"gp3" enum:"gp2,gp3,st1,sc1"`
	// Whether the volumes are encrypted.
	Encrypted bool `json:"encrypted" default:"true"`
	// The file system.
	FSType string `json:"fsType" default:"ext4" enum:"ext4,xfs"`
	// What happens to a volume when its claim is deleted.
	ReclaimPolicy string `json:"reclaimPolicy" default:"Delete" enum:"Delete,Retain"`
}

// Volume is where a component keeps its data: a volume that exists (volumeID and zone), or one that the storage class makes.
type Volume struct {
	// The size. It can grow and never shrink.
	Size string `json:"size" check:"required" format:"bytes" example:"8Gi"`
	// The id of the EBS volume to use. It is never deleted with the claim.
	VolumeID string `json:"volumeID" format:"volumeID" example:"vol-0aaaaaaaaaaaaaaa1"`
	// The availability zone of the volume. Needed with volumeID: a pod on another zone's node could not mount it.
	Zone string `json:"zone" format:"zone" example:"us-east-1b"`
	// The file system of the volume that volumeID names.
	FSType string `json:"fsType" default:"ext4" enum:"ext4,xfs"`
	// The storage class that makes the volume, when there is no volumeID.
	Class string `json:"class" format:"name" derived:"the default class of storage.classes"`
}
