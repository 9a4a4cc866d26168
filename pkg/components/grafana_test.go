package components

import (
	"slices"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"

	"github.com/example-org/platform-render/pkg/dashboards"
	"github.com/example-org/platform-render/pkg/platform"
)

// grafanaOf is the Grafana of a small platform with these settings besides its storage and administrator.
func grafanaOf(t *testing.T, settings string) grafana {
	t.Helper()
	env := testEnv(t, bare+`
secrets: {awsSecretsManager: {}}
monitoring:
  grafana:
    storage: {size: 2Gi, volumeID: vol-0aaaaaaaaaaaaaaa3, zone: us-east-1b}
    admin: {secret: GRAFANA, username: login, password: word}
`+settings)
	return newGrafana(env)[0].(grafana)
}

// made is what Grafana builds beside these components.
type made struct {
	files   map[string]string
	account *corev1.ServiceAccount
	set     *appsv1.StatefulSet
}

func buildGrafana(t *testing.T, g grafana, others ...Component) made {
	t.Helper()
	cat, err := Collect(g.env, append(others, g))
	if err != nil {
		t.Fatal(err)
	}
	built, err := g.Build(cat)
	if err != nil {
		t.Fatal(err)
	}
	out := made{files: map[string]string{}}
	for _, object := range built.Objects {
		switch object := object.(type) {
		case *corev1.ConfigMap:
			for file, text := range object.Data {
				out.files[object.Name+"/"+file] = text
			}
		case *corev1.ServiceAccount:
			out.account = object
		case *appsv1.StatefulSet:
			out.set = object
		}
	}
	return out
}

func (m made) container() corev1.Container { return m.set.Spec.Template.Spec.Containers[0] }

func (m made) ini() string { return m.files["grafana-config/grafana.ini"] }

const atSubPath = "    route: {path: /grafana/}\n"

// At a sub-path, everything that asks Grafana names it: Grafana redirects any other request to the public URL.
func TestGrafanaServesItsSubPath(t *testing.T) {
	g := grafanaOf(t, atSubPath)
	m := buildGrafana(t, g)
	for _, want := range []string{"root_url = https://small.example.com/grafana/\n", "serve_from_sub_path = true\n", "cookie_secure = true\n"} {
		if !strings.Contains(m.ini(), want) {
			t.Errorf("grafana.ini lacks %q:\n%s", want, m.ini())
		}
	}
	for _, probe := range []*corev1.Probe{m.container().ReadinessProbe, m.container().LivenessProbe, m.container().StartupProbe} {
		if probe.HTTPGet.Path != "/grafana/api/health" {
			t.Errorf("a probe asks %s", probe.HTTPGet.Path)
		}
	}
	offer := g.Offer()
	if pods := offer.Scrapes[0].Pods; pods.Path != "/grafana/metrics" || pods.Port != 3000 || !pods.Mesh {
		t.Errorf("scraped as %+v", pods)
	}
	if api := offer.APIs[0]; api.Name != GrafanaAPI || api.Path != "/grafana" || api.Public != "https://small.example.com/grafana" {
		t.Errorf("offers %+v", api)
	}
	if route := offer.Routes[0]; route.Strip || route.Path != "/grafana/" || route.Backend.Port != 3000 {
		t.Errorf("routed as %+v", route)
	}
}

// Without a route Grafana is served at its root, over plain HTTP, to whoever forwards a port.
func TestGrafanaWithoutARoute(t *testing.T) {
	g := grafanaOf(t, "")
	m := buildGrafana(t, g)
	for _, bad := range []string{"root_url", "serve_from_sub_path", "cookie_secure = true"} {
		if strings.Contains(m.ini(), bad) {
			t.Errorf("grafana.ini has %s:\n%s", bad, m.ini())
		}
	}
	if path := m.container().ReadinessProbe.HTTPGet.Path; path != "/api/health" {
		t.Errorf("the probe asks %s", path)
	}
	if offer := g.Offer(); len(offer.Routes) != 0 || offer.Scrapes[0].Pods.Path != "/metrics" || offer.APIs[0].Public != "" {
		t.Errorf("offers %+v", offer)
	}
}

// On the read-only file system Grafana must not try to update the plugins of its image: its data sources would vanish.
func TestGrafanaLeavesItsPluginsAlone(t *testing.T) {
	m := buildGrafana(t, grafanaOf(t, atSubPath))
	if !strings.Contains(m.ini(), "[plugins]\npreinstall_disabled = true\npreinstall_auto_update = false\n") {
		t.Errorf("grafana.ini lets plugins be installed:\n%s", m.ini())
	}
	if security := m.container().SecurityContext; !*security.ReadOnlyRootFilesystem || *m.set.Spec.Template.Spec.SecurityContext.RunAsUser != 472 {
		t.Errorf("runs with %+v", security)
	}
	var writable []string
	for _, mount := range m.container().VolumeMounts {
		if !mount.ReadOnly {
			writable = append(writable, mount.MountPath)
		}
	}
	if want := []string{"/tmp", "/var/lib/grafana"}; !slices.Equal(writable, want) {
		t.Errorf("may write to %v, want %v", writable, want)
	}
}

// A value of an ini file means what it says, or is refused: none begins a comment, a section or an expansion.
func TestINIValues(t *testing.T) {
	for value, want := range map[string]string{
		"https://a.example.com:3000/x/": "https://a.example.com:3000/x/",
		"true":                          "true",
		"":                              "``",
		"a;b":                           "`a;b`",
		"a # b":                         "`a # b`",
		`ends with \`:                   "`ends with \\`",
		"[server]":                      "`[server]`",
		`"""`:                           "`\"\"\"`",
		"`a` = b":                       "``a` = b`",
		"$1":                            "`$1`",
	} {
		got, err := iniText([]iniSection{{"s", []iniSetting{{"k", value}}}})
		if err != nil || got != "[s]\nk = "+want+"\n" {
			t.Errorf("%q: %q, %v", value, got, err)
		}
	}
	for _, value := range []string{"a\nb = c", "a\r", "a\x00", "${HOME}", "$__file{/etc/passwd}", "$__env{HOME}", "%(root_url)s"} {
		if got, err := iniText([]iniSection{{"s", []iniSetting{{"k", value}}}}); err == nil {
			t.Errorf("%q is taken: %q", value, got)
		}
	}
}

// Data sources are those that the platform has, each under the uid by which dashboards know it, at the path that it is served at.
func TestDatasourcesFollowThePlatform(t *testing.T) {
	all := atSubPath + `    datasources:
      cloudwatch: {region: eu-west-1}
      postgres: {host: "db.example.com:5432", database: warehouse, credentials: {secret: DB}, sslMode: verify-full}
`
	for _, c := range []struct {
		settings string
		others   []Component
		want     []datasource
	}{
		{settings: atSubPath},
		{
			settings: atSubPath,
			others:   []Component{offering(PrometheusAPI), offering(AlertmanagerAPI)},
			want: []datasource{
				{Source: dashboards.PrometheusSource, URL: "http://prometheus.other.svc.cluster.local:9090/prometheus", IsDefault: true},
				{Source: dashboards.AlertmanagerSource, URL: "http://alertmanager.other.svc.cluster.local:9090/alertmanager"},
			},
		},
		{
			settings: all,
			want: []datasource{
				{Source: dashboards.CloudWatchSource},
				{Source: dashboards.PostgresSource, URL: "db.example.com:5432", User: "$POSTGRES_USERNAME"},
			},
		},
	} {
		m := buildGrafana(t, grafanaOf(t, c.settings), c.others...)
		var file datasourcesFile
		if err := yaml.UnmarshalStrict([]byte(m.files["grafana-datasources/datasources.yaml"]), &file); err != nil {
			t.Fatal(err)
		}
		if len(file.Datasources) != len(c.want) {
			t.Fatalf("got %+v, want %+v", file.Datasources, c.want)
		}
		for i, got := range file.Datasources {
			want := c.want[i]
			if got.Source != want.Source || got.URL != want.URL || got.User != want.User || got.IsDefault != want.IsDefault || got.Editable {
				t.Errorf("got %+v, want %+v", got, want)
			}
		}
	}
}

// A dollar sign in a value of the user's is a dollar sign; those of our own are replaced once, from variables that are set.
func TestDatasourcesExpandOnlyWhatTheyShould(t *testing.T) {
	if got := literal("a$b${C}"); got != "a$$b$${C}" {
		t.Errorf("got %q", got)
	}
	m := buildGrafana(t, grafanaOf(t, `    datasources:
      postgres: {host: "db.example.com:5432", database: warehouse, credentials: {secret: DB}}
`))
	file := m.files["grafana-datasources/datasources.yaml"]
	for _, variable := range m.container().Env {
		if variable.ValueFrom == nil {
			continue
		}
		if variable.ValueFrom.SecretKeyRef.Name != "grafana-postgres" || !strings.Contains(file, "$"+variable.Name+"\n") {
			t.Errorf("%+v is not used, or not as $NAME alone:\n%s", variable, file)
		}
	}
	if strings.Contains(file, "${") || strings.Contains(file, "$__") {
		t.Errorf("a value is expanded twice:\n%s", file)
	}
}

// CloudWatch is read with the role of Grafana's service account; without CloudWatch it has none.
func TestCloudWatchTakesARole(t *testing.T) {
	const annotation = "eks.amazonaws.com/role-arn"
	g := grafanaOf(t, "    datasources: {cloudwatch: {}}\n")
	arn := "arn:aws:iam::111122223333:role/small-dev-grafana"
	if got := buildGrafana(t, g).account.Annotations[annotation]; got != arn {
		t.Errorf("the service account has the role %q", got)
	}
	if roles := g.Offer().Roles; len(roles) != 1 || roles[0].ARN != arn || roles[0].ServiceAccount != "grafana" {
		t.Errorf("offers the roles %+v", roles)
	}
	g = grafanaOf(t, "")
	if got := buildGrafana(t, g).account.Annotations[annotation]; got != "" || len(g.Offer().Roles) != 0 {
		t.Errorf("has the role %q without CloudWatch", got)
	}
}

// Every Secret that the pod reads is one that Grafana asks the store for, and each file that it names is a key of one.
func TestGrafanaReadsTheSecretsItAsksFor(t *testing.T) {
	g := grafanaOf(t, `    datasources:
      postgres: {host: "db.example.com:5432", database: warehouse, credentials: {secret: DB}}
`)
	m := buildGrafana(t, g)
	keys := map[string]platform.SecretRef{}
	for _, secret := range g.Offer().Secrets {
		for key, ref := range secret.Keys {
			keys[secret.Name+"/"+key] = ref
		}
		for _, key := range secret.Generated {
			keys[secret.Name+"/"+key] = platform.SecretRef{}
		}
	}
	if ref := keys["grafana-admin/username"]; ref.Secret != "GRAFANA" || ref.Property != "login" {
		t.Errorf("the administrator's name is %+v", ref)
	}
	for _, variable := range m.container().Env {
		var key string
		if strings.HasSuffix(variable.Name, "__FILE") {
			key = strings.TrimPrefix(variable.Value, "/etc/") // each Secret is mounted under its own name
		} else if variable.ValueFrom != nil {
			key = variable.ValueFrom.SecretKeyRef.Name + "/" + variable.ValueFrom.SecretKeyRef.Key
		}
		if _, ok := keys[key]; key != "" && !ok {
			t.Errorf("%s reads %s, which nobody fills", variable.Name, key)
		}
	}
}

// Grafana shows the folders that platform.yaml names, all that are offered if it names none, and none for an empty list.
func TestDashboardsAreSelectedByFolder(t *testing.T) {
	for settings, want := range map[string][]string{
		"":                                {"alpha", "beta", "grafana"},
		"    dashboards: [beta]\n":        {"beta"},
		"    dashboards: [beta, alpha]\n": {"alpha", "beta"},
		"    dashboards: []\n":            nil,
	} {
		m := buildGrafana(t, grafanaOf(t, settings), offering(PrometheusAPI, "beta", "alpha"))
		var file dashboardProviders
		if err := yaml.UnmarshalStrict([]byte(m.files["grafana-dashboards/dashboards.yaml"]), &file); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, provider := range file.Providers {
			got = append(got, provider.Folder)
			mounted := func(mount corev1.VolumeMount) bool { return mount.MountPath == provider.Options.Path }
			if !slices.ContainsFunc(m.container().VolumeMounts, mounted) || provider.AllowUIUpdates {
				t.Errorf("%s is not mounted, or can be edited", provider.Options.Path)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q shows %v, want %v", settings, got, want)
		}
	}
}

// Every ConfigMap that the pod mounts is built, and every dashboard of a selected folder is mounted.
func TestGrafanaMountsWhatItBuilds(t *testing.T) {
	m := buildGrafana(t, grafanaOf(t, ""), offering(PrometheusAPI, "alpha", "beta"))
	mounted := map[string]bool{}
	for _, volume := range m.set.Spec.Template.Spec.Volumes {
		if volume.ConfigMap != nil {
			mounted[volume.ConfigMap.Name] = true
		}
		if volume.Projected != nil {
			for _, source := range volume.Projected.Sources {
				mounted[source.ConfigMap.Name] = true
			}
		}
	}
	for file := range m.files {
		name, _, _ := strings.Cut(file, "/")
		if !mounted[name] {
			t.Errorf("%s is built and not mounted", name)
		}
		delete(mounted, name)
	}
	if len(mounted) > 0 {
		t.Errorf("mounted and not built: %v", mounted)
	}
}

// A folder that nobody offers is a mistake at its place in the list, with the folders that there are.
func TestUnknownDashboardFolder(t *testing.T) {
	g := grafanaOf(t, "    dashboards: [alpha, alfa]\n")
	cat, err := Collect(g.env, []Component{g, offering(PrometheusAPI, "alpha")})
	if err != nil {
		t.Fatal(err)
	}
	_, err = g.Build(cat)
	want := `monitoring.grafana.dashboards[1]: "alfa" is no folder that a component of the platform offers; these are: alpha, grafana`
	if _, ok := err.(platform.Problems); !ok || !strings.HasSuffix(err.Error(), want) || !strings.HasPrefix(err.Error(), "platform.yaml:17:25: ") {
		t.Errorf("got %v", err)
	}
}

// Two dashboards of one uid would replace each other in Grafana.
func TestDashboardUIDsAreUnique(t *testing.T) {
	g := grafanaOf(t, "")
	cat, err := Collect(g.env, []Component{g, offering(PrometheusAPI, "alpha", "alpha")})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := g.Build(cat); err == nil || !strings.Contains(err.Error(), "dashboard-alpha") {
		t.Errorf("got %v", err)
	}
}

// A dashboard that changes rolls the pod, as any of Grafana's files does.
func TestGrafanaRollsWithItsDashboards(t *testing.T) {
	digestOf := func(description string) string {
		other := offering(PrometheusAPI, "alpha").(fake)
		other.offer.Dashboards[0].Description = description
		return buildGrafana(t, grafanaOf(t, ""), other).set.Spec.Template.Annotations[configAnnotation]
	}
	one, again, two := digestOf("One."), digestOf("One."), digestOf("Two.")
	if one != again || one == two {
		t.Errorf("the digests are %s and %s for one dashboard, %s for another", one, again, two)
	}
}

// Grafana opens with the overview, where it is shown.
func TestGrafanaOpensWithTheOverview(t *testing.T) {
	overview := offering(PrometheusAPI, "platform").(fake)
	overview.offer.Dashboards[0].UID = dashboards.Overview().UID
	m := buildGrafana(t, grafanaOf(t, ""), overview)
	if !strings.Contains(m.ini(), "[dashboards]\ndefault_home_dashboard_path = `/etc/grafana/dashboards/platform/platform-overview.json`\n") {
		t.Errorf("grafana.ini:\n%s", m.ini())
	}
	if m := buildGrafana(t, grafanaOf(t, "    dashboards: [grafana]\n"), overview); strings.Contains(m.ini(), "[dashboards]") {
		t.Errorf("grafana.ini names a page that is not there:\n%s", m.ini())
	}
}

// A dashboard is there with the component that brings its metrics, and of the others what shows them.
func TestDashboardsFollowTheComponents(t *testing.T) {
	shown := func(monitoring string) map[string]bool {
		cat, err := assemble(testEnv(t, bare+`
secrets: {awsSecretsManager: {}}
storage: {classes: {gp3: {default: true}}}
monitoring:
  prometheus: {storage: {size: 8Gi}}
`+monitoring), makers)
		if err != nil {
			t.Fatal(err)
		}
		all := map[string]bool{}
		for _, dashboard := range cat.Dashboards() {
			all[dashboard.UID] = true
			for _, asked := range dashboard.Queries() {
				all[dashboard.UID+"/"+asked.Panel] = true
			}
		}
		return all
	}
	without, with := shown(""), shown("  nodeExporter: {}\n  kubeStateMetrics: {}\n")
	for _, what := range []string{"kubernetes-node", "kubernetes-cluster", "kubernetes-workload", "platform-overview/CPU of the nodes"} {
		if without[what] || !with[what] {
			t.Errorf("%s: %v without the exporters, %v with them", what, without[what], with[what])
		}
	}
	for _, what := range []string{"platform-overview/Fullest volumes", "kubernetes-apiserver", "istio-mesh", "prometheus-stats"} {
		if !without[what] || !with[what] {
			t.Errorf("%s: %v without the exporters, %v with them", what, without[what], with[what])
		}
	}
	if with["app-overview"] {
		t.Error("a dashboard about apps, of which there are none")
	}
}
