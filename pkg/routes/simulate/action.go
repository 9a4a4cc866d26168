package simulate

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"

	networking "istio.io/api/networking/v1"
)

// redirect works out where to (route.go, ApplyRedirect; Envoy, source/common/router/config_impl.cc, newUri).
func (rt *route) redirect(m *message, d Decision) Decision {
	to := rt.rule.Redirect
	status := int(to.RedirectCode)
	switch status {
	case 0:
		status = http.StatusMovedPermanently
	case 301, 302, 303, 307, 308:
	default:
		d.Kind, d.Why = Invalid, "the redirect's code "+strconv.Itoa(status)+" is none that Envoy knows"
		return d
	}
	scheme := m.scheme
	if to.Scheme != "" {
		scheme = to.Scheme
	}
	port := rt.redirectPort(to)
	host := to.Authority
	if host == "" {
		host = hostFor(m, scheme, port)
	}
	d.Location = scheme + "://" + host + port + rt.redirectPath(to, m)
	return d.answer(Redirect, status, "")
}

// redirectPort is ":port", or nothing where the scheme says it.
func (rt *route) redirectPort(to *networking.HTTPRedirect) string {
	port := to.GetPort()
	if to.GetDerivePort() == networking.HTTPRedirect_FROM_REQUEST_PORT && port == 0 {
		port = rt.server.Port.GetNumber()
	}
	scheme := to.Scheme
	if scheme == "" {
		scheme = "http"
		if rt.server.Tls != nil {
			scheme = "https"
		}
	}
	if port == 0 || to.RedirectPort == nil || scheme == "http" && port == 80 || scheme == "https" && port == 443 {
		return ""
	}
	return ":" + strconv.Itoa(int(port))
}

// hostFor keeps the request's host: without its port if there is a new one, or if it was the old scheme's own
// (Envoy, config_impl.cc, processRequestHost).
func hostFor(m *message, scheme, port string) string {
	name, old := splitPort(m.authority)
	own := m.scheme == "https" && old == 443 || m.scheme == "http" && old == 80
	if port != "" || scheme != m.scheme && own {
		return name
	}
	return m.authority
}

// redirectPath keeps the request's query, unless the new path brings its own; it begins with a slash, whatever the rule says
// (Envoy, source/common/http/utility.cc, newUri).
func (rt *route) redirectPath(to *networking.HTTPRedirect, m *message) string {
	path := m.pathAndQuery()
	switch {
	case to.PrefixRewrite != "":
		path = withQuery(rt.replacePrefix(m.path, to.PrefixRewrite), m.query)
	case strings.Contains(to.Uri, "?"):
		path = to.Uri
	case to.Uri != "":
		path = withQuery(to.Uri, m.query)
	}
	return "/" + strings.TrimPrefix(path, "/")
}

func withQuery(path, query string) string {
	if query == "" {
		return path
	}
	return path + "?" + query
}

// replacePrefix puts a text, letter by letter, in the place of what the match took: the prefix, or the whole path
// (Envoy, config_impl.cc, finalizePathHeader).
func (rt *route) replacePrefix(path, by string) string {
	if prefix := rt.condition.path.prefix; prefix != nil {
		return by + path[len(*prefix):]
	}
	return by
}

// rewrite changes path and authority as the backend gets them.
func (rt *route) rewrite(d *Decision) {
	to := rt.rule.Rewrite
	switch regex := to.GetUriRegexRewrite(); {
	case regex != nil:
		d.Path = replaceAll(regex.GetMatch(), d.Path, regex.GetRewrite())
	case to.GetUri() != "":
		d.Path = rt.replacePrefix(d.Path, to.GetUri())
	}
	if authority := rt.authority(); authority != "" {
		d.Authority = authority
	}
}

// authority is the Host that the rule sets: by rewrite, by header, or by the header of its only destination (route.go,
// applyHTTPRouteDestination, processDestination).
func (rt *route) authority() string {
	if host := rt.rule.Rewrite.GetAuthority(); host != "" {
		return host
	}
	if host := authorityOf(rt.rule.Headers); host != "" {
		return host
	}
	if len(rt.rule.Route) == 1 {
		return authorityOf(rt.rule.Route[0].GetHeaders())
	}
	return ""
}

// authorityOf is the Host among headers to set or, after that, to add.
func authorityOf(h *networking.Headers) string {
	for _, headers := range []map[string]string{h.GetRequest().GetSet(), h.GetRequest().GetAdd()} {
		for name, value := range headers {
			if strings.EqualFold(name, "host") || strings.EqualFold(name, ":authority") {
				return value
			}
		}
	}
	return ""
}

var group2 = regexp.MustCompile(`\\(\d)`)

// replaceAll is RE2's GlobalReplace, which writes \1 for the first group. An expression that is none changes nothing.
func replaceAll(expression, path, by string) string {
	regex, err := regexp.Compile(expression)
	if err != nil {
		return path
	}
	escaped := strings.ReplaceAll(by, "$", "$$")
	return regex.ReplaceAllString(path, group2.ReplaceAllString(escaped, "$${$1}"))
}

// destinations are those of the rule that get requests (route.go, applyHTTPRouteDestination): the only one whatever its weight, and
// else those of some weight.
func (rt *route) destinations(r *router) []Destination {
	if len(rt.rule.Route) == 1 {
		d := r.destination(rt, rt.rule.Route[0].GetDestination())
		d.Weight = 100
		return []Destination{d}
	}
	var all []Destination
	for _, weighted := range rt.rule.Route {
		if weighted.GetWeight() != 0 {
			d := r.destination(rt, weighted.GetDestination())
			d.Weight = float64(weighted.GetWeight())
			d.Authority = authorityOf(weighted.GetHeaders())
			all = append(all, d)
		}
	}
	return all
}

// mirrors are those of the rule that get copies (route.go, MirrorPercent).
func (rt *route) mirrors(r *router) []Destination {
	var all []Destination
	add := func(to *networking.Destination, percent float64) {
		if to != nil && percent > 0 {
			d := r.destination(rt, to)
			d.Weight = percent
			all = append(all, d)
		}
	}
	percent := float64(100)
	//lint:ignore SA1019 it is deprecated, and still read
	if p := rt.rule.MirrorPercent; p != nil {
		percent = float64(p.GetValue())
	}
	if p := rt.rule.MirrorPercentage; p != nil {
		percent = p.GetValue()
	}
	add(rt.rule.Mirror, percent)
	for _, mirror := range rt.rule.Mirrors {
		percent := float64(100)
		if p := mirror.GetPercentage(); p != nil {
			percent = p.GetValue()
		}
		add(mirror.GetDestination(), percent)
	}
	return all
}

// destination names the cluster that Istio makes for it (route.go, GetDestinationCluster).
func (r *router) destination(rt *route, to *networking.Destination) Destination {
	s := r.tree.services.find(to.GetHost(), rt.owner.Namespace, r.proxy.Namespace)
	d := Destination{Host: to.GetHost(), Subset: to.GetSubset(), Port: int(rt.server.Port.GetNumber())}
	if s != nil && s.externalName != "" {
		d.Alias, d.Host = d.Host, s.externalName
	}
	switch {
	case to.GetPort() != nil:
		d.Port = int(to.GetPort().GetNumber())
	case s != nil && len(s.ports) == 1:
		d.Port = int(s.ports[0].number)
	}
	return d
}

// fault reads an injected fault (route.go, TranslateFault).
func fault(f *networking.HTTPFaultInjection) *Fault {
	if f == nil {
		return nil
	}
	injected := &Fault{}
	if delay := f.Delay; delay.GetFixedDelay() != nil {
		//lint:ignore SA1019 it is deprecated, and still read
		injected.Delay, injected.DelayPercent = delay.GetFixedDelay().AsDuration(), float64(delay.GetPercent())
		if p := delay.GetPercentage(); p != nil {
			injected.DelayPercent = p.GetValue()
		}
	}
	if abort := f.Abort; abort != nil {
		injected.AbortStatus, injected.AbortGRPC = int(abort.GetHttpStatus()), abort.GetGrpcStatus()
		injected.AbortPercent = abort.GetPercentage().GetValue()
	}
	return injected
}
