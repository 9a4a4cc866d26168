package platform

import (
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"
)

// checkLabelName refuses the names that Prometheus keeps for itself.
func checkLabelName(s string) string {
	if strings.HasPrefix(s, "__") {
		return "names that begin with __ are Prometheus' own"
	}
	return ""
}

func checkLabelKey(s string) string {
	return strings.Join(validation.IsQualifiedName(s), "; ")
}
