package components

import (
	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/platform"
)

// The API of External Secrets: v1 is the only version that it still serves.
const (
	externalSecretsGroup = "external-secrets.io"
	externalSecretsAPI   = externalSecretsGroup + "/v1"
)

// Store is where secrets come from, as External Secrets knows it.
type Store struct {
	Kind, Name string
	// RefreshInterval is how often secrets are read again, as Go prints a duration: 1h0m0s.
	RefreshInterval string
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

// externalSecrets are a component's secrets as the objects that fill them.
func externalSecrets(cat *Catalog, offer Offered) ([]kube.Resource, error) {
	store, ok := cat.store()
	var all []kube.Resource
	for _, secret := range offer.Secrets {
		if !ok {
			return nil, platform.Problems{cat.Env.Problemf(secret.Origin, "a secret needs a store: write secrets: {awsSecretsManager: {}}")}
		}
		if len(secret.Generated) > 0 {
			all = append(all, secret.generated(offer.Namespace.Name)...)
		} else {
			all = append(all, secret.resource(offer.Namespace.Name, store))
		}
	}
	return all, nil
}

type externalSecret struct {
	RefreshInterval string `json:"refreshInterval"`
	RefreshPolicy   string `json:"refreshPolicy,omitempty"`
	// SecretStoreRef and Data read a store; DataFrom takes what generators make.
	SecretStoreRef *secretStoreRef      `json:"secretStoreRef,omitempty"`
	Target         externalSecretTarget `json:"target"`
	Data           []externalSecretData `json:"data,omitempty"`
	DataFrom       []generatorSource    `json:"dataFrom,omitempty"`
}

type secretStoreRef struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
}

type externalSecretTarget struct {
	Name           string `json:"name"`
	CreationPolicy string `json:"creationPolicy"`
	DeletionPolicy string `json:"deletionPolicy"`
}

type externalSecretData struct {
	SecretKey string    `json:"secretKey"`
	RemoteRef remoteRef `json:"remoteRef"`
}

// remoteRef spells out what External Secrets up to 2.8 fills in by itself; left out, Argo CD would see drift for ever.
type remoteRef struct {
	Key                string `json:"key"`
	Property           string `json:"property,omitempty"`
	ConversionStrategy string `json:"conversionStrategy"`
	DecodingStrategy   string `json:"decodingStrategy"`
	MetadataPolicy     string `json:"metadataPolicy"`
}

// resource is the ExternalSecret that fills the Secret. The Secret stays when the store cannot be read.
func (s Secret) resource(namespace string, store Store) kube.Resource {
	spec := externalSecret{
		RefreshInterval: store.RefreshInterval,
		SecretStoreRef:  &secretStoreRef{Kind: store.Kind, Name: store.Name},
		Target:          s.target(),
	}
	for _, key := range sortedKeys(s.Keys) {
		spec.Data = append(spec.Data, externalSecretData{SecretKey: key, RemoteRef: remoteRef{
			Key: s.Keys[key].Secret, Property: s.Keys[key].Property,
			ConversionStrategy: "Default", DecodingStrategy: "None", MetadataPolicy: "None",
		}})
	}
	return kube.NewCustom(externalSecretsAPI, "ExternalSecret", namespace, s.Name, spec)
}

func (s Secret) target() externalSecretTarget {
	return externalSecretTarget{Name: s.Name, CreationPolicy: "Owner", DeletionPolicy: "Retain"}
}
