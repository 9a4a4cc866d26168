package platform

// GatewayCertificate says who issues the gateway's certificate.
type GatewayCertificate struct {
	_ struct{} `union:"one"`
	// cert-manager makes a private CA and renews the certificate before it expires. The load balancer does not verify it.
	SelfSigned *SelfSigned `json:"selfSigned"`
}

// SelfSigned is a certificate from the platform's own CA.
type SelfSigned struct {
	// How long the gateway's certificate is valid.
	Duration string `json:"duration" default:"2160h" format:"hours" example:"2160h"`
	// How long before its end cert-manager renews it. Shorter than duration.
	RenewBefore string `json:"renewBefore" default:"720h" format:"hours" example:"720h"`
}
