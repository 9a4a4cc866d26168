package components

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/example-org/platform-render/pkg/dashboards"
	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/metrics"
	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/scrape"
)

const (
	statsdOrigin = "monitoring.statsd"
	// statsdMapping is the folder that holds the mapping.
	statsdMapping = "/etc/statsd-exporter"
)

// statsdExporter takes in what programs send by UDP, and shows it to Prometheus. It is one pod: what it counts is in its memory,
// and two would each know a part. Datagrams pass its sidecar by, so that neither certificates nor policies say who may send.
type statsdExporter struct {
	env      *platform.Environment
	settings *platform.StatsD
}

func newStatsDExporter(env *platform.Environment) []Component {
	if env.Monitoring == nil || env.Monitoring.StatsD == nil {
		return nil
	}
	return []Component{statsdExporter{env: env, settings: env.Monitoring.StatsD}}
}

// Name implements Component.
func (statsdExporter) Name() string { return "statsd-exporter" }

// The container's ports are the image's; senders find the port that StatsD usually has.
var (
	statsdPage     = Port{Name: "http-metrics", Number: 9102}
	statsdReceiver = Port{Name: "udp-statsd", Number: 9125, Service: 8125, UDP: true}
)

// Offer implements Component.
func (s statsdExporter) Offer() Offer {
	offer := Offer{
		Origin:    statsdOrigin,
		Namespace: monitoringNamespace(s.env),
		Peers:     []Peer{peer(s.env.Monitoring.Namespace, s.Name(), statsdPage)},
		Rules:     []scrape.RuleGroup{statsdAlerts(s.Name())},
		Scrapes: []scrape.Target{{
			Job: s.Name(), Page: s.page(), OfOthers: true, Origin: statsdOrigin,
			Pods: &scrape.Pods{Namespace: s.env.Monitoring.Namespace, Selector: Selector(s.Name()), Port: statsdPage.Number, Mesh: true},
		}},
	}
	if s.settings.Snowplow != nil {
		offer.Rules = append(offer.Rules, snowplowAlerts(s.Name()))
		offer.Dashboards = []dashboards.Dashboard{dashboards.Snowplow(s.settings.Snowplow.Tags)}
	}
	return offer
}

// metrics are what the exporter makes: the user's, those of Snowplow, and what senders say of themselves.
func (s statsdExporter) metrics() []scrape.StatsDMetric {
	all := scrape.DogStatsDClient()
	for _, name := range sortedKeys(s.settings.Metrics) {
		m := s.settings.Metrics[name]
		all = append(all, scrape.StatsDMetric{Name: name, Type: m.Type, Match: m.Match, Labels: m.Labels, Tags: scrape.Tags(m.Tags)})
	}
	if snowplow := s.settings.Snowplow; snowplow != nil {
		all = append(all, scrape.Snowplow(snowplow.Prefix, snowplow.Tags)...)
	}
	return all
}

// page is the exporter's own metrics, and what it makes.
func (s statsdExporter) page() metrics.Page {
	page := metrics.Page{Exporter: s.Name()}
	for _, metric := range s.metrics() {
		page.Declares = append(page.Declares, metric.String())
	}
	return page
}

// Build implements Component.
func (s statsdExporter) Build(*Catalog) (Built, error) {
	file, err := kube.Canonical(scrape.NewStatsDMapping(s.metrics()))
	if err != nil {
		return Built{}, err
	}
	objects := s.workload(file).Objects()
	if s.settings.NodePort != 0 {
		objects = append(objects, s.outside())
	}
	return Built{Objects: objects}, nil
}

// workload takes tags in DogStatsD's form alone: a name with a comma or a bracket is a name to the others' parsers too.
func (s statsdExporter) workload(file string) Workload {
	config := ConfigMap(s.env.Monitoring.Namespace, s.Name()+"-mapping", map[string]string{"mapping.yaml": file})
	return Workload{
		Name: s.Name(), Namespace: s.env.Monitoring.Namespace,
		Image: statsdExporterImage,
		Args: []string{
			"--statsd.mapping-config=" + statsdMapping + "/mapping.yaml",
			"--statsd.listen-tcp=",
			"--no-statsd.parse-influxdb-tags",
			"--no-statsd.parse-librato-tags",
			"--no-statsd.parse-signalfx-tags",
		},
		Ports: []Port{statsdPage, statsdReceiver},
		Ready: "/-/ready", Live: "/-/healthy",
		Resources: s.settings.Resources,
		User:      nobody, PodSecurity: Restricted,
		Config: []*corev1.ConfigMap{config},
		Mounts: []Mount{{Name: "mapping", Path: statsdMapping, ReadOnly: true, Source: FromConfigMap(config.Name)}},
	}
}

// outside is the port on every node. It is a Service of its own, because each port of such a Service is open on the nodes.
func (s statsdExporter) outside() kube.Resource {
	return &corev1.Service{ObjectMeta: kube.Meta(s.env.Monitoring.Namespace, s.Name()+"-outside"), Spec: corev1.ServiceSpec{
		Type: corev1.ServiceTypeNodePort, Selector: Selector(s.Name()),
		Ports: []corev1.ServicePort{{
			Name: statsdReceiver.Name, Port: statsdReceiver.Service, NodePort: s.settings.NodePort,
			TargetPort: intstr.FromString(statsdReceiver.Name), Protocol: corev1.ProtocolUDP,
		}},
	}}
}
