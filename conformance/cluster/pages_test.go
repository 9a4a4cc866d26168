package cluster

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/example-org/platform-render/conformance/pages"
	"github.com/example-org/platform-render/pkg/metrics"
)

// What programs really serve is in the catalogue, with every label, and with every value of those that have no others; what the
// catalogue says is always there is there; and so is what the platform's own rules and dashboards ask for.
func TestPagesAreCatalogued(t *testing.T) {
	plane, all := startControlPlane(t), objects(t, environments(t)[0])
	apply := newApplier(plane)
	apply.applyAll(t, complete(t, all))
	plane.waitForPods(t)
	kubelet := plane.startKubelet(t)
	apply.applyAll(t, objects(t, "testdata"))
	alertmanager, prometheus := startAlertmanager(t, plane.dir, all), plane.startPrometheus(t, all)
	state := plane.startStateMetrics(t, all)
	for job, read := range map[string]func() ([]byte, error){
		"prometheus":                   func() ([]byte, error) { return fetch(prometheus.url) },
		"alertmanager":                 func() ([]byte, error) { return fetch(alertmanager.url) },
		"kube-state-metrics":           func() ([]byte, error) { return fetch(state + ":8080") },
		"kube-state-metrics-telemetry": func() ([]byte, error) { return fetch(state + ":8081") },
		"kubernetes-nodes":             func() ([]byte, error) { return fetch(kubelet) },
		"kubernetes-apiservers": func() ([]byte, error) {
			return plane.client.RESTClient().Get().AbsPath("/metrics").Do(context.Background()).Raw()
		},
	} {
		t.Run(job, func(t *testing.T) { hold(t, job, read) })
	}
}

// exporters are the programs whose names in the catalogue are not their jobs'.
var exporters = map[string]string{"kubernetes-apiservers": "kubernetes-apiserver", "kubernetes-nodes": "kubelet"}

// strangers are what is on a page here and rightly not in the catalogue.
var strangers = map[string]*regexp.Regexp{
	// It announces a kind's labels and annotations even if nobody has opted in to any.
	"kube-state-metrics": regexp.MustCompile(`^kube_\w+_(annotations|labels)$`),
	// Go has one for each of its own settings, others in each version; and the controllers are in the API server's program here.
	"kubernetes-apiservers": regexp.MustCompile(`^(go_godebug_non_default_behavior|node_collector)_\w+( le)?$`),
	"kubernetes-nodes":      regexp.MustCompile(`^go_godebug_non_default_behavior_\w+$`),
}

// later is what has no labels and comes only with something that is not here.
var later = map[string]*regexp.Regexp{
	// With --cluster.listen-address, with an event recorder, and once a limit of alerts is reached.
	"alertmanager": regexp.MustCompile(`^alertmanager_(cluster_\w+|tls_transport_\w+|peer_position|event_recorder_queue_length|alerts_limited_total)$`),
	// With a receiver of OTLP or of remote writes.
	"prometheus": regexp.MustCompile(`^prometheus_api_(otlp|remote_write)_\w+$`),
	// With a signer of tokens outside, and once somebody has read a pod's log.
	"kubernetes-apiservers": regexp.MustCompile(`^(apiserver_externaljwt_\w+|kube_apiserver_pod_logs_backend_tls_failure_total)$`),
	// With certificates that it renews, with memory of quality, and once a pod's image is pulled.
	"kubernetes-nodes": regexp.MustCompile(`^kubelet_(certificate_manager|server_expiration|memory_qos|pod_start)_\w+$`),
}

// eventful matches what is asked for and is on its page only after what does not happen here: a silence, a webhook that is asked, a
// request too many; and of a kubelet a certificate, an image, an error, a file system.
var eventful = regexp.MustCompile(`^(alertmanager_notifications_suppressed_total|apiserver_admission_webhook_\w+|` +
	`apiserver_flowcontrol_rejected_requests_total|kubelet_certificate_manager_server_ttl_seconds|kubelet_pod_start_sli_\w+|` +
	`kubelet_runtime_operations_errors_total|kubelet_volume_stats_\w+)$`)

// hold holds the catalogue to a page as soon as all that is asked for is on it: of itself, Prometheus knows nothing before it has
// scraped.
func hold(t *testing.T, job string, read func() ([]byte, error)) {
	t.Helper()
	known, ok := metrics.Of(cmp.Or(exporters[job], job))
	if !ok {
		t.Fatalf("the catalogue has no page of %s", job)
	}
	asked := asked(t, job)
	var page pages.Page
	eventually(t, "all that is asked for is there", func() error {
		text, err := read()
		if err != nil {
			return err
		}
		if page, err = pages.Read(text); err != nil {
			t.Fatal(err)
		}
		if lacking := page.Lacks(asked); len(lacking) > 0 {
			return fmt.Errorf("there is no %s", strings.Join(lacking, ", "))
		}
		return nil
	})
	for _, strange := range without(page.Strange(known), strangers[job]) {
		t.Errorf("the catalogue lacks %s", strange)
	}
	for _, absent := range without(page.Absent(known), later[job]) {
		t.Errorf("the page lacks %s", absent)
	}
	t.Logf("%d series, of %d in the catalogue; %d are asked for", len(page), len(known.Names()), len(asked))
}

func without(all []string, known *regexp.Regexp) []string {
	return slices.DeleteFunc(all, func(one string) bool { return known != nil && known.MatchString(one) })
}

// asked are the metrics that rules and dashboards ask of a job, without those that Prometheus makes itself.
func asked(t *testing.T, job string) []string {
	t.Helper()
	cmd := exec.Command("go", "run", "./cmd/render", "explain", job, "--format", "json")
	cmd.Dir = "../.."
	text, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	names, err := pages.Asked(text)
	if err != nil {
		t.Fatal(err)
	}
	return without(names, eventful)
}

// fetch reads a program's page.
func fetch(url string) ([]byte, error) {
	response, err := http.Get(url + "/metrics")
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", url, response.Status)
	}
	return io.ReadAll(response.Body)
}

// startStateMetrics starts kube-state-metrics with the rendered flags and the rights of its own service account.
func (p *controlPlane) startStateMetrics(t *testing.T, all []*unstructured.Unstructured) (host string) {
	t.Helper()
	deployment := named(t, all, "Deployment", "kube-state-metrics")
	template, _ := podTemplate(t, deployment)
	run(t, p.dir, "kube-state-metrics", append(template.Spec.Containers[0].Args, "--host=127.0.0.1", "--telemetry-host=127.0.0.1",
		"--kubeconfig="+p.kubeconfig(t, "kube-state-metrics", p.token(t, deployment)))...)
	return "http://127.0.0.1"
}

// startKubelet starts the kubelet of a node of its own, whose containers are made up.
func (p *controlPlane) startKubelet(t *testing.T) (url string) {
	t.Helper()
	const folders = "/tmp/hollow-kubelet.*" // where it keeps everything, whatever it is told
	others, _ := filepath.Glob(folders)
	t.Cleanup(func() {
		all, _ := filepath.Glob(folders)
		for _, folder := range all {
			if !slices.Contains(others, folder) {
				_ = os.RemoveAll(folder)
			}
		}
	})
	run(t, p.dir, "kubemark", "--morph=kubelet", "--name=kubelet", "--kubeconfig="+p.kubeconfig(t, "kubelet", adminName),
		"--use-host-image-service=false", "--kubelet-read-only-port=10255")
	return "http://127.0.0.1:10255"
}
