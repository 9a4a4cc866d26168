// Package queries checks that what rules and dashboards ask for is brought by somebody.
package queries

import (
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/example-org/platform-render/pkg/checks"
	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/provenance"
)

// Checks are the subject's.
var Checks = []checks.Check{alertUnfed, panelUnfed, slip, noSource, cloudwatchUnknown}

var peerAuthentication = schema.GroupKind{Group: "security.istio.io", Kind: "PeerAuthentication"}

// reads are what Prometheus' configuration, and what it will find, follow from; and the rules and dashboards.
var reads = []schema.GroupKind{
	checks.ConfigMap, checks.Namespace, checks.Deployment, checks.StatefulSet, checks.DaemonSet, checks.Service, peerAuthentication,
}

var alertUnfed = checks.Check{
	Code: "alert-unfed", Level: checks.Error, Reads: reads,
	Mend: "Ask for what a job brings, or add the job; if a job of yours scrapes that program, say so with its key metrics.",
	Run: func(p *checks.Pass) {
		for _, ask := range checks.Shared(p, everything).asks {
			if dark := unfed(p, ask); ask.Rule != nil && dark != "" {
				p.ReportAt(origin(p.Env(), ask), ask.Object, "%s asks for %s", ask.Name(), dark)
			}
		}
	},
}

var panelUnfed = checks.Check{
	Code: "panel-unfed", Level: checks.Warning, Reads: reads,
	Mend: "Ask for what a job brings, or add the job; if a job of yours scrapes that program, say so with its key metrics.",
	Run: func(p *checks.Pass) {
		for _, ask := range checks.Shared(p, everything).asks {
			if dark := unfed(p, ask); ask.Rule == nil && dark != "" {
				p.Report(ask.Object, "%s asks for %s", ask.Name(), dark)
			}
		}
	},
}

var slip = checks.Check{
	Code: "query-slip", Level: checks.Warning, Reads: reads,
	Mend: "Write the name as the program that tells it does.",
	Run: func(p *checks.Pass) {
		all := checks.Shared(p, everything)
		for _, ask := range all.asks {
			for _, wrong := range all.slips(ask) {
				p.ReportAt(origin(p.Env(), ask), ask.Object, "%s: %s", ask.Name(), wrong)
			}
		}
	},
}

// questions are all that ask for metrics, and who answers; without a Prometheus there are none.
type questions struct {
	sources *provenance.Sources
	asks    []provenance.Ask
}

func everything(p *checks.Pass) questions {
	objects := rendered(p)
	sources, ok := provenance.New(objects, p.Exporters())
	if !ok {
		return questions{}
	}
	return questions{sources, provenance.Asks(objects)}
}

func rendered(p *checks.Pass) []kube.Object {
	var objects []kube.Object
	for _, kind := range reads {
		objects = append(objects, p.Objects(kind)...)
	}
	return objects
}

// unfed says why nobody brings something that is asked for.
func unfed(p *checks.Pass, ask provenance.Ask) string {
	if ask.Fault != "" {
		return "what is no PromQL: " + ask.Fault
	}
	return checks.Shared(p, everything).sources.Dark(ask)
}

// slips are what is probably not meant.
func (q questions) slips(ask provenance.Ask) []string {
	var all []string
	for _, asked := range q.sources.Judge(ask) {
		if asked.Slip != "" && asked.Problem == "" {
			all = append(all, asked.Selector.Name()+": "+asked.Slip)
		}
	}
	return append(all, q.unlabelled(ask)...)
}

// unlabelled are labels that a text for people shows and the result does not have: people would read nothing there.
func (q questions) unlabelled(ask provenance.Ask) []string {
	var all []string
	if ask.Fault != "" || q.sources.Dark(ask) != "" {
		return nil
	}
	labels := q.sources.Output(ask)
	for _, name := range ask.Shows() {
		if !labels.Has(name) {
			all = append(all, "it shows the label "+name+", which the result does not have")
		}
	}
	return all
}

// origin is the key of platform.yaml that asks for a rule or a dashboard.
func origin(env *platform.Environment, ask provenance.Ask) string {
	if ask.Rule == nil || env.Monitoring == nil {
		return ask.Object.Origin
	}
	group, ok := env.Monitoring.Rules[ask.Group]
	if !ok {
		return ask.Object.Origin
	}
	key := platform.Join("monitoring.rules", ask.Group)
	if _, ok := group.Alerts[ask.Rule.Alert]; ok {
		return platform.Join(key+".alerts", ask.Rule.Alert)
	}
	if _, ok := group.Records[ask.Rule.Record]; ok {
		return platform.Join(key+".records", ask.Rule.Record)
	}
	return key
}
