package secrets

import (
	"maps"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/example-org/platform-render/pkg/checks"
	"github.com/example-org/platform-render/pkg/platform"
)

var twoMakers = checks.Check{
	Code: "secret-two-makers", Level: checks.Error, Reads: makerKinds,
	Mend: "Give each a target of its own.",
	Run: func(p *checks.Pass) {
		all := made(p)
		for _, n := range slices.SortedFunc(maps.Keys(all), name.compare) {
			for _, second := range all[n][1:] {
				p.Report(second.maker, "fills the Secret %s, which %s fills too%s: each would undo what the other does",
					n.name, all[n][0].maker.Title(), p.Patched(all[n][0].maker))
			}
		}
	},
}

func (n name) compare(other name) int {
	return strings.Compare(n.namespace+"/"+n.name, other.namespace+"/"+other.name)
}

var noGenerator = checks.Check{
	Code: "secret-no-generator", Level: checks.Error, Reads: []schema.GroupKind{checks.ExternalSecret, password},
	Mend: "Name a generator of the same namespace.",
	Run: func(p *checks.Pass) {
		passwords := generators(p)
		for _, o := range p.Objects(checks.ExternalSecret) {
			for _, from := range checks.Spec[externalSecret](o).DataFrom {
				if from.SourceRef == nil || from.SourceRef.GeneratorRef == nil || from.SourceRef.GeneratorRef.Kind != password.Kind {
					continue
				}
				generator := from.SourceRef.GeneratorRef.Name
				if _, ok := passwords[name{o.Namespace(), generator}]; !ok {
					p.Report(o, "asks the generator Password %s, which is not in the namespace %s", generator, o.Namespace())
				}
			}
		}
	},
}

var noPart = checks.Check{
	Code: "secret-no-part", Level: checks.Error, Reads: []schema.GroupKind{checks.ExternalSecret, password},
	Mend: "Let the template use the names under data, or read what it uses.",
	Run: func(p *checks.Pass) {
		passwords := generators(p)
		for _, o := range p.Objects(checks.ExternalSecret) {
			spec := checks.Spec[externalSecret](o)
			keys, open := spec.sources(o.Namespace(), passwords)
			if spec.Target.Template == nil || open {
				continue
			}
			for _, key := range slices.Sorted(maps.Keys(spec.Target.Template.Data)) {
				for _, part := range platform.TemplateParts(spec.Target.Template.Data[key]) {
					if !slices.Contains(keys, part) {
						p.Report(o, "makes the key %s of {{ .%s }}, which it does not read; it reads %s", key, part, strings.Join(keys, ", "))
					}
				}
			}
		}
	},
}

// unasked compares with platform.yaml what patches have made of an ExternalSecret: AWS itself cannot be asked.
var unasked = checks.Check{
	Code: "secret-unasked", Level: checks.Warning, Reads: []schema.GroupKind{checks.ExternalSecret},
	Mend: "If the name is right, leave it; the role may read it, because the policy follows what is rendered.",
	Run: func(p *checks.Pass) {
		asked := map[string][]string{}
		for _, ref := range p.Env().SecretRefs() {
			asked[ref.Secret] = append(asked[ref.Secret], ref.Property)
		}
		for _, o := range p.Objects(checks.ExternalSecret) {
			for _, ref := range checks.Spec[externalSecret](o).reads() {
				properties, known := asked[ref.Key]
				switch {
				case !known:
					p.Report(o, "reads the secret %s, which platform.yaml does not name%s", ref.Key, meant(ref.Key, slices.Sorted(maps.Keys(asked))))
				case !slices.Contains(properties, ref.Property):
					p.Report(o, "reads %s of the secret %s, which platform.yaml does not name; it names %s", property(ref.Property), ref.Key, listed(properties))
				}
			}
		}
	},
}

// meant names the nearest of the names that platform.yaml has.
func meant(found string, names []string) string {
	best, least := "", len(found)/3+1
	for _, name := range names {
		if d := platform.Distance(found, name); d < least {
			best, least = name, d
		}
	}
	if best == "" {
		return ""
	}
	return "; did you mean " + best + "?"
}

func property(name string) string {
	if name == "" {
		return "the whole"
	}
	return "the property " + name
}

func listed(names []string) string {
	var all []string
	for _, name := range slices.Compact(slices.Sorted(slices.Values(names))) {
		all = append(all, property(name))
	}
	return strings.Join(all, " and ")
}
