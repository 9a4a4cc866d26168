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
	dashboards []dashboards.Dashboard
}

// folders are those that platform.yaml selects of the offered ones, sorted by name; all of them if it selects nothing.
func (g grafana) folders(cat *Catalog) ([]dashboardFolder, error) {
	byName := map[string][]dashboards.Dashboard{}
	uids := map[string]bool{}
	for _, dashboard := range cat.Dashboards() {
		if uids[dashboard.UID] {
			return nil, fmt.Errorf("two dashboards have the uid %s", dashboard.UID)
		}
		uids[dashboard.UID] = true
		byName[dashboard.Folder] = append(byName[dashboard.Folder], dashboard)
	}
	names := sortedKeys(byName)
	if problems := g.unknown(names); len(problems) > 0 {
		return nil, problems
	}
	var all []dashboardFolder
	for _, name := range names {
		if selected := g.settings.Dashboards; selected == nil || slices.Contains(*selected, name) {
			all = append(all, dashboardFolder{name, byName[name]})
		}
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

func dashboardConfigMap(d dashboards.Dashboard) string { return "grafana-dashboard-" + d.UID }

// configMaps are one a dashboard, so that a diff shows which one changes and none outgrows the 1 MiB that Kubernetes allows.
func (f dashboardFolder) configMaps(namespace string) ([]*corev1.ConfigMap, error) {
	var all []*corev1.ConfigMap
	for _, dashboard := range f.dashboards {
		data, err := dashboard.JSON()
		if err != nil {
			return nil, err
		}
		all = append(all, ConfigMap(namespace, dashboardConfigMap(dashboard), map[string]string{dashboard.UID + ".json": string(data)}))
	}
	return all, nil
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
