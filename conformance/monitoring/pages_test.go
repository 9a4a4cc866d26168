package monitoring

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// metric is a name as Prometheus stores it, with the type of what it is a part of, and its labels with all the values that they can
// have; nil if there is no saying.
type metric struct {
	name, kind string
	labels     map[string][]string
}

// brought is what a scrape job brings: the metrics of its page, by name, with the labels of its targets.
type brought struct {
	job     string
	metrics map[string]metric
}

// jobs are the scrape jobs of an environment, with what the command says that they bring.
func jobs(t *testing.T, env environment) []brought {
	t.Helper()
	pages := catalogued(t)
	var all []brought
	for _, job := range load(t, env).ScrapeConfigs {
		var answers []struct {
			Jobs []struct {
				Name, Page string
				Targets    []struct{ Labels []string }
			}
		}
		if err := json.Unmarshal(command(t, "explain", job.JobName, "--env", env.name, "--format", "json"), &answers); err != nil {
			t.Fatal(err)
		}
		for _, answer := range answers[0].Jobs {
			if answer.Name != job.JobName {
				continue
			}
			own := []string{"job", "instance"}
			for _, target := range answer.Targets {
				own = append(own, target.Labels...)
			}
			page := pages[answer.Page]
			if job.JobName == "statsd-exporter" { // what it is told to make is on its page too
				_, made := pageOf(t, filepath.Join(top, "pkg/metrics/exporters/snowplow-collector.txt"))
				page = append(page, made...)
			}
			all = append(all, brought{job.JobName, targeted(page, own, job.HonorLabels)})
		}
	}
	return all
}

// targeted are metrics with the labels of their target. Where both have a label, the metric's is renamed, unless the job honours it.
func targeted(page []metric, target []string, honor bool) map[string]metric {
	all := map[string]metric{"up": {name: "up", kind: "gauge"}}
	for _, name := range []string{"scrape_duration_seconds", "scrape_samples_scraped", "scrape_samples_post_metric_relabeling", "scrape_series_added"} {
		all[name] = metric{name: name, kind: "gauge"}
	}
	for _, m := range page {
		all[m.name] = m
	}
	for name, m := range all {
		labels := map[string][]string{}
		for _, label := range target {
			labels[label] = nil
		}
		for label, values := range m.labels {
			if slices.Contains(target, label) && !honor {
				label = "exported_" + label
			}
			labels[label] = values
		}
		m.labels = labels
		all[name] = m
	}
	return all
}

// catalogued are the files of the catalogue, with what they include, by what their first lines say.
func catalogued(t *testing.T) map[string][]metric {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(top, "pkg/metrics/exporters/*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatal("there is no catalogue", err)
	}
	all := map[string][]metric{}
	for _, file := range files {
		about, metrics := pageOf(t, file)
		all[about] = metrics
	}
	return all
}

func pageOf(t *testing.T, file string) (about string, all []metric) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	first, rest, _ := strings.Cut(string(text), "\n")
	for line := range strings.Lines(rest) {
		words := strings.Fields(line)
		switch {
		case len(words) < 2 || words[0] == "#":
		case words[0] == "include":
			_, more := pageOf(t, filepath.Join(filepath.Dir(file), words[1]+".txt"))
			all = append(all, more...)
		default:
			all = append(all, metricsOf(words)...)
		}
	}
	return strings.TrimPrefix(first, "# "), all
}

// metricsOf are the names that a line of the catalogue stands for.
func metricsOf(words []string) []metric {
	name, kind, own := words[0], words[1], map[string][]string{}
	for _, word := range words[2:] {
		label, values, closed := strings.Cut(word, "=")
		own[label] = nil
		if closed {
			own[label] = strings.Split(values, "|")
		}
	}
	with := func(label string) map[string][]string {
		more := map[string][]string{label: nil}
		for name, values := range own {
			more[name] = values
		}
		return more
	}
	parts := []metric{{name + "_sum", "counter", own}, {name + "_count", "counter", own}}
	switch kind {
	case "histogram":
		return append(parts, metric{name + "_bucket", "bucket", with("le")})
	case "summary":
		return append(parts, metric{name, "gauge", with("quantile")})
	}
	return []metric{{name, kind, own}}
}
