package platform

import "strings"

// maxRolePrefix leaves room for a component's name: IAM takes 64 characters.
const maxRolePrefix = 40

func (c *checker) aws() {
	if n := len(c.AWS.RolePrefix); n > maxRolePrefix {
		c.report("aws.rolePrefix", "the names of the IAM roles would begin with %s: that is %d characters, and at most %d leave room for a component's name; write a shorter rolePrefix",
			quote(c.AWS.RolePrefix), n, maxRolePrefix)
	}
}

func (c *checker) ingress() {
	c.certificate()
	c.renewal()
	if p := c.Ingress.NodePorts; p.HTTPS == p.Status && p.HTTPS != 0 {
		path, other := "ingress.nodePorts.status", "ingress.nodePorts.https"
		if !c.has(path) {
			path, other = other, path
		}
		c.report(path, "%d is the port of %s too (%s)", p.HTTPS, other, c.origin(other))
	}
	each(c.Environment, c.within)
}

// certificate holds the load balancer's certificate to the account and region that the load balancer is in.
func (c *checker) certificate() {
	path := "ingress.loadBalancer.certificateARN"
	a, ok := parseARN(c.Ingress.LoadBalancer.CertificateARN)
	if !ok {
		return
	}
	if account := c.AWS.AccountID; account != "" && a.account != account {
		c.report(path, "the certificate is of the account %s, and aws.accountID is %s (%s)", a.account, account, c.Pos("aws.accountID"))
	}
	if region := c.AWS.Region; region != "" && a.region != region {
		c.report(path, "the certificate is of the region %s, and aws.region is %s (%s): a load balancer takes certificates of its own region", a.region, region, c.Pos("aws.region"))
	}
	if want := partitionOf(a.region); a.partition != want {
		c.report(path, "the certificate is of the partition %s, and %s lies in %s", a.partition, a.region, want)
	}
}

func (c *checker) renewal() {
	s := c.Ingress.Certificate.SelfSigned
	if s == nil || s.Duration == "" || s.RenewBefore == "" || parseDuration(s.RenewBefore) < parseDuration(s.Duration) {
		return
	}
	path, other := "ingress.certificate.selfSigned.renewBefore", "ingress.certificate.selfSigned.duration"
	if c.has(path) {
		c.report(path, "%s is not shorter than duration, %s (%s): the certificate would be renewed without end", s.RenewBefore, s.Duration, c.origin(other))
	} else {
		c.report(other, "%s is not longer than renewBefore, %s (%s): the certificate would be renewed without end", s.Duration, s.RenewBefore, c.origin(path))
	}
}

// within holds a route to lie under the route that it says it is a part of.
func (c *checker) within(path string, r *Route) {
	if r.Within == "" || r.Path == "" {
		return
	}
	if r.Path == r.Within || !strings.HasPrefix(r.Path, r.Within) {
		c.report(path+".within", "%s does not lie under %s (%s)", quote(r.Path), quote(r.Within), c.Pos(path+".path"))
	}
}
