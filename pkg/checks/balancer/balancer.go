// Package balancer checks that the load balancer, whoever makes it, reaches the gateway and finds it healthy.
package balancer

import (
	"strconv"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/example-org/platform-render/pkg/checks"
	"github.com/example-org/platform-render/pkg/kube"
)

// Checks are the subject's.
var Checks = []checks.Check{port, backend, health}

// Kinds that no other subject reads.
var (
	application = schema.GroupKind{Group: "argoproj.io", Kind: "Application"}
	ingress     = schema.GroupKind{Group: "networking.k8s.io", Kind: "Ingress"}
)

// port compares the node ports that the gateway's chart opens with those that the load balancer is told of.
var port = checks.Check{
	Code: "balancer-port", Level: checks.Error, Reads: []schema.GroupKind{application},
	Mend: "Change the ports in ingress.nodePorts, and not by a patch: the load balancer is told of them too.",
	Run: func(p *checks.Pass) {
		nodePorts := p.Env().Ingress.NodePorts
		for _, object := range p.Objects(application) {
			source := checks.Spec[gatewayApplication](object).Source
			if source.Chart != "gateway" {
				continue
			}
			open := map[int32]bool{}
			for _, port := range source.Helm.Values.Service.Ports {
				open[port.NodePort] = source.Helm.Values.Service.Type == corev1.ServiceTypeNodePort
			}
			if !open[nodePorts.HTTPS] {
				p.Report(object, "the gateway opens no node port %d, to which the load balancer sends its requests: each ends in 503", nodePorts.HTTPS)
			}
			if !open[nodePorts.Status] {
				p.Report(object, "the gateway opens no node port %d, which the load balancer asks for its health: no target becomes healthy", nodePorts.Status)
			}
		}
	},
}

// gatewayApplication is what is read of the Application that installs Istio's gateway.
type gatewayApplication struct {
	Source struct {
		Chart string `json:"chart"`
		Helm  struct {
			Values struct {
				Service corev1.ServiceSpec `json:"service"`
			} `json:"valuesObject"`
		} `json:"helm"`
	} `json:"source"`
}

// backend compares what the controller's load balancer speaks with what the gateway takes.
var backend = checks.Check{
	Code: "balancer-backend", Level: checks.Error, Reads: []schema.GroupKind{ingress, checks.Gateway},
	Mend: "Let the Ingress's backend-protocol be HTTPS, as the gateway takes it.",
	Run: func(p *checks.Pass) {
		for _, object := range balancers(p) {
			spoken, port := annotation(object, "backend-protocol", "HTTP"), backendPort(object)
			for _, gateway := range p.Objects(checks.Gateway) {
				for _, server := range checks.Spec[gatewaySpec](gateway).Servers {
					switch {
					case server.Port.Number != port:
					case server.Port.Protocol != spoken:
						p.Report(object, "it speaks %s to the port %d, where the %s takes %s: every request ends in 502%s", spoken, port, gateway.Title(), server.Port.Protocol, p.Patched(gateway))
					case server.TLS.HTTPSRedirect:
						p.Report(object, "it speaks %s to the port %d, where the %s redirects to HTTPS: that leads back to the load balancer, without end%s", spoken, port, gateway.Title(), p.Patched(gateway))
					}
				}
			}
		}
	},
}

// gatewaySpec is what is read of Istio's Gateway.
type gatewaySpec struct {
	Servers []struct {
		Port struct {
			Number   int32  `json:"number"`
			Protocol string `json:"protocol"`
		} `json:"port"`
		TLS struct {
			HTTPSRedirect bool `json:"httpsRedirect"`
		} `json:"tls"`
	} `json:"servers"`
}

// health holds the controller's health check to what the gateway's proxies answer.
var health = checks.Check{
	Code: "balancer-health", Level: checks.Error, Reads: []schema.GroupKind{ingress},
	Mend: "Leave the health check as it is rendered; its port is ingress.nodePorts.status.",
	Run: func(p *checks.Pass) {
		status := "HTTP /healthz/ready on port " + strconv.Itoa(int(p.Env().Ingress.NodePorts.Status))
		for _, object := range balancers(p) {
			asked := annotation(object, "healthcheck-protocol", "HTTP") + " " + annotation(object, "healthcheck-path", "/") +
				" on port " + annotation(object, "healthcheck-port", "traffic-port")
			if asked != status {
				p.Report(object, "its health check asks for %s, and the gateway answers %s: no target becomes healthy", asked, status)
			}
		}
	},
}

// balancers are the Ingresses of which the controller makes a load balancer that sends everything to the nodes.
func balancers(p *checks.Pass) []kube.Object {
	var all []kube.Object
	for _, object := range p.Objects(ingress) {
		class := checks.Spec[networkingv1.IngressSpec](object).IngressClassName
		if class != nil && *class == "alb" && backendPort(object) != 0 && annotation(object, "target-type", "instance") == "instance" {
			all = append(all, object)
		}
	}
	return all
}

// backendPort is the Service's port that takes every request; 0 where there is none by number.
func backendPort(object kube.Object) int32 {
	backend := checks.Spec[networkingv1.IngressSpec](object).DefaultBackend
	if backend == nil || backend.Service == nil {
		return 0
	}
	return backend.Service.Port.Number
}

// annotation is one that the controller reads, or what it takes where there is none.
// Source: https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/
func annotation(object kube.Object, name, otherwise string) string {
	metadata, _ := object.Fields["metadata"].(map[string]any)
	annotations, _ := metadata["annotations"].(map[string]any)
	if value, ok := annotations["alb.ingress.kubernetes.io/"+name].(string); ok {
		return value
	}
	return otherwise
}
