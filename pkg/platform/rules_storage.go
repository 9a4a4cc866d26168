package platform

import (
	"maps"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"
)

func (c *checker) storage() {
	c.defaultClasses()
	seen := map[string]string{}
	each(c.Environment, func(path string, v *Volume) {
		if c.has(path + ".volumeID") {
			c.existingVolume(path, v, seen)
		} else {
			c.newVolume(path, v)
		}
	})
}

// defaultClasses holds the classes to exactly one default.
func (c *checker) defaultClasses() {
	if c.Storage == nil || c.Storage.Classes == nil {
		return
	}
	first := ""
	for _, name := range c.root.classNames() {
		if name == ExistingClass {
			c.report(Join("storage.classes", name), "%s is the class of the volumes that exist: give this one another name", name)
		}
		path := Join("storage.classes", name) + ".default"
		switch class := c.Storage.Classes[name]; {
		case class.Default && first == "":
			first = path
		case class.Default:
			c.report(path, "there is one default class, and %s is it already (%s)", strings.TrimSuffix(first, ".default"), c.Pos(first))
		}
	}
	if first == "" {
		c.report("storage.classes", "no class is the default: write default: true under one")
	}
}

// classNames are the storage classes in the order of the file.
func (n *node) classNames() []string {
	classes, _ := n.find("storage.classes")
	return classes.keys()
}

// existingVolume checks a volume that volumeID names.
func (c *checker) existingVolume(path string, v *Volume, seen map[string]string) {
	id := path + ".volumeID"
	switch {
	case v.VolumeID == "":
	case seen[v.VolumeID] != "":
		c.report(id, "%s is used by %s too (%s): a volume serves one pod", v.VolumeID, seen[v.VolumeID], c.Pos(seen[v.VolumeID]))
	default:
		seen[v.VolumeID] = id
	}
	if !c.has(path + ".zone") {
		c.report(id, "the volume's zone is missing beside it: a pod in another zone could not mount the volume")
	}
	if c.has(path + ".class") {
		c.reportKey(path+".class", "stands only without volumeID (%s): a volume that exists needs no class to make it", c.Pos(id))
	}
	if rest, ok := strings.CutPrefix(v.Zone, c.AWS.Region); v.Zone != "" && (!ok || strings.HasPrefix(rest, "0")) {
		c.report(path+".zone", "%s is not a zone of aws.region, %s (%s)", v.Zone, c.AWS.Region, c.Pos("aws.region"))
	}
}

// newVolume checks a volume that a storage class makes.
func (c *checker) newVolume(path string, v *Volume) {
	for _, key := range []string{"zone", "fsType"} {
		if c.has(path + "." + key) {
			c.reportKey(path+"."+key, "stands only beside volumeID, which is missing: the storage class decides it for a new volume")
		}
	}
	switch {
	case c.Storage == nil && !c.has("storage"):
		c.report(path, "no volumeID is written, so a storage class would make the volume, and there is none: write volumeID and zone, or storage.classes")
	case c.Storage == nil || c.Storage.Classes == nil || v.Class == "":
	default:
		c.class(path, v)
	}
}

// smallest are the sizes below which AWS makes no volume of a type.
var smallest = map[string]string{"st1": "125Gi", "sc1": "125Gi"}

func (c *checker) class(path string, v *Volume) {
	class, ok := c.Storage.Classes[v.Class]
	if !ok {
		names := slices.Sorted(maps.Keys(c.Storage.Classes))
		c.report(path+".class", "%s is not a class of storage.classes (%s)%s", quote(v.Class), c.Pos("storage.classes"), hintName(v.Class, names))
		return
	}
	least, bounded := smallest[class.Type]
	size, known := parseAmount(v.Size)
	if bounded && known && size.Cmp(resource.MustParse(least)) < 0 {
		c.report(path+".size", "%s is too small for the class %s: AWS makes volumes of type %s from %s (%s)", v.Size, v.Class, class.Type, least, c.Pos(Join("storage.classes", v.Class)+".type"))
	}
}

// hintName says which names there are: the one that was meant, or all of a few.
func hintName(name string, names []string) string {
	if near := didYouMean(name, names); near != "" {
		return near
	}
	if len(names) == 0 || len(names) > 8 {
		return ""
	}
	return "; there is " + listing(names)
}
