package components

import (
	"strconv"

	corev1 "k8s.io/api/core/v1"
	storagev1 "k8s.io/api/storage/v1"

	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/platform"
)

// storageClasses are the kinds of volumes that claims can ask for, and the one of volumes that exist.
type storageClasses struct {
	classes  map[string]platform.StorageClass
	existing bool
}

func newStorageClasses(env *platform.Environment) []Component {
	s := storageClasses{existing: env.HasExistingVolumes()}
	if env.Storage != nil {
		s.classes = env.Storage.Classes
	}
	if len(s.classes) == 0 && !s.existing {
		return nil
	}
	return []Component{s}
}

// Name implements Component.
func (storageClasses) Name() string { return "storage" }

// Offer implements Component.
func (storageClasses) Offer() Offer {
	return Offer{
		Origin:    "storage",
		Namespace: Namespace{Name: Home, PodSecurity: Restricted},
		Provides:  []Capability{Volumes},
	}
}

// Build implements Component. The classes stay when the Application goes: claims that are there name them.
func (s storageClasses) Build(*Catalog) (Built, error) {
	built := Built{Keep: true}
	for _, name := range sortedKeys(s.classes) {
		built.Objects = append(built.Objects, storageClass(name, s.classes[name]))
	}
	if s.existing {
		built.Objects = append(built.Objects, existingClass())
	}
	return built, nil
}

// existingClass is that of volumes that exist. Kubernetes knows its provisioner as one that makes nothing. Whether a claim may grow is
// for its class to say, and then it is for the volume's own driver to do it [external-resizer, pkg/resizer/csi_resizer.go CanSupport].
func existingClass() kube.Resource {
	return &storagev1.StorageClass{
		ObjectMeta:           kube.Meta("", platform.ExistingClass),
		Provisioner:          "kubernetes.io/no-provisioner",
		ReclaimPolicy:        ptr(corev1.PersistentVolumeReclaimRetain),
		AllowVolumeExpansion: ptr(true),
		VolumeBindingMode:    ptr(storagev1.VolumeBindingImmediate),
	}
}

// storageClass makes each volume where the first pod that uses it is scheduled: an EBS volume never leaves its zone.
func storageClass(name string, class platform.StorageClass) kube.Resource {
	object := &storagev1.StorageClass{
		ObjectMeta:  kube.Meta("", name),
		Provisioner: ebsDriver,
		Parameters: map[string]string{
			"csi.storage.k8s.io/fstype": class.FSType,
			"encrypted":                 strconv.FormatBool(class.Encrypted),
			"type":                      class.Type,
		},
		ReclaimPolicy:        ptr(corev1.PersistentVolumeReclaimPolicy(class.ReclaimPolicy)),
		AllowVolumeExpansion: ptr(true),
		VolumeBindingMode:    ptr(storagev1.VolumeBindingWaitForFirstConsumer),
	}
	if class.Default {
		kube.Annotate(object, "storageclass.kubernetes.io/is-default-class", "true")
	}
	return object
}
