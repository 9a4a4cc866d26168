package components

import (
	"testing"

	"github.com/example-org/platform-render/pkg/platform"
)

// testEnv loads a platform.yaml and returns its first environment.
func testEnv(t *testing.T, text string) *platform.Environment {
	t.Helper()
	loaded, err := platform.Load("platform.yaml", []byte(text))
	if err != nil {
		t.Fatalf("platform.yaml:\n%v", err)
	}
	return loaded.Environments[0]
}
