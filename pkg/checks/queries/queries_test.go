package queries

import (
	"testing"

	"github.com/example-org/platform-render/pkg/checks/checkstest"
)

// Each check finds what it is there for, and nothing in what is right.
func TestChecks(t *testing.T) { checkstest.Run(t, Checks) }
