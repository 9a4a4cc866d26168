package layout

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/example-org/platform-render/pkg/routes"
)

// loadBalancerIdle is how long an Application Load Balancer waits for data by default, which no route can outlast.
const loadBalancerIdle = time.Minute

// needs is what the routes ask of the load balancer beside one host, one target group and its own defaults.
type needs struct {
	// Hosts are those that its certificate must name, if there are several.
	Hosts []string
	// GRPC are the routes that need HTTP/2 all the way.
	GRPC []routes.Route
	// IdleTimeout is how long it must wait for data, in seconds; 0 if its default is long enough.
	IdleTimeout int
}

func needsOf(table routes.Table) needs {
	var n needs
	if hosts := table.Hosts(); len(hosts) > 1 {
		n.Hosts = hosts
	}
	longest := loadBalancerIdle
	for _, route := range table.Routes {
		if route.GRPC {
			n.GRPC = append(n.GRPC, route)
		}
		if route.Traffic != nil {
			timeout, _ := time.ParseDuration(route.Traffic.Timeout) // "" for none
			longest = max(longest, timeout)
		}
	}
	if longest > loadBalancerIdle {
		n.IdleTimeout = int(longest.Seconds()) + 1
	}
	return n
}

// treated is what is special about the way of a route's requests, in words.
func treated(route routes.Route) string {
	var all []string
	if canary := route.Backend.Canary; canary != nil {
		all = append(all, fmt.Sprintf("%d %% to the canary", canary.Weight))
	}
	if t := route.Traffic; t != nil {
		for what, set := range map[string]bool{
			"timeout " + t.Timeout: t.Timeout != "", "retries": t.Retries != nil && t.Retries.Attempts > 0, "circuit breaker": t.CircuitBreaker != nil,
			"CORS": t.CORS != nil, "headers": t.Headers != nil, "mirror": t.Mirror != nil, "session affinity": t.SessionAffinity != nil, "faults": t.Fault != nil,
		} {
			if set {
				all = append(all, what)
			}
		}
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}
