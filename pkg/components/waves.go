package components

import (
	"fmt"
	"slices"
	"strings"

	"github.com/example-org/platform-render/pkg/kube"
)

// implied is what every part of a component waits for: what it says, its namespace, the sidecars of a meshed one, and
// with sidecars the policies that they keep.
func implied(offer Offered) []Capability {
	after := slices.Clone(offer.After)
	if !slices.Contains(offer.Provides, Namespaces) {
		after = append(after, Namespaces)
	}
	if offer.Namespace.Mesh {
		after = append(after, Sidecars)
	}
	if slices.Contains(after, Sidecars) && !slices.Contains(offer.Provides, Policies) {
		after = append(after, Policies)
	}
	return after
}

// needs is what a component's own objects wait for: the CRDs of their groups, and the store of its secrets.
func needs(offer Offered, objects []kube.Object) []Capability {
	var after []Capability
	for _, object := range objects {
		after = append(after, group(object.GroupKind().Group))
	}
	if len(offer.Secrets) > 0 {
		after = append(after, SecretStore)
	}
	return after
}

// group is the capability to take objects of an API group.
func group(name string) Capability { return Capability("API group " + name) }

func groups(chart *Chart) []Capability {
	var all []Capability
	for _, name := range chart.Groups {
		all = append(all, group(name))
	}
	return all
}

// computeWaves gives each Application the first wave in which all that it waits for is there; those that nobody waits for all
// come in the last. A wave waits until the one before is healthy: an app whose image cannot be pulled must not keep the routes
// of all others out of the cluster.
func computeWaves(apps []Application) error {
	w := waves{apps: apps, done: map[int]bool{}, awaited: map[int]bool{}}
	last := 0
	for i := range apps {
		if err := w.visit(i, nil); err != nil {
			return err
		}
		last = max(last, apps[i].Wave)
	}
	for i := range apps {
		if !w.awaited[i] {
			apps[i].Wave = last
		}
	}
	return nil
}

type waves struct {
	apps []Application
	// done are those whose wave is known, awaited those that others come after.
	done, awaited map[int]bool
}

func (w waves) visit(i int, path []string) error {
	app := &w.apps[i]
	if w.done[i] {
		return nil
	}
	if slices.Contains(path, app.Name) {
		return fmt.Errorf("each of these waits for the next: %s", strings.Join(append(path, app.Name), ", "))
	}
	for _, before := range w.before(app) {
		if err := w.visit(before, append(path, app.Name)); err != nil {
			return err
		}
		app.Wave = max(app.Wave, w.apps[before].Wave+1)
		w.awaited[before] = true
	}
	w.done[i] = true
	return nil
}

// before are the Applications that provide what app waits for, and those of its own component that come first. A capability
// that nobody provides is not waited for: that part of the platform was left out.
func (w waves) before(app *Application) []int {
	var all []int
	for i, other := range w.apps {
		provides := func(c Capability) bool { return slices.Contains(other.provides, c) }
		if other.Name != app.Name && (other.first(app) || slices.ContainsFunc(app.after, provides)) {
			all = append(all, i)
		}
	}
	return all
}

// first says which of a component's two Applications comes first: the chart, unless its pods mount secrets, which are among the
// component's own objects: they would never start without, and a wave waits for health.
func (a *Application) first(other *Application) bool {
	if a.Component != other.Component {
		return false
	}
	return (a.Chart == nil) == a.secrets
}
