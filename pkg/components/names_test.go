package components

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/example-org/platform-render/pkg/platform"
)

// The loader refuses apps in the name and in the namespace of every component that there is: its lists lack none.
func TestAppsCannotTakeTheNamesOfComponents(t *testing.T) {
	text, err := os.ReadFile("../../platform.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, offer := range mustRenderWith(t, string(text), makers...).Catalog.Offers {
		if strings.HasPrefix(offer.Origin, "apps.") {
			continue
		}
		name, namespace := offer.Component.Name(), offer.Namespace.Name
		for key, app := range map[string]string{
			"apps." + name:        fmt.Sprintf("%s: {image: a:1, port: 8080}", name),
			"apps.mine.namespace": fmt.Sprintf("mine: {image: a:1, port: 8080, namespace: %s}", namespace),
		} {
			_, err := platform.Load("platform.yaml", fmt.Appendf(nil, "%smonitoring: {}\napps: {%s}\n", bare, app))
			if err == nil || !strings.Contains(err.Error(), ": "+key+": ") {
				t.Errorf("%s: %s is not refused: %v", key, app, err)
			}
		}
	}
}
