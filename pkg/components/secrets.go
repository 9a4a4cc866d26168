package components

import (
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/platform"
)

// The API of External Secrets: v1 is the only version that it still serves.
const (
	externalSecretsGroup = "external-secrets.io"
	externalSecretsAPI   = externalSecretsGroup + "/v1"
)

// Secret is a Kubernetes Secret that a component needs. It is filled from the store, or generated.
type Secret struct {
	// Name is the Secret's name in the component's namespace.
	Name string
	// Keys say what each key of the Secret holds of the store.
	Keys map[string]platform.SecretRef
	// Templates, if there are any, are what the keys of the Secret hold instead: texts in which {{ .key }} is one of Keys.
	Templates map[string]string
	// Whole are secrets of the store that are JSON objects: each of their properties is a key.
	Whole []string
	// Generated are keys that hold 32 random letters and digits each, made once: for what nobody needs to know.
	Generated []string
	// Type is the Secret's type, if that is not Opaque.
	Type corev1.SecretType
	// Policy says how the Secret follows the store.
	Policy platform.SecretPolicy
	// Origin is the key of platform.yaml that asks for it.
	Origin string
}

// stores are the names of those that the secret is read from, the first the one that most of it is said to come from.
func (s Secret) stores() []string {
	var all []string
	for _, ref := range s.Keys {
		all = append(all, storeOf(ref.Secret))
	}
	for _, whole := range s.Whole {
		all = append(all, storeOf(whole))
	}
	slices.Sort(all)
	all = slices.Compact(all)
	slices.Reverse(all) // Secrets Manager before the Parameter Store
	return all
}

// externalSecrets are a component's secrets as the objects that fill them.
func externalSecrets(cat *Catalog, offer Offered) ([]kube.Object, error) {
	store, ok := cat.store()
	var all []kube.Object
	for _, secret := range offer.Secrets {
		if !ok {
			return nil, platform.Problems{cat.Env.Problemf(secret.Origin, "a secret needs a store: write secrets: {awsSecretsManager: {}}")}
		}
		resources := []kube.Resource{secret.resource(offer.Namespace.Name, store)}
		if len(secret.Generated) > 0 {
			resources = append(resources, secret.generator(offer.Namespace.Name))
		}
		objects, err := finish(cat.Env, offer.Component.Name(), secret.Origin, resources)
		if err != nil {
			return nil, err
		}
		all = append(all, objects...)
	}
	return all, nil
}

// resource is the ExternalSecret that fills the Secret.
func (s Secret) resource(namespace string, store Store) kube.Resource {
	return kube.NewCustom(externalSecretsAPI, "ExternalSecret", namespace, s.Name, s.spec(store))
}

func (s Secret) spec(store Store) externalSecret {
	spec := externalSecret{Target: s.target()}
	if len(s.Generated) > 0 {
		spec.RefreshInterval, spec.RefreshPolicy = "0s", createdOnce
		spec.DataFrom = []secretSource{{SourceRef: &sourceRef{GeneratorRef: &generatorRef{APIVersion: generatorsAPI, Kind: "Password", Name: s.Name}}}}
		return spec
	}
	main := s.stores()[0]
	spec.SecretStoreRef = &secretStoreRef{Kind: store.Kind, Name: main}
	spec.refresh(s.Policy, store.RefreshIntervals[main])
	for _, key := range sortedKeys(s.Keys) {
		ref := s.Keys[key]
		spec.Data = append(spec.Data, externalSecretData{
			SecretKey: key, RemoteRef: remote(ref.Secret, ref.Property), SourceRef: elsewhere(store, main, ref.Secret),
		})
	}
	for _, whole := range s.Whole {
		ref := remote(whole, "")
		spec.DataFrom = append(spec.DataFrom, secretSource{Extract: &ref, SourceRef: elsewhere(store, main, whole)})
	}
	return spec
}

// elsewhere names the store of a secret that is not in the one that the ExternalSecret names for all.
func elsewhere(store Store, main, secret string) *sourceRef {
	if storeOf(secret) == main {
		return nil
	}
	return &sourceRef{StoreRef: &secretStoreRef{Kind: store.Kind, Name: storeOf(secret)}}
}

// createdOnce never reads a secret again.
const createdOnce = "CreatedOnce"

// refresh leaves the policy out where it is External Secrets' own.
func (e *externalSecret) refresh(policy platform.SecretPolicy, interval string) {
	e.RefreshInterval = interval
	if policy.RefreshInterval != "" {
		e.RefreshInterval = canonicalDuration(policy.RefreshInterval)
	}
	if policy.Refresh != "" && policy.Refresh != "Periodic" {
		e.RefreshInterval, e.RefreshPolicy = "0s", policy.Refresh
	}
}

// target keeps the Secret when the store cannot be read, unless the policy says otherwise.
func (s Secret) target() externalSecretTarget {
	target := externalSecretTarget{Name: s.Name, CreationPolicy: "Owner", DeletionPolicy: "Retain", Immutable: s.Policy.Immutable}
	if s.Policy.Deletion != "" {
		target.DeletionPolicy = s.Policy.Deletion
	}
	if len(s.Templates) > 0 || s.Type != "" {
		target.Template = &secretTemplate{Type: s.Type, EngineVersion: "v2", MergePolicy: "Replace", Data: s.Templates}
	}
	return target
}

type externalSecret struct {
	RefreshInterval string `json:"refreshInterval"`
	RefreshPolicy   string `json:"refreshPolicy,omitempty"`
	// SecretStoreRef is the store of Data and DataFrom where they name no other.
	SecretStoreRef *secretStoreRef      `json:"secretStoreRef,omitempty"`
	Target         externalSecretTarget `json:"target"`
	Data           []externalSecretData `json:"data,omitempty"`
	DataFrom       []secretSource       `json:"dataFrom,omitempty"`
}

type secretStoreRef struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
}

type externalSecretTarget struct {
	Name           string          `json:"name"`
	CreationPolicy string          `json:"creationPolicy"`
	DeletionPolicy string          `json:"deletionPolicy"`
	Immutable      bool            `json:"immutable,omitempty"`
	Template       *secretTemplate `json:"template,omitempty"`
}

// secretTemplate spells out what External Secrets fills in by itself. Without data, the Secret holds what was read.
type secretTemplate struct {
	Type          corev1.SecretType `json:"type,omitempty"`
	EngineVersion string            `json:"engineVersion"`
	MergePolicy   string            `json:"mergePolicy"`
	Data          map[string]string `json:"data,omitempty"`
}

type externalSecretData struct {
	SecretKey string     `json:"secretKey"`
	RemoteRef remoteRef  `json:"remoteRef"`
	SourceRef *sourceRef `json:"sourceRef,omitempty"`
}

// secretSource is a whole secret, or what a generator makes.
type secretSource struct {
	Extract   *remoteRef `json:"extract,omitempty"`
	SourceRef *sourceRef `json:"sourceRef,omitempty"`
}

type sourceRef struct {
	StoreRef     *secretStoreRef `json:"storeRef,omitempty"`
	GeneratorRef *generatorRef   `json:"generatorRef,omitempty"`
}

// remoteRef spells out what External Secrets up to 2.8 fills in by itself; left out, Argo CD would see drift for ever.
type remoteRef struct {
	Key                string `json:"key"`
	Property           string `json:"property,omitempty"`
	ConversionStrategy string `json:"conversionStrategy"`
	DecodingStrategy   string `json:"decodingStrategy"`
	MetadataPolicy     string `json:"metadataPolicy"`
}

func remote(key, property string) remoteRef {
	return remoteRef{Key: key, Property: property, ConversionStrategy: "Default", DecodingStrategy: "None", MetadataPolicy: "None"}
}
