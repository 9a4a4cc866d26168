package components

import (
	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/platform"
)

// The API of cert-manager that its objects are written in.
const (
	certManagerGroup = "cert-manager.io"
	certManagerAPI   = certManagerGroup + "/v1"
)

// Issuer is who signs the platform's certificates, as cert-manager knows it.
type Issuer struct {
	Group, Kind, Name string
	platform.IssuedCertificate
}

// issuer finds the issuer that some component offers.
func (c *Catalog) issuer() (Issuer, bool) {
	for _, offer := range c.Offers {
		if offer.Issuer != nil {
			return *offer.Issuer, true
		}
	}
	return Issuer{}, false
}

// certificate is a certificate for host names, kept in the Secret of the same name.
func (i Issuer) certificate(namespace, name string, hosts []string) kube.Resource {
	return kube.NewCustom(certManagerAPI, "Certificate", namespace, name, certificateSpec{
		SecretName: name, DNSNames: hosts, Usages: []string{"digital signature", "server auth"},
		Duration: i.Duration, RenewBefore: i.RenewBefore,
		IssuerRef:  issuerRef{Group: i.Group, Kind: i.Kind, Name: i.Name},
		PrivateKey: privateKey{Algorithm: i.PrivateKey.Algorithm, Size: i.PrivateKey.Size, RotationPolicy: "Always"},
	})
}

// newKey is a new P-256 key for each new certificate of the CA.
var newKey = privateKey{Algorithm: "ECDSA", Size: 256, RotationPolicy: "Always"}

type certificateSpec struct {
	SecretName  string       `json:"secretName"`
	IsCA        bool         `json:"isCA,omitempty"`
	CommonName  string       `json:"commonName,omitempty"`
	Subject     *x509Subject `json:"subject,omitempty"`
	DNSNames    []string     `json:"dnsNames,omitempty"`
	Usages      []string     `json:"usages"`
	Duration    string       `json:"duration"`
	RenewBefore string       `json:"renewBefore"`
	IssuerRef   issuerRef    `json:"issuerRef"`
	PrivateKey  privateKey   `json:"privateKey"`
}

type x509Subject struct {
	Organizations       []string `json:"organizations"`
	OrganizationalUnits []string `json:"organizationalUnits"`
}

type issuerRef struct {
	Group string `json:"group"`
	Kind  string `json:"kind"`
	Name  string `json:"name"`
}

type privateKey struct {
	Algorithm      string `json:"algorithm"`
	Size           int32  `json:"size"`
	RotationPolicy string `json:"rotationPolicy"`
}

// issuerSpec is that of an Issuer or a ClusterIssuer. Exactly one of its fields is set.
type issuerSpec struct {
	SelfSigned *selfSigned `json:"selfSigned,omitempty"`
	CA         *issuerCA   `json:"ca,omitempty"`
}

// selfSigned has no settings that we use. The list is there, and empty, because an empty map may get lost on its way to the
// cluster, and with it the kind of issuer; to cert-manager an empty list is the same as none.
type selfSigned struct {
	CRLDistributionPoints []string `json:"crlDistributionPoints"`
}

type issuerCA struct {
	SecretName string `json:"secretName"`
}
