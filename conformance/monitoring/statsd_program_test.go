package monitoring

import (
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	appsv1 "k8s.io/api/apps/v1"
)

// page is what statsd_exporter shows after some packets, by the names of the metrics.
type page map[string]*dto.MetricFamily

// statsdPage is the page after what the collectors send.
func statsdPage(t *testing.T) page {
	t.Helper()
	if heard == nil {
		heard = exported(t, environments(t)[0], collectors)
	}
	return heard
}

// heard is the page once it is read: it takes a second.
var heard page

// exported starts statsd_exporter as it is deployed, sends it packets, and reads its page.
func exported(t *testing.T, env environment, packets []string) page {
	t.Helper()
	udp, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	receiver, web := udp.LocalAddr().String(), free(t)
	udp.Close()
	container := deployedStatsD(t, env)
	start(t, statsdProgram(t), append(statsdFlags(t, env, container), "--statsd.listen-udp="+receiver, "--web.listen-address="+web, "--log.level=error"))
	for _, probe := range []string{container.ready, container.live} {
		eventually(t, "its probe "+probe, func() bool { return get(t, "http://"+web+probe, nil) })
	}
	send(t, receiver, packets)
	var read page
	// A packet is counted before it is read, a line as soon as the one before it is read, and a sample before it is on the page.
	lines := len(strings.Split(strings.Join(packets, "\n"), "\n"))
	eventually(t, "all packets", func() bool {
		get(t, "http://"+web+"/metrics", &read)
		flushed := read.total("statsd_exporter_events_actions_total")
		return read.total("statsd_exporter_lines_total") == float64(lines) && flushed == read.total("statsd_exporter_samples_total")
	})
	return read
}

// deployed is what the exporter's container is told.
type deployed struct {
	args        []string
	ready, live string
}

func deployedStatsD(t *testing.T, env environment) deployed {
	t.Helper()
	for _, o := range env.objects {
		if o.Kind == "Deployment" && o.Name == "statsd-exporter" {
			container := decode[appsv1.Deployment](t, o).Spec.Template.Spec.Containers[0]
			return deployed{container.Args, container.ReadinessProbe.HTTPGet.Path, container.LivenessProbe.HTTPGet.Path}
		}
	}
	t.Fatalf("%s has no statsd-exporter", env.name)
	return deployed{}
}

// statsdFlags are those of the container, with the mapping where it can be read here.
func statsdFlags(t *testing.T, env environment, container deployed) []string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "mapping.yaml")
	if err := os.WriteFile(file, []byte(env.file(t, "statsd-exporter-mapping", "mapping.yaml")), 0o600); err != nil {
		t.Fatal(err)
	}
	flags := slices.Clone(container.args)
	for i, flag := range flags {
		if strings.HasPrefix(flag, "--statsd.mapping-config=") {
			flags[i] = "--statsd.mapping-config=" + file
		}
	}
	return flags
}

// free is an address that nobody listens at.
func free(t *testing.T) string {
	t.Helper()
	tcp, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer tcp.Close()
	return tcp.Addr().String()
}

func statsdProgram(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "statsd_exporter")
	build := exec.Command("go", "build", "-mod=mod", "-o", program, "github.com/prometheus/statsd_exporter")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

// start runs a program until the test ends.
func start(t *testing.T, program string, flags []string) {
	t.Helper()
	run := exec.Command(program, flags...)
	run.Stderr = os.Stderr
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		run.Process.Kill()
		run.Wait()
	})
}

func send(t *testing.T, to string, packets []string) {
	t.Helper()
	conn, err := net.Dial("udp", to)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for _, packet := range packets {
		if _, err := conn.Write([]byte(packet)); err != nil {
			t.Fatal(err)
		}
	}
}

// get tells whether a URL answers, and reads the metrics that it answers with.
func get(t *testing.T, url string, into *page) bool {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		return false
	}
	defer response.Body.Close()
	if into != nil {
		parser := expfmt.NewTextParser(model.UTF8Validation)
		if *into, err = parser.TextToMetricFamilies(response.Body); err != nil {
			t.Fatal(err)
		}
	}
	return response.StatusCode == http.StatusOK
}

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for range 300 {
		if ok() {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("%s: waited in vain", what)
}
