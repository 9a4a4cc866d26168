package components

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/example-org/platform-render/pkg/platform"
)

// An app cannot have the name of what else becomes an Application or a folder beside it: one would replace the other.
func TestApplicationNamesAreDistinct(t *testing.T) {
	const app = "apps: {%s: {image: example.com/web:1.0.0, port: 8080}}\n"
	for name, want := range map[string]string{
		"apps":          `platform.yaml:11:14: apps.apps: "apps" is taken by the folder of all Applications: choose another name`,
		"small":         `platform.yaml:11:15: apps.small: "small" is taken by the root Application, which is called as the platform (platform.yaml:3:18): choose another name`,
		"istiod-config": `platform.yaml:11:23: apps.istiod-config: "istiod-config" is taken by an Application of istiod: choose another name`,
	} {
		if _, err := renderText(t, fmt.Sprintf(app, name)); err == nil || err.Error() != want {
			t.Errorf("got:  %v\nwant: %s", err, want)
		}
	}
}

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
