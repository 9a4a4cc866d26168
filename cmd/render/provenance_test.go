package main

import (
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/example-org/platform-render/pkg/checks"
	"github.com/example-org/platform-render/pkg/checks/queries"
	"github.com/example-org/platform-render/pkg/components"
	"github.com/example-org/platform-render/pkg/explain"
	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/provenance"
	"github.com/example-org/platform-render/pkg/scrape"
)

// Everything that our own rules and dashboards ask for is brought by a job whose page is known, with the labels that are asked for;
// and every text for people shows labels that the result has.
func TestFullProvenance(t *testing.T) {
	for name, r := range everyEnvironment(t) {
		sources, asks := sourcesOf(t, r)
		if least := map[bool]int{true: 400, false: 20}[strings.HasPrefix(name, "the seed")]; len(asks) < least {
			t.Errorf("%s: only %d rules and panels ask for something", name, len(asks))
		}
		for _, ask := range asks {
			for _, wrong := range unproved(sources, ask) {
				t.Errorf("%s: %s: %s", name, ask.Name(), wrong)
			}
		}
	}
}

func unproved(sources *provenance.Sources, ask provenance.Ask) []string {
	if ask.Fault != "" {
		return []string{ask.Fault}
	}
	var all []string
	judged := sources.Judge(ask)
	for _, asked := range judged.Asked {
		name := asked.Selector.Name()
		switch {
		case asked.Problem != "":
			all = append(all, name+": "+asked.Problem)
		case asked.Slip != "":
			all = append(all, name+": "+asked.Slip)
		case asked.Unknown:
			all = append(all, name+": no page that is known has it")
		case len(asked.Jobs) == 0 && !asked.Made:
			all = append(all, name+": nobody brings it")
		}
	}
	for _, name := range judged.Unlabelled() {
		all = append(all, "the result has no label "+name)
	}
	return all
}

// lesser are platforms that have only a part of what brings metrics, by what is said of them: nothing asks for the rest.
var lesser = map[string]string{
	"Prometheus alone": `prometheus: {storage: {size: 8Gi}}`,
	"Grafana": `prometheus: {storage: {size: 8Gi}}
  grafana: {storage: {size: 1Gi}, admin: {secret: GRAFANA}}`,
	"without Alertmanager and node-exporter": `prometheus: {storage: {size: 8Gi}}
  kubeStateMetrics: {}
  grafana: {storage: {size: 1Gi}, admin: {secret: GRAFANA}, datasources: {cloudwatch: {}}}`,
	"without kube-state-metrics": `prometheus: {storage: {size: 8Gi}, scrape: {ci: {url: https://ci.example.com/prometheus/, metrics: jenkins}}}
  nodeExporter: {}
  alertmanager: {storage: {size: 1Gi}, receivers: {team: {webhook: {url: {secret: HOOK}}}}, routing: {receiver: team}}
  grafana: {storage: {size: 1Gi}, admin: {secret: GRAFANA}}`,
}

// everyEnvironment renders the platform of this repository, and lesser ones.
func everyEnvironment(t *testing.T) map[string]*components.Rendered {
	t.Helper()
	all := map[string]*components.Rendered{}
	seed, err := os.ReadFile("../../platform.yaml")
	if err != nil {
		t.Fatal(err)
	}
	small, err := os.ReadFile("testdata/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{"the seed": string(seed)}
	for name, monitoring := range lesser {
		texts[name] = string(small) + "\nsecrets: {awsSecretsManager: {}}\nstorage: {classes: {gp3: {default: true}}}\nmonitoring:\n  " + monitoring + "\n"
	}
	for name, text := range texts {
		loaded, err := platform.Load("platform.yaml", []byte(text), components.Check)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		rendered, err := renderAll(loaded)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rendered {
			all[name+", "+r.Catalog.Env.Name] = r
		}
	}
	return all
}

func sourcesOf(t *testing.T, r *components.Rendered) (*provenance.Sources, []provenance.Ask) {
	t.Helper()
	objects, err := r.Objects()
	if err != nil {
		t.Fatal(err)
	}
	sources, ok := provenance.New(objects, r.Catalog.Pages())
	if !ok {
		t.Fatal("there is no Prometheus")
	}
	return sources, provenance.Asks(objects, provenance.Boards(objects))
}

// Taking away any one scrape job from the rendered configuration names exactly the rules and panels that go dark: what the checks then
// find is what explain says of the job, and what the golden file says, which was read.
func TestWithoutAJob(t *testing.T) {
	const name = "the seed, dev"
	r := everyEnvironment(t)[name]
	explainer, err := explain.New(r)
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	for _, target := range r.Catalog.Scrapes() {
		answer := explainer.Find(target.Job)
		if len(answer.Jobs) != 1 {
			t.Fatalf("%s: nothing is known of the job %s", name, target.Job)
		}
		job := answer.Jobs[0]
		job.Feeds = slices.DeleteFunc(job.Feeds, func(f explain.Feed) bool { return !f.Dark })
		if want, got := dark(job.Feeds), found(t, r, target.Job); !slices.Equal(got, want) {
			t.Errorf("%s: without the job %s the checks find\n%s\nand explain says\n%s", name, target.Job, lines(got), lines(want))
		}
		fmt.Fprintf(&said, "%s\n", target.Job)
		for _, line := range fed(job.Feeds) {
			fmt.Fprintf(&said, "  %s\n", line)
		}
	}
	golden(t, "testdata/without_a_job.txt", said.String())
}

func lines(all []string) string { return strings.Join(all, "\n") }

// dark are the names of what goes dark, sorted.
func dark(feeds []explain.Feed) []string {
	var all []string
	for _, feed := range feeds {
		all = append(all, feed.Alert+feed.Recording+feed.Dashboard+"/"+feed.Panel)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

var finding = regexp.MustCompile(`^the (?:alert (\w+)|recording (\S+)|(?:panel "(.*?)"|((?:variable|annotation) .+?)) of the dashboard (\S+)) asks for`)

// found are the names of what the checks find without a job.
func found(t *testing.T, r *components.Rendered, job string) []string {
	t.Helper()
	objects, err := r.Objects()
	if err != nil {
		t.Fatal(err)
	}
	for i, object := range objects {
		if scrape.Configures(object) {
			objects[i] = without(t, object, job)
		}
	}
	cluster := checks.NewCluster(r.Catalog.Env, objects)
	cluster.Pages = r.Catalog.Pages()
	var all []string
	for _, one := range checks.Run(cluster, queries.Checks) {
		if one.Code != "alert-unfed" && one.Code != "panel-unfed" {
			continue
		}
		match := finding.FindStringSubmatch(one.Message)
		if match == nil {
			t.Fatalf("%s is another finding", one)
		}
		all = append(all, match[1]+match[2]+match[5]+"/"+match[3]+match[4])
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// without is the object of Prometheus' configuration without one of its jobs.
func without(t *testing.T, object kube.Object, job string) kube.Object {
	t.Helper()
	var config map[string]any
	text := object.Fields["data"].(map[string]any)["prometheus.yml"].(string)
	if err := yaml.Unmarshal([]byte(text), &config); err != nil {
		t.Fatal(err)
	}
	jobs := config["scrape_configs"].([]any)
	others := slices.DeleteFunc(slices.Clone(jobs), func(j any) bool { return j.(map[string]any)["job_name"] == job })
	if len(others) != len(jobs)-1 {
		t.Fatalf("the configuration has no job %s", job)
	}
	config["scrape_configs"] = others
	data, err := yaml.Marshal(config)
	if err != nil {
		t.Fatal(err)
	}
	object.Fields = maps.Clone(object.Fields)
	object.Fields["data"] = map[string]any{"prometheus.yml": string(data)}
	return object
}

// golden holds a text to a file; with UPDATE set in the environment it writes the file.
func golden(t *testing.T, file, text string) {
	t.Helper()
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if text != string(want) {
		t.Errorf("%s says otherwise; now it is\n%s", file, text)
	}
}
