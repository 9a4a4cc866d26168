package layout

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/argoproj/argo-cd/v2/pkg/apis/application/v1alpha1"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	networking "istio.io/api/networking/v1"
	security "istio.io/api/security/v1"
	telemetry "istio.io/api/telemetry/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/yaml"

	"github.com/example-org/platform-render/pkg/components"
	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/routes/simulate"
	"github.com/example-org/platform-render/pkg/tree"
)

// top is the repository, whose platform.yaml and out/ these tests are about.
const top = "../.."

func renderSeed(t testing.TB) (*platform.Loaded, []*components.Rendered) {
	t.Helper()
	loaded, err := platform.Read(top + "/platform.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var all []*components.Rendered
	for _, env := range loaded.Environments {
		rendered, err := components.Render(env)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, rendered)
	}
	return loaded, all
}

// The committed out/ is, to the byte, what platform.yaml renders.
func TestCommittedTreeIsWhatPlatformRenders(t *testing.T) {
	loaded, rendered := renderSeed(t)
	files, err := Files(loaded.Name, rendered)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := tree.NewPlan(files)
	if err != nil {
		t.Fatal(err)
	}
	diff, err := plan.Compare(top + "/out")
	if err != nil {
		t.Fatal(err)
	}
	if !diff.Empty() {
		t.Errorf("go run ./cmd/render would create %q, update %q, remove %q; strangers: %v", diff.Create, diff.Update, diff.Remove, diff.Strangers)
	}
}

// The committed schema and reference page are what the types say.
func TestCommittedDocsAreWhatTypesSay(t *testing.T) {
	text, err := platform.Schema()
	if err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string][]byte{"platform.schema.json": text, "docs/platform.md": platform.Markdown()} {
		if got, err := os.ReadFile(path.Join(top, file)); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not what the types say: run make docs (%v)", file, err)
		}
	}
}

// each calls do with every manifest of out/.
func each(t *testing.T, do func(path string, data []byte, object kube.Object)) {
	t.Helper()
	out := os.DirFS(top + "/out")
	count := 0
	err := fs.WalkDir(out, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".yaml") {
			return err
		}
		data, err := fs.ReadFile(out, path)
		if err != nil {
			return err
		}
		object, err := kube.Parse(data)
		if err != nil {
			return err
		}
		count++
		do(path, data, object)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if count == 0 {
		t.Fatal("there is no manifest under out/")
	}
}

// istioSpecs are the Istio kinds that the tree may hold, as Istio itself reads their specs.
var istioSpecs = map[string]func() proto.Message{
	"Gateway":               func() proto.Message { return &networking.Gateway{} },
	"VirtualService":        func() proto.Message { return &networking.VirtualService{} },
	"DestinationRule":       func() proto.Message { return &networking.DestinationRule{} },
	"PeerAuthentication":    func() proto.Message { return &security.PeerAuthentication{} },
	"ServiceEntry":          func() proto.Message { return &networking.ServiceEntry{} },
	"RequestAuthentication": func() proto.Message { return &security.RequestAuthentication{} },
	"AuthorizationPolicy":   func() proto.Message { return &security.AuthorizationPolicy{} },
	"Telemetry":             func() proto.Message { return &telemetry.Telemetry{} },
}

// othersKinds are judged by their CRDs' schemas elsewhere: their Go types are not worth a dependency.
var othersKinds = []string{"Certificate", "ClusterIssuer", "ClusterSecretStore", "ExternalSecret", "Issuer", "Password"}

// Each manifest decodes into upstream's own type with no unknown field.
func TestManifestsDecodeStrictly(t *testing.T) {
	each(t, func(path string, data []byte, object kube.Object) {
		if err := decode(data, object); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	})
}

func decode(data []byte, object kube.Object) error {
	gvk := schema.FromAPIVersionAndKind(object.APIVersion(), object.Kind())
	switch {
	case gvk.Kind == "Application":
		return yaml.UnmarshalStrict(data, &v1alpha1.Application{})
	case gvk.Kind == "AppProject":
		return yaml.UnmarshalStrict(data, &v1alpha1.AppProject{})
	case strings.HasSuffix(gvk.Group, ".istio.io"):
		return decodeIstio(object)
	case kube.Known(gvk):
		typed, err := kube.New(gvk)
		if err != nil {
			return err
		}
		return yaml.UnmarshalStrict(data, typed)
	case slices.Contains(othersKinds, gvk.Kind):
		return nil
	}
	return os.ErrInvalid
}

func decodeIstio(object kube.Object) error {
	spec, ok := istioSpecs[object.Kind()]
	if !ok {
		return os.ErrInvalid
	}
	text, err := json.Marshal(object.Fields["spec"])
	if err != nil {
		return err
	}
	return protojson.Unmarshal(text, spec())
}

// No manifest holds what only a cluster writes, or what says nothing.
func TestManifestsHoldNoNoise(t *testing.T) {
	each(t, func(path string, data []byte, object kube.Object) {
		noise(object.Fields, "", func(key, what string) { t.Errorf("%s: %s is %s", path, key, what) })
		if !tree.Marked(data) {
			t.Errorf("%s does not say that it is generated", path)
		}
	})
}

func noise(value any, key string, found func(key, what string)) {
	switch value := value.(type) {
	case nil:
		found(key, "null")
	case []any:
		for _, item := range value {
			noise(item, key+"[]", found)
		}
	case map[string]any:
		if len(value) == 0 {
			found(key, "an empty map")
		}
		for name, child := range value {
			if name == "creationTimestamp" || name == "status" && key == "" {
				found(name, "there")
			}
			noise(child, key+"."+name, found)
		}
	}
}

// Each URL of the platform, asked of the rendered tree, reaches a workload behind the Service that the route is for; so does its path
// without the slash.
func TestRoutesLeadToServices(t *testing.T) {
	_, rendered := renderSeed(t)
	for _, environment := range rendered {
		env := environment.Catalog.Env
		site, err := simulate.Read(path.Join(top, "out", env.Name))
		if err != nil {
			t.Fatal(err)
		}
		var paths []string
		for _, route := range environment.Catalog.Routes.Routes {
			paths = append(paths, route.Path)
			want := fmt.Sprintf("%s/%s:%d", route.Backend.Namespace, route.Backend.Service, route.Backend.Port)
			for _, address := range []string{route.URL(), strings.TrimSuffix(route.URL(), "/")} {
				reaches(t, site, address, want)
			}
		}
		for _, want := range []string{"/grafana/", "/prometheus/", "/kiali/", "/argocd/", "/dbt-docs/", "/game-2048/"} {
			if !slices.Contains(paths, want) {
				t.Errorf("%s: nothing serves %s", env.Name, want)
			}
		}
	}
}

func reaches(t *testing.T, site *simulate.Tree, address, want string) {
	t.Helper()
	request, err := simulate.ParseURL(address)
	if err != nil {
		t.Fatal(err)
	}
	request.LoggedIn = true
	answers := site.Follow(request)
	for _, end := range answers[len(answers)-1].Ends {
		if end.Outcome != simulate.Reaches || end.Service != want {
			t.Errorf("%s should reach %s:\n%s", address, want, answers[len(answers)-1])
		}
	}
}

// Each system of the platform has an Application.
func TestEverySystemHasAnApplication(t *testing.T) {
	for _, name := range []string{
		"istio-base", "istio-cni", "istiod", "istio-ingress", "prometheus", "alertmanager", "grafana", "kiali", "argocd",
		"external-secrets", "cert-manager", "node-exporter", "kube-state-metrics", "storage", "namespaces", "dbt-docs", "game-2048",
	} {
		if _, err := os.Stat(path.Join(top, "out/dev/apps/application-"+name+".yaml")); err != nil {
			t.Error(err)
		}
	}
}

// Nothing in a project is a wildcard: what it allows is told one by one.
func TestProjectsHoldNoWildcard(t *testing.T) {
	_, rendered := renderSeed(t)
	for _, environment := range rendered {
		for _, project := range environment.Projects {
			wildcard(t, project.Name(), project.Fields["spec"])
		}
	}
}

func wildcard(t *testing.T, key string, value any) {
	switch value := value.(type) {
	case string:
		if strings.Contains(value, "*") {
			t.Errorf("%s is %q", key, value)
		}
	case []any:
		for _, item := range value {
			wildcard(t, key+"[]", item)
		}
	case map[string]any:
		for name, child := range value {
			wildcard(t, key+"."+name, child)
		}
	}
}
