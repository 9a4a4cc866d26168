package monitoring

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/example-org/platform-render/conformance/pages"
	"github.com/example-org/platform-render/pkg/metrics"
)

// rare is what the machine of node_exporter's own tests does not have: what newer kernels say, and SELinux.
var rare = regexp.MustCompile(`^node_(memory_(Cma\w+|DirectMap1G|MemAvailable|Percpu|Shmem(HugePages|PmdMapped)|Zswap(ped)?)_bytes|` +
	`netstat_TcpExt_TCPSynRetrans|selinux_\w+)$`)

// node_exporter, in the version and with the flags that are deployed, tells of the machine that its own tests are about, which has
// something for nearly every collector, what the catalogue says: no more, and of what has no labels no less. Of that machine and of this
// one it tells what rules and dashboards ask for.
func TestNodeExporterTellsWhatIsCatalogued(t *testing.T) {
	container := nodeExporter(t, environments(t)[0])
	program, source := nodeExporterProgram(t, container.Image)
	tested := nodePage(t, program, container.Args, testedMachine(t, source))
	known, _ := metrics.Of("node-exporter")
	for _, strange := range tested.Strange(known) {
		t.Errorf("the catalogue lacks %s", strange)
	}
	for _, absent := range tested.Absent(known) {
		if !rare.MatchString(absent) {
			t.Errorf("the page lacks %s", absent)
		}
	}
	here := nodePage(t, program, container.Args, map[string]string{"procfs": "/proc", "rootfs": "/", "sysfs": "/sys", "udev.data": "/run/udev/data"})
	asked, err := pages.Asked(command(t, "explain", "node-exporter", "--format", "json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, lacking := range here.Lacks(tested.Lacks(asked)) {
		t.Errorf("there is no %s, which is asked for", lacking)
	}
	if len(tested) < 900 || len(asked) < 20 {
		t.Errorf("there are %d series, and %d are asked for", len(tested), len(asked))
	}
}

func nodeExporter(t *testing.T, env environment) corev1.Container {
	t.Helper()
	for _, o := range env.objects {
		if o.Kind == "DaemonSet" && o.Name == "node-exporter" {
			return decode[appsv1.DaemonSet](t, o).Spec.Template.Spec.Containers[0]
		}
	}
	t.Fatalf("%s has no node-exporter", env.name)
	return corev1.Container{}
}

// nodeExporterProgram builds the program in the version of an image, as upstream does: without C, and with the libraries that it names.
func nodeExporterProgram(t *testing.T, image string) (program, source string) {
	t.Helper()
	_, version, _ := strings.Cut(image, ":")
	text, err := exec.Command("go", "mod", "download", "-json", "github.com/prometheus/node_exporter@"+version).Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	var module struct{ Dir string }
	if err := json.Unmarshal(text, &module); err != nil {
		t.Fatal(err)
	}
	program = filepath.Join(t.TempDir(), "node_exporter")
	build := exec.Command("go", "build", "-o", program, ".")
	build.Dir, build.Env = module.Dir, append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program, module.Dir
}

// testedMachine is where the files of the machine lie that the program's own tests are about (end-to-end-test.sh). Its disks are
// this one's.
func testedMachine(t *testing.T, source string) map[string]string {
	t.Helper()
	fixtures, dir := filepath.Join(source, "collector/fixtures"), t.TempDir()
	for _, archive := range []string{"sys.ttar", "udev.ttar"} {
		unpack(t, filepath.Join(fixtures, archive), dir)
	}
	return map[string]string{
		"procfs": filepath.Join(fixtures, "proc"), "rootfs": "/", "sysfs": filepath.Join(dir, "sys"), "udev.data": filepath.Join(dir, "udev/data"),
	}
}

// nodePage starts the program with rendered flags, but on a machine whose files lie elsewhere, and reads its page.
func nodePage(t *testing.T, program string, args []string, paths map[string]string) pages.Page {
	t.Helper()
	flags := slices.Clone(args)
	for i, flag := range flags {
		name, _, _ := strings.Cut(strings.TrimPrefix(flag, "--path."), "=")
		if path, ok := paths[name]; ok {
			flags[i] = "--path." + name + "=" + path
		}
	}
	url := "http://" + free(t)
	start(t, program, append(flags, "--web.listen-address="+strings.TrimPrefix(url, "http://"), "--log.level=error"))
	eventually(t, "node_exporter", func() bool { return get(t, url, nil) })
	response, err := http.Get(url + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	page, err := pages.Read(text)
	if err != nil {
		t.Fatal(err)
	}
	return page
}
