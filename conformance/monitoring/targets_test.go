package monitoring

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	common "github.com/prometheus/common/config"
	"github.com/prometheus/prometheus/config"
	"github.com/prometheus/prometheus/discovery"
	_ "github.com/prometheus/prometheus/discovery/dns"
	_ "github.com/prometheus/prometheus/discovery/file"
	"github.com/prometheus/prometheus/discovery/kubernetes"
	"github.com/prometheus/prometheus/discovery/targetgroup"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/scrape"
	klabels "k8s.io/apimachinery/pkg/labels"
)

// Prometheus' own discovery and relabelling find, among the pods, nodes and Services that the rendered objects become, exactly
// what the scrape plan says: none missing, none twice, none more.
func TestTargetsAreThoseOfThePlan(t *testing.T) {
	for _, env := range environments(t) {
		t.Run(env.name, func(t *testing.T) {
			cluster := newCluster(t, env.objects)
			got, want := cluster.targets(t, env), cluster.planned(t, env)
			for _, target := range without(got, want) {
				t.Errorf("Prometheus finds %s, which is not planned", target)
			}
			for _, target := range without(want, got) {
				t.Errorf("Prometheus does not find %s", target)
			}
			for i := 1; i < len(got); i++ {
				if got[i] == got[i-1] {
					t.Errorf("Prometheus finds %s twice", got[i])
				}
			}
			t.Logf("%d targets", len(got))
		})
	}
}

// No page is scraped by two jobs.
func TestNothingIsScrapedTwice(t *testing.T) {
	for _, env := range environments(t) {
		seen := map[string]string{}
		for _, target := range newCluster(t, env.objects).targets(t, env) {
			job, page, _ := strings.Cut(target, " ")
			if other, twice := seen[page]; twice {
				t.Errorf("%s: %s is scraped by %s and %s", env.name, page, other, job)
			}
			seen[page] = job
		}
	}
}

func without(all, some []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(one string) bool { return slices.Contains(some, one) })
}

// load is Prometheus' configuration, read by Prometheus.
func load(t *testing.T, env environment) *config.Config {
	t.Helper()
	c, err := config.Load(env.file(t, "prometheus-config", "prometheus.yml"), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// targets are what Prometheus finds in the cluster: job and URL, sorted.
func (c *cluster) targets(t *testing.T, env environment) []string {
	t.Helper()
	server, err := url.Parse(c.serve(t).URL)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, job := range load(t, env).ScrapeConfigs {
		seen := map[string]bool{}
		for _, group := range c.groups(t, job, server) {
			targets, failures := scrape.TargetsFromGroup(group, job, nil, labels.NewBuilder(labels.EmptyLabels()))
			for _, failure := range failures {
				t.Errorf("%s: %v", job.JobName, failure)
			}
			for _, target := range targets {
				if key := target.Labels(labels.NewBuilder(labels.EmptyLabels())).String() + target.URL().String(); target.Labels(labels.NewBuilder(labels.EmptyLabels())).Len() > 0 && !seen[key] {
					seen[key] = true
					all = append(all, job.JobName+" "+target.URL().String())
				}
			}
		}
	}
	slices.Sort(all)
	return all
}

// groups are what a job's discovery finds. What only the network or a running pod knows is left out: names of DNS, and files.
func (c *cluster) groups(t *testing.T, job *config.ScrapeConfig, server *url.URL) []*targetgroup.Group {
	t.Helper()
	var all []*targetgroup.Group
	for _, sd := range job.ServiceDiscoveryConfigs {
		switch sd := sd.(type) {
		case discovery.StaticConfig:
			all = append(all, sd...)
		case *kubernetes.SDConfig:
			sd.APIServer, sd.HTTPClientConfig = common.URL{URL: server}, common.DefaultHTTPClientConfig
			all = append(all, discover(t, sd, c.count(t, sd))...)
		}
	}
	return all
}

// count is how many objects a discovery will report on.
func (c *cluster) count(t *testing.T, sd *kubernetes.SDConfig) int {
	t.Helper()
	resource := map[kubernetes.Role]string{"pod": "pods", "node": "nodes", "endpointslice": "endpointslices"}[sd.Role]
	selector := klabels.Everything()
	for _, s := range sd.Selectors {
		parsed, err := klabels.Parse(s.Label)
		if err != nil {
			t.Fatal(err)
		}
		selector = parsed
	}
	total := 0
	for _, namespace := range append(slices.Clone(sd.NamespaceDiscovery.Names), map[bool][]string{true: {""}}[len(sd.NamespaceDiscovery.Names) == 0]...) {
		_, _, items := c.list(resource, namespace, selector)
		total += len(items)
	}
	return total
}

// discover runs a discovery until it has told of so many objects.
func discover(t *testing.T, sd *kubernetes.SDConfig, objects int) []*targetgroup.Group {
	t.Helper()
	if objects == 0 {
		return nil
	}
	registry := prometheus.NewRegistry()
	metrics := sd.NewDiscovererMetrics(registry, discovery.NewRefreshMetrics(registry))
	discoverer, err := sd.NewDiscoverer(discovery.DiscovererOptions{Logger: slog.New(slog.DiscardHandler), Metrics: metrics})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	updates := make(chan []*targetgroup.Group)
	go discoverer.Run(ctx, updates)
	groups := map[string]*targetgroup.Group{}
	for len(groups) < objects {
		select {
		case update := <-updates:
			for _, group := range update {
				groups[group.Source] = group
			}
		case <-ctx.Done():
			t.Fatalf("discovery of %s told of %d objects, want %d", sd.Role, len(groups), objects)
		}
	}
	var all []*targetgroup.Group
	for _, group := range groups {
		all = append(all, group)
	}
	return all
}

var portOf = regexp.MustCompile(`:[0-9]+$`)

// planned are the targets that the plan means, one for each pod, node and API server.
func (c *cluster) planned(t *testing.T, env environment) []string {
	t.Helper()
	var all []string
	for _, p := range env.plan {
		if p.Refused != "" {
			t.Errorf("%s cannot reach %s: %s", p.Job, p.Address, p.Refused)
		}
		for _, host := range c.hosts(p) {
			all = append(all, fmt.Sprintf("%s %s://%s%s%s", p.Job, p.Scheme, host, portOf.FindString(p.Address), p.Path))
		}
	}
	slices.Sort(all)
	return all
}

// hosts are what a planned address stands for; none for what only DNS or a file knows.
func (c *cluster) hosts(p planned) []string {
	var all []string
	switch p.Kind {
	case "Node":
		for _, node := range c.nodes {
			all = append(all, node.Status.Addresses[0].Address)
		}
	case "APIServer":
		return []string{"10.0.0.1", "10.0.0.2"}
	case "URL":
		return []string{portOf.ReplaceAllString(p.Address, "")}
	default:
		for _, pod := range c.of[p.Kind+"/"+p.Namespace+"/"+p.Name] {
			all = append(all, pod.Status.PodIP)
		}
	}
	return all
}
