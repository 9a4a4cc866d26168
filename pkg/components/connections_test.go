package components

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/routes/authz"
	"github.com/example-org/platform-render/pkg/scrape"
)

// meshPods are what a rendered workload runs, read off the tree and not off the model.
type meshPods struct {
	namespace, name, account string
	labels                   map[string]string
	meshed                   bool
}

// meshPodsOf are the workloads of a rendered environment, its charts' included.
func meshPodsOf(t *testing.T, rendered *Rendered) []meshPods {
	t.Helper()
	injected := map[string]bool{}
	var all []meshPods
	for _, object := range everything(t, rendered) {
		if object.Kind() == "Namespace" {
			injected[object.Name()] = field(object.Fields, "metadata", "labels", "istio-injection") == "enabled"
		}
	}
	for _, object := range everything(t, rendered) {
		if !slices.Contains([]string{"Deployment", "StatefulSet", "DaemonSet"}, object.Kind()) {
			continue
		}
		var workload appsv1.Deployment // the others have their template in the same place
		convert(t, object, &workload)
		spec := workload.Spec.Template.Spec
		asked := workload.Spec.Template.Labels["sidecar.istio.io/inject"]
		all = append(all, meshPods{
			namespace: object.Namespace(), name: cmp.Or(workload.Spec.Template.Labels["app.kubernetes.io/name"], object.Name()), account: spec.ServiceAccountName, labels: workload.Spec.Template.Labels,
			meshed: !spec.HostNetwork && (asked == "true" || asked == "" && injected[object.Namespace()]),
		})
	}
	return all
}

// portsOf are all ports that any container declares and any Service leads to.
func portsOf(t *testing.T, rendered *Rendered) []int32 {
	t.Helper()
	ports := map[int32]bool{1: true}
	for _, object := range everything(t, rendered) {
		var workload appsv1.Deployment
		var service corev1.Service
		switch object.Kind() {
		case "Deployment", "StatefulSet", "DaemonSet":
			convert(t, object, &workload)
		case "Service":
			convert(t, object, &service)
		}
		for _, container := range workload.Spec.Template.Spec.Containers {
			for _, port := range container.Ports {
				ports[port.ContainerPort] = true
			}
		}
		for _, port := range service.Spec.Ports {
			ports[port.Port], ports[port.TargetPort.IntVal] = true, true
		}
	}
	return slices.Sorted(maps.Keys(ports))
}

func everything(t *testing.T, rendered *Rendered) []kube.Object {
	t.Helper()
	var all []kube.Object
	for _, app := range rendered.Applications {
		all = append(all, app.Objects...)
		if app.Chart != nil {
			sketches, err := app.Sketches()
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, sketches...)
		}
	}
	return all
}

func convert(t *testing.T, object kube.Object, into any) {
	t.Helper()
	text, err := json.Marshal(object.Fields)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatalf("%s: %v", object.FileName(), err)
	}
}

// matrix asks the policies about every caller, with and without an identity, every workload of the mesh and every port.
type matrix struct {
	callers []string
	pods    []meshPods
	ports   []int32
	host    string
}

func matrixOf(t *testing.T, rendered *Rendered) matrix {
	m := matrix{callers: []string{"", authz.Identity("default", "stranger")}, ports: portsOf(t, rendered), host: rendered.Catalog.Env.Ingress.Host}
	for _, pod := range meshPodsOf(t, rendered) {
		m.callers = append(m.callers, authz.Identity(pod.namespace, pod.account))
		if pod.meshed {
			m.pods = append(m.pods, pod)
		}
	}
	slices.Sort(m.callers)
	m.callers = slices.Compact(m.callers)
	return m
}

// allowed are the connections that the policies let through.
func (m matrix) allowed(t *testing.T, policies []kube.Object) map[string]bool {
	t.Helper()
	set, err := authz.NewSet(istioSystem, policies)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]bool{}
	for _, pod := range m.pods {
		for _, caller := range m.callers {
			for _, port := range m.ports {
				request := authz.Request{Principal: caller, Port: port, Method: "GET", Host: m.host, Path: "/"}
				if set.Evaluate(authz.Workload{Namespace: pod.namespace, Labels: pod.labels}, request).Allowed {
					all[arrow(caller, pod.namespace, pod.name, port)] = true
				}
			}
		}
	}
	return all
}

func arrow(caller, namespace, name string, port int32) string {
	return fmt.Sprintf("%s -> %s/%s:%d", caller, namespace, name, port)
}

// declared are the connections that the Catalog says are needed; whoever takes requests from anybody takes those of each caller.
func (m matrix) declared(cat *Catalog) map[string]bool {
	all := map[string]bool{}
	for _, c := range cat.Connections() {
		callers := m.callers
		if c.From != nil {
			callers = []string{c.From.Principal()}
		}
		for _, caller := range callers {
			all[arrow(caller, c.To.Namespace, c.To.Name, c.Port)] = true
		}
	}
	return all
}

// policiesOf are the policies that a Catalog leads to.
func policiesOf(t *testing.T, cat *Catalog) []kube.Object {
	t.Helper()
	built, err := authorization{cat.Env}.Build(cat)
	if err != nil {
		t.Fatal(err)
	}
	objects, err := finish(cat.Env, "authorization", "mesh", built.Objects)
	if err != nil {
		t.Fatal(err)
	}
	return objects
}

// withoutOne are copies of a Catalog that lack one declaration each: a route, a scrape, a call.
func withoutOne(cat *Catalog) map[string]*Catalog {
	all := map[string]*Catalog{}
	lacking := func(i int, what string, change func(*Offer)) {
		c := *cat
		c.Offers = slices.Clone(cat.Offers)
		change(&c.Offers[i].Offer)
		c.collectRoutes()
		all[c.Offers[i].Component.Name()+" "+what] = &c
	}
	for i, offer := range cat.Offers {
		for j, route := range offer.Routes {
			lacking(i, "route "+route.URL(), func(o *Offer) { o.Routes = slices.Delete(slices.Clone(o.Routes), j, j+1) })
		}
		for j, target := range offer.Scrapes {
			lacking(i, "job "+target.Job, func(o *Offer) { o.Scrapes = slices.Delete(slices.Clone(o.Scrapes), j, j+1) })
		}
		for j, call := range offer.Calls {
			lacking(i, "call of "+call.API+call.Component, func(o *Offer) { o.Calls = slices.Delete(slices.Clone(o.Calls), j, j+1) })
		}
	}
	return all
}

// seeds are the seed's environments, and those of a platform whose apps call each other and components.
func seeds(t *testing.T) []*platform.Environment {
	t.Helper()
	text, err := os.ReadFile("../../platform.yaml")
	if err != nil {
		t.Fatal(err)
	}
	calling := strings.Replace(string(text), "  dbt-docs:\n", "  dbt-docs:\n    calls: [game-2048, prometheus]\n    metrics: {port: 9102}\n", 1)
	var all []*platform.Environment
	for _, text := range []string{string(text), calling} {
		loaded, err := platform.Load("platform.yaml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, loaded.Environments...)
	}
	return all
}

// Of all that could call all others on all ports, exactly what the Catalog declares gets through. With one declaration less,
// exactly its connection is refused, unless another declares it as well.
func TestConnectionsAreThoseDeclared(t *testing.T) {
	for _, env := range seeds(t) {
		rendered, err := Render(env)
		if err != nil {
			t.Fatal(err)
		}
		cat, m := rendered.Catalog, matrixOf(t, rendered)
		all := m.allowed(t, policiesOf(t, cat))
		wantSame(t, env.Name, all, m.declared(cat))
		for what, lacking := range withoutOne(cat) {
			got := m.allowed(t, policiesOf(t, lacking))
			gone := difference(all, got)
			if len(difference(got, all)) > 0 || !slices.Equal(gone, difference(all, m.declared(lacking))) || len(gone) > 1 {
				t.Errorf("%s without %s: refused are %v", env.Name, what, gone)
			}
		}
		t.Logf("%s: %d questions, %d allowed, %d declarations taken away", env.Name, len(m.callers)*len(m.pods)*len(m.ports), len(all), len(withoutOne(cat)))
	}
}

func wantSame(t *testing.T, env string, got, want map[string]bool) {
	t.Helper()
	for _, extra := range difference(got, want) {
		t.Errorf("%s: allowed and not declared: %s", env, extra)
	}
	for _, missing := range difference(want, got) {
		t.Errorf("%s: declared and refused: %s", env, missing)
	}
	if len(want) == 0 {
		t.Errorf("%s: nothing is declared", env)
	}
}

func difference(a, b map[string]bool) []string {
	var all []string
	for key := range a {
		if !b[key] {
			all = append(all, key)
		}
	}
	slices.Sort(all)
	return all
}

// A declaration that some pods of the mesh serve what nobody could reach is an error of ours.
func TestPeersAreNotForgotten(t *testing.T) {
	service := ptr(site{namespace: "shop", name: "web", port: 8080}.backend())
	meshed := Namespace{Name: "shop", Mesh: true}
	for want, offer := range map[string]Offer{
		"is behind its Service": {Namespace: meshed, Service: service},
		"metrics of the job":    {Namespace: meshed, Scrapes: []scrape.Target{{Job: "web", Pods: &scrape.Pods{Namespace: "shop", Port: 8080, Mesh: true}}}},
	} {
		if _, err := renderFakes(t, fake{name: "web", offer: offer}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error: %v", err)
		}
	}
}
