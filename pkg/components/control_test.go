package components

import (
	"slices"
	"strings"
	"testing"

	"github.com/example-org/platform-render/pkg/routes"
)

// Argo CD serves its route's path by itself, without its last slash; every setting is a text. Without a route it serves the root.
func TestArgoCDServesItsPath(t *testing.T) {
	rendered := mustRender(t, "argocd: {route: {path: /argocd/, host: ops.example.com}}\n")
	for key, want := range map[string]any{"server.rootpath": "/argocd", "server.basehref": "/argocd", "server.insecure": "true"} {
		if got := chartValue(applicationOf(t, rendered, "argocd"), "configs", "params", key); got != want {
			t.Errorf("%s is %v", key, got)
		}
	}
	if got := chartValue(applicationOf(t, rendered, "argocd"), "configs", "cm", "url"); got != "https://ops.example.com/argocd" {
		t.Errorf("the url is %v", got)
	}
	route := rendered.Catalog.offer("argocd").Routes[0]
	if want := (routes.Backend{Namespace: Home, Service: "argocd-server", Port: 80}); route.Backend != want || route.Path != "/argocd/" {
		t.Errorf("the route is %+v", route)
	}

	rendered = mustRender(t, "")
	for _, key := range []string{"server.rootpath", "server.insecure"} {
		if got := chartValue(applicationOf(t, rendered, "argocd"), "configs", "params", key); got != nil {
			t.Errorf("without a route %s is %v", key, got)
		}
	}
	if len(rendered.Catalog.offer("argocd").Routes) > 0 {
		t.Error("there is a route that nobody asked for")
	}
}

// Waves need the health of Applications, and what is tracked is told by an annotation.
func TestArgoCDSettings(t *testing.T) {
	rendered := mustRender(t, "")
	health, _ := chartValue(applicationOf(t, rendered, "argocd"), "configs", "cm", "resource.customizations.health.argoproj.io_Application").(string)
	wantParts(t, health, "obj.status", "Progressing")
	if got := chartValue(applicationOf(t, rendered, "argocd"), "configs", "cm", "application.resourceTrackingMethod"); got != "annotation" {
		t.Errorf("tracking is by %v", got)
	}
	if got := field(applicationOf(t, rendered, "argocd").Manifest.Fields, "metadata", "finalizers"); got != nil {
		t.Errorf("Argo CD would delete itself: %v", got)
	}
}

// A pod that gets a sidecar by its label is scraped through it, and starts once there are sidecars.
func TestSidecarsByLabel(t *testing.T) {
	rendered := mustRender(t, withStore+"kiali: {}\n")
	waves := wavesOf(rendered)
	for app, keys := range map[string][]string{"argocd": {"server", "podLabels"}, "kiali": {"deployment", "pod_labels"}} {
		label := chartValue(applicationOf(t, rendered, app), append(keys, "sidecar.istio.io/inject")...)
		if label != "true" || waves[app] <= waves["istiod"] {
			t.Errorf("%s has label %v, wave %d; istiod %d", app, label, waves[app], waves["istiod"])
		}
	}
	mesh := map[string]bool{"argocd-server": true, "argocd-repo-server": false, "argocd-application-controller": false, "kiali": true}
	for _, target := range rendered.Catalog.Scrapes() {
		if want, ok := mesh[target.Job]; ok && target.Pods.Mesh != want {
			t.Errorf("%s is scraped with mesh %v", target.Job, target.Pods.Mesh)
		}
	}
}

// withPrometheus is what Kiali cannot do without.
const withPrometheus = "monitoring: {prometheus: {storage: {size: 1Gi, volumeID: vol-0aaaaaaaaaaaaaaa1, zone: us-east-1a}}}\n"

const withStore = withPrometheus + "secrets: {awsSecretsManager: {}}\n"

const withSecrets = `secrets: {awsSecretsManager: {refreshInterval: 90m}}
apps:
  docs: {image: "docs:1", port: 8080, env: {TOKEN: {secret: TOKEN}}}
  game: {image: "game:1", port: 8080}
`

// The store reads the platform's region in the operator's own role, and serves only the namespaces with secrets in it.
func TestStore(t *testing.T) {
	rendered := mustRender(t, withPrometheus+withSecrets+"kiali: {}\n")
	wantParts(t, jsonOf(t, objectOf(t, applicationOf(t, rendered, "external-secrets-config"), "clustersecretstore-aws-secrets-manager.yaml").Fields),
		`"apiVersion":"external-secrets.io/v1"`, `"conditions":[{"namespaces":["docs"]}]`, `"region":"us-east-1"`,
		`"auth":{"jwt":{"serviceAccountRef":{"name":"external-secrets","namespace":"external-secrets"}}}`)
	role := "arn:aws:iam::111122223333:role/small-dev-external-secrets"
	if got := chartValue(applicationOf(t, rendered, "external-secrets"), "serviceAccount", "annotations", roleAnnotation); got != role {
		t.Errorf("the account's role is %v", got)
	}
	if offered := rendered.Catalog.offer("external-secrets").Roles; len(offered) != 1 || offered[0].ARN != role {
		t.Errorf("the roles are %+v", offered)
	}
	wantParts(t, jsonOf(t, objectOf(t, applicationOf(t, rendered, "docs"), "externalsecret-docs-env.yaml").Fields),
		`"refreshInterval":"1h30m0s"`, `"secretStoreRef":{"kind":"ClusterSecretStore","name":"aws-secrets-manager"}`)
}

// A store without conditions would serve every namespace: where nobody has a secret there is none.
func TestNoStoreWithoutReaders(t *testing.T) {
	for _, app := range mustRender(t, withStore+"kiali: {}\n").Applications {
		if app.Name == "external-secrets-config" {
			t.Errorf("there is a store: %v", app.Objects)
		}
	}
}

// Only one operator works at a time, and it handles no kind whose CRD is left out.
func TestOperatorValues(t *testing.T) {
	rendered := mustRender(t, withSecrets)
	if got := chartValue(applicationOf(t, rendered, "external-secrets"), "leaderElect"); got != true {
		t.Errorf("leaderElect is %v", got)
	}
	for _, kind := range []string{"ClusterExternalSecret", "ClusterGenerator", "ClusterPushSecret", "PushSecret"} {
		created := chartValue(applicationOf(t, rendered, "external-secrets"), "crds", "create"+kind)
		if handled := chartValue(applicationOf(t, rendered, "external-secrets"), "process"+kind); created != false || handled != false {
			t.Errorf("%s: created %v, handled %v", kind, created, handled)
		}
	}
}

// Kiali serves its route's path without the last slash, reads Prometheus under its own path and links to Grafana.
func TestKialiValues(t *testing.T) {
	rendered := mustRenderWith(t, bare+withStore+"kiali: {route: {path: /kiali/}}\n",
		newKiali, newExternalSecrets, making(offering(PrometheusAPI), offering(GrafanaAPI)))
	wantParts(t, jsonOf(t, chartValue(applicationOf(t, rendered, "kiali"))),
		`"server":{"web_fqdn":"small.example.com","web_port":"443","web_root":"/kiali","web_schema":"https"}`,
		`"prometheus":{"url":"http://prometheus.other.svc.cluster.local:9090/prometheus"}`,
		`"grafana":{"enabled":true,"external_url":"https://small.example.com/grafana","internal_url":"http://grafana.other.svc.cluster.local:9090/grafana"}`,
		`"signing_key":"secret:kiali-login:signing-key"`, `"view_only_mode":false`,
		// the chart's own would keep Prometheus from the sidecar's metrics
		`"network_policy":{"enabled":false}`)
}

// The key that signs logins is made once, by a generator, before the pods that mount it.
func TestKialiSigningKey(t *testing.T) {
	rendered := mustRender(t, withStore+"kiali: {}\n")
	app := applicationOf(t, rendered, "kiali-config")
	wantParts(t, jsonOf(t, objectOf(t, app, "externalsecret-kiali-login.yaml").Fields), `"refreshPolicy":"CreatedOnce"`, `"target":{"creationPolicy":"Owner"`,
		`"generatorRef":{"apiVersion":"generators.external-secrets.io/v1alpha1","kind":"Password","name":"kiali-login"}`)
	wantParts(t, jsonOf(t, objectOf(t, app, "password-kiali-login.yaml").Fields), `"length":32`, `"symbols":0`, `"secretKeys":["signing-key"]`)
	waves := wavesOf(rendered)
	if waves["kiali-config"] >= waves["kiali"] || waves["external-secrets"] >= waves["kiali-config"] {
		t.Errorf("the waves are %v", waves)
	}
}

// Where nobody logs in there is no secret, nobody may change anything, and the key is still no random one.
func TestKialiAnonymous(t *testing.T) {
	rendered := mustRender(t, withPrometheus+"kiali: {auth: anonymous}\n")
	if key := chartValue(applicationOf(t, rendered, "kiali"), "login_token", "signing_key"); key == nil || key == "" || strings.HasPrefix(key.(string), "secret:") {
		t.Errorf("the key is %v", key)
	}
	if got := chartValue(applicationOf(t, rendered, "kiali"), "deployment", "view_only_mode"); got != true {
		t.Errorf("view_only_mode is %v", got)
	}
}

// Logins without a store are refused, with what to write.
func TestKialiNeedsAStore(t *testing.T) {
	_, err := renderText(t, withPrometheus+"kiali: {auth: token}\n")
	if err == nil || !strings.Contains(err.Error(), "platform.yaml:12:15: kiali.auth: ") || !strings.Contains(err.Error(), "auth: anonymous") {
		t.Errorf("got %v", err)
	}
}

// A chart whose pods mount secrets comes after them; what it provides is there once it is.
func TestSecretsBeforeTheirChart(t *testing.T) {
	waves := wavesOf(mustRender(t, "secrets: {awsSecretsManager: {}}\n",
		fake{
			name:  "a",
			offer: Offer{Namespace: space("a"), Provides: []Capability{"a"}, Secrets: []Secret{{Name: "s", Generated: []string{"k"}}}},
			built: Built{Chart: &Chart{}},
		},
		fake{name: "b", offer: Offer{Namespace: space("b"), After: []Capability{"a"}}, built: Built{Chart: &Chart{}}}))
	if !slices.IsSorted([]int{waves["a-config"] + 1, waves["a"], waves["b"] - 1}) {
		t.Errorf("the waves are %v", waves)
	}
}
