package components

import (
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/platform"
)

// An Application syncs after everything that it waits for: what it names, its namespace, the CRDs of its objects, the sidecars
// of its namespace; and its own chart.
func TestWavesFollowWhatComponentsWaitFor(t *testing.T) {
	rendered, err := renderFakes(t,
		fake{name: "app", offer: Offer{Namespace: Namespace{Name: "app", Mesh: true}, After: []Capability{Volumes}},
			built: Built{Objects: []kube.Resource{kube.NewCustom("widgets.example.com/v1", "Widget", "app", "w", nil)}}},
		fake{name: "disk", offer: Offer{Namespace: space("disk"), Provides: []Capability{Volumes}},
			built: Built{Objects: []kube.Resource{plain("disk", "d")}}},
		fake{name: "operator", offer: Offer{Namespace: space("operator"), After: []Capability{Volumes}},
			built: Built{Chart: &Chart{Groups: []string{"widgets.example.com"}}, Objects: []kube.Resource{plain("operator", "o")}}},
		fake{name: "mesh", offer: Offer{Namespace: space("mesh"), Provides: []Capability{Sidecars}},
			built: Built{Chart: &Chart{}, Objects: []kube.Resource{plain("mesh", "m")}}},
		namespaces{},
	)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]int{"namespaces": 0, "disk": 1, "mesh": 1, "mesh-config": 2, "operator": 2, "operator-config": 3, "app": 3}
	for name, wave := range wavesOf(rendered) {
		if wave != want[name] {
			t.Errorf("%s syncs in wave %d, want %d", name, wave, want[name])
		}
	}
}

// What nobody waits for comes last, all at once: what never gets healthy holds up nothing.
func TestWhatNobodyWaitsForComesLast(t *testing.T) {
	rendered, err := renderFakes(t,
		fake{name: "broken", offer: Offer{Namespace: space("broken")}, built: Built{Objects: []kube.Resource{plain("broken", "b")}}},
		fake{name: "gateway", offer: Offer{Namespace: space("gateway")},
			built: Built{Chart: &Chart{}, Objects: []kube.Resource{plain("gateway", "routes")}}},
		namespaces{},
	)
	if err != nil {
		t.Fatal(err)
	}
	if waves := wavesOf(rendered); waves["broken"] != waves["gateway-config"] || waves["gateway"] >= waves["gateway-config"] {
		t.Errorf("the waves are %v", waves)
	}
}

// Two components that wait for each other are a fault that is named, not an endless loop.
func TestWavesRefuseACircle(t *testing.T) {
	_, err := renderFakes(t,
		fake{name: "hen", offer: Offer{Namespace: space("a"), Provides: []Capability{"hen"}, After: []Capability{"egg"}},
			built: Built{Objects: []kube.Resource{plain("a", "x")}}},
		fake{name: "egg", offer: Offer{Namespace: space("a"), Provides: []Capability{"egg"}, After: []Capability{"hen"}},
			built: Built{Objects: []kube.Resource{plain("a", "y")}}},
	)
	if err == nil || !strings.Contains(err.Error(), "egg, hen, egg") {
		t.Errorf("got %v", err)
	}
}

// Components that share a namespace get the least strict level that one of them needs; they cannot disagree on the mesh.
func TestNamespacesAreMerged(t *testing.T) {
	rendered, err := renderFakes(t, namespaces{},
		fake{name: "strict", offer: Offer{Namespace: Namespace{Name: "shared", Mesh: true, PodSecurity: Restricted}}},
		fake{name: "loose", offer: Offer{Namespace: Namespace{Name: "shared", Mesh: true, PodSecurity: Baseline}}},
		fake{name: "system", offer: Offer{Namespace: Namespace{Name: "kube-system", Given: true}}},
	)
	if err != nil {
		t.Fatal(err)
	}
	objects := rendered.Applications[0].Objects
	if len(objects) != 2 || objects[0].Name() != Home || objects[1].Name() != "shared" {
		t.Fatalf("the namespaces are %v", objects)
	}
	labels := objects[1].Fields["metadata"].(map[string]any)["labels"].(map[string]any)
	if labels["pod-security.kubernetes.io/enforce"] != "baseline" || labels["istio-injection"] != "enabled" {
		t.Errorf("shared has the labels %v", labels)
	}
	if _, err := renderFakes(t, fake{name: "in", offer: Offer{Namespace: Namespace{Name: "x", Mesh: true}}},
		fake{name: "out", offer: Offer{Namespace: Namespace{Name: "x"}}}); err == nil {
		t.Error("a namespace was both in the mesh and not")
	}
}

// The project allows the sources, namespaces and kinds of what was built: those and no others.
func TestProjectAllowsWhatWasBuilt(t *testing.T) {
	rendered, err := renderFakes(t,
		fake{name: "own", offer: Offer{Namespace: space("own")}, built: Built{Objects: []kube.Resource{
			plain("own", "x"), &corev1.PersistentVolume{ObjectMeta: kube.Meta("", "v")}}}},
		fake{name: "chart", offer: Offer{Namespace: space("charts")}, built: Built{Chart: &Chart{
			Pin:          Pin{RepoURL: "https://charts.example.com", Name: "c", Version: "1.0.0"},
			ClusterKinds: []schema.GroupKind{{Group: "a.example.com", Kind: "A"}}, NamespacedKinds: []schema.GroupKind{{Kind: "Secret"}},
			Namespaces: []string{"elsewhere"},
		}}},
	)
	if err != nil {
		t.Fatal(err)
	}
	text, err := kube.YAML(rendered.Projects[0].Fields)
	if err != nil {
		t.Fatal(err)
	}
	want := `spec:
  clusterResourceWhitelist:
  - kind: PersistentVolume
    group: ""
  - kind: A
    group: a.example.com
  description: What the platform small is made of, and nothing else.
  destinations:
  - namespace: charts
    server: https://kubernetes.default.svc
  - namespace: elsewhere
    server: https://kubernetes.default.svc
  - namespace: own
    server: https://kubernetes.default.svc
  namespaceResourceWhitelist:
  - kind: ConfigMap
    group: ""
  - kind: Secret
    group: ""
  sourceRepos:
  - https://charts.example.com
  - https://github.com/example-org/small.git
`
	if _, spec, _ := strings.Cut(string(text), "spec:"); "spec:"+spec != want {
		t.Errorf("got:\n%s\nwant:\n%s", "spec:"+spec, want)
	}
}

// A secret without a store is the user's mistake, at the key that wants it.
func TestSecretNeedsAStore(t *testing.T) {
	secret := Secret{Name: "s", Keys: map[string]platform.SecretRef{"key": {Secret: "X"}}, Origin: "git.repoURL"}
	_, err := renderFakes(t, fake{name: "app", offer: Offer{Namespace: space("app"), Secrets: []Secret{secret}}})
	if err == nil || !strings.HasPrefix(err.Error(), "platform.yaml:4:16: git.repoURL: a secret needs a store") {
		t.Errorf("got %v", err)
	}
}

// With a store, the secret becomes an ExternalSecret beside what uses it, with every default spelled out.
func TestSecretBecomesAnExternalSecret(t *testing.T) {
	secret := Secret{Name: "s", Keys: map[string]platform.SecretRef{"key": {Secret: "X", Property: "p"}}}
	rendered, err := renderFakes(t,
		fake{name: "app", offer: Offer{Namespace: space("app"), Secrets: []Secret{secret}}},
		fake{name: "store", offer: Offer{Namespace: space("store"), Store: &Store{Kind: "ClusterSecretStore", RefreshIntervals: map[string]string{secretsManager: "1h0m0s"}}}},
	)
	if err != nil {
		t.Fatal(err)
	}
	text, err := kube.YAML(rendered.Applications[0].Objects[0].Fields)
	if err != nil {
		t.Fatal(err)
	}
	want := `spec:
  data:
  - remoteRef:
      conversionStrategy: Default
      decodingStrategy: None
      key: X
      metadataPolicy: None
      property: p
    secretKey: key
  refreshInterval: 1h0m0s
  secretStoreRef:
    name: aws-secrets-manager
    kind: ClusterSecretStore
  target:
    name: s
    creationPolicy: Owner
    deletionPolicy: Retain
`
	if _, spec, _ := strings.Cut(string(text), "spec:"); "spec:"+spec != want {
		t.Errorf("got:\n%s\nwant:\n%s", "spec:"+spec, want)
	}
}

// Deleting an Application deletes its objects, unless others' data or control hang on them.
func TestKeepLeavesObjectsBehind(t *testing.T) {
	rendered, err := renderFakes(t,
		fake{name: "gone", offer: Offer{Namespace: space("x")}, built: Built{Objects: []kube.Resource{plain("x", "a")}}},
		fake{name: "kept", offer: Offer{Namespace: space("x")}, built: Built{Objects: []kube.Resource{plain("x", "b")}, Keep: true}},
	)
	if err != nil {
		t.Fatal(err)
	}
	for _, app := range rendered.Applications {
		meta := app.Manifest.Fields["metadata"].(map[string]any)
		if _, cascades := meta["finalizers"]; cascades == (app.Name == "kept") {
			t.Errorf("%s: cascading deletion is %v", app.Name, cascades)
		}
	}
}

// Every object bears the platform's labels, and keeps its own.
func TestObjectsAreLabelled(t *testing.T) {
	own := plain("x", "a")
	kube.Label(own, "team", "data")
	rendered, err := renderFakes(t, fake{name: "app", offer: Offer{Namespace: space("x")}, built: Built{Objects: []kube.Resource{own}}})
	if err != nil {
		t.Fatal(err)
	}
	labels := rendered.Applications[0].Objects[0].Fields["metadata"].(map[string]any)["labels"].(map[string]any)
	var got []string
	for key, value := range labels {
		got = append(got, key+"="+value.(string))
	}
	slices.Sort(got)
	want := []string{"app.kubernetes.io/managed-by=render", "app.kubernetes.io/name=app", "app.kubernetes.io/part-of=small", "team=data"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
