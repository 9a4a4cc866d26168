package platform

import "slices"

// acrossEnvironments refuses what two clusters cannot share.
func acrossEnvironments(all []*Environment) Problems {
	var a across
	for _, e := range all {
		a.environment(e)
		a.routes(e, all)
	}
	return a.problems
}

// across remembers what each environment claims for itself.
type across struct {
	claims   map[string]claim
	problems Problems
}

type claim struct {
	e    *Environment
	path string
}

func (a *across) environment(e *Environment) {
	a.claim(e, "ingress.host", "the host "+e.Ingress.Host, e.Ingress.Host != "")
	account := " in the account " + e.AWS.AccountID + ", " + e.AWS.Region
	a.claim(e, "aws.clusterName", "the cluster "+e.AWS.ClusterName+account, e.has("aws.clusterName"))
	a.claim(e, "ingress.loadBalancer.name", "the load balancer "+e.Ingress.LoadBalancer.Name+account, e.has("ingress.loadBalancer.name"))
	each(e, func(path string, r *Route) {
		a.claim(e, path+".host", "the host "+r.Host, r.Host != "" && r.Host != e.Ingress.Host)
		for i, host := range r.Hosts {
			a.claim(e, joinIndex(path+".hosts", i), "the host "+host, host != "" && host != e.Ingress.Host)
		}
	})
	for name, r := range sorted(e.Ingress.Redirects) {
		a.claim(e, Join("ingress.redirects", name)+".host", "the host "+r.Host, r.Host != "" && r.Host != e.Ingress.Host)
	}
	each(e, func(path string, v *Volume) {
		a.claim(e, path+".volumeID", "the volume "+v.VolumeID, v.VolumeID != "")
	})
	a.claim(e, "aws.rolePrefix", "the prefix of IAM roles "+quote(e.AWS.RolePrefix)+" in the account "+e.AWS.AccountID, e.AWS.AccountID != "" && e.has("aws.rolePrefix"))
}

// claim notes that an environment has something for itself, and refuses it if another has it already.
func (a *across) claim(e *Environment, path, what string, made bool) {
	if !made {
		return
	}
	if a.claims == nil {
		a.claims = map[string]claim{}
	}
	other, taken := a.claims[what]
	switch {
	case !taken:
		a.claims[what] = claim{e, path}
	case other.e == e:
	case other.e.Pos(other.path) == e.Pos(path):
		a.problems = append(a.problems, e.Problemf(path, "%s would be shared by %s and %s: give each its own under environments", what, other.e.Name, e.Name))
	default:
		a.problems = append(a.problems, e.Problemf(path, "%s is %s's already (%s): give %s another", what, other.e.Name, other.e.Pos(other.path), e.Name))
	}
}

// routes refuses routes of alerts for an environment that there is not.
func (a *across) routes(e *Environment, all []*Environment) {
	if e.Monitoring == nil || e.Monitoring.Alertmanager == nil {
		return
	}
	var names []string
	for _, other := range all {
		names = append(names, other.Name)
	}
	for name, route := range sorted(e.Monitoring.Alertmanager.Routing.Routes) {
		if wanted, ok := route.Match["environment"]; ok && !slices.Contains(names, wanted) {
			path := Join(alertmanagerPath+"routing.routes", name) + ".match.environment"
			a.problems = append(a.problems, e.Problemf(path, "%s is not an environment%s", quote(wanted), hintName(wanted, names)))
		}
	}
}
