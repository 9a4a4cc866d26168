package platform

import "strings"

// checkLabelName refuses the names that Prometheus keeps for itself.
func checkLabelName(s string) string {
	if strings.HasPrefix(s, "__") {
		return "names that begin with __ are Prometheus' own"
	}
	return ""
}
