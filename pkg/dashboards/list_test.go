package dashboards

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// uids are in people's bookmarks, in links and in runbooks: none ever changes or goes without a line here.
var uids = []string{
	"alertmanager",
	"app-overview",
	"argocd-applications",
	"aws-cloudwatch-logs",
	"aws-ebs-volumes",
	"aws-ec2-instances",
	"aws-eks-clusters",
	"aws-lambda-functions",
	"aws-rds-databases",
	"cert-manager",
	"external-secrets",
	"grafana-metrics",
	"istio-control-plane",
	"istio-mesh",
	"istio-service",
	"istio-workload",
	"jenkins-health",
	"kubernetes-apiserver",
	"kubernetes-cluster",
	"kubernetes-node",
	"kubernetes-volumes",
	"kubernetes-workload",
	"platform-overview",
	"prometheus-stats",
	"snowplow-collector",
}

// A uid stays as it is.
func TestUIDsAreStable(t *testing.T) {
	var got []string
	for _, d := range All() {
		got = append(got, d.UID)
	}
	slices.Sort(got)
	if !slices.Equal(got, uids) {
		t.Errorf("the uids are\n%s\nand were\n%s", strings.Join(got, "\n"), strings.Join(uids, "\n"))
	}
}

// Every dashboard, panel and query says what it shows, in which unit, and which line is which.
func TestEveryDashboardIsWhole(t *testing.T) {
	for _, d := range All() {
		if err := d.Check(); err != nil {
			t.Errorf("%s: %v", d.UID, err)
		}
	}
}

// To choose all asks CloudWatch for each by a wildcard: its searches have no room for many values. Where a variable's query has no
// wildcards Grafana lists the values.
func TestAllOfCloudWatch(t *testing.T) {
	for _, d := range All() {
		for _, v := range d.Variables {
			want, asked := "", false
			switch v.From.(type) {
			case Dimension:
				want, asked = "*", v.Multi && !v.Only
			case LogGroups:
				asked = true
			}
			if got := v.json(); asked && (got.AllValue != want || got.IncludeAll != v.Multi) {
				t.Errorf("%s: all of %s is %q", d.UID, v.Name, got.AllValue)
			}
		}
	}
}

// A number for all resources searches with a wildcard, whatever is chosen, and adds up only what it found.
func TestTotalsAreOfAll(t *testing.T) {
	total := resources{namespace: "AWS/EC2", dimension: "InstanceId", variable: "instance"}.total(sumOfEach, "CPUUtilization", "Sum", "all")
	each, sum := total[0], total[1]
	if each.Dimensions["InstanceId"] != "*" || !each.Hidden || each.ID != "each" || sum.Math != "SUM(each)" || each.Period != sum.Period {
		t.Errorf("total: %+v", total)
	}
}

// None is a handful of panels to fill the list.
func TestDashboardsAreNotThin(t *testing.T) {
	for _, d := range All() {
		panels := 0
		for _, row := range d.Rows {
			panels += len(row.Panels)
		}
		if len(d.Rows) < 3 || panels < 10 {
			t.Errorf("%s has %d rows and %d panels", d.UID, len(d.Rows), panels)
		}
	}
}

// A link leads to a dashboard that there is, and hands over variables that it has.
func TestDrillsArrive(t *testing.T) {
	all := map[string]Dashboard{}
	for _, d := range All() {
		all[d.UID] = d
	}
	for _, d := range All() {
		for _, drill := range d.drills() {
			to, ok := all[drill.UID]
			if !ok {
				t.Errorf("%s leads to %s, which is no dashboard", d.UID, drill.UID)
			}
			for _, with := range drill.With {
				if name := strings.TrimPrefix(with, "$"); !to.offers(name) {
					t.Errorf("%s hands %s over to %s, which has no such variable", d.UID, name, drill.UID)
				}
			}
		}
	}
}

func (d Dashboard) drills() []Drill {
	var all []Drill
	add := func(drill *Drill) {
		if drill != nil {
			all = append(all, *drill)
		}
	}
	for _, row := range d.Rows {
		for _, panel := range row.Panels {
			add(panel.Drill)
			table, _ := panel.Drawn().(Table)
			for _, column := range table.Columns {
				add(column.Drill)
			}
		}
	}
	return all
}

// Istio counts a request at both ends: a query that does not say which end counts it twice.
func TestRequestsAreCountedOnce(t *testing.T) {
	metric := regexp.MustCompile(`istio_(requests|request|response|tcp)_\w+\{([^}]*)\}`)
	for _, d := range All() {
		for _, asked := range d.Queries() {
			if strings.HasPrefix(asked.Panel, "variable ") {
				continue
			}
			for _, match := range metric.FindAllStringSubmatch(asked.Expr, -1) {
				if strings.Count(match[2], `reporter="`) != 1 {
					t.Errorf("%s: %s: %s does not say who counts", d.UID, asked.Panel, match[0])
				}
			}
		}
	}
}

// A rate over less than four scrapes falls between two samples: $__rate_interval knows how often is scraped.
func TestRatesFitTheScrapeInterval(t *testing.T) {
	window, labels := regexp.MustCompile(`(?:rate|increase)\([^\[]*\[([^\]]+)\]`), regexp.MustCompile(`\{[^}]*\}`)
	for _, d := range All() {
		for _, asked := range d.Queries() {
			for _, match := range window.FindAllStringSubmatch(labels.ReplaceAllString(asked.Expr, ""), -1) {
				if !slices.Contains([]string{"$__rate_interval", "$__range", "5m", "1h", "1d"}, match[1]) {
					t.Errorf("%s: %s: a rate over %s", d.UID, asked.Panel, match[1])
				}
			}
		}
	}
}

// Without a scrape job, what shows its metrics is left out, and nothing else.
func TestHaving(t *testing.T) {
	d := sample()
	d.Rows[0].Panels[1].Needs, d.Rows[0].Panels[1].Title = "there", "Stays"
	d.Rows[0].Panels[2].Needs = "away"
	d.Rows[1].Needs = "away"
	d = d.Having(func(job string) bool { return job == "there" })
	if len(d.Rows) != 1 || len(d.Rows[0].Panels) != 3 || d.Rows[0].Panels[1].Title != "Stays" {
		t.Errorf("left: %+v", d.Rows)
	}
}

// Without a data source, what asks it is left out: panels, the rows that are then empty, and variables.
func TestAsking(t *testing.T) {
	all := Snowplow([]string{"pod"})
	without := all.Asking(func(s Source) bool { return s != CloudWatchSource })
	if len(without.Rows) != len(all.Rows)-2 || len(without.Variables) != len(all.Variables)-2 {
		t.Errorf("%d rows of %d and %d variables of %d are left", len(without.Rows), len(all.Rows), len(without.Variables), len(all.Variables))
	}
	for _, asked := range without.Queries() {
		if asked.Source == CloudWatchSource {
			t.Errorf("%s asks CloudWatch", asked.Panel)
		}
	}
	if same := all.Asking(func(Source) bool { return true }); len(same.Queries()) != len(all.Queries()) {
		t.Error("something is left out although its source is there")
	}
}

// Others read off a dashboard all that it asks.
func TestQueries(t *testing.T) {
	all := rare().Queries()
	for _, want := range []Asked{
		{Dashboard: "rare-dashboard", Panel: "variable instance", Variable: "instance", Source: CloudWatchSource, Expr: "AWS/EC2 CPUUtilization InstanceId"},
		{Dashboard: "rare-dashboard", Panel: "annotation Starts", Source: PrometheusSource, Expr: "changes(up[5m]) > 0"},
		{Dashboard: "rare-dashboard", Panel: "Full", Source: PrometheusSource, Expr: "up", Legend: "{{job}}"},
		{Dashboard: "rare-dashboard", Panel: "T", Source: PostgresSource, Expr: "select 1"},
	} {
		if !slices.ContainsFunc(all, func(a Asked) bool { return reflect.DeepEqual(a, want) }) {
			t.Errorf("%+v is missing", want)
		}
	}
	if i := slices.IndexFunc(all, func(a Asked) bool { return a.Metric != nil }); i < 0 || all[i].Metric.Name != "CPUUtilization" {
		t.Errorf("no metric of CloudWatch in %+v", all)
	}
}

// Nothing of Grafana is left in what Prometheus parses, and its variables can be told from what was written.
func TestPromQL(t *testing.T) {
	for given, want := range map[string]string{
		`sum(rate(a{b="$c", d=~"${e:regex}"}[$__rate_interval]))`:        `sum(rate(a{b="CHOSEN_c_CHOSEN", d=~"CHOSEN_e_CHOSEN"}[5m]))`,
		`max_over_time(a[$span:$step]) / $__range_s`:                     `max_over_time(a[5m:5m]) / 21600`,
		`topk($n, a) > histogram_quantile(${q}, b)`:                      `topk(1, a) > histogram_quantile(1, b)`,
		`rate(a[[[span]]] offset $ago)`:                                  `rate(a[5m] offset 5m)`,
		`$how by ($what) (a) + ${how}_over_time(b{c="[[c:regex]]"}[1m])`: `sum by (CHOSEN_what_CHOSEN) (a) + max_over_time(b{c="CHOSEN_c_CHOSEN"}[1m])`,
		`label_replace(up, "a", "$1", "b", "(.*)")`:                      `label_replace(up, "a", "$1", "b", "(.*)")`,
	} {
		if got, ok := (Asked{Source: PrometheusSource, Expr: given}).PromQL(); got != want || !ok {
			t.Errorf("%s became %s", given, got)
		}
	}
	for given, want := range map[string]string{
		`label_values(up{job="$job"}, node)`: `up{job="CHOSEN_job_CHOSEN"} of node`,
		`label_values(job)`:                  ` of job`,
		`label_values(up, ${label}) `:        `up of ${label}`,
		`query_result(max(a)) `:              `max(a) of `,
		`metrics(node_.*)`:                   ` of `,
	} {
		asked := Asked{Variable: "v", Source: PrometheusSource, Expr: given}
		if got, _ := asked.PromQL(); got+" of "+asked.Label() != want {
			t.Errorf("%s became %s of %s", given, got, asked.Label())
		}
	}
	if names := Chosen("a-CHOSEN_b_c_CHOSEN.*CHOSEN_d_CHOSEN"); !slices.Equal(names, []string{"b_c", "d"}) {
		t.Errorf("chosen are %v", names)
	}
	if _, ok := (Asked{Source: PostgresSource, Expr: "select 1"}).PromQL(); ok {
		t.Error("SQL is no PromQL")
	}
}
