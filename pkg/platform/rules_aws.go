package platform

// maxRolePrefix leaves room for a component's name: IAM takes 64 characters.
const maxRolePrefix = 40

func (c *checker) aws() {
	if n := len(c.AWS.RolePrefix); n > maxRolePrefix {
		c.report("aws.rolePrefix", "the names of the IAM roles would begin with %s: that is %d characters, and at most %d leave room for a component's name; write a shorter rolePrefix",
			quote(c.AWS.RolePrefix), n, maxRolePrefix)
	}
}

func (c *checker) loadBalancer() {
	c.certificate()
	c.vpc()
	clients := "ingress.loadBalancer.clients"
	c.once(clients, c.Ingress.LoadBalancer.Clients)
	if c.hasNothing(clients) {
		c.report(clients, "is empty, so that nobody could connect: name a network, or leave clients out for the whole internet")
	}
}

// vpc is needed by the controller alone, and without effect elsewhere.
func (c *checker) vpc() {
	managed := "ingress.loadBalancer.managedBy"
	switch written := c.has("aws.vpcID"); {
	case c.Ingress.LoadBalancer.ByController() && !written:
		c.report(managed, "aws-load-balancer-controller needs the id of the cluster's VPC, which it could only ask the node for: write aws.vpcID")
	case !c.Ingress.LoadBalancer.ByController() && written:
		c.reportKey("aws.vpcID", "has no effect where %s is %s (%s): Terraform finds the VPC by the cluster's name", managed, c.Ingress.LoadBalancer.ManagedBy, c.origin(managed))
	}
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
