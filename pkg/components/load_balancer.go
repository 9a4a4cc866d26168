package components

import (
	"github.com/example-org/platform-render/pkg/aws"
	"github.com/example-org/platform-render/pkg/platform"
)

// LoadBalancer is the load balancer in front of the gateway's node ports, whoever makes it.
func LoadBalancer(env *platform.Environment) aws.LoadBalancer {
	settings := env.Ingress.LoadBalancer
	return aws.LoadBalancer{
		Name: settings.Name, CertificateARN: settings.CertificateARN, SSLPolicy: aws.SSLPolicy(settings.MinTLSVersion),
		TargetPort: env.Ingress.NodePorts.HTTPS, StatusPort: env.Ingress.NodePorts.Status, Clients: settings.Clients,
	}
}
