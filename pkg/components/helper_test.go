package components

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"

	"github.com/example-org/platform-render/pkg/dashboards"
	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/routes"
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

// fake is a component for tests of the model: whatever it is told to offer and to build.
type fake struct {
	name  string
	offer Offer
	built Built
}

func (f fake) Name() string                  { return f.name }
func (f fake) Offer() Offer                  { return f.offer }
func (f fake) Build(*Catalog) (Built, error) { return f.built, nil }

// bare is a platform with no app, so that tests see only what they bring.
const bare = `apiVersion: platform.render/v1alpha1
kind: Platform
metadata: {name: small}
git: {repoURL: https://github.com/example-org/small.git}
aws: {accountID: "111122223333", region: us-east-1}
ingress:
  host: small.example.com
  loadBalancer: {certificateARN: arn:aws:acm:us-east-1:111122223333:certificate/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0}
environments:
  dev: {}
`

func space(name string) Namespace { return Namespace{Name: name, PodSecurity: Restricted} }

func plain(namespace, name string) kube.Resource {
	return &corev1.ConfigMap{ObjectMeta: kube.Meta(namespace, name)}
}

// offering is a component that offers dashboards of these folders, and an API under its own path if it has a name.
func offering(api string, folders ...string) Component {
	offer := Offer{Namespace: space("other")}
	if api != "" {
		offer.APIs = []API{{
			Name: api, Backend: routes.Backend{Namespace: "other", Service: api, Port: 9090},
			Path: "/" + api, Public: "https://small.example.com/" + api,
		}}
	}
	for _, folder := range folders {
		d := dashboards.Prometheus()
		d.UID, d.Folder = "dashboard-"+folder, folder
		offer.Dashboards = append(offer.Dashboards, d)
	}
	return fake{name: "other" + api, offer: offer}
}

// making makes these components, whatever the environment asks for.
func making(all ...Component) Maker {
	return func(*platform.Environment) []Component { return all }
}

// renderFakes renders a platform of these components alone.
func renderFakes(t *testing.T, fakes ...Component) (*Rendered, error) {
	t.Helper()
	return render(testEnv(t, bare), []Maker{making(fakes...)})
}

// renderText renders a platform that has these keys besides the bare ones, with components that stand in for others.
func renderText(t *testing.T, keys string, others ...Component) (*Rendered, error) {
	t.Helper()
	return render(testEnv(t, bare+keys), append(slices.Clone(makers), making(others...)))
}

func mustRender(t *testing.T, keys string, others ...Component) *Rendered {
	t.Helper()
	return mustRenderWith(t, bare+keys, append(slices.Clone(makers), making(others...))...)
}

// mustRenderWith renders a whole platform.yaml with these components alone.
func mustRenderWith(t *testing.T, text string, makers ...Maker) *Rendered {
	t.Helper()
	rendered, err := render(testEnv(t, text), makers)
	if err != nil {
		t.Fatal(err)
	}
	return rendered
}

func wavesOf(rendered *Rendered) map[string]int {
	all := map[string]int{}
	for _, app := range rendered.Applications {
		all[app.Name] = app.Wave
	}
	return all
}

func applicationOf(t *testing.T, rendered *Rendered, name string) Application {
	t.Helper()
	for _, app := range rendered.Applications {
		if app.Name == name {
			return app
		}
	}
	t.Fatalf("there is no Application %s", name)
	return Application{}
}

// objectOf is one object of an Application, by the name of its file.
func objectOf(t *testing.T, app Application, file string) kube.Object {
	t.Helper()
	for _, object := range app.Objects {
		if object.FileName() == file {
			return object
		}
	}
	t.Fatalf("%s has no %s", app.Name, file)
	return kube.Object{}
}

// chartValue follows keys through an Application's chart values, as Argo CD will read them; nil if there is no such value.
func chartValue(app Application, keys ...string) any {
	return field(app.Manifest.Fields, append([]string{"spec", "source", "helm", "valuesObject"}, keys...)...)
}

func field(value any, keys ...string) any {
	for _, key := range keys {
		fields, _ := value.(map[string]any)
		value = fields[key]
	}
	return value
}

// jsonOf is a value as JSON without spaces.
func jsonOf(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func wantParts(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%q is missing in:\n%s", part, text)
		}
	}
}
