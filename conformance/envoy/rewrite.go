package envoy

import (
	"fmt"
	"regexp"
	"strings"

	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	matcher "github.com/envoyproxy/go-control-plane/envoy/type/matcher/v3"
)

// redirectCodes are the numbers of Envoy's enumeration.
var redirectCodes = map[route.RedirectAction_RedirectResponseCode]uint32{
	route.RedirectAction_MOVED_PERMANENTLY:  301,
	route.RedirectAction_FOUND:              302,
	route.RedirectAction_SEE_OTHER:          303,
	route.RedirectAction_TEMPORARY_REDIRECT: 307,
	route.RedirectAction_PERMANENT_REDIRECT: 308,
}

// rewritten is the path, with its query, that the upstream sees (config_impl.cc, currentUrlPathAfterRewriteWithMatchedPath).
func rewritten(m *route.RouteMatch, action *route.RouteAction, path string) string {
	if regex := action.GetRegexRewrite(); regex != nil {
		bare, query := split(path)
		return substitute(regex, bare) + query
	}
	return replacePrefix(m, path, action.GetPrefixRewrite())
}

// replacePrefix puts text in the place of what the route matched: a prefix, or else the whole path without its query.
func replacePrefix(m *route.RouteMatch, path, text string) string {
	if text == "" {
		return path
	}
	return text + path[matchedLength(m, path):]
}

func matchedLength(m *route.RouteMatch, path string) int {
	switch specifier := m.GetPathSpecifier().(type) {
	case *route.RouteMatch_Prefix:
		return len(specifier.Prefix)
	case *route.RouteMatch_PathSeparatedPrefix:
		return len(specifier.PathSeparatedPrefix)
	}
	bare, _ := split(path)
	return len(bare)
}

var group = regexp.MustCompile(`\\(\d)`)

// substitute is RE2::GlobalReplace, whose groups are written \1 where Go has ${1}.
func substitute(m *matcher.RegexMatchAndSubstitute, path string) string {
	pattern := regexp.MustCompile(m.GetPattern().GetRegex())
	return pattern.ReplaceAllString(path, group.ReplaceAllString(strings.ReplaceAll(m.GetSubstitution(), "$", "$$"), `$${$1}`))
}

// location is where a redirect leads (utility.cc, newUri).
func location(r *route.Route, action *route.RedirectAction, request Request) string {
	scheme := request.Scheme
	if action.GetSchemeRedirect() != "" {
		scheme = action.GetSchemeRedirect()
	} else if action.GetHttpsRedirect() {
		scheme = "https"
	}
	port := ""
	if action.GetPortRedirect() != 0 {
		port = fmt.Sprintf(":%d", action.GetPortRedirect())
	}
	host := action.GetHostRedirect()
	if host == "" {
		host = redirectedHost(request, scheme, port)
	}
	return scheme + "://" + host + port + redirectedPath(r, action, request.Path)
}

// redirectedHost is the request's own host, without a port that the redirect replaces or that its new scheme makes wrong
// (utility.cc, processRequestHost).
func redirectedHost(request Request, scheme, port string) string {
	host := withoutPort(request.Authority)
	old := strings.TrimPrefix(request.Authority, host)
	standard := map[string]string{"http": ":80", "https": ":443"}[request.Scheme]
	if port != "" || scheme != request.Scheme && old == standard {
		return host
	}
	return request.Authority
}

// redirectedPath keeps the request's query, unless the redirect brings one or takes it away.
func redirectedPath(r *route.Route, action *route.RedirectAction, path string) string {
	_, query := split(path)
	if text := action.GetPathRedirect(); text != "" {
		path = text
		if !strings.Contains(text, "?") {
			path += query
		}
	} else {
		path = replacePrefix(r.GetMatch(), path, action.GetPrefixRewrite())
	}
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	if action.GetStripQuery() && !strings.Contains(action.GetPathRedirect(), "?") {
		path, _ = split(path)
	}
	return path
}
