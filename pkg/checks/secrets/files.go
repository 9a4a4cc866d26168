package secrets

import (
	"regexp"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/example-org/platform-render/pkg/checks"
	"github.com/example-org/platform-render/pkg/kube"
)

// mount is a Secret as files in a container.
type mount struct {
	name
	owner kube.Object
	path  string
	// files are the keys behind the file names; nil if every key is a file of its own name.
	files map[string]string
	// named are the files that the container's settings name: in its arguments, its environment, or the configuration mounted in it.
	named []string
}

// mounts are all Secrets that are mounted.
type mounts []mount

// mountKinds are the kinds that mounted reads.
var mountKinds = append(checks.Workloads(), checks.ConfigMap)

func mounted(p *checks.Pass) mounts {
	return checks.Shared(p, func(p *checks.Pass) mounts {
		configs := map[name]kube.Object{}
		for _, o := range p.Objects(checks.ConfigMap) {
			configs[name{o.Namespace(), o.Name()}] = o
		}
		var all mounts
		for _, pod := range checks.Pods(p) {
			for _, container := range pod.Containers() {
				all = append(all, inContainer(pod, container, configs)...)
			}
		}
		return all
	})
}

func inContainer(pod checks.Pod, container corev1.Container, configs map[name]kube.Object) mounts {
	var all mounts
	for _, place := range container.VolumeMounts {
		i := slices.IndexFunc(pod.Spec.Volumes, func(v corev1.Volume) bool { return v.Name == place.Name })
		if i < 0 || pod.Spec.Volumes[i].Secret == nil {
			continue
		}
		from := pod.Spec.Volumes[i].Secret
		m := mount{name: name{pod.Owner.Namespace(), from.SecretName}, owner: pod.Owner, path: place.MountPath}
		for _, item := range from.Items {
			if m.files == nil {
				m.files = map[string]string{}
			}
			m.files[item.Path] = item.Key
		}
		m.named = namedBelow(place.MountPath, settings(pod, container, configs))
		all = append(all, m)
	}
	return all
}

// settings are the texts that tell a container what to do.
func settings(pod checks.Pod, container corev1.Container, configs map[name]kube.Object) []string {
	texts := append(slices.Clone(container.Command), container.Args...)
	for _, variable := range container.Env {
		texts = append(texts, variable.Value)
	}
	for _, volume := range pod.Spec.Volumes {
		if volume.ConfigMap != nil {
			texts = append(texts, contents(configs[name{pod.Owner.Namespace(), volume.ConfigMap.Name}])...)
		}
	}
	return texts
}

// contents are the files of a ConfigMap.
func contents(config kube.Object) []string {
	data, _ := config.Fields["data"].(map[string]any)
	var all []string
	for _, value := range data {
		if text, ok := value.(string); ok {
			all = append(all, text)
		}
	}
	slices.Sort(all)
	return all
}

// namedBelow are the files of a folder that texts name, sorted.
func namedBelow(folder string, texts []string) []string {
	file := regexp.MustCompile(regexp.QuoteMeta(strings.TrimSuffix(folder, "/")) + `/([A-Za-z0-9._-]+)`)
	var all []string
	for _, text := range texts {
		if !strings.Contains(text, folder) {
			continue
		}
		for _, match := range file.FindAllStringSubmatch(text, -1) {
			all = append(all, match[1])
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

var noFile = checks.Check{
	Code: "secret-no-file", Level: checks.Error, Reads: slices.Concat(makerKinds, mountKinds),
	Mend: "Name a file that the Secret has a key for, or add the key to what makes the Secret.",
	Run: func(p *checks.Pass) {
		all := made(p)
		for _, m := range mounted(p) {
			for _, file := range m.named {
				if len(all[m.name]) > 0 && !m.has(file, all) {
					p.Report(m.owner, "its settings name %s/%s, and the Secret %s mounted there has %s%s",
						m.path, file, m.name.name, all.keys(m.name), p.Patched(all[m.name][0].maker))
				}
			}
		}
	},
}

func (m mount) has(file string, all secrets) bool {
	key := file
	if m.files != nil {
		key = m.files[file]
	}
	return key != "" && all.has(m.name, key)
}

var variable = regexp.MustCompile(`(^|[^$])\$\{?([A-Z][A-Z0-9_]*)`)

// noVariable looks at the data sources of Grafana, which takes users and passwords from its environment.
var noVariable = checks.Check{
	Code: "secret-no-variable", Level: checks.Error, Reads: append([]schema.GroupKind{checks.ConfigMap}, checks.Workloads()...),
	Mend: "Give the container the variable, or name one that it has.",
	Run: func(p *checks.Pass) {
		configs := map[name]kube.Object{}
		for _, o := range p.Objects(checks.ConfigMap) {
			configs[name{o.Namespace(), o.Name()}] = o
		}
		for _, pod := range checks.Pods(p) {
			for _, container := range pod.Containers() {
				for _, missing := range unset(pod, container, configs) {
					p.Report(pod.Owner, "its data sources take $%s from the environment, where it is not set", missing)
				}
			}
		}
	},
}

// unset are the variables that a container's data sources name and that it does not have.
func unset(pod checks.Pod, container corev1.Container, configs map[name]kube.Object) []string {
	if len(container.EnvFrom) > 0 {
		return nil
	}
	var all []string
	for _, place := range container.VolumeMounts {
		i := slices.IndexFunc(pod.Spec.Volumes, func(v corev1.Volume) bool { return v.Name == place.Name })
		if i < 0 || pod.Spec.Volumes[i].ConfigMap == nil || !strings.HasSuffix(place.MountPath, "/provisioning/datasources") {
			continue
		}
		for _, text := range contents(configs[name{pod.Owner.Namespace(), pod.Spec.Volumes[i].ConfigMap.Name}]) {
			for _, match := range variable.FindAllStringSubmatch(text, -1) {
				if !slices.ContainsFunc(container.Env, func(v corev1.EnvVar) bool { return v.Name == match[2] }) {
					all = append(all, match[2])
				}
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
