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

type generatorRef struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Name       string `json:"name"`
}

// generator makes random texts for the Secret. Its ExternalSecret asks it once: another answer would be another key.
func (s Secret) generator(namespace string) kube.Resource {
	return kube.NewCustom(generatorsAPI, "Password", namespace, s.Name, passwordSpec{
		Length: 32, Digits: 8, AllowRepeat: true, Encoding: "raw", SecretKeys: s.Generated,
	})
}
