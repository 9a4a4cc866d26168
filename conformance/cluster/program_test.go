package cluster

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

// programs is the folder with the programs that `make conformance-cluster` builds.
const programs = "../bin"

// run starts a program and ends it with the test. What it says is shown only if the test fails.
func run(t *testing.T, dir, name string, args ...string) {
	t.Helper()
	path, err := filepath.Abs(filepath.Join(programs, name))
	if err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	cmd := exec.Command(path, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &said, &said
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := cmd.Start(); err != nil {
		t.Fatalf("%v: build the programs with `make conformance-cluster`", err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if t.Failed() {
			t.Logf("%s %s said at the end:\n%s", name, args[0], said.Bytes()[max(0, said.Len()-2000):])
		}
	})
}

// pod is a rendered pod whose program runs here and not in the cluster: its files are in a folder, and it is told where the
// API server is. All else is as it is rendered.
type pod struct {
	dir, root  string
	kubeconfig string
	spec       corev1.PodSpec
	all        []*unstructured.Unstructured
	namespace  string
}

func newPod(t *testing.T, dir string, all []*unstructured.Unstructured, set *unstructured.Unstructured) pod {
	t.Helper()
	template, ok := podTemplate(t, set)
	if !ok {
		t.Fatalf("%s has no pods", title(set))
	}
	return pod{dir: dir, root: filepath.Join(dir, set.GetName()), spec: template.Spec, all: all, namespace: set.GetNamespace()}
}

// program is one that runs, by the URL that its own paths begin with.
type program struct{ url string }

// start writes the pod's files and starts its program with the rendered flags and one more.
func (p pod) start(t *testing.T, name, listen string) program {
	t.Helper()
	p.files(t)
	started := program{url: "http://" + strings.TrimPrefix(listen, "--web.listen-address=")}
	args := []string{listen}
	for _, arg := range p.spec.Containers[0].Args {
		if prefix, ok := strings.CutPrefix(arg, "--web.route-prefix="); ok {
			started.url += strings.TrimSuffix(prefix, "/")
		}
		flag, value, _ := strings.Cut(arg, "=")
		if strings.HasPrefix(value, "/") && !strings.HasPrefix(flag, "--web.") {
			value = p.root + value
		}
		args = append(args, flag+"="+value)
	}
	run(t, p.dir, name, args...)
	eventually(t, name+" is ready", func() error { return started.ready() })
	return started
}

// files are those of the pod's volumes: ConfigMaps as they are rendered, and for what is made in the cluster anything.
func (p pod) files(t *testing.T) {
	t.Helper()
	for _, mount := range p.spec.Containers[0].VolumeMounts {
		for _, volume := range p.spec.Volumes {
			if volume.Name != mount.Name {
				continue
			}
			for name, text := range p.volume(t, volume) {
				write(t, filepath.Join(p.root, mount.MountPath, name), text)
			}
		}
	}
	certificate, key := selfSigned(t)
	for _, folder := range []string{"/etc/istio-certs", "/var/run/secrets/kubernetes.io/serviceaccount"} {
		write(t, p.root+folder+"/cert-chain.pem", certificate)
		write(t, p.root+folder+"/ca.crt", certificate)
		write(t, p.root+folder+"/key.pem", key)
		write(t, p.root+folder+"/token", "a token")
	}
}

func (p pod) volume(t *testing.T, volume corev1.Volume) map[string]string {
	t.Helper()
	files := map[string]string{}
	switch {
	case volume.ConfigMap != nil:
		data, _, err := unstructured.NestedStringMap(named(t, p.all, "ConfigMap", volume.ConfigMap.Name).Object, "data")
		if err != nil {
			t.Fatal(err)
		}
		for name, text := range data {
			files[name] = p.local(t, name, text)
		}
	case volume.Secret != nil:
		for _, item := range volume.Secret.Items {
			files[item.Path] = "https://example.com/secret"
		}
	}
	return files
}

// local is a configuration file whose paths are those of the folder, and whose discoveries know the API server.
func (p pod) local(t *testing.T, name, text string) string {
	t.Helper()
	if filepath.Ext(name) != ".yml" {
		return text
	}
	var config map[string]any
	if err := yaml.Unmarshal([]byte(text), &config); err != nil {
		t.Fatal(err)
	}
	changed, err := yaml.Marshal(p.relocated(config))
	if err != nil {
		t.Fatal(err)
	}
	return string(changed)
}

func (p pod) relocated(value any) any {
	switch value := value.(type) {
	case map[string]any:
		for key, child := range value {
			value[key] = p.relocated(child)
			if discoveries, ok := child.([]any); ok && key == "kubernetes_sd_configs" {
				for _, discovery := range discoveries {
					discovery.(map[string]any)["kubeconfig_file"] = p.kubeconfig
				}
			}
		}
	case []any:
		for i := range value {
			value[i] = p.relocated(value[i])
		}
	case string:
		if strings.HasPrefix(value, "/etc/") || strings.HasPrefix(value, "/var/run/secrets/") {
			return p.root + value
		}
	}
	return value
}

func (p program) ready() error {
	response, err := http.Get(p.url + "/-/ready")
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s", response.Status)
	}
	return nil
}

// get asks the program's API.
func (p program) get(t *testing.T, path string, into any) {
	t.Helper()
	response, err := http.Get(p.url + path)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if err := json.NewDecoder(response.Body).Decode(into); err != nil {
		t.Fatal(err)
	}
}

func startAlertmanager(t *testing.T, dir string, all []*unstructured.Unstructured) program {
	t.Helper()
	return newPod(t, dir, all, named(t, all, "StatefulSet", "alertmanager")).start(t, "alertmanager", "--web.listen-address=127.0.0.1:9093")
}
