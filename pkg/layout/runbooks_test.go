package layout

import (
	"fmt"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"
)

// runbooks are the pages that alerts lead to.
const runbooks = top + "/docs/runbooks"

// shownAlert is what the list of runbooks says of an alert.
type shownAlert struct{ severity, summary, url string }

var label = regexp.MustCompile(`\{\{ \$labels\.(\w+) \}\}`)

// row is the line of the list, with the names of labels for their values.
func (a shownAlert) row(name string) string {
	return fmt.Sprintf("| [%s](%s.md) | %s | %s |", name, name, a.severity, label.ReplaceAllString(a.summary, "`$1`"))
}

// componentAlerts are the alerts that components bring, by name: all but the user's own. The second platform is for those that the
// seed does not ask for.
func componentAlerts(t *testing.T) map[string]shownAlert {
	t.Helper()
	all := map[string]shownAlert{}
	for _, file := range []string{"conformance/monitoring/testdata/platform.yaml", "platform.yaml"} {
		text, err := os.ReadFile(path.Join(top, file))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range layOut(t, string(text)) {
			if path.Base(file.Path) == "configmap-prometheus-rules.yaml" {
				maps.Copy(all, alertsIn(t, file.Data))
			}
		}
	}
	return all
}

// alertsIn are the components' alerts of a ConfigMap of rule files; nobody but us links to our pages.
func alertsIn(t *testing.T, manifest []byte) map[string]shownAlert {
	t.Helper()
	var configMap corev1.ConfigMap
	if err := yaml.Unmarshal(manifest, &configMap); err != nil {
		t.Fatal(err)
	}
	all := map[string]shownAlert{}
	for name, text := range configMap.Data {
		var file struct {
			Groups []struct {
				Rules []struct {
					Alert               string
					Labels, Annotations map[string]string
				}
			}
		}
		if err := yaml.Unmarshal([]byte(text), &file); err != nil || len(file.Groups) != 1 {
			t.Fatalf("%s: %d groups: %v", name, len(file.Groups), err)
		}
		for _, rule := range file.Groups[0].Rules {
			if url := rule.Annotations["runbook_url"]; url != "" {
				all[rule.Alert] = shownAlert{rule.Labels["severity"], rule.Annotations["summary"], url}
			}
		}
	}
	return all
}

// Every alert leads to a page, and every page is that of an alert.
func TestEveryAlertHasRunbook(t *testing.T) {
	alerts := componentAlerts(t)
	for name, alert := range alerts {
		if !strings.HasSuffix(alert.url, "/docs/runbooks/"+name+".md") {
			t.Errorf("%s leads to %s", name, alert.url)
		}
		page, err := os.ReadFile(path.Join(runbooks, name+".md"))
		if err != nil {
			t.Errorf("write docs/runbooks/%s.md: %v", name, err)
			continue
		}
		for _, part := range []string{"# " + name + "\n", "\n## What it means\n", "\n## Look\n\n- ", "\n## Mend\n\n1. "} {
			if !strings.Contains(string(page), part) {
				t.Errorf("docs/runbooks/%s.md lacks %q", name, part)
			}
		}
	}
	pages, err := os.ReadDir(runbooks)
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range pages {
		if name := strings.TrimSuffix(page.Name(), ".md"); name != "README" && alerts[name] == (shownAlert{}) {
			t.Errorf("docs/runbooks/%s is of no alert: delete it", page.Name())
		}
	}
}

// A page leads only to pages that there are.
func TestRunbooksLeadToPages(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)]+\.md)\)`)
	pages, err := os.ReadDir(runbooks)
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range pages {
		text, err := os.ReadFile(path.Join(runbooks, page.Name()))
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range link.FindAllStringSubmatch(string(text), -1) {
			if _, err := os.Stat(path.Join(runbooks, found[1])); err != nil {
				t.Errorf("docs/runbooks/%s leads to %s, which is not there", page.Name(), found[1])
			}
		}
	}
}

// The list of runbooks says what the rules say, in the order of the names.
func TestListOfRunbooksIsWhatRulesSay(t *testing.T) {
	alerts := componentAlerts(t)
	var want []string
	for _, name := range slices.Sorted(maps.Keys(alerts)) {
		want = append(want, alerts[name].row(name))
	}
	text, err := os.ReadFile(path.Join(runbooks, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	if _, rows, _ := strings.Cut(string(text), "|---|---|---|\n"); rows != strings.Join(want, "\n")+"\n" {
		t.Errorf("the table of docs/runbooks/README.md should be:\n%s", strings.Join(want, "\n"))
	}
}
