package platform

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// minimal is the shortest platform there is.
const minimal = `apiVersion: platform.render/v1alpha1
kind: Platform
metadata: {name: demo}
git: {repoURL: https://github.com/example-org/demo.git}
aws: {accountID: "111122223333", region: us-east-1}
ingress:
  host: demo.example.com
  loadBalancer: {certificateARN: "arn:aws:acm:us-east-1:111122223333:certificate/0f1e2d3c"}
`

func mustLoad(t *testing.T, text string) *Loaded {
	t.Helper()
	loaded, err := Load("platform.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}

func seed(t *testing.T) *Loaded {
	t.Helper()
	loaded, err := Read("testdata/seed.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}

func equal[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

func TestEnvironmentsAreSortedAndNamed(t *testing.T) {
	loaded := mustLoad(t, minimal+"environments:\n  prod: {ingress: {host: prod.example.com}}\n  dev: {}\n")
	equal(t, "the platform", loaded.Name, "demo")
	equal(t, "the number of environments", len(loaded.Environments), 2)
	equal(t, "the first", loaded.Environments[0].Name, "dev")
	equal(t, "the second", loaded.Environments[1].Name, "prod")
	equal(t, "the platform of the second", loaded.Environments[1].Platform, "demo")
}

func TestOverridesMergeAndKeepTheirPlaces(t *testing.T) {
	prod := seed(t).Environments[1]
	equal(t, "the host", prod.Ingress.Host, "kubernetes.prod.patrick-cloud.com")
	equal(t, "the retention", prod.Monitoring.Prometheus.Retention, "30d")
	equal(t, "the size, written in the base", prod.Monitoring.Prometheus.Storage.Size, "8Gi")
	for path, written := range map[string]string{
		"ingress.host":                           "environments.prod.ingress.host",
		"ingress.root.redirect":                  "ingress.root.redirect",
		"monitoring.prometheus.storage.volumeID": "environments.prod.monitoring.prometheus.storage.volumeID",
		"monitoring.prometheus.storage.size":     "monitoring.prometheus.storage.size",
		"apps.dbt-docs.probe.path":               "apps.dbt-docs.probe.path",
		"monitoring.prometheus.retention.x":      "environments.prod.monitoring.prometheus.retention.x",
		"":                                       "",
	} {
		equal(t, "Written("+path+")", prod.Written(path), written)
	}
}

// Each path's position must show, in the file itself, the text that was written there.
func TestPositionsShowTheValue(t *testing.T) {
	data, err := os.ReadFile("testdata/seed.yaml")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(data), "\n")
	loaded := seed(t)
	for path, shown := range map[string]string{
		"ingress.host":                                       "kubernetes.prod.patrick-cloud.com}",
		"ingress.root.redirect":                              "/grafana/}",
		"apps.dbt-docs.route.path":                           "/dbt-docs/,",
		"apps.dbt-docs.route.host":                           "{path: /dbt-docs/, stripPrefix: true}", // derived: the route's
		"apps.dbt-docs.replicas":                             "dbt-docs:",                             // defaulted: the app's
		"apps.dbt-docs.env.DATABRICKS_HOST":                  "{secret: DATABRICKS_HOST}",
		"monitoring.grafana.dashboards[0]":                   "prometheus]",
		"monitoring.grafana.dashboards[7]":                   "[prometheus]",
		"monitoring.alertmanager.receivers.team.email.from":  "alerts@",
		"storage.classes.gp3.encrypted":                      "true}}",
		"monitoring.prometheus.scrape.jenkins.interval":      "60s}",
		"environments.prod.monitoring.prometheus.retention":  "30d",
		"monitoring.prometheus.storage.zone":                 "us-east-1b}",
		"monitoring.prometheus.storage.volumeID":             "vol-0bbbbbbbbbbbbbbb1}",
		"monitoring.alertmanager.receivers.oncall.pagerduty": "{routingKey:",
	} {
		pos := loaded.Environments[1].Pos(path)
		rest := string([]rune(lines[pos.Line-1])[pos.Column-1:])
		if !strings.HasPrefix(rest, shown) {
			t.Errorf("Pos(%s) = %s shows %q, want %q", path, pos, rest, shown)
		}
	}
}

func TestProblemfPointsAtTheOverride(t *testing.T) {
	prod := seed(t).Environments[1]
	p := prod.Problemf("ingress.host", "is %s", "taken")
	equal(t, "the path", p.Path, "environments.prod.ingress.host")
	equal(t, "the message", p.Message, "is taken")
	equal(t, "the problem", p.String(), prod.Pos("ingress.host").String()+": environments.prod.ingress.host: is taken")
}

func TestKeysWithDotsHavePaths(t *testing.T) {
	e := mustLoad(t, minimal+"patches: {p: {target: {kind: A, name: a}, merge: {a.b: {\"c d\": [1, {e: 2}]}}}}\nenvironments: {dev: {}}\n").Environments[0]
	path := Join(Join("patches.p.merge", "a.b"), "c d") + "[1].e"
	equal(t, "the path", path, `patches.p.merge["a.b"]["c d"][1].e`)
	equal(t, "Written", e.Written(path), path)
	equal(t, "Pos", e.Pos(path), Pos{"platform.yaml", 9, 72})
}

func TestMergePatchTakesKeysAway(t *testing.T) {
	loaded := mustLoad(t, minimal+"kiali: {}\nmonitoring: {prometheus: {storage: {size: 1Gi, volumeID: vol-0aaaaaaaaaaaaaaa1, zone: us-east-1a}}}\n"+
		"environments: {dev: {kiali: null, monitoring: null}}\n")
	if e := loaded.Environments[0]; e.Kiali != nil || e.Monitoring != nil {
		t.Error("null leaves the key there")
	}
}

func TestWhatIsDerived(t *testing.T) {
	e := seed(t).Environments[0]
	m := e.Monitoring
	equal(t, "rolePrefix", e.AWS.RolePrefix, "patrick-cloud-dev-")
	equal(t, "the app's namespace", e.Apps["game-2048"].Namespace, "game-2048")
	equal(t, "the route's host", e.Apps["dbt-docs"].Route.Host, "kubernetes.patrick-cloud.com")
	equal(t, "Kiali's host", e.Kiali.Route.Host, "kubernetes.patrick-cloud.com")
	equal(t, "the probe", e.Apps["dbt-docs"].Probe.Path, "/")
	equal(t, "the smarthost", m.Alertmanager.Receivers["team"].Email.Smarthost, "email-smtp.us-east-1.amazonaws.com:587")
	equal(t, "CloudWatch's region", m.Grafana.Datasources.CloudWatch.Region, "us-east-1")
	equal(t, "the class of a volume that exists", m.Grafana.Storage.Class, "")
}

func TestWhatIsDerivedForAnApp(t *testing.T) {
	e := mustLoad(t, minimal+`storage: {classes: {fast: {default: true}}}
secrets: {awsSecretsManager: {}}
monitoring:
  prometheus: {storage: {size: 1Gi}, interval: 45s, scrape: {x: {url: "https://x.example.com/m"}}}
  alertmanager:
    storage: {size: 1Gi}
    receivers: {team: {webhook: {url: HOOK}}}
    routing: {receiver: team}
apps:
  a: {image: "a:1", port: 8080, route: {path: /a/}, metrics: {}, env: {X: "", Z: {secret: S}}}
environments: {dev: {}}
`).Environments[0]
	app, prometheus := e.Apps["a"], e.Monitoring.Prometheus
	equal(t, "the probe without a strip", app.Probe.Path, "/a/")
	equal(t, "metrics", *app.Metrics, Metrics{Path: "/metrics", Port: 8080, Interval: "45s"})
	equal(t, "the scrape interval", prometheus.Scrape["x"].Interval, "45s")
	equal(t, "the class", prometheus.Storage.Class, "fast")
	equal(t, "critical", e.Monitoring.Alertmanager.Routing.Critical, "team")
	equal(t, "an empty text", *app.Env["X"].Value, "")
	equal(t, "a secret", *app.Env["Z"].Ref(), SecretRef{Secret: "S"})
	equal(t, "a bare secret", e.Monitoring.Alertmanager.Receivers["team"].Webhook.URL, SecretRef{Secret: "HOOK"})
}

func TestDefaultsLieUnderWhatIsWritten(t *testing.T) {
	e := mustLoad(t, minimal+"apps: {a: {image: \"a:1\", port: 80, resources: {limits: {memory: 1Gi}}}}\nenvironments: {dev: {}}\n").Environments[0]
	equal(t, "resources", e.Apps["a"].Resources, Resources{Requests: ResourceList{"50m", "64Mi"}, Limits: ResourceList{"", "1Gi"}})
	equal(t, "mesh", e.Mesh, Mesh{MTLS: "STRICT", Authorization: "enforce", OutboundTraffic: "ALLOW_ANY", PathNormalization: "BASE", MinTLSVersion: "TLSV1_3", AccessLogs: true, TrustedProxies: 1})
	equal(t, "certificate", *e.Ingress.Certificate.SelfSigned, IssuedCertificate{"2160h", "720h", PrivateKey{"ECDSA", 256}})
}

func TestDashboardsNotWrittenAreNil(t *testing.T) {
	text := minimal + `secrets: {awsSecretsManager: {}}
storage: {classes: {gp3: {default: true}}}
monitoring: {grafana: {storage: {size: 1Gi}, admin: GRAFANA}}
environments: {all: {}, none: {ingress: {host: none.example.com}, monitoring: {grafana: {dashboards: []}}}}
`
	loaded := mustLoad(t, text)
	if d := loaded.Environments[0].Monitoring.Grafana.Dashboards; d != nil {
		t.Error("not written, and not nil:", *d)
	}
	if d := loaded.Environments[1].Monitoring.Grafana.Dashboards; d == nil || len(*d) != 0 {
		t.Error("an empty list is not kept:", d)
	}
}

func TestPatchesKeepAnyShape(t *testing.T) {
	e := mustLoad(t, minimal+`patches:
  p: {target: {kind: Deployment, name: a}, merge: {a: 0644, b: 1.5, c: [true, null], d: "x\ny", e: 2024-01-01}}
environments: {dev: {}}
`).Environments[0]
	want := map[string]any{"a": int64(420), "b": 1.5, "c": []any{true, nil}, "d": "x\ny", "e": "2024-01-01"}
	equal(t, "the patch", e.Patches["p"].Merge, want)
}

func TestAliasesAreWrittenOut(t *testing.T) {
	e := mustLoad(t, minimal+"apps:\n  a: &a {image: \"a:1\", port: 80}\n  b: *a\nenvironments: {dev: {}}\n").Environments[0]
	equal(t, "the image", e.Apps["b"].Image, "a:1")
	equal(t, "the place of the alias", e.Pos("apps.b"), Pos{"platform.yaml", 11, 6})
	equal(t, "the place inside it", e.Pos("apps.b.port"), Pos{"platform.yaml", 10, 30})
}

func TestReadNamesTheFile(t *testing.T) {
	folder := t.TempDir()
	large := filepath.Join(folder, "large.yaml")
	write(t, large, []byte(strings.Repeat("# large\n", maxBytes/8+1)))
	missing := filepath.Join(folder, "missing.yaml")
	for path, want := range map[string]string{
		missing: missing + ": there is no such file: run in the folder that holds it, or name another with --platform",
		folder:  folder + ": is a folder: name the file inside it",
		large:   large + ": is larger than 1 MiB: a platform is described in far less",
	} {
		_, err := Read(path)
		if problems, ok := err.(Problems); !ok || problems.Error() != want {
			t.Errorf("got %v\nwant %s", err, want)
		}
	}
}

func TestTooManyEnvironments(t *testing.T) {
	text := minimal + "environments:\n"
	for i := range maxEnvironments + 1 {
		text += "  e" + strings.Repeat("x", i%10) + string(rune('a'+i/10)) + ": {}\n"
	}
	_, err := Load("platform.yaml", []byte(text))
	want := "platform.yaml:10:3: environments: has 51 environments: 1 to 50 are possible; write dev: {} for one that overrides nothing"
	if err == nil || err.Error() != want {
		t.Errorf("got %v\nwant %s", err, want)
	}
}

func TestProblemsAreSortedAndTold(t *testing.T) {
	ps := Problems{
		{Pos{"f", 2, 1}, "b", "x"}, {Pos{"f", 1, 9}, "a", "x"}, {Pos{"f", 2, 1}, "b", "x"}, {Pos{"f", 2, 1}, "a", "x"}, {Pos{File: "f"}, "", "y"},
	}
	equal(t, "the list", ps.Sorted().Error(), "f: y\nf:1:9: a: x\nf:2:1: a: x\nf:2:1: b: x")
}

func TestNearest(t *testing.T) {
	known := []string{"retention", "route", "storage", "host", "mtls"}
	for word, want := range map[string]string{
		"retension": "retention", "rotue": "route", "Storage": "storage", "hots": "host", "mTLS": "mtls", "banana": "", "x": "",
	} {
		equal(t, word, nearest(word, known), want)
	}
}

// An amount of CPU may be written as people write it, as a number.
func TestNumbersAreAmountsOfCPU(t *testing.T) {
	loaded, err := Load("f", []byte(minimal+"apps: {a: {image: \"a:1\", port: 80, resources: {requests: {cpu: 0.5}, limits: {cpu: 2}}}}\nenvironments: {dev: {}}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if r := loaded.Environments[0].Apps["a"].Resources; r.Requests.CPU != "0.5" || r.Limits.CPU != "2" {
		t.Errorf("got %+v", r)
	}
}
