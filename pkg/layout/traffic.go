package layout

import (
	"fmt"
	"slices"
	"strings"

	"github.com/example-org/platform-render/pkg/routes"
)

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
