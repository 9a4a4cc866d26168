package components

import (
	"strconv"

	corev1 "k8s.io/api/core/v1"
	storagev1 "k8s.io/api/storage/v1"

	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/platform"
)

// storageClasses are the kinds of volumes that claims can ask for.
type storageClasses struct {
	classes map[string]platform.StorageClass
}

func newStorageClasses(env *platform.Environment) []Component {
	if env.Storage == nil {
		return nil
	}
	return []Component{storageClasses{env.Storage.Classes}}
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
	return built, nil
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
