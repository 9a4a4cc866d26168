package components

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	networkingv1 "k8s.io/api/networking/v1"

	"github.com/example-org/platform-render/pkg/aws"
	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/routes"
)

const loadBalancerOrigin = "ingress.loadBalancer"

// LoadBalancer is the load balancer in front of the gateway's node ports, whoever makes it.
func LoadBalancer(cat *Catalog) aws.LoadBalancer {
	ingress := cat.Env.Ingress
	lb := aws.LoadBalancer{
		Name: ingress.LoadBalancer.Name, CertificateARN: ingress.LoadBalancer.CertificateARN,
		SSLPolicy:  aws.SSLPolicy(ingress.LoadBalancer.MinTLSVersion),
		TargetPort: ingress.NodePorts.HTTPS, StatusPort: ingress.NodePorts.Status, Clients: ingress.LoadBalancer.Clients,
		IdleTimeout: idleTimeout(cat.Routes),
	}
	for _, route := range cat.Routes.Routes {
		if route.GRPC {
			lb.HTTP2 = append(lb.HTTP2, aws.URL{Host: route.Host, Path: route.Path})
		}
	}
	return lb
}

// idleTimeout is longer than the longest timeout of a route, which could otherwise never be waited for; 0 if AWS' default is.
func idleTimeout(table routes.Table) int {
	longest := time.Duration(0)
	for _, route := range table.Routes {
		if route.Traffic != nil {
			timeout, _ := time.ParseDuration(route.Traffic.Timeout) // "" for none
			longest = max(longest, timeout)
		}
	}
	if longest < time.Minute {
		return 0
	}
	return int(longest.Seconds()) + 1
}

// balancerIngress describes the same load balancer to the AWS Load Balancer Controller. The target port is the one that the
// Service's port has on the nodes.
// Source: https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/
func balancerIngress(cat *Catalog, namespace, service string, port int32) kube.Resource {
	ingress := &networkingv1.Ingress{ObjectMeta: kube.Meta(namespace, "public")}
	for key, value := range balancerAnnotations(LoadBalancer(cat)) {
		kube.Annotate(ingress, "alb.ingress.kubernetes.io/"+key, value)
	}
	ingress.Spec = networkingv1.IngressSpec{
		IngressClassName: ptr("alb"),
		DefaultBackend: &networkingv1.IngressBackend{Service: &networkingv1.IngressServiceBackend{
			Name: service, Port: networkingv1.ServiceBackendPort{Number: port},
		}},
	}
	return ingress
}

func balancerAnnotations(lb aws.LoadBalancer) map[string]string {
	ports, _ := json.Marshal([]map[string]int{{"HTTP": aws.PortHTTP}, {"HTTPS": aws.PortHTTPS}}) // cannot fail
	attributes := "routing.http.drop_invalid_header_fields.enabled=true"
	if lb.IdleTimeout > 0 {
		attributes += ",idle_timeout.timeout_seconds=" + strconv.Itoa(lb.IdleTimeout)
	}
	return map[string]string{
		"load-balancer-name":           lb.Name,
		"load-balancer-attributes":     attributes,
		"scheme":                       "internet-facing",
		"inbound-cidrs":                strings.Join(lb.Clients, ","),
		"listen-ports":                 string(ports),
		"ssl-redirect":                 strconv.Itoa(aws.PortHTTPS),
		"certificate-arn":              lb.CertificateARN,
		"ssl-policy":                   lb.SSLPolicy,
		"target-type":                  "instance",
		"backend-protocol":             "HTTPS",
		"backend-protocol-version":     "HTTP1",
		"healthcheck-protocol":         "HTTP",
		"healthcheck-port":             strconv.Itoa(int(lb.StatusPort)),
		"healthcheck-path":             aws.HealthPath,
		"healthcheck-interval-seconds": strconv.Itoa(aws.HealthInterval),
		"healthcheck-timeout-seconds":  strconv.Itoa(aws.HealthTimeout),
		"healthy-threshold-count":      strconv.Itoa(aws.HealthyAfter),
		"unhealthy-threshold-count":    strconv.Itoa(aws.UnhealthyAfter),
		"success-codes":                aws.HealthCodes,
	}
}
