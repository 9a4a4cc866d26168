package platform

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/api/resource"
)

// maxDuration keeps durations well inside what Go can count.
const maxDuration = 100 * 365 * 24 * time.Hour

var durationPart = regexp.MustCompile(`([0-9]+)(ms|[ywdhms])`)

var durationUnits = map[string]time.Duration{
	"ms": time.Millisecond, "s": time.Second, "m": time.Minute, "h": time.Hour,
	"d": 24 * time.Hour, "w": 7 * 24 * time.Hour, "y": 365 * 24 * time.Hour,
}

// parseDuration reads a duration as Prometheus writes it. What is more than maxDuration is a little more than it.
func parseDuration(s string) time.Duration {
	var sum time.Duration
	for _, part := range durationPart.FindAllStringSubmatch(s, -1) {
		n, err := strconv.ParseInt(part[1], 10, 64)
		unit := durationUnits[part[2]]
		if err != nil || n > int64((maxDuration-sum)/unit) {
			return maxDuration + 1
		}
		sum += time.Duration(n) * unit
	}
	return sum
}

func checkDuration(s string) string {
	switch d := parseDuration(s); {
	case s == "":
		return "it is empty"
	case strings.Trim(s, "0123456789") == "":
		return "it has no unit"
	case !patterns["duration"].MatchString(s):
		return ""
	case d == 0:
		return "it is zero"
	case d > maxDuration:
		return "it is more than a hundred years"
	}
	return ""
}

func checkGoDuration(s string) string {
	if strings.ContainsAny(s, "dwy") {
		return "days and longer are written in hours"
	}
	return checkDuration(s)
}

func checkHours(s string) string {
	switch {
	case strings.HasSuffix(s, "d"):
		return "days are written in hours"
	case parseDuration(s) > maxDuration:
		return "it is more than a hundred years"
	}
	return ""
}

// amount is a number and perhaps a unit.
var amount = regexp.MustCompile(`^([0-9]{1,15}(?:\.[0-9]{1,9})?)\s*([A-Za-z]*)$`)

// parseAmount reads a quantity of Kubernetes. It never meets an exponent, which could ask for gigabytes of digits.
func parseAmount(s string) (resource.Quantity, bool) {
	if !amount.MatchString(s) {
		return resource.Quantity{}, false
	}
	q, err := resource.ParseQuantity(s)
	return q, err == nil
}

func checkCPU(s string) string {
	q, ok := parseAmount(s)
	switch {
	case !ok:
		return ""
	case q.IsZero():
		return "it is not above zero"
	case strings.Trim(s, "0123456789.m") != "":
		return "CPU is counted in cores (2) or thousandths (250m)"
	case q.Cmp(resource.MustParse("1m")) < 0:
		return "1m is the least"
	case q.Cmp(resource.MustParse("10k")) > 0:
		return "it is more than any node has"
	}
	return ""
}

func checkBytes(s string) string {
	q, ok := parseAmount(s)
	switch {
	case !ok:
		return unitHint(s)
	case q.IsZero():
		return "it is not above zero"
	case strings.HasSuffix(s, "m"):
		return "m means thousandths of a byte; mebibytes are " + quote(strings.TrimSuffix(s, "m")+"Mi")
	case q.Cmp(resource.MustParse("1Mi")) < 0:
		return "it is less than 1Mi; is the unit missing?"
	case q.Cmp(resource.MustParse("1Pi")) > 0:
		return "it is more than 1Pi"
	}
	return ""
}

// unitHint guesses the unit that was meant: 8GB, 8gb and 8gi are all written 8Gi or 8G by Kubernetes.
func unitHint(s string) string {
	m := amount.FindStringSubmatch(s)
	if m == nil || m[2] == "" || len(m[2]) > 3 {
		return ""
	}
	letter := strings.ToUpper(m[2][:1])
	if !strings.Contains("KMGTP", letter) {
		return "there is no unit " + quote(m[2])
	}
	decimal := letter
	if letter == "K" {
		decimal = "k"
	}
	return "write " + m[1] + letter + "i (of 1024) or " + m[1] + decimal + " (of 1000)"
}
