package components

import (
	"slices"
	"strings"

	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/routes"
	"github.com/example-org/platform-render/pkg/scrape"
)

// app is a workload that the user lists under apps.
type app struct {
	env  *platform.Environment
	name string
	platform.App
}

func newApps(env *platform.Environment) []Component {
	var all []Component
	for _, name := range sortedKeys(env.Apps) {
		all = append(all, app{env: env, name: name, App: env.Apps[name]})
	}
	return all
}

// Name implements Component.
func (a app) Name() string { return a.name }

func (a app) origin() string { return platform.Join("apps", a.name) }

// Offer implements Component.
func (a app) Offer() Offer {
	offer := Offer{
		Origin:    a.origin(),
		Namespace: Namespace{Name: a.Namespace, Mesh: true, PodSecurity: a.level()},
		Service:   ptr(a.backend()),
		Peers:     []Peer{peer(a.Namespace, a.name, a.ports()...)},
		Calls:     a.calls(),
		External:  append(external(a.origin()+".egress", a.Egress...), external(a.origin()+".iam", a.awsHosts()...)...),
		Versions:  a.versions(),
		Routes:    a.routes(),
		Secrets:   a.secrets(),
		Roles:     a.roles(),
	}
	if a.Metrics != nil {
		offer.Scrapes = []scrape.Target{a.metrics()}
	}
	return offer
}

// awsHosts are the services that its role is for, and who gives it the role's credentials. A bucket is a host of its own. What is
// said by statements is not known by its host.
func (a app) awsHosts() []string {
	if a.IAM == nil {
		return nil
	}
	names := []string{"sts"}
	for service, wanted := range map[string][]string{
		"sqs":      slices.Concat(a.IAM.SQSReceive, a.IAM.SQSSend),
		"sns":      a.IAM.SNSPublish,
		"kinesis":  slices.Concat(a.IAM.KinesisRead, a.IAM.KinesisWrite),
		"dynamodb": slices.Concat(a.IAM.DynamoDBRead, a.IAM.DynamoDBWrite),
		"s3":       slices.Concat(a.IAM.S3Read, a.IAM.S3Write),
	} {
		if len(wanted) > 0 {
			names = append(names, service)
		}
	}
	for _, bucket := range slices.Concat(a.IAM.S3Read, a.IAM.S3Write) {
		bucket, _, _ = strings.Cut(bucket, "/")
		names = append(names, bucket+".s3")
	}
	slices.Sort(names)
	for i, name := range names {
		names[i] = name + "." + a.env.AWS.Region + "." + a.env.AWS.Domain() + ":443"
	}
	return slices.Compact(names)
}

func (a app) calls() []Call {
	var all []Call
	for _, name := range a.Calls {
		all = append(all, Call{Component: name, Origin: a.origin() + ".calls"})
	}
	return all
}

func (a app) level() Level {
	if a.PodSecurity == Baseline.String() {
		return Baseline
	}
	return Restricted
}

func (a app) backend() routes.Backend {
	return routes.Backend{Namespace: a.Namespace, Service: a.name, Port: servicePort, Version: routes.Stable, Canary: a.Canary}
}

func (a app) routes() []routes.Route {
	if a.Route == nil {
		return nil
	}
	all := routeTo(a.name, a.origin(), &a.Route.Route, a.backend())
	for i := range all {
		all[i].Strip, all[i].GRPC = a.Route.StripPrefix, a.grpc()
	}
	return all
}

func (a app) grpc() bool { return a.Protocol == "grpc" }

func (a app) metrics() scrape.Target {
	return scrape.Target{
		Job: a.name, Interval: a.Metrics.Interval, Origin: a.origin() + ".metrics",
		Pods: &scrape.Pods{
			Namespace: a.Namespace, Selector: Selector(a.name), Port: a.Metrics.Port, Path: a.Metrics.Path, Mesh: true,
		},
	}
}

// Build implements Component.
func (a app) Build(*Catalog) (Built, error) {
	w := a.workload()
	objects := w.Objects()
	if a.Canary != nil {
		objects = append(objects, w.canary(a.Canary.Image, a.Canary.Replicas)...)
		objects = append(objects, a.backend().MeshRoutes(w.servicePorts()))
	}
	return Built{Objects: objects}, nil
}

// versions are there from the start, and routes name the first: they belong to another Application, which Argo CD may sync sooner
// or later. So a canary's pods get nothing before the routes say so, and no route names a version that Istio does not know.
func (a app) versions() []string {
	if a.Canary == nil {
		return []string{routes.Stable}
	}
	return []string{routes.Stable, routes.Canary}
}

// servicePort is the port of an app's Service, whatever the container's is.
const servicePort = 80

func (a app) workload() Workload {
	return Workload{
		Name: a.name, Namespace: a.Namespace, Version: routes.Stable,
		Image: a.Image, Command: a.Command, Args: a.Args, Env: a.variables(), EnvFrom: a.envFrom(), Mounts: a.mounts(),
		Ports: a.ports(), Replicas: a.Replicas,
		Ready: a.Probe.Path, Live: a.Probe.Path, GRPC: a.grpc(),
		Resources: a.Resources, Identity: identity(a.env, a.roles()),
		User: a.RunAsUser, PodSecurity: a.level(), Writable: a.writable(),
	}
}

// ports are called after what they speak, because Istio reads it off their names. Metrics that are served on the Service's own port the one that the app has left free there.
func (a app) ports() []Port {
	ports := []Port{{Name: a.Protocol, Number: a.Port, Service: servicePort}}
	if a.Metrics == nil || a.Metrics.Port == a.Port {
		return ports
	}
	metrics := Port{Name: "http-metrics", Number: a.Metrics.Port}
	if metrics.Number == servicePort {
		metrics.Service = a.Port
	}
	return append(ports, metrics)
}

// writable adds /tmp, which most programs expect, where the rest of the file system is read-only.
func (a app) writable() []string {
	if a.level() != Restricted || slices.Contains(a.WritablePaths, "/tmp") {
		return a.WritablePaths
	}
	return append(slices.Clone(a.WritablePaths), "/tmp")
}
