package scrape

import (
	"cmp"
	"fmt"
	"maps"
	"net/url"
	"path"
	"slices"

	"k8s.io/apimachinery/pkg/labels"
)

// Settings are what the configuration is made of besides the targets.
type Settings struct {
	// Interval is how often targets are scraped and rules evaluated.
	Interval string
	// Retention is the age and the size at which samples go.
	Retention Retention
	// Labels tell this Prometheus' alerts from those of others.
	Labels map[string]string
	// Samples is the most that one scrape may bring.
	Samples int32
	// RuleFiles is a glob.
	RuleFiles string
	// Certificates is the folder where a sidecar keeps Prometheus' own certificate of the mesh, with which pods that have a
	// sidecar are dialled. Empty where the mesh takes plain text.
	Certificates string
	// Alertmanager is where alerts go, if anywhere: pods, and what the path of their API begins with.
	Alertmanager     *Pods
	AlertmanagerPath string
}

// New makes Prometheus' configuration.
func New(s Settings, targets []Target) (Config, error) {
	config := Config{
		Global: Global{
			ScrapeInterval: s.Interval, EvaluationInterval: s.Interval, ExternalLabels: s.Labels, KeepDroppedTargets: 100,
			Limits: s.limits(),
		},
		Storage:   Storage{TSDB: TSDB{Retention: s.Retention}},
		RuleFiles: []string{s.RuleFiles},
		Alerting:  s.alerting(),
	}
	for _, target := range targets {
		job, err := s.job(target, targets)
		if err != nil {
			return Config{}, fmt.Errorf("job %s: %w", target.Job, err)
		}
		config.Jobs = append(config.Jobs, job)
	}
	return config, nil
}

// limits are far above what a well-behaved target has, and far below what fills the memory.
func (s Settings) limits() Limits {
	return Limits{BodySize: "100MB", Samples: s.Samples, Labels: 64, LabelNameLength: 256, LabelValueLength: 2048}
}

// large is how many times more samples a page about the whole cluster may have.
const large = 10

func (s Settings) alerting() *Alerting {
	if s.Alertmanager == nil {
		return nil
	}
	return &Alerting{Alertmanagers: []Alertmanagers{{
		PathPrefix: s.AlertmanagerPath,
		Client:     s.dial(*s.Alertmanager),
		Kubernetes: []Discovery{s.Alertmanager.discovery()},
		Relabel:    []Relabel{s.Alertmanager.keep()},
	}}}
}

func (s Settings) job(target Target, all []Target) (Job, error) {
	job, err := s.dialled(target, all)
	job.Name = target.Job
	job.HonorLabels = target.OfOthers
	if target.Interval != s.Interval {
		job.Interval = target.Interval
	}
	if target.Large {
		job.Samples = large * s.Samples
	}
	return job, err
}

// dialled is how a job finds and reaches its targets.
func (s Settings) dialled(target Target, all []Target) (Job, error) {
	switch {
	case target.Pods != nil:
		return s.pods(*target.Pods, target.OfOthers), nil
	case target.URL != "":
		return static(target.URL)
	case target.DNS != nil:
		return lookup(*target.DNS), nil
	case target.Files != nil:
		return listed(*target.Files), nil
	case target.Search != nil:
		return s.search(*target.Search, all), nil
	}
	return cluster(target.Kubernetes, all)
}

func (s Settings) pods(pods Pods, ofOthers bool) Job {
	job := Job{
		Path: pods.Path, Client: s.dial(pods),
		Kubernetes: []Discovery{pods.discovery()},
		Relabel:    []Relabel{pods.keep()},
	}
	if !ofOthers {
		job.Relabel = append(job.Relabel, ofPod()...)
	}
	return job
}

// dial is by the mesh's certificate where a sidecar wants it.
func (s Settings) dial(pods Pods) Client {
	if !pods.Mesh || s.Certificates == "" {
		return Client{}
	}
	return s.certified()
}

// certified shows a sidecar Prometheus' own certificate of the mesh. What the sidecar answers with bears its SPIFFE identity and
// no host name, which Prometheus cannot compare with anything: hence no verification, and no CA. HTTP/2 stays off because a
// sidecar offers it on every port that it does not know to be HTTP, whatever the program behind it speaks
// (istio.io/istio pilot/pkg/networking/util/util.go, ALPNDownstream; prometheus#10213).
func (s Settings) certified() Client {
	off := false
	return Client{
		Scheme: "https",
		HTTP2:  &off,
		TLS: &TLS{
			CertFile:           path.Join(s.Certificates, "cert-chain.pem"),
			KeyFile:            path.Join(s.Certificates, "key.pem"),
			InsecureSkipVerify: true,
		},
	}
}

func (p Pods) discovery() Discovery {
	discovery := Discovery{Role: RolePod}
	if p.Namespace != "" {
		discovery.Namespaces = &Namespaces{Names: []string{p.Namespace}}
	}
	if len(p.Selector) > 0 {
		discovery.Selectors = []Selector{{Role: RolePod, Label: labels.Set(p.Selector).String()}}
	}
	return discovery
}

// keep takes one of the ports that the pods' containers declare, for each of which there is a target, and no pod that waits or
// has ended: its address would be down for ever, or another pod's by now.
func (p Pods) keep() Relabel {
	return keep(fmt.Sprintf("Running;%d", p.Port), phaseLabel, portLabel)
}

// path is the metrics' path as Prometheus takes one that is left out.
func (p Pods) path() string { return cmp.Or(p.Path, "/metrics") }

// static is one URL to the letter. Prometheus takes it apart: what is not a path becomes a parameter, and a path that is left
// out would become /metrics.
func static(text string) (Job, error) {
	u, err := url.Parse(text)
	if err != nil {
		return Job{}, err
	}
	job := Job{Path: u.Path, Client: Client{Scheme: u.Scheme}, Static: []Static{{Targets: []string{u.Host}}}}
	if job.Path == "" {
		job.Path = "/"
	}
	if query := u.Query(); len(query) > 0 {
		job.Params = query
	}
	return job, nil
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
