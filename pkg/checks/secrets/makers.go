package secrets

import (
	"slices"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/example-org/platform-render/pkg/checks"
	"github.com/example-org/platform-render/pkg/kube"
)

var password = schema.GroupKind{Group: "generators.external-secrets.io", Kind: "Password"}

// makerKinds are the kinds that make Secrets, and what is read to know their keys.
var makerKinds = []schema.GroupKind{checks.Secret, checks.ExternalSecret, checks.Certificate, password}

// name is a Secret's place in the cluster.
type name struct{ namespace, name string }

// secret is a Secret that some object of the tree makes.
type secret struct {
	name
	maker kube.Object
	keys  []string
	// open says that it has other keys too, and that only AWS knows which.
	open bool
}

func (s secret) has(key string) bool { return s.open || slices.Contains(s.keys, key) }

// secrets are all Secrets that the tree makes. One that two objects fill has an entry for each.
type secrets map[name][]secret

// made finds who makes which Secret.
func made(p *checks.Pass) secrets {
	return checks.Shared(p, func(p *checks.Pass) secrets {
		all := secrets{}
		add := func(s secret) { all[s.name] = append(all[s.name], s) }
		for _, object := range p.Objects(checks.Secret) {
			add(plain(object))
		}
		for _, object := range p.Objects(checks.Certificate) {
			add(certified(object))
		}
		passwords := generators(p)
		for _, object := range p.Objects(checks.ExternalSecret) {
			add(external(object, passwords))
		}
		return all
	})
}

// plain is a Secret that stands in the tree itself: a chart's, or a user's.
func plain(o kube.Object) secret {
	s := secret{name: name{o.Namespace(), o.Name()}, maker: o}
	for _, field := range []string{"data", "stringData"} {
		values, _ := o.Fields[field].(map[string]any)
		for key := range values {
			s.keys = append(s.keys, key)
		}
	}
	return s
}

// certified is the Secret that cert-manager keeps a certificate in.
func certified(o kube.Object) secret {
	spec := checks.Spec[struct{ SecretName string }](o)
	return secret{name: name{o.Namespace(), spec.SecretName}, maker: o, keys: []string{"ca.crt", "tls.crt", "tls.key"}}
}

// generators are the keys that each Password generator makes.
func generators(p *checks.Pass) map[name][]string {
	all := map[name][]string{}
	for _, o := range p.Objects(password) {
		keys := checks.Spec[struct{ SecretKeys []string }](o).SecretKeys
		if len(keys) == 0 {
			keys = []string{"password"} // as External Secrets calls it (generators/v1/password/password.go)
		}
		all[name{o.Namespace(), o.Name()}] = keys
	}
	return all
}

// external is the Secret that an ExternalSecret fills: from its data, or where it has a template from that.
func external(o kube.Object, passwords map[name][]string) secret {
	spec := checks.Spec[externalSecret](o)
	s := secret{name: name{o.Namespace(), spec.target(o)}, maker: o}
	if spec.Target.Template.replaces() {
		for key := range spec.Target.Template.Data {
			s.keys = append(s.keys, key)
		}
		s.open = len(spec.Target.Template.TemplateFrom) > 0
		return s
	}
	s.keys, s.open = spec.sources(o.Namespace(), passwords)
	if spec.Target.Template != nil {
		for key := range spec.Target.Template.Data {
			s.keys = append(s.keys, key)
		}
	}
	return s
}
