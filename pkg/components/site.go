package components

import (
	"strings"

	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/routes"
	"github.com/example-org/platform-render/pkg/scrape"
)

// site is a program of the monitoring namespace with a web page. It serves the path of its route by itself, without a rewrite:
// whatever it answers begins with that path, probes and metrics too.
type site struct {
	name, namespace string
	port            int32
	route           *platform.Route
	// origin is the program's key in platform.yaml.
	origin string
}

// monitoringNamespace is where metrics, alerts and dashboards are kept.
func monitoringNamespace(env *platform.Environment) Namespace {
	return Namespace{Name: env.Monitoring.Namespace, Mesh: true, PodSecurity: Restricted}
}

// path is a path of the program as its clients see it.
func (s site) path(own string) string { return s.prefix() + own }

// prefix is what every path begins with, without its last slash; empty without a route.
func (s site) prefix() string {
	if s.route == nil {
		return ""
	}
	return prefix(s.route)
}

func (s site) backend() routes.Backend {
	return routes.Backend{Namespace: s.namespace, Service: s.name, Port: s.port}
}

func (s site) routes() []routes.Route {
	return routeTo(s.name, s.origin, s.route, s.backend())
}

// public is the URL for people, with its last slash; empty without a route.
func (s site) public() string {
	if s.route == nil {
		return ""
	}
	return s.routes()[0].URL()
}

func (s site) peer() Peer {
	return peer(s.namespace, s.name, Port{Name: "http", Number: s.port})
}

func (s site) pods() scrape.Pods {
	return scrape.Pods{Namespace: s.namespace, Selector: Selector(s.name), Port: s.port, Path: s.path("/metrics"), Mesh: true}
}

func (s site) api(name string) API {
	return API{
		Name: name, Backend: s.backend(), Path: s.prefix(), Public: strings.TrimSuffix(s.public(), "/"), Pods: s.pods(),
	}
}

// webFlags tell Prometheus and Alertmanager where they are seen.
func (s site) webFlags() []string {
	if s.route == nil {
		return nil
	}
	return []string{"--web.external-url=" + s.public(), "--web.route-prefix=" + s.path("/")}
}
