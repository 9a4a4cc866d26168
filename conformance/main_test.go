// Package conformance asks Istio's own code what the tool says of the trees that it renders: the configuration that pilot would give to
// the gateway, Istio's validation, and all its analyzers. It is a module of its own, so that nothing of Istio reaches the tool.
package conformance

import (
	"os"
	"testing"

	"istio.io/istio/pkg/log"
)

// Istio's own log would hide what the tests say.
func TestMain(m *testing.M) {
	for _, scope := range log.Scopes() {
		scope.SetOutputLevel(log.NoneLevel)
	}
	os.Exit(m.Run())
}
