package secrets

import (
	"regexp"
	"slices"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/example-org/platform-render/pkg/checks"
	"github.com/example-org/platform-render/pkg/kube"
)

var (
	secretStore        = schema.GroupKind{Group: "external-secrets.io", Kind: "SecretStore"}
	clusterSecretStore = schema.GroupKind{Group: "external-secrets.io", Kind: "ClusterSecretStore"}
)

// roleAnnotation gives a service account its IAM role.
const roleAnnotation = "eks.amazonaws.com/role-arn"

// storeRef names a store; a SecretStore is looked for in the namespace of who names it.
type storeRef struct{ Kind, Name string }

// store is a store of the tree.
type store struct {
	object kube.Object
	spec   storeSpec
}

type storeSpec struct {
	Conditions []condition
	Provider   struct {
		AWS *struct {
			Service, Region, Role string
			Auth                  struct {
				JWT *struct {
					ServiceAccountRef struct{ Name, Namespace string }
				}
			}
		}
	}
}

// condition admits namespaces, one way or another.
type condition struct {
	Namespaces        []string
	NamespaceRegexes  []string
	NamespaceSelector *struct {
		MatchLabels map[string]string
	}
}

type storeKey struct{ kind, namespace, name string }

// stores are those of the tree.
type stores map[storeKey]store

func storesOf(p *checks.Pass) stores {
	return checks.Shared(p, func(p *checks.Pass) stores {
		all := stores{}
		for _, kind := range []schema.GroupKind{secretStore, clusterSecretStore} {
			for _, o := range p.Objects(kind) {
				all[storeKey{kind.Kind, o.Namespace(), o.Name()}] = store{o, checks.Spec[storeSpec](o)}
			}
		}
		return all
	})
}

func (s stores) find(ref storeRef, namespace string) (store, bool) {
	if ref.Kind == clusterSecretStore.Kind {
		namespace = ""
	} else {
		ref.Kind = secretStore.Kind // as the API server fills it in
	}
	found, ok := s[storeKey{ref.Kind, namespace, ref.Name}]
	return found, ok
}

var noStore = checks.Check{
	Code: "secret-no-store", Level: checks.Error, Reads: []schema.GroupKind{checks.ExternalSecret, secretStore, clusterSecretStore},
	Mend: "Name a store that is there: a ClusterSecretStore, or a SecretStore of the same namespace.",
	Run: func(p *checks.Pass) {
		all := storesOf(p)
		for _, o := range p.Objects(checks.ExternalSecret) {
			for _, ref := range checks.Spec[externalSecret](o).stores() {
				if _, ok := all.find(ref, o.Namespace()); !ok {
					p.Report(o, "reads the %s %s, which is not there", ref.Kind, ref.Name)
				}
			}
		}
	},
}

var storeClosed = checks.Check{
	Code: "secret-store-closed", Level: checks.Error,
	Reads: []schema.GroupKind{checks.ExternalSecret, secretStore, clusterSecretStore, checks.Namespace},
	Mend:  "Let the store's conditions name the namespace.",
	Run: func(p *checks.Pass) {
		all, labels := storesOf(p), map[string]map[string]any{}
		for _, o := range p.Objects(checks.Namespace) {
			meta, _ := o.Fields["metadata"].(map[string]any)
			labels[o.Name()], _ = meta["labels"].(map[string]any)
		}
		for _, o := range p.Objects(checks.ExternalSecret) {
			for _, ref := range checks.Spec[externalSecret](o).stores() {
				if s, ok := all.find(ref, o.Namespace()); ok && !s.admits(o.Namespace(), labels[o.Namespace()]) {
					p.Report(o, "reads the %s %s, which does not serve the namespace %s%s", ref.Kind, ref.Name, o.Namespace(), p.Patched(s.object))
				}
			}
		}
	},
}

// admits tells whether a store serves a namespace: one of its conditions does, or it has none.
func (s store) admits(namespace string, labels map[string]any) bool {
	return len(s.spec.Conditions) == 0 || slices.ContainsFunc(s.spec.Conditions, func(c condition) bool {
		return c.admits(namespace, labels)
	})
}

func (c condition) admits(namespace string, labels map[string]any) bool {
	if slices.Contains(c.Namespaces, namespace) {
		return true
	}
	for _, pattern := range c.NamespaceRegexes {
		if matched, err := regexp.MatchString(pattern, namespace); err == nil && matched {
			return true
		}
	}
	if c.NamespaceSelector == nil {
		return false
	}
	for key, value := range c.NamespaceSelector.MatchLabels {
		if labels[key] != value && (key != "kubernetes.io/metadata.name" || namespace != value) {
			return false
		}
	}
	return true
}

var noAccount = checks.Check{
	Code: "secret-no-account", Level: checks.Error, Reads: []schema.GroupKind{secretStore, clusterSecretStore, checks.ServiceAccount},
	Mend: "Name a service account that is there.",
	Run: func(p *checks.Pass) {
		accounts := accountsOf(p)
		for _, s := range sortedStores(p) {
			if account, ok := s.account(); ok && accounts[account].Fields == nil {
				p.Report(s.object, "reads in the role of the service account %s/%s, which is not there", account.namespace, account.name)
			}
		}
	},
}

var noRole = checks.Check{
	Code: "secret-no-role", Level: checks.Error, Reads: []schema.GroupKind{secretStore, clusterSecretStore, checks.ServiceAccount},
	Mend: "Annotate the service account with " + roleAnnotation + ".",
	Run: func(p *checks.Pass) {
		accounts := accountsOf(p)
		for _, s := range sortedStores(p) {
			name, named := s.account()
			account, ok := accounts[name]
			switch {
			case ok && checks.Annotation(account, roleAnnotation) == "":
				p.Report(s.object, "reads in the role of the service account %s/%s, which has none%s", name.namespace, name.name, p.Patched(account))
			case !named && s.spec.Provider.AWS != nil && !slices.ContainsFunc(p.Roles(), isOperator):
				p.Report(s.object, "names no service account, so that it reads in the role of External Secrets' own pods, which have none")
			}
		}
	},
}

// isOperator tells whether a role is that of External Secrets' own pods.
func isOperator(role checks.Role) bool {
	return role.Namespace == "external-secrets" && role.ServiceAccount == "external-secrets"
}

var storeDenied = checks.Check{
	Code: "secret-store-denied", Level: checks.Warning, Reads: []schema.GroupKind{secretStore, clusterSecretStore},
	Mend: "Let the store read in the platform's own region, and in the role of its service account; or give that role a policy of your own beside the platform's.",
	Run: func(p *checks.Pass) {
		for _, s := range sortedStores(p) {
			aws := s.spec.Provider.AWS
			if aws == nil {
				continue
			}
			if aws.Role != "" {
				p.Report(s.object, "takes the role %s by way of its service account's, whose policies do not let it", aws.Role)
			}
			if region := p.Env().AWS.Region; aws.Region != "" && aws.Region != region {
				p.Report(s.object, "reads in the region %s, and the policies of its role are for secrets of %s (aws.region, %s)", aws.Region, region, p.Env().Pos("aws.region"))
			}
		}
	},
}

// account is the service account that a store names, and whether it names one. Without one it reads in the role of External Secrets'
// own pods.
func (s store) account() (name, bool) {
	aws := s.spec.Provider.AWS
	if aws == nil || aws.Auth.JWT == nil {
		return name{}, false
	}
	ref := aws.Auth.JWT.ServiceAccountRef
	if s.object.Kind() == secretStore.Kind || ref.Namespace == "" {
		ref.Namespace = s.object.Namespace()
	}
	return name{ref.Namespace, ref.Name}, true
}

func accountsOf(p *checks.Pass) map[name]kube.Object {
	all := map[name]kube.Object{}
	for _, o := range p.Objects(checks.ServiceAccount) {
		all[name{o.Namespace(), o.Name()}] = o
	}
	return all
}

// sortedStores are the stores in the order of their names.
func sortedStores(p *checks.Pass) []store {
	all := storesOf(p)
	var sorted []store
	for _, kind := range []schema.GroupKind{secretStore, clusterSecretStore} {
		for _, o := range p.Objects(kind) {
			sorted = append(sorted, all[storeKey{kind.Kind, o.Namespace(), o.Name()}])
		}
	}
	return sorted
}
