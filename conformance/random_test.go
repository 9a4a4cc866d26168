package conformance

import (
	"flag"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"testing"
)

var (
	firstSeed   = flag.Uint64("seed", 1, "the first random tree to compare")
	randomTrees = flag.Uint64("random", 100, "how many random trees to compare")
)

// Trees that nobody would write by hand, all of them valid: the simulator answers as Istio does there, too.
func TestSimulatorAgreesOnRandomTrees(t *testing.T) {
	var total tally
	for seed := *firstSeed; seed < *firstSeed+*randomTrees; seed++ {
		t.Run(fmt.Sprint("seed=", seed), func(t *testing.T) {
			d := newDraw(seed)
			files := d.tree(t)
			var questions []question
			for range 8 {
				questions = append(questions, d.question())
			}
			total.add(compare(t, newCluster(t, files), files, questions))
			if t.Failed() {
				show(t, files)
			}
		})
	}
	fmt.Printf("%d answers of %d random trees compared with Istio's, %d disagree\n", total.compared, total.trees, total.disagree)
}

// show prints a tree that was drawn.
func show(t *testing.T, files map[string][]byte) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if name != "common.yaml" {
			t.Logf("%s:\n%s", name, files[name])
		}
	}
}

// question draws a request that some of the trees have a route for.
func (d draw) question() question {
	q := question{
		method:    d.one(http.MethodGet, http.MethodGet, http.MethodPost, http.MethodPut),
		scheme:    d.one("http", "https", "https", "tls"),
		authority: d.one("shop.example.org", "www.example.org", "a.b.org", "example.net"),
		path:      d.one("/", "/a", "/a/", "/a/b", "/ab", "/b/c", "/A", "/a/b/?q=1", "/?q=a"),
		headers:   http.Header{},
	}
	q.sni = q.authority
	q.port = map[string]int{"http": 80, "https": 443, "tls": 443}[q.scheme]
	if d.chance(20) {
		q.port = 8080
	}
	for _, value := range d.some("jane", "joe", "") {
		if value != "" {
			q.headers.Set("X-User", value)
		}
	}
	return q
}
