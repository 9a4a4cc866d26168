package components

import (
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/example-org/platform-render/pkg/dashboards"
	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/platform"
)

// dashboardFolder is a folder of Grafana with the dashboards in it.
type dashboardFolder struct {
	name       string
	dashboards []dashboards.File
}

// folders are those that platform.yaml selects of the offered ones, all if it selects nothing, and the user's own; sorted by name.
func (g grafana) folders(cat *Catalog) ([]dashboardFolder, error) {
	offered, err := g.offered(cat)
	if err != nil {
		return nil, err
	}
	brought, problems := g.brought(cat, offered)
	byName := map[string][]dashboards.File{}
	for _, file := range slices.Concat(offered, brought) {
		byName[file.Folder] = append(byName[file.Folder], file)
	}
	if len(problems) > 0 {
		return nil, problems
	}
	var all []dashboardFolder
	for _, name := range sortedKeys(byName) {
		all = append(all, dashboardFolder{name, byName[name]})
	}
	return all, nil
}

// offered are the components' dashboards in the selected folders, sorted by uid, without what asks data sources that are not there.
func (g grafana) offered(cat *Catalog) ([]dashboards.File, error) {
	var all []dashboards.File
	uids, folders := map[string]bool{}, map[string]bool{}
	sources := g.datasources(cat)
	there := func(s dashboards.Source) bool {
		return slices.ContainsFunc(sources, func(d datasource) bool { return d.Source == s })
	}
	for _, dashboard := range cat.Dashboards() {
		if uids[dashboard.UID] {
			return nil, fmt.Errorf("two dashboards have the uid %s", dashboard.UID)
		}
		uids[dashboard.UID], folders[dashboard.Folder] = true, true
		if selected := g.settings.Dashboards; selected != nil && !slices.Contains(*selected, dashboard.Folder) {
			continue
		}
		if dashboard = dashboard.Asking(there); len(dashboard.Rows) == 0 {
			continue
		}
		file, err := dashboard.File()
		if err != nil {
			return nil, err
		}
		all = append(all, file)
	}
	if problems := g.unknown(sortedKeys(folders)); len(problems) > 0 {
		return nil, problems
	}
	return all, nil
}

// unknown are the selected folders that nobody offers.
func (g grafana) unknown(offered []string) platform.Problems {
	if g.settings.Dashboards == nil {
		return nil
	}
	var problems platform.Problems
	for i, name := range *g.settings.Dashboards {
		if !slices.Contains(offered, name) {
			problems = append(problems, g.env.Problemf(fmt.Sprintf("%s.dashboards[%d]", grafanaOrigin, i),
				"%q is no folder that a component of the platform offers; these are: %s", name, strings.Join(offered, ", ")))
		}
	}
	return problems
}

func (f dashboardFolder) path() string { return grafanaDashboards + "/" + f.name }

func dashboardConfigMap(f dashboards.File) string { return "grafana-dashboard-" + f.Name() }

// configMaps are one a dashboard, so that a diff shows which one changes and none outgrows the 1 MiB that Kubernetes allows.
func (f dashboardFolder) configMaps(namespace string) []*corev1.ConfigMap {
	var all []*corev1.ConfigMap
	for _, file := range f.dashboards {
		all = append(all, ConfigMap(namespace, dashboardConfigMap(file), map[string]string{file.Name() + ".json": string(file.JSON)}))
	}
	return all
}

// origins are the keys that name the user's dashboards, by the files of their ConfigMaps.
func origins(folders []dashboardFolder) map[string]string {
	all := map[string]string{}
	for _, folder := range folders {
		for _, file := range folder.dashboards {
			all["configmap-"+dashboardConfigMap(file)+".yaml"] = file.Origin
		}
	}
	return all
}

// mount brings the folder's dashboards together in one folder of the container.
func (f dashboardFolder) mount() Mount {
	source := &corev1.ProjectedVolumeSource{}
	for _, dashboard := range f.dashboards {
		source.Sources = append(source.Sources, corev1.VolumeProjection{ConfigMap: &corev1.ConfigMapProjection{
			LocalObjectReference: corev1.LocalObjectReference{Name: dashboardConfigMap(dashboard)},
		}})
	}
	return Mount{Name: "dashboards-" + f.name, Path: f.path(), ReadOnly: true, Source: corev1.VolumeSource{Projected: source}}
}

// dashboardProviders is a file of Grafana's provisioning.
type dashboardProviders struct {
	APIVersion int                 `json:"apiVersion"`
	Providers  []dashboardProvider `json:"providers"`
}

// dashboardProvider reads a folder of files into a folder of Grafana. The folder's uid is fixed, so that its URL is; it has a
// prefix because folders and dashboards share their uids.
type dashboardProvider struct {
	Name                  string          `json:"name"`
	Type                  string          `json:"type"`
	Folder                string          `json:"folder"`
	FolderUID             string          `json:"folderUid"`
	DisableDeletion       bool            `json:"disableDeletion"`
	AllowUIUpdates        bool            `json:"allowUiUpdates"`
	UpdateIntervalSeconds int             `json:"updateIntervalSeconds"`
	Options               providerOptions `json:"options"`
}

type providerOptions struct {
	Path string `json:"path"`
}

// providersFile has one provider a folder. Dashboards are read-only, and go from Grafana when they go from the folder.
func providersFile(folders []dashboardFolder) (string, error) {
	file := dashboardProviders{APIVersion: 1, Providers: []dashboardProvider{}}
	for _, folder := range folders {
		file.Providers = append(file.Providers, dashboardProvider{
			Name: folder.name, Type: "file", Folder: folder.name, FolderUID: "folder-" + folder.name,
			UpdateIntervalSeconds: 30, Options: providerOptions{Path: folder.path()},
		})
	}
	return kube.Canonical(file)
}
