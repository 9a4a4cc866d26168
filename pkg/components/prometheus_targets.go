package components

import (
	"path"

	corev1 "k8s.io/api/core/v1"

	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/metrics"
	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/scrape"
)

// external are the user's own targets.
func (p prometheus) external() []scrape.Target {
	var all []scrape.Target
	for _, name := range sortedKeys(p.settings.Scrape) {
		job := p.settings.Scrape[name]
		target := scrape.Target{Job: name, Page: metrics.Page{Exporter: job.Metrics}, URL: job.URL, Interval: job.Interval, Origin: platform.Join(prometheusOrigin+".scrape", name)}
		switch {
		case job.DNS != nil:
			target.DNS = &scrape.DNS{Names: job.DNS.Names, Type: job.DNS.Type, Port: job.DNS.Port, Page: scrape.Page(job.DNS.Page)}
		case job.File != nil:
			target.Files = &scrape.Files{Folder: path.Join(prometheusLists, name), Page: scrape.Page(job.File.Page)}
		case job.Kubernetes != nil:
			target.Search = search(job.Kubernetes)
		}
		all = append(all, target)
	}
	return all
}

func search(k *platform.KubernetesDiscovery) *scrape.Search {
	return &scrape.Search{Role: k.Role, Namespaces: k.Namespaces, Selector: k.Selector, Port: k.Port, Path: k.Path}
}

// lists are the lists of targets that stand in platform.yaml, a ConfigMap each. They are no part of what rolls the pod:
// Prometheus reads them again by itself.
func (p prometheus) lists() []kube.Resource {
	var all []kube.Resource
	for _, name := range sortedKeys(p.settings.Scrape) {
		if file := p.settings.Scrape[name].File; file != nil && file.ConfigMap == "" {
			all = append(all, ConfigMap(p.namespace, p.listName(name), map[string]string{"targets.json": scrape.List(labelled(file))}))
		}
	}
	return all
}

// listOrigins are the keys of the jobs that the lists are for, by the files of their ConfigMaps.
func (p prometheus) listOrigins() map[string]string {
	all := map[string]string{}
	for name := range p.settings.Scrape {
		all["configmap-"+p.listName(name)+".yaml"] = platform.Join(prometheusOrigin+".scrape", name)
	}
	return all
}

func labelled(file *platform.FileDiscovery) map[string]map[string]string {
	all := map[string]map[string]string{}
	for address, target := range file.Targets {
		all[address] = target.Labels
	}
	return all
}

func (p prometheus) listName(job string) string { return p.name + "-targets-" + job }

// listMounts give each job a folder of its own. Another program's ConfigMap may come later than Prometheus.
func (p prometheus) listMounts() []Mount {
	var all []Mount
	for _, name := range sortedKeys(p.settings.Scrape) {
		file := p.settings.Scrape[name].File
		if file == nil {
			continue
		}
		source := FromConfigMap(p.listName(name))
		if file.ConfigMap != "" {
			source = optional(FromConfigMap(file.ConfigMap))
		}
		all = append(all, Mount{Name: "targets-" + name, Path: path.Join(prometheusLists, name), ReadOnly: true, Source: source})
	}
	return all
}

// optional lets a pod start before the ConfigMap is there.
func optional(source corev1.VolumeSource) corev1.VolumeSource {
	source.ConfigMap.Optional = ptr(true)
	return source
}
