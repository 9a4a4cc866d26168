package secrets

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/example-org/platform-render/pkg/checks"
	"github.com/example-org/platform-render/pkg/kube"
)

var application = schema.GroupKind{Group: "argoproj.io", Kind: "Application"}

// allKinds are those that make, use or mount Secrets, and the Applications, whose values name Secrets too.
var allKinds = slices.Concat(makerKinds, userKinds, []schema.GroupKind{checks.ConfigMap, application})

var unused = checks.Check{
	Code: "secret-unused", Level: checks.Warning, Reads: slices.Concat(makerKinds, userKinds, []schema.GroupKind{application}),
	Mend: "Take out what makes the Secret, or let something use it.",
	Run: func(p *checks.Pass) {
		all, taken := made(p), takenBy(p)
		for _, n := range slices.SortedFunc(maps.Keys(all), name.compare) {
			maker := all[n][0].maker
			if maker.GroupKind() != checks.Secret && taken[n] == nil && !forArgoCD(maker) {
				p.Report(maker, "fills the Secret %s, and nothing in the namespace %s uses it", n.name, n.namespace)
			}
		}
	},
}

var unusedKey = checks.Check{
	Code: "secret-unused-key", Level: checks.Warning, Reads: allKinds,
	Mend: "Take the key out, so that the role need not read it.",
	Run: func(p *checks.Pass) {
		all, taken := made(p), takenBy(p)
		named := map[name][]string{}
		for _, m := range mounted(p) {
			named[m.name] = append(named[m.name], m.named...)
		}
		for _, n := range slices.SortedFunc(maps.Keys(all), name.compare) {
			first := all[n][0]
			used := slices.Concat(taken[n], named[n])
			if first.maker.GroupKind() != checks.ExternalSecret || len(taken[n]) == 0 || whole(taken[n], named[n]) {
				continue
			}
			for _, key := range slices.Sorted(slices.Values(first.keys)) {
				if !slices.Contains(used, key) {
					p.Report(first.maker, "fills the key %s of the Secret %s, and nothing reads it", key, n.name)
				}
			}
		}
	},
}

// everything stands for the keys of a Secret that is taken as it comes.
const everything = "*"

// whole says that somebody takes every key: as variables, or as files of which no setting that we know of names one.
func whole(taken, named []string) bool { return slices.Contains(taken, everything) && len(named) == 0 }

// takenBy are the keys that somebody takes of each Secret.
func takenBy(p *checks.Pass) map[name][]string {
	all := map[name][]string{}
	for _, u := range used(p) {
		all[u.name] = append(all[u.name], u.keys...)
		if len(u.keys) == 0 {
			all[u.name] = append(all[u.name], everything)
		}
	}
	for _, o := range p.Objects(application) {
		inValues(o, all)
	}
	return all
}

var valueRef = regexp.MustCompile(`^secret:([a-z0-9.-]+):(.+)$`)

// inValues are the Secrets that a chart's values name: by name alone, or as secret:NAME:KEY, which is Kiali's way.
func inValues(app kube.Object, all map[name][]string) {
	spec := checks.Spec[struct {
		Destination struct{ Namespace string }
		Source      struct{ Helm struct{ ValuesObject any } }
	}](app)
	for _, text := range texts(spec.Source.Helm.ValuesObject) {
		secret, key := text, everything
		if match := valueRef.FindStringSubmatch(text); match != nil {
			secret, key = match[1], match[2]
		}
		n := name{spec.Destination.Namespace, secret}
		all[n] = append(all[n], key)
	}
}

// texts are all texts of a value.
func texts(value any) []string {
	var all []string
	switch value := value.(type) {
	case string:
		all = []string{value}
	case []any:
		for _, item := range value {
			all = append(all, texts(item)...)
		}
	case map[string]any:
		for _, item := range value {
			all = append(all, texts(item)...)
		}
	}
	return all
}

// forArgoCD says that a Secret is for Argo CD, which finds those of repositories and clusters by their label.
func forArgoCD(o kube.Object) bool {
	labels := checks.Spec[struct {
		Target struct {
			Template struct {
				Metadata struct{ Labels map[string]string }
			}
		}
	}](o).Target.Template.Metadata.Labels
	return strings.HasPrefix(labels["argocd.argoproj.io/secret-type"], "repo") || labels["argocd.argoproj.io/secret-type"] == "cluster"
}
