package scrape

import (
	"path"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"

	"github.com/example-org/platform-render/pkg/kube"
)

// listed are the targets of a file, or of all that a glob means: those of a ConfigMap among the objects. Where another program writes
// the ConfigMap, it stands for its targets; and the glob itself where nothing is mounted.
func (i inventory) listed(glob string) []found {
	namespace, name := i.mounted(path.Dir(glob))
	at := slices.IndexFunc(i.configMaps, func(c kube.Object) bool { return c.Namespace() == namespace && c.Name() == name })
	switch {
	case name == "":
		return []found{{what: File, labels: labelSet{addressLabel: glob, AnyLabel: ""}}}
	case at < 0:
		return []found{{what: File, labels: labelSet{addressLabel: "ConfigMap(" + namespace + "/" + name + ")", AnyLabel: ""}}}
	}
	var all []found
	data, _ := i.configMaps[at].Fields["data"].(map[string]any)
	for _, key := range sortedKeys(data) {
		if ok, _ := path.Match(path.Base(glob), key); ok {
			all = append(all, inFile(data[key])...)
		}
	}
	return all
}

// mounted is the ConfigMap that pods have at a folder; its name is empty if there is none.
func (i inventory) mounted(folder string) (namespace, name string) {
	for _, pod := range i.pods {
		for _, container := range pod.Spec.Containers {
			for _, mount := range container.VolumeMounts {
				at := slices.IndexFunc(pod.Spec.Volumes, func(v corev1.Volume) bool { return v.Name == mount.Name && v.ConfigMap != nil })
				if mount.MountPath == folder && at >= 0 {
					return pod.Namespace, pod.Spec.Volumes[at].ConfigMap.Name
				}
			}
		}
	}
	return "", ""
}

// inFile are the targets of a file, which may be JSON or YAML. Of one that cannot be read Prometheus takes none either.
func inFile(content any) []found {
	text, _ := content.(string)
	var groups []listedTarget
	if yaml.Unmarshal([]byte(text), &groups) != nil {
		return nil
	}
	var all []found
	for _, group := range groups {
		for _, address := range group.Targets {
			labels := labelSet{}
			for name, value := range group.Labels {
				labels[name] = value
			}
			labels[addressLabel] = address
			all = append(all, found{what: File, labels: labels})
		}
	}
	return all
}
