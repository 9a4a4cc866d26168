package metrics

import (
	"fmt"
	"strings"
	"testing"
)

// Every file has the form that the package says, with a source for each metric, and no page is nearly empty.
func TestFiles(t *testing.T) {
	c, err := read()
	if err != nil {
		t.Fatal(err)
	}
	for name, e := range c.exporters {
		if e.About == "" || len(e.series) < 2 {
			t.Errorf("%s.txt says that it is %q and has %d series", name, e.About, len(e.series))
		}
	}
	if len(c.exporters) < 20 || len(c.namespaces) < 6 {
		t.Errorf("there are %d pages, and %d namespaces of CloudWatch", len(c.exporters), len(c.namespaces))
	}
	for name, n := range c.namespaces {
		if len(n.metrics) < 3 {
			t.Errorf("%s has %d metrics", name, len(n.metrics))
		}
	}
}

const page = `# shop 1: orders.
owns shop_
more till_
merges

# https://example.com/shop.md
shop_orders_total counter state=open|closed
shop_seconds histogram path
shop_age summary
shop_tags gauge tag_*
`

// A page has what Prometheus stores of each metric.
func TestExporter(t *testing.T) {
	e, err := parseExporter("shop", page)
	if err != nil {
		t.Fatal(err)
	}
	if e.About != "shop 1: orders." || fmt.Sprint(e.Owns, e.More, e.Merges) != "[shop_] [till_] true" {
		t.Errorf("it is %+v", e)
	}
	for name, want := range map[string]string{
		"shop_orders_total": "state=open|closed", "shop_seconds_bucket": "path le", "shop_seconds_sum": "path", "shop_seconds_count": "path",
		"shop_age": "quantile", "shop_age_sum": "", "shop_age_count": "", "shop_tags": "tag_*",
	} {
		series, ok := e.Series(name)
		var labels []string
		for _, label := range series.Labels {
			if label.Values != nil {
				label.Name += "=" + strings.Join(label.Values, "|")
			}
			labels = append(labels, label.Name)
		}
		if got := strings.Join(labels, " "); !ok || got != want {
			t.Errorf("%s has the labels %q, want %q", name, got, want)
		}
	}
	if _, ok := e.Series("shop_seconds"); ok {
		t.Error("a histogram has no series of its own name")
	}
	tags, _ := e.Series("shop_tags")
	if _, ok := tags.Label("tag_color"); !ok {
		t.Error("a label of a family is not found")
	}
	if _, ok := tags.Label("color"); ok {
		t.Error("a label of no family is found")
	}
}

// A file that is not so is refused.
func TestMalformed(t *testing.T) {
	for text, want := range map[string]string{
		"shop_up gauge":                                     "the first line does not say what it is",
		"# shop\nshop_up gauge":                             `"shop_up gauge" does not stand below the URL of its source`,
		"# shop\n# https://a\nshop_up":                      `"shop_up" is no name, type and labels`,
		"# shop\n# https://a\nshop_up gauge\nshop_up gauge": "shop_up is there twice",
		"# shop\n# https://a\n\nshop_up gauge":              `"shop_up gauge" does not stand below the URL of its source`,
	} {
		_, err := parseExporter("shop", text)
		if err == nil || err.Error() != "shop.txt: "+want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
	if _, err := parseNamespace("shop", "# Shop: orders\n# https://a\nOrders Count"); err == nil {
		t.Error("a metric of CloudWatch without dimensions is taken")
	}
	c := catalog{exporters: map[string]*Exporter{}}
	if err := c.include(&Exporter{Name: "shop", series: map[string]Series{}}, []string{"nobody"}); err == nil {
		t.Error("a file that is not there is included")
	}
}

// What a page includes is on it.
func TestIncludes(t *testing.T) {
	prometheus, ok := Of("prometheus")
	if !ok {
		t.Fatal("there is no Prometheus")
	}
	for _, name := range []string{"prometheus_build_info", "go_goroutines", "process_open_fds"} {
		if _, ok := prometheus.Series(name); !ok {
			t.Errorf("Prometheus' page has no %s", name)
		}
	}
	if owner, ok := Owner("kube_pod_info"); !ok || owner.Name != "kube-state-metrics" {
		t.Errorf("kube_pod_info is of %+v", owner)
	}
	if owner, ok := Family("node_nothing"); !ok || owner.Name != "node-exporter" {
		t.Errorf("node_nothing is of %+v", owner)
	}
	if _, ok := Of("nobody"); ok {
		t.Error("nobody has a page")
	}
}

// A metric of CloudWatch is there by some dimensions, and by fewer if a query is loose about others.
func TestCloudWatch(t *testing.T) {
	n, err := parseNamespace("shop", "# Shop: orders\n# https://a\nOrders Count -|Store|Store,Till\n")
	if err != nil {
		t.Fatal(err)
	}
	orders, _ := n.Metric("Orders")
	for _, c := range []struct {
		by     string
		loose  bool
		wanted bool
	}{{"", false, true}, {"Store", false, true}, {"Till", false, false}, {"Till", true, true}, {"Till Store", false, true}, {"Town", true, false}} {
		if got := orders.Has(strings.Fields(c.by), c.loose); got != c.wanted {
			t.Errorf("by %q (loosely: %v): %v", c.by, c.loose, got)
		}
	}
	if ec2, ok := CloudWatch("AWS/EC2"); !ok || ec2.Name != "AWS/EC2" {
		t.Error("AWS/EC2 is not there")
	}
}
