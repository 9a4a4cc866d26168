package queries

import (
	"cmp"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/example-org/platform-render/pkg/checks"
	"github.com/example-org/platform-render/pkg/dashboards"
	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/metrics"
	"github.com/example-org/platform-render/pkg/provenance"
)

var noSource = checks.Check{
	Code: "panel-no-source", Level: checks.Error, Reads: []schema.GroupKind{checks.ConfigMap},
	Mend: "Add the data source under monitoring.grafana.datasources, or take the panel away.",
	Run: func(p *checks.Pass) {
		sources := provenance.Datasources(p.Objects(checks.ConfigMap))
		for _, board := range checks.Shared(p, boards) {
			for _, asked := range board.Asks {
				if !slices.Contains(sources, asked.Source) {
					p.Report(board.Object, "%s asks the data source %q, which Grafana does not have",
						asker(board, asked), asked.Source.UID)
				}
			}
		}
	},
}

var cloudwatchUnknown = checks.Check{
	Code: "cloudwatch-unknown", Level: checks.Warning, Reads: []schema.GroupKind{checks.ConfigMap},
	Mend: "Write the metric and its dimensions as the service's page of the CloudWatch documentation does.",
	Run: func(p *checks.Pass) {
		for _, board := range checks.Shared(p, boards) {
			for _, asked := range board.Asks {
				if wrong := unknownMetric(asked); wrong != "" {
					p.Report(board.Object, "%s: %s", asker(board, asked), wrong)
				}
			}
		}
	},
}

// provides says whether a ConfigMap holds Grafana's data sources.
func provides(o kube.Object) bool { return len(provenance.Datasources([]kube.Object{o})) > 0 }

// mounts tells whether a pod mounts a ConfigMap of its namespace.
func mounts(pod checks.Pod, o kube.Object) bool {
	return pod.Owner.Namespace() == o.Namespace() && slices.ContainsFunc(pod.Spec.Volumes, func(v corev1.Volume) bool {
		if v.Projected != nil {
			return slices.ContainsFunc(v.Projected.Sources, func(s corev1.VolumeProjection) bool { return s.ConfigMap != nil && s.ConfigMap.Name == o.Name() })
		}
		return v.ConfigMap != nil && v.ConfigMap.Name == o.Name()
	})
}

// unknownMetric says why CloudWatch has no such metric. Of a namespace that is not in the catalogue there is no saying.
func unknownMetric(asked dashboards.Asked) string {
	if asked.Metric == nil || asked.Metric.Name == "" || strings.Contains(asked.Metric.Name, "$") {
		return ""
	}
	namespace, ok := metrics.CloudWatch(asked.Metric.Namespace)
	if !ok {
		return ""
	}
	metric, ok := namespace.Metric(asked.Metric.Name)
	var dimensions []string
	for name := range asked.Metric.Dimensions {
		if strings.Contains(name, "$") { // a person chooses it
			return ""
		}
		dimensions = append(dimensions, name)
	}
	slices.Sort(dimensions)
	switch {
	case !ok:
		return namespace.Name + " has no metric " + asked.Metric.Name
	case !metric.Has(dimensions, asked.Metric.Loose):
		return namespace.Name + " does not have " + metric.Name + " by " + cmp.Or(strings.Join(dimensions, ", "), "no dimension")
	}
	return ""
}
