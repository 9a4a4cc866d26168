package components

import (
	"regexp"
	"strconv"
	"time"
)

const day = 24 * time.Hour

// durationUnits are those of platform.yaml, which are Prometheus'.
var durationUnits = map[string]time.Duration{
	"ms": time.Millisecond, "s": time.Second, "m": time.Minute, "h": time.Hour, "d": day, "w": 7 * day, "y": 365 * day,
}

var durationParts = regexp.MustCompile(`([0-9]+)(ms|[smhdwy])`)

// canonicalDuration prints a duration of platform.yaml as Go does: 1d is 24h0m0s. Kubernetes keeps that text as it is.
func canonicalDuration(text string) string {
	var total time.Duration
	for _, part := range durationParts.FindAllStringSubmatch(text, -1) {
		amount, _ := strconv.ParseInt(part[1], 10, 64) // the loader has checked it
		total += time.Duration(amount) * durationUnits[part[2]]
	}
	return total.String()
}
