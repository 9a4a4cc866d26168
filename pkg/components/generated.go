package components

import "github.com/example-org/platform-render/pkg/kube"

// The API of External Secrets' generators.
const (
	generatorsGroup = "generators.external-secrets.io"
	generatorsAPI   = generatorsGroup + "/v1alpha1"
)

// passwordSpec spells out what External Secrets fills in by itself, and allows no symbols: some programs choke on them.
type passwordSpec struct {
	Length      int      `json:"length"`
	Digits      int      `json:"digits"`
	Symbols     int      `json:"symbols"`
	NoUpper     bool     `json:"noUpper"`
	AllowRepeat bool     `json:"allowRepeat"`
	Encoding    string   `json:"encoding"`
	SecretKeys  []string `json:"secretKeys"`
}

type generatorSource struct {
	SourceRef sourceRef `json:"sourceRef"`
}

type sourceRef struct {
	GeneratorRef generatorRef `json:"generatorRef"`
}

type generatorRef struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Name       string `json:"name"`
}

// generated are a generator of random texts, and the ExternalSecret that asks it once: another answer would be another key.
func (s Secret) generated(namespace string) []kube.Resource {
	return []kube.Resource{
		kube.NewCustom(generatorsAPI, "Password", namespace, s.Name, passwordSpec{
			Length: 32, Digits: 8, AllowRepeat: true, Encoding: "raw", SecretKeys: s.Generated,
		}),
		kube.NewCustom(externalSecretsAPI, "ExternalSecret", namespace, s.Name, externalSecret{
			RefreshInterval: "0s",
			RefreshPolicy:   "CreatedOnce",
			Target:          s.target(),
			DataFrom:        []generatorSource{{sourceRef{generatorRef{APIVersion: generatorsAPI, Kind: "Password", Name: s.Name}}}},
		}),
	}
}
