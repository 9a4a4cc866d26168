package routes

import (
	networking "istio.io/api/networking/v1"

	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/platform"
)

// DestinationRule is how every client treats a Service: the gateway and all sidecars, for it stands in the Service's own
// namespace, whose rules all of them see (istio.io/istio pilot/pkg/model/push_context.go, destinationRule). It says nothing of
// TLS, so that mutual TLS stays automatic. The versions are the Service's subsets; path is the route's, for its cookie. It is
// nil if there is nothing to say.
func (b Backend) DestinationRule(versions []string, path string, traffic *platform.Traffic) kube.Resource {
	policy := trafficPolicy(path, traffic)
	if policy == nil && len(versions) == 0 {
		return nil
	}
	rule := &networking.DestinationRule{Host: b.Host(), TrafficPolicy: policy}
	for _, version := range versions {
		rule.Subsets = append(rule.Subsets, &networking.Subset{Name: version, Labels: map[string]string{VersionLabel: version}})
	}
	return kube.NewCustom(apiVersion, "DestinationRule", b.Namespace, b.Service, rule)
}

func trafficPolicy(path string, traffic *platform.Traffic) *networking.TrafficPolicy {
	if traffic == nil || traffic.CircuitBreaker == nil && traffic.SessionAffinity == nil {
		return nil
	}
	policy := &networking.TrafficPolicy{}
	if breaker := traffic.CircuitBreaker; breaker != nil {
		policy.ConnectionPool = connectionPool(breaker)
		policy.OutlierDetection = outlierDetection(breaker.OutlierDetection)
	}
	if affinity := traffic.SessionAffinity; affinity != nil {
		policy.LoadBalancer = &networking.LoadBalancerSettings{
			LbPolicy: &networking.LoadBalancerSettings_ConsistentHash{ConsistentHash: consistentHash(path, affinity)},
		}
	}
	return policy
}

// connectionPool leaves out what is not limited: Istio refuses a pool that limits nothing.
func connectionPool(b *platform.CircuitBreaker) *networking.ConnectionPoolSettings {
	pool := &networking.ConnectionPoolSettings{}
	if b.MaxConnections > 0 {
		pool.Tcp = &networking.ConnectionPoolSettings_TCPSettings{MaxConnections: b.MaxConnections}
	}
	if b.MaxPendingRequests > 0 || b.MaxRequests > 0 || b.MaxRequestsPerConnection > 0 {
		pool.Http = &networking.ConnectionPoolSettings_HTTPSettings{
			Http1MaxPendingRequests: b.MaxPendingRequests, Http2MaxRequests: b.MaxRequests, MaxRequestsPerConnection: b.MaxRequestsPerConnection,
		}
	}
	if pool.Tcp == nil && pool.Http == nil {
		return nil
	}
	return pool
}

func outlierDetection(o *platform.OutlierDetection) *networking.OutlierDetection {
	if o == nil {
		return nil
	}
	return &networking.OutlierDetection{
		Consecutive_5XxErrors: count(o.ConsecutiveErrors),
		Interval:              duration(o.Interval),
		BaseEjectionTime:      duration(o.BaseEjectionTime),
		MaxEjectionPercent:    o.MaxEjectionPercent,
	}
}

// consistentHash has the proxy make a cookie for a client that has none. A lifetime of 0 is the browser's session. Envoy adds
// HttpOnly by itself.
func consistentHash(path string, a *platform.SessionAffinity) *networking.LoadBalancerSettings_ConsistentHashLB {
	if a.Header != "" {
		return &networking.LoadBalancerSettings_ConsistentHashLB{
			HashKey: &networking.LoadBalancerSettings_ConsistentHashLB_HttpHeaderName{HttpHeaderName: a.Header},
		}
	}
	return &networking.LoadBalancerSettings_ConsistentHashLB{
		HashKey: &networking.LoadBalancerSettings_ConsistentHashLB_HttpCookie{
			HttpCookie: &networking.LoadBalancerSettings_ConsistentHashLB_HTTPCookie{
				Name: a.Cookie, Path: path, Ttl: duration(a.TTL), Attributes: cookieAttributes(),
			},
		},
	}
}

// cookieAttributes keep the cookie off plain HTTP and off the requests of other sites.
func cookieAttributes() []*networking.LoadBalancerSettings_ConsistentHashLB_HTTPCookie_Attribute {
	return []*networking.LoadBalancerSettings_ConsistentHashLB_HTTPCookie_Attribute{
		{Name: "Secure"}, {Name: "SameSite", Value: "Lax"},
	}
}
