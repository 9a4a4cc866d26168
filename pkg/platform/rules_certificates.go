package platform

import (
	"slices"
	"strconv"
)

// gatewayCertificate holds the gateway's certificate to a renewal before its end, and to keys that there are.
func (c *checker) gatewayCertificate() {
	path := "ingress.certificate.selfSigned"
	if c.Ingress.Certificate.Issuer != nil {
		path = "ingress.certificate.issuer"
	}
	if issued := c.Ingress.Certificate.Issued(); issued != nil {
		c.renewal(path, issued)
		c.keySize(path+".privateKey", issued.PrivateKey)
	}
	if s := c.Ingress.Certificate.Secret; s != nil {
		c.inStore("ingress.certificate.secret", s.Secret)
	}
}

func (c *checker) renewal(path string, s *IssuedCertificate) {
	if s.Duration == "" || s.RenewBefore == "" || parseDuration(s.RenewBefore) < parseDuration(s.Duration) {
		return
	}
	before, duration := path+".renewBefore", path+".duration"
	if c.has(before) {
		c.report(before, "%s is not shorter than duration, %s (%s): the certificate would be renewed without end", s.RenewBefore, s.Duration, c.origin(duration))
	} else {
		c.report(duration, "%s is not longer than renewBefore, %s (%s): the certificate would be renewed without end", s.Duration, s.RenewBefore, c.origin(before))
	}
}

// keySizes are those that cert-manager makes and load balancers take, by algorithm.
var keySizes = map[string][]int32{"ECDSA": {256, 384}, "RSA": {2048, 3072, 4096}}

func (c *checker) keySize(path string, key PrivateKey) {
	sizes := keySizes[key.Algorithm]
	if key.Size == 0 || sizes == nil || slices.Contains(sizes, key.Size) {
		return
	}
	if c.has(path + ".size") {
		var words []string
		for _, size := range sizes {
			words = append(words, strconv.Itoa(int(size)))
		}
		c.report(path+".size", "%d is no size of %s keys (%s); there is %s", key.Size, key.Algorithm, c.origin(path+".algorithm"), listing(words))
	}
}
