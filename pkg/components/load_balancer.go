package components

import (
	"encoding/json"
	"strconv"
	"strings"

	networkingv1 "k8s.io/api/networking/v1"

	"github.com/example-org/platform-render/pkg/aws"
	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/platform"
)

const loadBalancerOrigin = "ingress.loadBalancer"

// LoadBalancer is the load balancer in front of the gateway's node ports, whoever makes it.
func LoadBalancer(env *platform.Environment) aws.LoadBalancer {
	settings := env.Ingress.LoadBalancer
	return aws.LoadBalancer{
		Name: settings.Name, CertificateARN: settings.CertificateARN, SSLPolicy: aws.SSLPolicy(settings.MinTLSVersion),
		TargetPort: env.Ingress.NodePorts.HTTPS, StatusPort: env.Ingress.NodePorts.Status, Clients: settings.Clients,
	}
}

// balancerIngress describes the same load balancer to the AWS Load Balancer Controller. The target port is the one that the
// Service's port has on the nodes.
// Source: https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/
func balancerIngress(env *platform.Environment, namespace, service string, port int32) kube.Resource {
	ingress := &networkingv1.Ingress{ObjectMeta: kube.Meta(namespace, "public")}
	for key, value := range balancerAnnotations(LoadBalancer(env)) {
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
	return map[string]string{
		"load-balancer-name":           lb.Name,
		"load-balancer-attributes":     "routing.http.drop_invalid_header_fields.enabled=true",
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
