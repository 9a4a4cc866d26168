package conformance

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The versions of External Secrets whose definitions testdata has: the newest, which is the one that is pinned, and the last of 1.x.
const (
	newest = "2.9.0"
	older  = "1.3.2"
)

func definitionsOf(t *testing.T, version string) definitions {
	t.Helper()
	if version == older {
		return readDefinitions(t, "testdata/crds", "testdata/crds-1.x")
	}
	return readDefinitions(t, "testdata/crds")
}

// renderedFor renders this repository's platform and those of testdata/secrets with a tool that pins a version of External Secrets.
func renderedFor(t *testing.T, version string) map[string][]byte {
	t.Helper()
	render := filepath.Join(t.TempDir(), "render")
	const pin = "github.com/example-org/platform-render/pkg/components.externalSecretsVersion="
	inRoot(t, "go", "build", "-ldflags", "-X "+pin+version, "-o", render, "./cmd/render")
	platforms, err := filepath.Glob("testdata/secrets/*.yaml")
	if err != nil || len(platforms) == 0 {
		t.Fatalf("testdata/secrets has no platform: %v", err)
	}
	all := map[string][]byte{}
	for _, platform := range append(platforms, filepath.Join(root, "platform.yaml")) {
		absolute, err := filepath.Abs(platform)
		if err != nil {
			t.Fatal(err)
		}
		out := t.TempDir()
		inRoot(t, render, "--platform", absolute, "--out", out)
		for file, text := range manifests(t, out) {
			all[filepath.Base(platform)+" "+file] = text
		}
	}
	return all
}

func inRoot(t *testing.T, name string, args ...string) {
	t.Helper()
	command := exec.Command(name, args...)
	command.Dir = root
	if text, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", name, err, text)
	}
}

// Each version takes what is rendered for it as it is, every kind and every form of secret: it knows all fields and fills in nothing.
// No other version's stores would be taken so: that is why the version decides.
func TestExternalSecretsTakeWhatIsRenderedForThem(t *testing.T) {
	strange := map[string]string{newest: "defaulting changes", older: "unknown field spec.provider.aws.sessionTagsPolicy"}
	for _, rendered := range []string{newest, older} {
		files := renderedFor(t, rendered)
		for _, served := range []string{newest, older} {
			checked, faults := definitionsOf(t, served).faults(t, files)
			for _, kind := range []string{"ClusterSecretStore", "ExternalSecret", "Password", "SecretStore"} {
				if checked[kind] < 2 {
					t.Errorf("%s: only %d of kind %s", rendered, checked[kind], kind)
				}
			}
			if rendered != served && len(faults) != checked["ClusterSecretStore"]+checked["SecretStore"] {
				t.Errorf("%s serves what is rendered for %s with %d faults", served, rendered, len(faults))
			}
			for _, fault := range faults {
				if rendered == served || !strings.Contains(fault, strange[served]) {
					t.Errorf("%s serves what is rendered for %s: %s", served, rendered, fault)
				}
			}
		}
	}
}
