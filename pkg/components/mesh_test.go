package components

import (
	"fmt"
	"slices"
	"testing"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	mesh "istio.io/api/mesh/v1alpha1"
	networking "istio.io/api/networking/v1"
	security "istio.io/api/security/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/scrape"
)

// meshPlatform is a platform with what is required and two apps; a line of ingress and the mesh's settings are filled in.
const meshPlatform = `apiVersion: platform.render/v1alpha1
kind: Platform
metadata: {name: shop}
git: {repoURL: https://github.com/example-org/shop.git}
aws: {accountID: "111122223333", region: us-east-1}
ingress:
  host: shop.example.com
  loadBalancer: {certificateARN: "arn:aws:acm:us-east-1:111122223333:certificate/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"}
  %s
mesh: {%s}
apps:
  web: {image: example.com/web:1.0.0, port: 8080, route: {path: /web/}}
  docs: {image: example.com/docs:1.0.0, port: 8080, route: {path: /docs/, host: docs.example.com}}
environments: {dev: {}}
`

// renderMesh renders the mesh, the gateway, cert-manager and the apps.
func renderMesh(t *testing.T, ingress, settings string) *Rendered {
	t.Helper()
	return mustRenderWith(t, fmt.Sprintf(meshPlatform, ingress, settings),
		newNamespaces, newIstioBase, newIstioCNI, newIstiod, newIstioIngress, newCertManager, newApps)
}

// decode reads fields into a type of Istio's; a field that the type does not have is an error.
func decode(t *testing.T, fields any, into proto.Message) {
	t.Helper()
	text := jsonOf(t, fields)
	if err := protojson.Unmarshal([]byte(text), into); err != nil {
		t.Errorf("%s: %v", text, err)
	}
}

// The mesh's settings reach the control plane, the mesh-wide policy and the gateway.
func TestMeshFollowsSettings(t *testing.T) {
	rendered := renderMesh(t, "", "mtls: PERMISSIVE, minTLSVersion: TLSV1_2, trustedProxies: 2")
	config := &mesh.MeshConfig{}
	decode(t, chartValue(applicationOf(t, rendered, "istiod"), "meshConfig"), config)
	if got := config.MeshMTLS.MinProtocolVersion; got != mesh.MeshConfig_TLSConfig_TLSV1_2 {
		t.Errorf("minimum TLS version of the mesh: %s", got)
	}
	if got := config.DefaultConfig.GatewayTopology.GetNumTrustedProxies(); got != 2 {
		t.Errorf("%d trusted proxies", got)
	}
	policy := &security.PeerAuthentication{}
	decode(t, objectOf(t, applicationOf(t, rendered, "istiod-config"), "peerauthentication-default.yaml").Fields["spec"], policy)
	if policy.Mtls.Mode != security.PeerAuthentication_MutualTLS_PERMISSIVE {
		t.Errorf("mutual TLS: %s", policy.Mtls.Mode)
	}
	gateway := &networking.Gateway{}
	decode(t, objectOf(t, applicationOf(t, rendered, "istio-ingress-config"), "gateway-public.yaml").Fields["spec"], gateway)
	if got := gateway.Servers[0].Tls.MinProtocolVersion; got != networking.ServerTLSSettings_TLSV1_2 {
		t.Errorf("minimum TLS version of the gateway: %s", got)
	}
}

// Without trusted proxies no topology is written: it would be an empty map.
func TestNoTrustedProxies(t *testing.T) {
	app := applicationOf(t, renderMesh(t, "", "trustedProxies: 0"), "istiod")
	if got := chartValue(app, "meshConfig", "defaultConfig", "gatewayTopology"); got != nil {
		t.Errorf("gatewayTopology: %v", got)
	}
}

// Proxies log requests only where the user wants it.
func TestAccessLogs(t *testing.T) {
	for settings, want := range map[string]bool{"": true, "accessLogs: false": false} {
		logs := false
		for _, object := range applicationOf(t, renderMesh(t, "", settings), "istiod-config").Objects {
			logs = logs || object.Kind() == "Telemetry"
		}
		if logs != want {
			t.Errorf("mesh: {%s}: access logs %t", settings, logs)
		}
	}
}

// Sidecars are admitted to restricted namespaces: nodes capture the traffic, and the proxy has a seccomp profile.
func TestSidecarsAreRestricted(t *testing.T) {
	app := applicationOf(t, renderMesh(t, "", ""), "istiod")
	if chartValue(app, "cni", "enabled") != true {
		t.Error("pods would get a container with NET_ADMIN")
	}
	if got := chartValue(app, "global", "proxy", "seccompProfile", "type"); got != "RuntimeDefault" {
		t.Errorf("the proxy's seccomp profile: %v", got)
	}
}

// Nothing that is meshed starts before the CRDs, the nodes' capture, the injector and the mesh-wide policy are there.
func TestMeshComesFirst(t *testing.T) {
	rendered := renderMesh(t, "", "")
	order := []string{"namespaces", "istio-base", "istiod", "istiod-config", "istio-ingress", "istio-ingress-config"}
	for i, name := range order[1:] {
		if applicationOf(t, rendered, name).Wave <= applicationOf(t, rendered, order[i]).Wave {
			t.Errorf("%s does not come after %s", name, order[i])
		}
	}
	for before, after := range map[string]string{"istio-cni": "istiod", "istiod-config": "web", "cert-manager-config": "istio-ingress"} {
		if applicationOf(t, rendered, before).Wave >= applicationOf(t, rendered, after).Wave {
			t.Errorf("%s does not come after %s", after, before)
		}
	}
}

// istiod waits for the CRDs and for the nodes' capture, for each by itself.
func TestIstiodWaits(t *testing.T) {
	for name, first := range map[string]Maker{"istio-base": newIstioBase, "istio-cni": newIstioCNI} {
		rendered := mustRenderWith(t, fmt.Sprintf(meshPlatform, "", ""), first, newIstiod)
		if applicationOf(t, rendered, "istiod").Wave <= applicationOf(t, rendered, name).Wave {
			t.Errorf("istiod does not come after %s", name)
		}
	}
}

// Every kind that is not Kubernetes' own is defined by a chart that says so, so that its objects come after it.
func TestCRDsAreProvided(t *testing.T) {
	rendered := renderMesh(t, "", "")
	provided := map[Capability]bool{}
	for _, app := range rendered.Applications {
		for _, capability := range app.provides {
			provided[capability] = true
		}
	}
	for _, app := range rendered.Applications {
		for _, object := range app.Objects {
			if !kube.Known(schema.FromAPIVersionAndKind(object.APIVersion(), object.Kind())) && !provided[group(object.GroupKind().Group)] {
				t.Errorf("%s: no chart defines %s", app.Name, object.GroupKind())
			}
		}
	}
}

// One scrape reaches every proxy.
func TestOneScrapeForAllProxies(t *testing.T) {
	var jobs []string
	for _, target := range renderMesh(t, "", "").Catalog.Scrapes() {
		if target.Kubernetes == scrape.Proxies || target.Pods != nil && target.Pods.Port == envoyMetrics {
			jobs = append(jobs, target.Job)
		}
	}
	if !slices.Equal(jobs, []string{"envoy"}) {
		t.Errorf("jobs that scrape proxies: %v", jobs)
	}
}
