// Package monitoring checks that Prometheus reaches what it looks for, and each page of metrics once.
package monitoring

import (
	"slices"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/example-org/platform-render/pkg/checks"
	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/scrape"
)

// Checks are the subject's.
var Checks = []checks.Check{refused, twice}

var peerAuthentication = schema.GroupKind{Group: "security.istio.io", Kind: "PeerAuthentication"}

// reads are what Prometheus' configuration, and what it will find, follow from.
var reads = []schema.GroupKind{
	checks.ConfigMap, checks.Namespace, checks.Deployment, checks.StatefulSet, checks.DaemonSet, checks.Service, peerAuthentication,
}

var refused = checks.Check{
	Code: "scrape-refused", Level: checks.Error, Reads: reads,
	Mend: "Give the pods the sidecar that the job counts on, or take away the one that it does not.",
	Run: func(p *checks.Pass) {
		for _, target := range checks.Shared(p, plan).targets {
			if target.Refused != "" {
				p.Report(object(p, target), "the job %s cannot scrape it at %s%s: %s", target.Job, target.Address, target.Path, target.Refused)
			}
		}
	},
}

var twice = checks.Check{
	Code: "scrape-twice", Level: checks.Error, Reads: reads,
	Mend: "Leave one of the jobs, or let it look for fewer targets.",
	Run: func(p *checks.Pass) {
		targets := checks.Shared(p, plan).targets
		for _, second := range scrape.Twice(targets) {
			first := targets[slices.IndexFunc(targets, func(t scrape.Planned) bool { return t.Address == second.Address && t.Path == second.Path })]
			what := object(p, second)
			p.ReportAt(key(p, what, first.Job, second.Job), what, "%s%s is scraped by the jobs %s and %s: each of its series is there twice",
				second.Address, second.Path, first.Job, second.Job)
		}
	},
}

// key is that of the first of the jobs that the user has written; the object's own if there is none.
func key(p *checks.Pass, object kube.Object, jobs ...string) string {
	m := p.Env().Monitoring
	if m == nil || m.Prometheus == nil {
		return object.Origin
	}
	for _, job := range jobs {
		if _, ok := m.Prometheus.Scrape[job]; ok {
			return platform.Join("monitoring.prometheus.scrape", job)
		}
	}
	return object.Origin
}

// planned is what Prometheus will find. A configuration that cannot be read is reported where it is laid out.
type planned struct{ targets []scrape.Planned }

func plan(p *checks.Pass) planned {
	var objects []kube.Object
	for _, kind := range reads {
		objects = append(objects, p.Objects(kind)...)
	}
	targets, _ := scrape.Plan(objects)
	return planned{targets}
}

// object is what answers at a target: its workload, or else Prometheus' configuration.
func object(p *checks.Pass, target scrape.Planned) kube.Object {
	for _, kind := range []schema.GroupKind{checks.Deployment, checks.StatefulSet, checks.DaemonSet} {
		for _, o := range p.Objects(kind) {
			if o.Kind() == target.Kind && o.Namespace() == target.Namespace && o.Name() == target.Name {
				return o
			}
		}
	}
	all := p.Objects(checks.ConfigMap)
	return all[slices.IndexFunc(all, scrape.Configures)]
}
