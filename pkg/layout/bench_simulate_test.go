//go:build unix

package layout

import (
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/example-org/platform-render/pkg/routes/simulate"
)

// BenchmarkSimulateThousandApps asks what happens to each public URL of the platform with a thousand apps, in both environments, once
// it is read. cpu-s/op is the processor's time, which does not grow when others use the machine too.
func BenchmarkSimulateThousandApps(b *testing.B) {
	sites := map[string]map[string][]byte{}
	for _, file := range layOut(b, thousandApps(b)) {
		env, _, _ := strings.Cut(file.Path, "/")
		if sites[env] == nil {
			sites[env] = map[string][]byte{}
		}
		sites[env][file.Path] = file.Data
	}
	var used time.Duration
	for b.Loop() {
		b.StopTimer()
		trees := readAll(b, sites)
		b.StartTimer()
		before, count := processorTime(b), 0
		for _, tree := range trees {
			count += len(tree.URLs())
		}
		used += processorTime(b) - before
		if count < 4000 {
			b.Fatalf("only %d URLs", count)
		}
	}
	b.ReportMetric(used.Seconds()/float64(b.N), "cpu-s/op")
}

// readAll reads the trees, and clears away what reading left behind.
func readAll(b *testing.B, sites map[string]map[string][]byte) []*simulate.Tree {
	b.Helper()
	var trees []*simulate.Tree
	for _, site := range sites {
		tree, err := simulate.Parse(site)
		if err != nil {
			b.Fatal(err)
		}
		trees = append(trees, tree)
	}
	runtime.GC()
	return trees
}

func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
