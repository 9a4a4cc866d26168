// Package queries checks that what rules and dashboards ask for is brought by somebody.
package queries

import (
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/example-org/platform-render/pkg/checks"
	"github.com/example-org/platform-render/pkg/dashboards"
	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/provenance"
)

// Checks are the subject's.
var Checks = []checks.Check{alertUnfed, panelUnfed, slip, noSource, cloudwatchUnknown, cloudwatchDenied}

var peerAuthentication = schema.GroupKind{Group: "security.istio.io", Kind: "PeerAuthentication"}

// reads are what Prometheus' configuration, and what it will find, follow from; and the rules and dashboards.
var reads = []schema.GroupKind{
	checks.ConfigMap, checks.Namespace, checks.Deployment, checks.StatefulSet, checks.DaemonSet, checks.Service, peerAuthentication,
}

var alertUnfed = checks.Check{
	Code: "alert-unfed", Level: checks.Error, Reads: reads, Mend: feed,
	Run: func(p *checks.Pass) {
		for _, ask := range checks.Shared(p, everything) {
			if dark := unfed(ask); ask.Rule != nil && dark != "" {
				p.ReportAt(origin(p.Env(), ask.Ask), ask.Object, "%s asks for %s", ask.Name(), dark)
			}
		}
	},
}

var panelUnfed = checks.Check{
	Code: "panel-unfed", Level: checks.Warning, Reads: reads, Mend: feed,
	Run: func(p *checks.Pass) {
		for _, ask := range checks.Shared(p, everything) {
			if dark := unfed(ask); ask.Rule == nil && dark != "" {
				p.Report(ask.Object, "%s asks for %s", ask.Name(), dark)
			}
		}
	},
}

const feed = "Ask for what a job brings, or add the job; if a job of yours brings it, name the job in the query."

var slip = checks.Check{
	Code: "query-slip", Level: checks.Warning, Reads: reads,
	Mend: "Write the name as the program that tells it does.",
	Run: func(p *checks.Pass) {
		for _, ask := range checks.Shared(p, everything) {
			for _, wrong := range slips(ask) {
				p.ReportAt(origin(p.Env(), ask.Ask), ask.Object, "%s: %s", ask.Name(), wrong)
			}
		}
	},
}

// questions are all that ask for metrics, with the answers; without a Prometheus there are none.
type questions []provenance.Judged

func everything(p *checks.Pass) questions {
	var objects []kube.Object
	for _, kind := range reads {
		objects = append(objects, p.Objects(kind)...)
	}
	sources, ok := provenance.New(objects, p.Pages())
	if !ok {
		return nil
	}
	var all questions
	for _, ask := range provenance.Asks(objects, checks.Shared(p, boards)) {
		all = append(all, sources.Judge(ask))
	}
	return all
}

// shown are the dashboards.
type shown []provenance.Board

func boards(p *checks.Pass) shown { return provenance.Boards(p.Objects(checks.ConfigMap)) }

// asker is who asks something of a data source that is not Prometheus.
func asker(board provenance.Board, asked dashboards.Asked) string {
	return provenance.Ask{Dashboard: board.UID, Panel: asked.Panel}.Name()
}

// unfed says why nobody brings something that is asked for.
func unfed(ask provenance.Judged) string {
	if ask.Fault != "" {
		return "what is no PromQL: " + ask.Fault
	}
	return ask.Dark()
}

// slips are what is probably not meant.
func slips(ask provenance.Judged) []string {
	var all []string
	for _, asked := range ask.Asked {
		if asked.Slip != "" && asked.Problem == "" {
			all = append(all, asked.Name()+": "+asked.Slip)
		}
	}
	for _, label := range ask.Unlabelled() {
		all = append(all, "it shows the label "+label+", which the result does not have")
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
