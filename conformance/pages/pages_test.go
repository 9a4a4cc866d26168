package pages

import (
	"slices"
	"strings"
	"testing"

	"github.com/example-org/platform-render/pkg/metrics"
)

const text = `# TYPE shop_orders_total counter
shop_orders_total{state="open",clerk=""} 1
shop_orders_total{state="lost",till="3"} 1
# TYPE shop_seconds histogram
shop_seconds_bucket{le="+Inf"} 1
shop_seconds_sum 1
shop_seconds_count 1
# TYPE shop_age summary
shop_age{quantile="0.5"} 1
shop_age_sum 1
shop_age_count 1
# TYPE shop_queue gauge
# TYPE shop_new gauge
shop_new{color="red"} 1
`

// A page is compared with the catalogue both ways: what is unknown on it, and what is not on it although it must be.
func TestPage(t *testing.T) {
	page, err := Read([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	known, ok := metrics.Page{Exporter: "promhttp", Declares: []string{
		"shop_orders_total counter state=open|closed clerk town", "shop_seconds histogram", "shop_age summary", "shop_queue gauge", "shop_up gauge",
		"shop_refunds_total counter state", "shop_tags gauge tag_*",
	}}.Read()
	if !ok {
		t.Fatal("it cannot be read")
	}
	for what, got := range map[string][]string{
		`shop_new color, shop_orders_total: state="lost", shop_orders_total: the label till, such as ["3"]`: page.Strange(known),
		"shop_orders_total town, shop_up":  page.Absent(known),
		"shop_refunds_total, shop_seconds": page.Lacks([]string{"shop_queue", "shop_refunds_total", "shop_seconds", "shop_seconds_bucket"}),
	} {
		got = slices.DeleteFunc(got, func(one string) bool { return strings.HasPrefix(one, "promhttp_") })
		if strings.Join(got, ", ") != what {
			t.Errorf("%q, want %q", got, what)
		}
	}
}

// What is no page is refused.
func TestNoPage(t *testing.T) {
	if _, err := Read([]byte("<html>")); err == nil {
		t.Error("it was read")
	}
}
