package scrape

import (
	"fmt"
	"net/url"
	"path"

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
		},
		Storage:   Storage{TSDB: TSDB{Retention: s.Retention}},
		RuleFiles: []string{s.RuleFiles},
		Alerting:  s.alerting(),
	}
	for _, target := range targets {
		job, err := s.job(target)
		if err != nil {
			return Config{}, fmt.Errorf("job %s: %w", target.Job, err)
		}
		config.Jobs = append(config.Jobs, job)
	}
	return config, nil
}

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

func (s Settings) job(target Target) (Job, error) {
	job, err := s.dialled(target)
	job.Name = target.Job
	job.HonorLabels = target.OfOthers
	if target.Interval != s.Interval {
		job.Interval = target.Interval
	}
	return job, err
}

// dialled is how a job finds and reaches its targets.
func (s Settings) dialled(target Target) (Job, error) {
	switch {
	case target.Pods != nil:
		return s.pods(*target.Pods, target.OfOthers), nil
	case target.URL != "":
		return static(target.URL)
	}
	return cluster(target.Kubernetes)
}

func (s Settings) pods(pods Pods, ofOthers bool) Job {
	job := Job{
		Path: pods.Path, Client: s.dial(pods),
		Kubernetes: []Discovery{pods.discovery()},
		Relabel:    []Relabel{pods.keep()},
	}
	if !ofOthers {
		job.Relabel = append(job.Relabel,
			copyLabel("__meta_kubernetes_namespace", "namespace"),
			copyLabel("__meta_kubernetes_pod_name", "pod"),
			copyLabel("__meta_kubernetes_pod_node_name", "node"))
	}
	return job
}

// dial shows a sidecar Prometheus' own certificate of the mesh. What the sidecar answers with bears its SPIFFE identity and no
// host name, which Prometheus cannot compare with anything: hence no verification, and no CA. HTTP/2 stays off because a
// sidecar offers it on every port that it does not know to be HTTP, whatever the program behind it speaks
// (istio.io/istio pilot/pkg/networking/util/util.go, ALPNDownstream; prometheus#10213).
func (s Settings) dial(pods Pods) Client {
	if !pods.Mesh || s.Certificates == "" {
		return Client{}
	}
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
	return Relabel{
		Action: "keep",
		Source: []string{"__meta_kubernetes_pod_phase", "__meta_kubernetes_pod_container_port_number"},
		Regex:  fmt.Sprintf("Running;%d", p.Port),
	}
}

func copyLabel(source, target string) Relabel {
	return Relabel{Action: "replace", Source: []string{source}, Target: target}
}

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
