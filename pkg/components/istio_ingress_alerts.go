package components

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/scrape"
)

// routeLabels tell the backends of routes from each other.
var routeLabels = []string{"destination_service_name", "destination_service_namespace"}

// routeThing names a backend in an alert.
const routeThing = "{{ $labels.destination_service_name }}.{{ $labels.destination_service_namespace }}"

// worthAnAlert is one request in a minute, for an hour or a day.
const worthAnAlert = "0.0167"

// routeObjectives are what the platform promises of its routes, as the gateway sees them: it also counts the requests that no
// backend took.
func routeObjectives(o platform.Objective) []scrape.RuleGroup {
	const requests = `istio_requests_total{reporter="source", source_workload="` + istioIngressName + `"`
	const duration = `istio_request_duration_milliseconds_%s{reporter="source", source_workload="` + istioIngressName + `"%s}[WINDOW]`
	count := fmt.Sprintf(duration, "count", "")
	return []scrape.RuleGroup{
		{Name: "routes-availability", Rules: scrape.Objective{
			Name: "route:errors", Alert: "RouteErrorBudget", By: routeLabels, Least: worthAnAlert,
			Bad: "rate(" + requests + `, response_code=~"5.."}[WINDOW])`, All: "rate(" + requests + "}[WINDOW])",
			Budget: budget(o.Availability), Thing: routeThing, What: "fail",
		}.Rules()},
		{Name: "routes-latency", Rules: scrape.Objective{
			Name: "route:slow", Alert: "RouteLatencyBudget", By: routeLabels, Least: worthAnAlert,
			Bad:    "rate(" + count + ") - ignoring (le) rate(" + fmt.Sprintf(duration, "bucket", `, le="`+bucket(o.Latency.Within)+`"`) + ")",
			All:    "rate(" + count + ")",
			Budget: budget(o.Latency.Percent), Thing: routeThing, What: "take longer than " + o.Latency.Within,
		}.Rules()},
	}
}

// budget is the part that may be bad where so many of a hundred must be good. What is no number is the loader's to report.
func budget(percent string) string {
	good, ok := new(big.Rat).SetString(percent)
	if !ok {
		return ""
	}
	bad := new(big.Rat).Sub(big.NewRat(1, 1), good.Quo(good, big.NewRat(100, 1)))
	return strings.TrimRight(bad.FloatString(5), "0")
}

// bucket is a duration as the bound of a histogram in milliseconds, as Prometheus 3 writes it: with its decimal point.
func bucket(duration string) string {
	d, _ := time.ParseDuration(duration) // the loader has checked it
	return strconv.FormatInt(d.Milliseconds(), 10) + ".0"
}
