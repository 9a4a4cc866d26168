package conformance

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
	"time"

	"istio.io/istio/pkg/config/analysis/analyzers"
	"istio.io/istio/pkg/config/analysis/diag"
	"istio.io/istio/pkg/config/analysis/local"
	"istio.io/istio/pkg/config/schema/collections"
	"istio.io/istio/pkg/test"
	"istio.io/istio/pkg/util/protomarshal"
	"istio.io/istio/security/pkg/pki/util"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"
)

// Istio's webhook would take every object of its kinds, and warn of none.
func TestIstioValidatesEveryObject(t *testing.T) {
	for _, name := range environments(t) {
		objects := newCluster(t, environment(t, name)).istio
		if len(objects) == 0 {
			t.Errorf("out/%s has nothing for Istio", name)
		}
		for _, object := range objects {
			schema, ok := collections.PilotGatewayAPI().FindByGroupVersionAliasesKind(object.GroupVersionKind)
			if !ok {
				t.Fatalf("Istio does not know %s", object.GroupVersionKind)
			}
			if warning, err := schema.ValidateConfig(object); warning != nil || err != nil {
				t.Errorf("out/%s: %s %s/%s: warning %v, error %v", name, object.GroupVersionKind.Kind, object.Namespace, object.Name, warning, err)
			}
		}
	}
}

// What `istioctl analyze` would say of a cluster with an environment in it is explained in docs/istio-analysis.md, and nothing else is.
func TestIstioAnalyzesWithoutSurprise(t *testing.T) {
	explained := explanations(t)
	seen := map[string]bool{}
	for _, name := range environments(t) {
		for _, m := range analyze(t, environment(t, name)) {
			key := m.Type.Code() + " " + m.Resource.Origin.FriendlyName()
			seen[key] = true
			if m.Type.Level() == diag.Error || !explained[key] {
				t.Errorf("out/%s: %s %s: %s", name, m.Type.Level(), key, fmt.Sprintf(m.Type.Template(), m.Parameters...))
			}
		}
	}
	for key := range explained {
		if !seen[key] {
			t.Errorf("docs/istio-analysis.md explains %s, which is not said any more", key)
		}
	}
}

var row = regexp.MustCompile("(?m)^\\| (IST\\d+) \\| `([^`]+)` \\| [^|]+ \\|$")

// explanations are the rows of the page: code and object.
func explanations(t *testing.T) map[string]bool {
	t.Helper()
	page, err := os.ReadFile(filepath.Join(root, "docs", "istio-analysis.md"))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, match := range row.FindAllStringSubmatch(string(page), -1) {
		found[match[1]+" "+match[2]] = true
	}
	return found
}

// analyze runs all analyzers of Istio on a tree and on what the cluster makes of it, and gives back errors and warnings.
func analyze(t *testing.T, files map[string][]byte) diag.Messages {
	t.Helper()
	analyzer := local.NewIstiodAnalyzer(analyzers.AllCombined(), "", "istio-system", nil)
	// The first source fixes which kinds are looked at, and so which analyzers run: it must be this one, with the kinds of a running
	// cluster.
	if err := analyzer.AddTestReaderKubeSource(sources(t, files)); err != nil {
		t.Fatal(err)
	}
	result, err := analyzer.Analyze(test.NewStop(t))
	if err != nil {
		t.Fatal(err)
	}
	if len(result.SkippedAnalyzers) > 0 || len(result.ExecutedAnalyzers) != len(analyzers.All()) {
		t.Errorf("%d of %d analyzers ran, without %v", len(result.ExecutedAnalyzers), len(analyzers.All()), result.SkippedAnalyzers)
	}
	return slices.DeleteFunc(result.Messages, func(m diag.Message) bool { return m.Type.Level() == diag.Info })
}

// sources are the manifests, the mesh's configuration, and what controllers make of them: pods, and the Secrets of Certificates.
func sources(t *testing.T, files map[string][]byte) []local.ReaderSource {
	t.Helper()
	c := newCluster(t, files)
	var all []local.ReaderSource
	for _, name := range slices.Sorted(maps.Keys(files)) {
		all = append(all, local.ReaderSource{Name: name, Reader: bytes.NewReader(files[name])})
		if secret := certificateSecret(t, files[name]); secret != nil {
			all = append(all, source(t, secret))
		}
	}
	for _, pod := range c.pods {
		pod.APIVersion, pod.Kind = "v1", "Pod"
		all = append(all, source(t, pod))
	}
	text, err := protomarshal.ToYAML(c.mesh)
	if err != nil {
		t.Fatal(err)
	}
	return append(all, source(t, &corev1.ConfigMap{
		TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: "ConfigMap"},
		ObjectMeta: metav1.ObjectMeta{Name: "istio", Namespace: "istio-system"},
		Data:       map[string]string{"mesh": text},
	}))
}

func source(t *testing.T, object metav1.Object) local.ReaderSource {
	t.Helper()
	text, err := yaml.Marshal(object)
	if err != nil {
		t.Fatal(err)
	}
	return local.ReaderSource{Name: object.GetNamespace() + "/" + object.GetName(), Reader: bytes.NewReader(text)}
}

// certificateSecret is what cert-manager makes of a Certificate; nil for any other manifest.
func certificateSecret(t *testing.T, document []byte) *corev1.Secret {
	t.Helper()
	var certificate struct {
		Kind     string            `json:"kind"`
		Metadata metav1.ObjectMeta `json:"metadata"`
		Spec     struct {
			SecretName string `json:"secretName"`
		} `json:"spec"`
	}
	if err := yaml.Unmarshal(document, &certificate); err != nil || certificate.Kind != "Certificate" {
		return nil
	}
	cert, key, err := util.GenCertKeyFromOptions(util.CertOptions{
		Host: "example.org", NotBefore: time.Unix(0, 0), TTL: 100 * 365 * 24 * time.Hour, ECSigAlg: util.EcdsaSigAlg, IsSelfSigned: true, IsServer: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	return &corev1.Secret{
		TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: "Secret"},
		ObjectMeta: metav1.ObjectMeta{Name: certificate.Spec.SecretName, Namespace: certificate.Metadata.Namespace},
		Type:       corev1.SecretTypeTLS,
		Data:       map[string][]byte{corev1.TLSCertKey: cert, corev1.TLSPrivateKeyKey: key},
	}
}
