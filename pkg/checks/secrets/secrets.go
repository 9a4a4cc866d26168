// Package secrets checks the chain of a secret from end to end: its name and property in AWS, the ExternalSecret, the key of the
// Secret, who reads it, the store, its service account, and the role.
package secrets

import (
	"slices"
	"strings"

	"github.com/example-org/platform-render/pkg/checks"
)

// Checks are the subject's.
var Checks = []checks.Check{
	missing, noKey, noFile, noVariable, twoMakers, noGenerator, noPart, unasked, noStore, storeClosed, noAccount, noRole, storeDenied, unused, unusedKey,
}

var missing = checks.Check{
	Code: "secret-missing", Level: checks.Error, Reads: slices.Concat(makerKinds, userKinds),
	Mend: "Name a Secret that an ExternalSecret or a Certificate makes in the same namespace.",
	Run: func(p *checks.Pass) {
		all := made(p)
		for _, u := range used(p) {
			if len(all[u.name]) == 0 {
				p.Report(u.user, "%s needs the Secret %s, which nothing makes in the namespace %s%s", u.how, u.name.name, u.namespace, all.elsewhere(u.name))
			}
		}
	},
}

// elsewhere names the namespaces that do have a Secret of that name.
func (s secrets) elsewhere(missing name) string {
	var spaces []string
	for other := range s {
		if other.name == missing.name {
			spaces = append(spaces, other.namespace)
		}
	}
	if len(spaces) == 0 {
		return ""
	}
	slices.Sort(spaces)
	return "; there is one in " + strings.Join(spaces, " and ") + ", and no pod reads another namespace's Secrets"
}

var noKey = checks.Check{
	Code: "secret-no-key", Level: checks.Error, Reads: slices.Concat(makerKinds, userKinds),
	Mend: "Name a key that the Secret has, or add the key to what makes the Secret.",
	Run: func(p *checks.Pass) {
		all := made(p)
		for _, u := range used(p) {
			makers := all[u.name]
			for _, key := range u.keys {
				if len(makers) > 0 && !all.has(u.name, key) {
					p.Report(u.user, "%s reads the key %s of the Secret %s, which has %s%s",
						u.how, key, u.name.name, all.keys(u.name), p.Patched(makers[0].maker))
				}
			}
		}
	},
}

func (s secrets) has(n name, key string) bool {
	return slices.ContainsFunc(s[n], func(s secret) bool { return s.has(key) })
}

// keys lists the keys of a Secret for a message.
func (s secrets) keys(n name) string {
	var all []string
	for _, one := range s[n] {
		all = append(all, one.keys...)
	}
	if len(all) == 0 {
		return "none"
	}
	slices.Sort(all)
	return strings.Join(slices.Compact(all), ", ")
}
