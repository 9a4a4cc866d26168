package platform

import (
	"slices"
	"strings"
)

// builtIn are the names of the platform's own components, and of the folder of all Applications, which no app may have.
var builtIn = []string{
	"alertmanager", "apps", "argocd", "argocd-server", "authorization", "aws", "aws-load-balancer-controller", "cert-manager", "charts",
	"ebs-csi", "external-secrets", "grafana", "istio-base", "istio-cni", "istio-ingress", "istiod", "kiali", "jenkins-metrics", "kube-state-metrics",
	"kubernetes", "namespaces", "node-exporter", "oauth2-proxy", "prometheus", "root", "statsd-exporter", "storage",
}

// reserved are the namespaces of Kubernetes and of the platform's own components.
var reserved = []string{
	"argocd", "aws-load-balancer-controller", "cert-manager", "charts", "default", "external-secrets", "istio-ingress", "istio-system",
	"node-exporter", "oauth2-proxy",
}

// sidecarPorts are what Istio's sidecar listens on inside every pod of the mesh.
// Source: https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio
var sidecarPorts = []int32{15000, 15001, 15002, 15004, 15006, 15008, 15020, 15021, 15053, 15090}

func (c *checker) apps() {
	for name, app := range sorted(c.Apps) {
		path := Join("apps", name)
		c.appName(path, name)
		c.appNamespace(path, app)
		c.appPorts(path, app)
		c.appSecurity(path, app)
		c.appIAM(path, name, app.IAM)
		c.once(path+".calls", app.Calls)
	}
}

// ownName tells whether the platform calls one of its own Applications so: after a component, or after what it adds to a chart.
func ownName(name string) bool {
	return slices.Contains(builtIn, strings.TrimSuffix(name, "-config"))
}

// appName keeps an app from taking another Application's name, and with it its folder.
func (c *checker) appName(path, name string) {
	switch {
	case ownName(name):
		c.reportKey(path, "%s is a component of the platform itself: give the app another name", quote(name))
	case name == c.Platform:
		c.reportKey(path, "%s is the platform's own name (%s), and that of its first Application: give the app another name", quote(name), c.Pos("metadata.name"))
	}
}

func (c *checker) appNamespace(path string, app App) {
	path += ".namespace"
	c.reservedNamespace(path, app.Namespace)
	if c.Monitoring != nil && app.Namespace == c.Monitoring.Namespace {
		c.report(path, "%s is the namespace of the platform's monitoring (%s): give the app another", quote(app.Namespace), c.origin("monitoring.namespace"))
	}
}

// reservedNamespace refuses a namespace that belongs to Kubernetes or to a component.
func (c *checker) reservedNamespace(path, namespace string) {
	if slices.Contains(reserved, namespace) || strings.HasPrefix(namespace, "kube-") {
		c.report(path, "the namespace %s belongs to Kubernetes or to a component of the platform: name another", quote(namespace))
	}
}

func (c *checker) appPorts(path string, app App) {
	c.sidecarPort(path+".port", app.Port)
	if app.Metrics != nil && c.has(path+".metrics.port") {
		c.sidecarPort(path+".metrics.port", app.Metrics.Port)
	}
}

func (c *checker) sidecarPort(path string, port int32) {
	if slices.Contains(sidecarPorts, port) {
		c.report(path, "%d is a port of Istio's sidecar, which shares the pod's address: let the app listen on another", port)
	}
}

// appSecurity refuses settings that the pod security standard would leave without effect.
func (c *checker) appSecurity(path string, app App) {
	if app.PodSecurity == "baseline" && c.has(path+".runAsUser") {
		c.reportKey(path+".runAsUser", "has no effect under podSecurity baseline (%s): the image's own user runs", c.Pos(path+".podSecurity"))
	}
	c.once(path+".writablePaths", app.WritablePaths)
	for i, folder := range app.WritablePaths {
		if folder == "/tmp" {
			c.report(joinIndex(path+".writablePaths", i), "/tmp is writable always: take it out")
		}
	}
}
