package components

import (
	"strings"
	"testing"
)

// What the platform promises is what the alerts compare with: a budget of a hundred less the promise, and a bound of Envoy's
// histograms as Prometheus writes it.
func TestRoutesKeepTheObjective(t *testing.T) {
	rendered := mustRender(t, `storage: {classes: {gp3: {default: true}}}
monitoring:
  prometheus: {storage: {size: 1Gi}}
  objective: {availability: 99.95, latency: {percent: 90, within: 2500ms}}
`)
	want := map[string]string{"RouteErrorBudgetBurnsFast": "14.4 * 0.0005", "RouteLatencyBudgetBurnsFast": "14.4 * 0.1"}
	slow := false
	for _, group := range rendered.Catalog.Rules() {
		for _, rule := range group.Rules {
			if part := want[rule.Alert]; part != "" && strings.Contains(rule.Expr, "> "+part+" and") {
				delete(want, rule.Alert)
			}
			slow = slow || strings.Contains(rule.Expr, `le="2500.0"`)
		}
	}
	if len(want) > 0 || !slow {
		t.Errorf("not found: %v; the bound of the histogram: %t", want, slow)
	}
}
