package simulate

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	networkingv1 "k8s.io/api/networking/v1"
)

// ingress is an Ingress, which the AWS Load Balancer Controller makes a load balancer of.
type ingress = object[networkingv1.IngressSpec]

// albAnnotations begin the controller's own
// (https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/).
const albAnnotations = "alb.ingress.kubernetes.io/"

// ingressListeners are the ports of the load balancers that Ingresses of the class alb describe; all requests go to their default
// backends.
func (b *builder) ingressListeners(services registry) error {
	for _, o := range b.ingresses {
		backend := o.Spec.DefaultBackend
		if o.Spec.IngressClassName == nil || *o.Spec.IngressClassName != "alb" || backend == nil || backend.Service == nil {
			continue
		}
		var ports []map[string]int
		text := cmp.Or(o.Annotations[albAnnotations+"listen-ports"], `[{"HTTP": 80}]`)
		if err := json.Unmarshal([]byte(text), &ports); err != nil {
			return fmt.Errorf("%s: %s: listen-ports: %w", o.source, o.title(), err)
		}
		group := ingressTarget(o, services)
		for _, port := range ports {
			for protocol, number := range port {
				b.listeners = append(b.listeners, ingressListener(o, group, protocol, number))
			}
		}
	}
	slices.SortStableFunc(b.listeners, func(a, c albListener) int { return cmp.Compare(a.Port, c.Port) })
	return nil
}

// ingressListener is one port; with ssl-redirect, plain ones redirect.
func ingressListener(o *ingress, group targetGroup, protocol string, number int) albListener {
	l := albListener{Port: number, Protocol: protocol, source: o.source, group: group}
	l.Action.Type = "forward"
	if port := o.Annotations[albAnnotations+"ssl-redirect"]; port != "" && protocol == "HTTP" {
		l.Action.Type = "redirect"
		l.Action.Redirect.Protocol, l.Action.Redirect.Port, l.Action.Redirect.StatusCode = "HTTPS", port, "HTTP_301"
	}
	return l
}

// ingressTarget is the node port of the backend, and how it is found healthy; 0 if the Service has none.
func ingressTarget(o *ingress, services registry) targetGroup {
	annotation := func(name string) string { return o.Annotations[albAnnotations+name] }
	group := targetGroup{Protocol: cmp.Or(strings.ToUpper(annotation("backend-protocol")), "HTTP")}
	group.HealthCheck.Port, group.HealthCheck.Path = annotation("healthcheck-port"), cmp.Or(annotation("healthcheck-path"), "/")
	wanted := o.Spec.DefaultBackend.Service
	for _, s := range services.byHost[serviceHost(o.Namespace, wanted.Name)] {
		for node, port := range s.nodePorts {
			if p, ok := s.port(port); ok && (p.number == uint32(wanted.Port.Number) || p.name != "" && p.name == wanted.Port.Name) {
				group.Port = node
			}
		}
	}
	return group
}
