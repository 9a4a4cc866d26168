package cluster

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	authentication "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// A real Prometheus finds exactly what the scrape plan says, under the rights of its own service account: no target is missing, none
// is there twice, none more. It finds Alertmanager too, and a real Alertmanager
// starts with the rendered configuration.
func TestPrometheusFindsThePlan(t *testing.T) {
	for _, tree := range environments(t) {
		t.Run(filepath.Base(tree), func(t *testing.T) {
			plane := startControlPlane(t)
			all := objects(t, tree)
			newApplier(plane).applyAll(t, complete(t, all))
			plane.waitForPods(t)
			startAlertmanager(t, plane.dir, all)
			prometheus := plane.startPrometheus(t, all)
			want := plane.planned(t, filepath.Base(tree))
			var got []string
			eventually(t, "Prometheus finds what is planned", func() error {
				got = plane.targets(t, prometheus)
				return same(got, want)
			})
			t.Logf("%d targets", len(got))
			eventually(t, "Prometheus finds Alertmanager", func() error { return foundAlertmanager(t, prometheus) })
		})
	}
}

func same(got, want []string) error {
	var missing, more []string
	for _, target := range want {
		if !slices.Contains(got, target) {
			missing = append(missing, target)
		}
	}
	for i, target := range got {
		if !slices.Contains(want, target) || (i > 0 && got[i-1] == target) {
			more = append(more, target)
		}
	}
	if len(missing)+len(more) > 0 {
		return fmt.Errorf("missing:\n  %s\nmore:\n  %s", strings.Join(missing, "\n  "), strings.Join(more, "\n  "))
	}
	return nil
}

// planned is the plan that the command prints, a line for each pod and node.
func (p *controlPlane) planned(t *testing.T, environment string) []string {
	t.Helper()
	cmd := exec.Command("go", "run", "./cmd/render", "scrapes", "--env", environment, "--format", "json")
	cmd.Dir = "../.."
	text, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var plans map[string][]struct {
		Job, Kind, Address, Scheme, Path string
		Count                            int
	}
	if err := json.Unmarshal(text, &plans); err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, planned := range plans[environment] {
		count := planned.Count
		if planned.Kind == "Node" || planned.Kind == "DaemonSet" {
			count = len(zones)
		}
		for i := range max(count, 1) {
			all = append(all, line(planned.Job, planned.Scheme, planned.Address, planned.Path, i))
		}
	}
	slices.Sort(all)
	return all
}

// line is a target, with a number that tells those of one workload from each other.
func line(job, scheme, address, path string, number int) string {
	return fmt.Sprintf("%s %s://%s%s #%d", job, scheme, address, path, number)
}

// targets are those that Prometheus scrapes, in the words of the plan.
func (p *controlPlane) targets(t *testing.T, prometheus program) []string {
	t.Helper()
	var answer struct {
		Data struct {
			ActiveTargets []struct {
				ScrapePool, ScrapeURL string
				DiscoveredLabels      map[string]string
			}
		}
	}
	prometheus.get(t, "/api/v1/targets?state=active", &answer)
	owners := p.owners(t)
	numbers := map[string]int{}
	var all []string
	for _, target := range answer.Data.ActiveTargets {
		u, err := url.Parse(target.ScrapeURL)
		if err != nil {
			t.Fatal(err)
		}
		pod := target.DiscoveredLabels["__meta_kubernetes_namespace"] + "/" + target.DiscoveredLabels["__meta_kubernetes_pod_name"]
		host := cmp.Or(owners[pod], owners[u.Hostname()], u.Hostname())
		if port := u.Port(); port != "" {
			host += ":" + port
		}
		one := line(target.ScrapePool, u.Scheme, host, u.Path, 0)
		all = append(all, line(target.ScrapePool, u.Scheme, host, u.Path, numbers[one]))
		numbers[one]++
	}
	slices.Sort(all)
	return all
}

// owners says in the words of the plan what a pod belongs to, and what else has an address.
func (p *controlPlane) owners(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{advertised: "API-SERVER"}
	pods, err := p.client.CoreV1().Pods("").List(context.Background(), metav1.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, pod := range pods.Items {
		all[pod.Namespace+"/"+pod.Name] = pod.Namespace + "/" + workload(pod)
	}
	nodes, err := p.client.CoreV1().Nodes().List(context.Background(), metav1.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, node := range nodes.Items {
		for _, address := range node.Status.Addresses {
			all[address.Address] = "NODE"
		}
	}
	return all
}

// workload is the name of what made a pod: its owner's, without the hash of a ReplicaSet.
func workload(pod corev1.Pod) string {
	name := pod.OwnerReferences[0].Name
	if pod.OwnerReferences[0].Kind == "ReplicaSet" {
		name = name[:strings.LastIndex(name, "-")]
	}
	return name
}

func (p *controlPlane) waitForPods(t *testing.T) {
	t.Helper()
	eventually(t, "all pods run", func() error {
		pods, err := p.client.CoreV1().Pods("").List(context.Background(), metav1.ListOptions{})
		if err != nil {
			return err
		}
		for _, pod := range pods.Items {
			if pod.Status.Phase != corev1.PodRunning || pod.Status.PodIP == "" {
				return fmt.Errorf("%s/%s is %s: %v", pod.Namespace, pod.Name, pod.Status.Phase, pod.Status.Conditions)
			}
		}
		return p.replicas(len(pods.Items))
	})
}

// replicas finds workloads that have fewer pods than they want.
func (p *controlPlane) replicas(pods int) error {
	deployments, err := p.client.AppsV1().Deployments("").List(context.Background(), metav1.ListOptions{})
	if err != nil {
		return err
	}
	for _, deployment := range deployments.Items {
		if deployment.Status.ReadyReplicas < *deployment.Spec.Replicas {
			return fmt.Errorf("%s/%s: %v", deployment.Namespace, deployment.Name, deployment.Status.Conditions)
		}
	}
	sets, err := p.client.AppsV1().StatefulSets("").List(context.Background(), metav1.ListOptions{})
	if err != nil {
		return err
	}
	for _, set := range sets.Items {
		if set.Status.ReadyReplicas < *set.Spec.Replicas {
			return fmt.Errorf("%s/%s has %d of %d pods", set.Namespace, set.Name, set.Status.ReadyReplicas, *set.Spec.Replicas)
		}
	}
	if pods == 0 {
		return fmt.Errorf("there are no pods")
	}
	return nil
}

// startPrometheus starts it with the rendered configuration and flags.
func (p *controlPlane) startPrometheus(t *testing.T, all []*unstructured.Unstructured) program {
	t.Helper()
	set := named(t, all, "StatefulSet", "prometheus")
	pod := newPod(t, p.dir, all, set)
	pod.kubeconfig = p.kubeconfig(t, "prometheus", p.token(t, set))
	return pod.start(t, "prometheus", "--web.listen-address=127.0.0.1:9090")
}

func foundAlertmanager(t *testing.T, prometheus program) error {
	var answer struct {
		Data struct{ ActiveAlertmanagers []struct{ URL string } }
	}
	prometheus.get(t, "/api/v1/alertmanagers", &answer)
	if len(answer.Data.ActiveAlertmanagers) != 1 {
		return fmt.Errorf("it found %v", answer.Data.ActiveAlertmanagers)
	}
	return nil
}

// token is one of a StatefulSet's service account, as its pod would have.
func (p *controlPlane) token(t *testing.T, set *unstructured.Unstructured) string {
	t.Helper()
	request := &authentication.TokenRequest{}
	made, err := p.client.CoreV1().ServiceAccounts(set.GetNamespace()).CreateToken(
		context.Background(), set.GetName(), request, metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return made.Status.Token
}

func named(t *testing.T, all []*unstructured.Unstructured, kind, name string) *unstructured.Unstructured {
	t.Helper()
	for _, object := range all {
		if object.GetKind() == kind && object.GetName() == name {
			return object
		}
	}
	t.Fatalf("there is no %s %s", kind, name)
	return nil
}
