package components

import (
	"github.com/example-org/platform-render/pkg/dashboards"
	"github.com/example-org/platform-render/pkg/metrics"
	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/scrape"
)

// kubernetes is the cluster itself. It has no objects: what it offers is there already.
type kubernetes struct{}

func newKubernetes(env *platform.Environment) []Component {
	if env.Monitoring == nil || env.Monitoring.Prometheus == nil {
		return nil
	}
	return []Component{kubernetes{}}
}

// Name implements Component.
func (kubernetes) Name() string { return "kubernetes" }

// Offer implements Component.
func (kubernetes) Offer() Offer {
	offer := Offer{
		Origin: prometheusOrigin, Namespace: Namespace{Name: kubeSystem, Given: true},
		Dashboards: []dashboards.Dashboard{dashboards.KubernetesVolumes(), dashboards.KubernetesAPIServer()}, Rules: kubernetesAlerts(),
	}
	for _, kind := range []string{scrape.APIServers, scrape.Nodes, scrape.Containers, scrape.AnnotatedPods, scrape.AnnotatedServices} {
		offer.Scrapes = append(offer.Scrapes, scrape.Target{
			Job: "kubernetes-" + kind, Page: metrics.Page{Exporter: kubernetesPages[kind]}, Kubernetes: kind, Large: aboutCluster(kind), Origin: prometheusOrigin,
		})
	}
	return offer
}

// kubernetesPages are what is known of the cluster's own pages. What pods and Services offer by annotation may be anything.
var kubernetesPages = map[string]string{
	scrape.APIServers: "kubernetes-apiserver", scrape.Nodes: "kubelet", scrape.Containers: "cadvisor",
}

// aboutCluster says whether a page grows with the cluster, and not with one program.
func aboutCluster(kind string) bool { return kind == scrape.APIServers || kind == scrape.Containers }

// Build implements Component.
func (kubernetes) Build(*Catalog) (Built, error) { return Built{}, nil }
