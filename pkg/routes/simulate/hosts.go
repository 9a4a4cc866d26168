package simulate

import (
	"net"
	"slices"
	"strings"
)

// domain is the cluster's; Kubernetes' default, which Istio assumes too.
const domain = "cluster.local"

func wildcard(host string) bool { return strings.HasPrefix(host, "*") }

// subsetOf says whether every name that a covers is covered by b (istio pkg/config/host/name.go, SubsetOf).
func subsetOf(a, b string) bool {
	switch {
	case !wildcard(b):
		return a == b
	case wildcard(a):
		return len(a) >= len(b) && strings.HasSuffix(a[1:], b[1:])
	}
	return strings.HasSuffix(a, b[1:])
}

// overlap says whether two names, either of which may be a wildcard, have a name in common (host/name.go, Matches).
func overlap(a, b string) bool { return subsetOf(a, b) || subsetOf(b, a) }

// intersect are the names that both lists cover, in the order of the first (host/names.go, Intersection).
func intersect(a, b []string) []string {
	var both []string
	add := func(name string) {
		if !slices.Contains(both, name) {
			both = append(both, name)
		}
	}
	for _, x := range a {
		for _, y := range b {
			switch {
			case subsetOf(x, y):
				add(x)
			case subsetOf(y, x):
				add(y)
			}
		}
	}
	return both
}

// forNamespace are a server's hosts that a namespace's VirtualServices may have, without their ns/ (host/names.go,
// NamesForNamespace).
func forNamespace(hosts []string, namespace string) []string {
	var names []string
	for _, host := range hosts {
		ns, name, found := strings.Cut(host, "/")
		switch {
		case !found:
			names = append(names, host)
		case ns == namespace || ns == "*":
			names = append(names, name)
		}
	}
	return names
}

// moreSpecific orders names as Istio does: wildcards last, the longest first (host/names.go, MoreSpecific).
func moreSpecific(a, b string) bool {
	if wildcard(a) != wildcard(b) {
		return !wildcard(a)
	}
	if len(a) != len(b) {
		return len(a) > len(b)
	}
	return a < b
}

// fqdn is a Service's full name: one without a dot is of the namespace that it is written in (pilot/pkg/model/config.go,
// ResolveShortnameToFQDN).
func fqdn(host, namespace string) string {
	if host == "" || host == "*" || strings.Contains(host, ".") || net.ParseIP(host) != nil {
		return host
	}
	return serviceHost(namespace, host)
}

func serviceHost(namespace, name string) string { return name + "." + namespace + ".svc." + domain }

// gatewayID is namespace/name of a gateway that a VirtualService names (pilot/pkg/model/config.go, resolveGatewayName): short, with
// its namespace, or as the DNS name that was once the way.
func gatewayID(name, namespace string) string {
	if name == "mesh" {
		return name
	}
	if before, after, found := strings.Cut(name, "/"); found {
		if before == "." {
			return namespace + "/" + after
		}
		return name
	}
	first, rest, found := strings.Cut(name, ".")
	if !found {
		return namespace + "/" + name
	}
	second, _, _ := strings.Cut(rest, ".")
	return second + "/" + first
}
