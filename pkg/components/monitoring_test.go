package components

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
)

// monitored is a platform with metrics; the lines of its mesh, of Prometheus and of the rest of monitoring follow.
const monitored = bare + `secrets: {awsSecretsManager: {}}
mesh: {%s}
monitoring:
  prometheus:
    storage: {size: 10Gi, class: gp3}
    %s
  %s
storage: {classes: {gp3: {default: true}}}
`

const withAlertmanager = `alertmanager:
    storage: {size: 1Gi, class: gp3}
    receivers: {team: {webhook: {url: {secret: HOOK}}}}
    routing: {receiver: team}
`

// renderMonitoring renders the components of monitoring alone.
func renderMonitoring(t *testing.T, mesh, prometheus, rest string) (*Rendered, error) {
	t.Helper()
	store := fake{name: "store", offer: Offer{Namespace: space("store"), Store: &Store{Kind: "ClusterSecretStore"}}}
	return render(testEnv(t, fmt.Sprintf(monitored, mesh, prometheus, rest)), []Maker{
		making(store), newPrometheus, newAlertmanager, newNodeExporter, newKubeStateMetrics, newKubernetes,
	})
}

// decoded finds an object and decodes it into its type.
func decoded[T any](t *testing.T, rendered *Rendered, app, file string) *T {
	t.Helper()
	into := new(T)
	if err := json.Unmarshal([]byte(jsonOf(t, objectOf(t, applicationOf(t, rendered, app), file).Fields)), into); err != nil {
		t.Fatal(err)
	}
	return into
}

func mustRenderMonitoring(t *testing.T, mesh, prometheus, rest string) *Rendered {
	t.Helper()
	rendered, err := renderMonitoring(t, mesh, prometheus, rest)
	if err != nil {
		t.Fatal(err)
	}
	return rendered
}

func prometheusFile(t *testing.T, rendered *Rendered) string {
	t.Helper()
	return decoded[corev1.ConfigMap](t, rendered, "prometheus", "configmap-prometheus-config.yaml").Data["prometheus.yml"]
}

// Prometheus and Alertmanager serve the path of their route: their flags, probes and metrics, and those who call them, follow.
func TestMonitoringServesItsSubPath(t *testing.T) {
	for _, test := range []struct{ prometheusRoute, alertmanagerRoute, prefix, alertPrefix string }{
		{"route: {path: /metrics/deep/}", "    route: {path: /alerts/}\n", "/metrics/deep", "/alerts"},
		{"", "", "", ""},
	} {
		rendered := mustRenderMonitoring(t, "", test.prometheusRoute, withAlertmanager+test.alertmanagerRoute)
		set := decoded[appsv1.StatefulSet](t, rendered, "prometheus", "statefulset-prometheus.yaml")
		container := set.Spec.Template.Spec.Containers[0]
		for _, probe := range []*corev1.Probe{container.ReadinessProbe, container.LivenessProbe, container.StartupProbe} {
			if path := probe.HTTPGet.Path; !strings.HasPrefix(path, test.prefix+"/-/") {
				t.Errorf("with %q Prometheus is probed at %s", test.prometheusRoute, path)
			}
		}
		flags := slices.DeleteFunc(container.Args, func(arg string) bool { return !strings.HasPrefix(arg, "--web.") })
		var want []string
		if test.prefix != "" {
			want = []string{"--web.external-url=https://small.example.com/metrics/deep/", "--web.route-prefix=/metrics/deep/"}
		}
		if !slices.Equal(flags, want) {
			t.Errorf("with %q the flags are %v", test.prometheusRoute, flags)
		}
		file := prometheusFile(t, rendered)
		wantParts(t, file, "metrics_path: "+test.prefix+"/metrics\n", "metrics_path: "+test.alertPrefix+"/metrics\n")
		if got := strings.Contains(file, "path_prefix: /alerts\n"); got != (test.alertPrefix != "") {
			t.Errorf("path_prefix of Alertmanager:\n%s", file)
		}
		api, _ := rendered.Catalog.API(PrometheusAPI)
		if want := "http://prometheus.monitoring.svc.cluster.local:9090" + test.prefix; api.URL() != want {
			t.Errorf("others call Prometheus at %s", api.URL())
		}
	}
}

// In a strict mesh Prometheus gets its sidecar's certificate and dials pods with it; itself it reaches without. What it sends is
// never captured, what it gets always is.
func TestPrometheusInTheMesh(t *testing.T) {
	for mode, wantTLS := range map[string]bool{"STRICT": true, "PERMISSIVE": false} {
		rendered := mustRenderMonitoring(t, "mtls: "+mode, "", withAlertmanager)
		template := decoded[appsv1.StatefulSet](t, rendered, "prometheus", "statefulset-prometheus.yaml").Spec.Template
		if ranges, ok := template.Annotations["traffic.sidecar.istio.io/includeOutboundIPRanges"]; !ok || ranges != "" {
			t.Errorf("%s: outbound traffic is captured: %v", mode, template.Annotations)
		}
		for key := range template.Annotations {
			if strings.Contains(strings.ToLower(key), "inbound") {
				t.Errorf("%s: %s changes what is captured inbound", mode, key)
			}
		}
		shares := strings.Contains(template.Annotations["proxy.istio.io/config"], "OUTPUT_CERTS: "+certificates+"\n")
		mounted := slices.ContainsFunc(template.Spec.Containers[0].VolumeMounts, func(m corev1.VolumeMount) bool { return m.MountPath == certificates })
		file := prometheusFile(t, rendered)
		dials := strings.Contains(file, "cert_file: "+certificates+"/cert-chain.pem\n")
		if shares != wantTLS || mounted != wantTLS || dials != wantTLS {
			t.Errorf("%s: the sidecar shares its certificate: %v; it is mounted: %v; it is shown to pods: %v", mode, shares, mounted, dials)
		}
		wantParts(t, file, "- localhost:9090\n")
	}
}

// Prometheus scrapes whatever is offered, and the user's own targets.
func TestPrometheusScrapesWhatIsOffered(t *testing.T) {
	file := prometheusFile(t, mustRenderMonitoring(t, "", "scrape: {ci: {url: https://ci.example.com/prometheus/, interval: 2m}}",
		"nodeExporter: {}\n  kubeStateMetrics: {}\n"))
	var jobs []string
	for _, line := range strings.Split(file, "\n") {
		if _, job, ok := strings.Cut(line, "job_name: "); ok {
			jobs = append(jobs, job)
		}
	}
	want := []string{"ci", "kube-state-metrics", "kube-state-metrics-telemetry", "kubernetes-apiservers", "kubernetes-cadvisor",
		"kubernetes-nodes", "kubernetes-pods", "kubernetes-services", "node-exporter", "prometheus"}
	if !slices.Equal(jobs, want) {
		t.Errorf("jobs: %v", jobs)
	}
	wantParts(t, file, "scrape_interval: 2m\n", "environment: dev\n")
	if strings.Contains(file, "alerting:") {
		t.Errorf("alerts are sent to an Alertmanager that is not there:\n%s", file)
	}
}

// A job's name that a component has is reported where the user wrote it.
func TestJobNamesAreTaken(t *testing.T) {
	_, err := renderMonitoring(t, "", "scrape: {node-exporter: {url: http://node.example.com/metrics}}", "nodeExporter: {}\n")
	want := `platform.yaml:16:29: monitoring.prometheus.scrape.node-exporter: the scrape job "node-exporter" is taken by ` +
		`monitoring.nodeExporter (platform.yaml:17:17): choose another name`
	if err == nil || err.Error() != want {
		t.Errorf("got:  %v\nwant: %s", err, want)
	}
}

// Prometheus' volume cannot fill up: old samples go before.
func TestRetentionFitsTheVolume(t *testing.T) {
	wantParts(t, prometheusFile(t, mustRenderMonitoring(t, "", "retention: 30d", "")), "size: 8192MB\n", "time: 30d\n")
}

// Prometheus may look for what its jobs look for, read what they read, and nothing else.
func TestPrometheusRights(t *testing.T) {
	role := decoded[rbacv1.ClusterRole](t, mustRenderMonitoring(t, "", "", ""), "prometheus", "clusterrole-prometheus.yaml")
	want := []string{"/metrics get", "discovery.k8s.io/endpointslices list,watch", "nodes list,watch", "nodes/metrics get",
		"pods list,watch", "services list,watch"}
	if got := rightsOf(role); !slices.Equal(got, want) {
		t.Errorf("rights: %q", got)
	}
}

// rightsOf are a role's rights, one a line: what, and which verbs.
func rightsOf(role *rbacv1.ClusterRole) []string {
	var all []string
	for _, rule := range role.Rules {
		verbs := " " + strings.Join(rule.Verbs, ",")
		for _, url := range rule.NonResourceURLs {
			all = append(all, url+verbs)
		}
		for _, resource := range rule.Resources {
			all = append(all, strings.TrimPrefix(rule.APIGroups[0]+"/"+resource, "/")+verbs)
		}
	}
	slices.Sort(all)
	return all
}

// kube-state-metrics may list exactly the objects that it is told to show, and no secrets.
func TestKubeStateMetricsRights(t *testing.T) {
	rendered := mustRenderMonitoring(t, "", "", "kubeStateMetrics: {}\n")
	role := decoded[rbacv1.ClusterRole](t, rendered, "kube-state-metrics", "clusterrole-kube-state-metrics.yaml")
	var may []string
	for _, right := range rightsOf(role) {
		resource, ok := strings.CutSuffix(right, " list,watch")
		if !ok || strings.Contains(right, "secrets") || strings.Contains(right, "configmaps") {
			t.Errorf("it may %s", right)
		}
		_, name, _ := strings.Cut("/"+resource, "/")
		may = append(may, name[strings.LastIndex(name, "/")+1:])
	}
	slices.Sort(may)
	container := decoded[appsv1.Deployment](t, rendered, "kube-state-metrics", "deployment-kube-state-metrics.yaml").Spec.Template.Spec.Containers[0]
	if want := []string{"--resources=" + strings.Join(may, ",")}; !slices.Equal(container.Args, want) {
		t.Errorf("args %q do not match the rights %q", container.Args, want)
	}
	if port := container.ReadinessProbe.HTTPGet.Port.StrVal; port != "http-telemetry" {
		t.Errorf("asked whether it is ready on %s", port)
	}
	if port := container.LivenessProbe.HTTPGet.Port.StrVal; port != "http-metrics" {
		t.Errorf("asked whether it lives on %s", port)
	}
}

// node-exporter sees its node, on every node, and can change nothing there.
func TestNodeExporter(t *testing.T) {
	rendered := mustRenderMonitoring(t, "", "", "nodeExporter: {}\n")
	pod := decoded[appsv1.DaemonSet](t, rendered, "node-exporter", "daemonset-node-exporter.yaml").Spec.Template.Spec
	container := pod.Containers[0]
	if !pod.HostNetwork || !pod.HostPID || pod.Tolerations[0].Operator != corev1.TolerationOpExists {
		t.Errorf("the pod does not see every node: %+v", pod)
	}
	if *pod.AutomountServiceAccountToken || !*pod.SecurityContext.RunAsNonRoot || !*container.SecurityContext.ReadOnlyRootFilesystem {
		t.Errorf("the pod may do more than look: %+v", container.SecurityContext)
	}
	for _, mount := range container.VolumeMounts {
		if !mount.ReadOnly || *mount.MountPropagation != corev1.MountPropagationHostToContainer {
			t.Errorf("mount %+v", mount)
		}
	}
	if port := container.Ports[0]; port.HostPort != port.ContainerPort {
		t.Errorf("port %+v", port)
	}
	i := slices.IndexFunc(rendered.Catalog.Namespaces, func(n Namespace) bool { return n.Name == "node-exporter" })
	if space := rendered.Catalog.Namespaces[i]; space.Mesh || space.PodSecurity != Privileged {
		t.Errorf("namespace %+v", space)
	}
}

// Every file that Alertmanager reads a secret from is a key of the Secret that is mounted there.
func TestAlertmanagerSecrets(t *testing.T) {
	rendered := mustRenderMonitoring(t, "", "", withAlertmanager)
	config := decoded[corev1.ConfigMap](t, rendered, "alertmanager", "configmap-alertmanager-config.yaml").Data["alertmanager.yml"]
	wantParts(t, config, "url_file: "+alertmanagerSecrets+"/team-webhook-url\n")
	wantParts(t, fmt.Sprint(objectOf(t, applicationOf(t, rendered, "alertmanager"), "externalsecret-alertmanager-receivers.yaml").Fields), "secretKey:team-webhook-url")
	pod := decoded[appsv1.StatefulSet](t, rendered, "alertmanager", "statefulset-alertmanager.yaml").Spec.Template.Spec
	i := slices.IndexFunc(pod.Containers[0].VolumeMounts, func(m corev1.VolumeMount) bool { return m.MountPath == alertmanagerSecrets })
	if i < 0 || !slices.ContainsFunc(pod.Volumes, func(v corev1.Volume) bool {
		return v.Name == pod.Containers[0].VolumeMounts[i].Name && cmp.Or(v.Secret, &corev1.SecretVolumeSource{}).SecretName == "alertmanager-receivers"
	}) {
		t.Errorf("the Secret is not mounted at %s", alertmanagerSecrets)
	}
	if !slices.Contains(pod.Containers[0].Args, "--cluster.listen-address=") {
		t.Errorf("a single Alertmanager looks for others: %v", pod.Containers[0].Args)
	}
}

// Without Prometheus nobody asks the cluster for its metrics.
func TestKubernetesOffersMetricsToPrometheusOnly(t *testing.T) {
	if made := newKubernetes(testEnv(t, bare)); len(made) != 0 {
		t.Errorf("made %v", made)
	}
}
