package platform

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

func (e *Environment) deriveAWS() {
	name := e.Platform + "-" + e.Name
	orElse(&e.AWS.RolePrefix, name+"-")
	orElse(&e.AWS.ClusterName, name)
	orElse(&e.Ingress.LoadBalancer.Name, loadBalancerName(name))
}

// maxLoadBalancerName leaves room for a dash and a node port: AWS takes 32 characters for a target group.
const maxLoadBalancerName = 26

// loadBalancerName is a name, or its beginning and its fingerprint if AWS would not take the whole of it.
func loadBalancerName(name string) string {
	if len(name) <= maxLoadBalancerName {
		return name
	}
	sum := sha256.Sum256([]byte(name))
	fingerprint := hex.EncodeToString(sum[:])[:8]
	return strings.TrimRight(name[:maxLoadBalancerName-len(fingerprint)-1], "-") + "-" + fingerprint
}
