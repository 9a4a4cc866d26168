package platform

// GatewayCertificate says who issues the gateway's certificate. The load balancer does not verify it: it encrypts the way between
// the two.
type GatewayCertificate struct {
	_ struct{} `union:"one"`
	// cert-manager makes a private CA and renews the certificate before it expires.
	SelfSigned *IssuedCertificate `json:"selfSigned"`
	// An issuer of your own, by cert-manager; what makes the issuer is yours to bring.
	Issuer *CertificateIssuer `json:"issuer"`
	// A certificate of the store, as two properties of a JSON object. Whoever keeps it there renews it.
	Secret *CertificateSecret `json:"secret"`
}

// IssuedCertificate is a certificate that cert-manager issues and renews.
type IssuedCertificate struct {
	// How long the gateway's certificate is valid.
	Duration string `json:"duration" default:"2160h" format:"hours" example:"2160h"`
	// How long before its end cert-manager renews it. Shorter than duration.
	RenewBefore string `json:"renewBefore" default:"720h" format:"hours" example:"720h"`
	// The certificate's key, a new one with each renewal.
	PrivateKey PrivateKey `json:"privateKey" default:"{}"`
}

// PrivateKey is the kind of a certificate's key.
type PrivateKey struct {
	// The algorithm: those that an Application Load Balancer speaks to its targets.
	Algorithm string `json:"algorithm" default:"ECDSA" enum:"ECDSA,RSA"`
	// The size in bits: 256 or 384 for ECDSA; 2048, 3072 or 4096 for RSA.
	Size int32 `json:"size" min:"256" max:"4096" derived:"256 for ECDSA, 2048 for RSA"`
}

// CertificateIssuer is an issuer that somebody else makes.
type CertificateIssuer struct {
	// The issuer's name.
	Name string `json:"name" check:"required" format:"objectName" example:"team-ca"`
	// The issuer's kind: ClusterIssuer, Issuer (in the namespace istio-ingress), or that of another group.
	Kind string `json:"kind" default:"ClusterIssuer" format:"kind"`
	// The issuer's API group. cert-manager is told to approve requests to another group than its own.
	Group string `json:"group" default:"cert-manager.io" format:"group" example:"awspca.cert-manager.io"`

	IssuedCertificate `json:",inline"`
}

// CertificateSecret is a certificate and its key in the store.
type CertificateSecret struct {
	_ struct{} `short:"secret"`
	// The secret's name in the store.
	Secret string `json:"secret" check:"required" format:"secretName" example:"GATEWAY_CERTIFICATE"`
	// The property that holds the certificate, in PEM, followed by those of the CAs in between.
	Certificate string `json:"certificate" default:"tls.crt" format:"property"`
	// The property that holds the key, in PEM.
	Key string `json:"key" default:"tls.key" format:"property"`
}

// Issued is the certificate that cert-manager issues, whoever signs it; nil if it comes from the store.
func (g GatewayCertificate) Issued() *IssuedCertificate {
	if g.Issuer != nil {
		return &g.Issuer.IssuedCertificate
	}
	return g.SelfSigned
}
