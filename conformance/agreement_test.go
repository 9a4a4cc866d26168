package conformance

import (
	"fmt"
	"testing"

	"github.com/example-org/platform-render/pkg/routes/simulate"
)

// leastCompared is how many answers must be compared for the agreement to mean anything.
const leastCompared = 1000

// The simulator answers every question as Istio does: on this repository's own environments, and on every small tree.
func TestSimulatorAgreesWithIstio(t *testing.T) {
	var total tally
	for _, name := range environments(t) {
		t.Run("out/"+name, func(t *testing.T) {
			files := environment(t, name)
			cluster := newCluster(t, files)
			total.add(compare(t, cluster, files, publicURLs(cluster)))
		})
	}
	for name, tree := range smallTrees(t) {
		t.Run(name, func(t *testing.T) {
			var questions []question
			for _, line := range tree.lines() {
				questions = append(questions, parseQuestion(t, line))
			}
			total.add(compare(t, newCluster(t, tree.files), tree.files, questions))
		})
	}
	fmt.Printf("%d answers of %d trees compared with Istio's, %d disagree\n", total.compared, total.trees, total.disagree)
	if total.compared < leastCompared {
		t.Errorf("only %d answers were compared", total.compared)
	}
}

type tally struct{ trees, compared, disagree int }

func (t *tally) add(other tally) {
	t.trees, t.compared, t.disagree = t.trees+other.trees, t.compared+other.compared, t.disagree+other.disagree
}

// compare asks both sides the questions and all their variants, once each, and names each disagreement.
func compare(t *testing.T, c *cluster, files map[string][]byte, questions []question) tally {
	t.Helper()
	gateways := pilot(t, c)
	tree, err := simulate.Parse(files)
	if err != nil {
		t.Fatal(err)
	}
	counted := tally{trees: 1}
	seen := map[string]bool{}
	for _, q := range variants(questions) {
		for _, name := range asked(gateways, q) {
			q.gateway = name
			if seen[q.String()] {
				continue
			}
			seen[q.String()] = true
			counted.compared++
			if istio, ours := comparable(gateways[name].ask(q)), simulated(tree, gateways[name], q); !same(istio, ours) {
				counted.disagree++
				t.Errorf("%s\n  Istio:     %s\n  simulator: %s", q, istio, ours)
			}
		}
	}
	return counted
}
