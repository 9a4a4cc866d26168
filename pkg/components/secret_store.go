package components

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/platform"
)

// The stores, by what they read.
const (
	secretsManager = "aws-secrets-manager"
	parameterStore = "aws-parameter-store"
)

// services are AWS' services behind the stores, as External Secrets calls them.
var services = map[string]string{secretsManager: "SecretsManager", parameterStore: "ParameterStore"}

// storeOf is the store that holds a secret.
func storeOf(secret string) string {
	if platform.IsParameter(secret) {
		return parameterStore
	}
	return secretsManager
}

// Store is where secrets come from, as External Secrets knows it.
type Store struct {
	// Kind is ClusterSecretStore, or SecretStore if each namespace has its own of the same name.
	Kind string
	// RefreshIntervals are how often secrets are read again, by the store's name.
	RefreshIntervals map[string]string
	// Roles are the IAM roles of the stores of these namespaces; nil if one store serves all.
	Roles func(namespaces []string) []Role
}

// store finds the store that some component offers.
func (c *Catalog) store() (Store, bool) {
	for _, offer := range c.Offers {
		if offer.Store != nil {
			return *offer.Store, true
		}
	}
	return Store{}, false
}

// storeRoles adds the roles of namespaces' own stores to what their component offers, now that it is known who has secrets.
func (c *Catalog) storeRoles() {
	for i, offer := range c.Offers {
		if offer.Store != nil && offer.Store.Roles != nil {
			c.Offers[i].Roles = append(slices.Clone(offer.Roles), offer.Store.Roles(c.readers(secretsManager, parameterStore))...)
		}
	}
}

// readers are the namespaces that read one of these stores, sorted.
func (c *Catalog) readers(stores ...string) []string {
	var all []string
	for _, offer := range c.Offers {
		for _, secret := range offer.Secrets {
			if slices.ContainsFunc(secret.stores(), func(s string) bool { return slices.Contains(stores, s) }) {
				all = append(all, offer.Namespace.Name)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// stores are the store for the cluster, or those of each namespace: each with the service account in whose role it reads.
func (s secretsOperator) stores(cat *Catalog) []kube.Resource {
	var all []kube.Resource
	for _, name := range sortedKeys(s.settings()) {
		namespaces := cat.readers(name)
		switch {
		case len(namespaces) == 0:
		case s.own():
			for _, namespace := range namespaces {
				all = append(all, kube.NewCustom(externalSecretsAPI, "SecretStore", namespace, name, s.store(name, "")))
			}
		default:
			spec := s.store(name, externalSecretsName)
			spec.Conditions = []storeCondition{{Namespaces: namespaces}}
			all = append(all, kube.NewCustom(externalSecretsAPI, "ClusterSecretStore", "", name, spec))
		}
	}
	return append(all, s.accounts(cat)...)
}

// accounts are the service accounts of namespaces' own stores. No pod uses them.
func (s secretsOperator) accounts(cat *Catalog) []kube.Resource {
	var all []kube.Resource
	for _, role := range cat.offer(s.Name()).Roles {
		if role.Namespace == "" {
			continue
		}
		account := &corev1.ServiceAccount{
			ObjectMeta: kube.Meta(role.Namespace, role.ServiceAccount), AutomountServiceAccountToken: ptr(false),
		}
		kube.Annotate(account, roleAnnotation, role.ARN)
		all = append(all, account)
	}
	return all
}

// store reads one service in the role of a service account: named, or by EKS Pod Identity, which gives credentials to the
// operator's own pods alone. A store for the cluster serves the namespaces of its conditions: without them, whoever may make an
// ExternalSecret anywhere could read every secret.
func (s secretsOperator) store(name, namespace string) storeSpec {
	var spec storeSpec
	spec.Provider.AWS = awsProvider{Service: services[name], Region: s.env.AWS.Region, SessionTagsPolicy: sessionTags()}
	if !s.env.AWS.PodIdentity() {
		spec.Provider.AWS.Auth = &storeAuth{}
		spec.Provider.AWS.Auth.JWT.ServiceAccountRef = serviceAccountRef{Name: externalSecretsName, Namespace: namespace}
	}
	return spec
}

// sessionTags is what External Secrets fills in by itself since 2.5, and does not know before: no bytes fit both
// (https://github.com/external-secrets/external-secrets/blob/v2.5.0/config/crds/bases/external-secrets.io_secretstores.yaml).
func sessionTags() string {
	if externalSecretsChart().atLeast("2.5.0") {
		return "None"
	}
	return ""
}

// own says that each namespace has a store of its own.
func (s secretsOperator) own() bool { return s.env.Secrets.Scope == "namespace" }

// settings are those of the stores that there are, by name.
func (s secretsOperator) settings() map[string]*platform.SecretStore {
	all := map[string]*platform.SecretStore{secretsManager: s.env.Secrets.AWSSecretsManager, parameterStore: s.env.Secrets.AWSParameterStore}
	for name, settings := range all {
		if settings == nil {
			delete(all, name)
		}
	}
	return all
}

// offered is the store as others see it.
func (s secretsOperator) offered() *Store {
	store := Store{Kind: "ClusterSecretStore", RefreshIntervals: map[string]string{}}
	for name, settings := range s.settings() {
		store.RefreshIntervals[name] = canonicalDuration(settings.RefreshInterval)
	}
	if s.own() {
		store.Kind, store.Roles = "SecretStore", s.namespaceRoles
	}
	return &store
}

// namespaceRoles are the roles of namespaces' own stores.
func (s secretsOperator) namespaceRoles(namespaces []string) []Role {
	var all []Role
	for _, namespace := range namespaces {
		all = append(all, Role{
			ARN: roleARN(s.env, roleOf(s.env, namespace)), Namespace: namespace, ServiceAccount: externalSecretsName,
			Why: "read the secrets that " + namespace + " uses", Grants: s.grants(namespace),
		})
	}
	return all
}

// maxRoleName is how long IAM lets a role's name be.
const maxRoleName = 64

// roleOf names the role of a namespace's store, after the namespace or, where that is too long, after its fingerprint.
func roleOf(env *platform.Environment, namespace string) string {
	name := "secrets-" + namespace
	if len(env.AWS.RolePrefix+name) <= maxRoleName {
		return name
	}
	sum := sha256.Sum256([]byte(namespace))
	return "secrets-" + hex.EncodeToString(sum[:])[:12]
}

// canonicalDuration is how Go prints a duration: Kubernetes keeps the text as it is, and what others fill in is 1h0m0s.
func canonicalDuration(text string) string {
	duration, _ := time.ParseDuration(cmp.Or(text, "0s")) // the loader has checked it
	return duration.String()
}

// storeSpec is that of a ClusterSecretStore or a SecretStore. It spells out what External Secrets fills in by itself.
type storeSpec struct {
	Conditions []storeCondition `json:"conditions,omitempty"`
	Provider   struct {
		AWS awsProvider `json:"aws"`
	} `json:"provider"`
}

type storeCondition struct {
	Namespaces []string `json:"namespaces"`
}

type awsProvider struct {
	Service           string     `json:"service"`
	Region            string     `json:"region"`
	SessionTagsPolicy string     `json:"sessionTagsPolicy,omitempty"`
	Auth              *storeAuth `json:"auth,omitempty"`
}

type storeAuth struct {
	JWT struct {
		ServiceAccountRef serviceAccountRef `json:"serviceAccountRef"`
	} `json:"jwt"`
}

// serviceAccountRef names its namespace in a ClusterSecretStore, which cannot do without, and nowhere else.
type serviceAccountRef struct {
	Name      string `json:"name"`
	Namespace string `json:"namespace,omitempty"`
}
