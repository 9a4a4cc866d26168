package envoy

import (
	"fmt"
	"regexp"
	"strings"

	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	matcher "github.com/envoyproxy/go-control-plane/envoy/type/matcher/v3"
)

// matches says whether a route is for a request: its path, all its headers, all its query parameters and all its metadata
// (config_impl.cc, matchRoute).
func matches(m *route.RouteMatch, request Request) bool {
	if m.GetRuntimeFraction() != nil || m.GetGrpc() != nil || m.GetTlsContext() != nil || len(m.GetFilterState()) > 0 {
		panic(fmt.Sprintf("a route matches by what pilot never sets: %v", m))
	}
	if !matchesPath(m, request.Path) {
		return false
	}
	for _, header := range m.GetHeaders() {
		if !matchesHeader(header, request) {
			return false
		}
	}
	for _, parameter := range m.GetQueryParameters() {
		if !matchesParameter(parameter, request.Path) {
			return false
		}
	}
	// The metadata are the claims of a token. No question carries one, so that only a match on their absence holds.
	for _, metadata := range m.GetDynamicMetadata() {
		if !metadata.GetInvert() {
			return false
		}
	}
	return true
}

// matchesPath compares the path without its query. A regular expression must match all of it, and is never told to ignore case
// (config_impl.cc, PathMatcher in common/matchers.cc).
func matchesPath(m *route.RouteMatch, full string) bool {
	path, _ := split(full)
	folded := fold(m.GetCaseSensitive() != nil && !m.GetCaseSensitive().GetValue())
	switch specifier := m.GetPathSpecifier().(type) {
	case *route.RouteMatch_Prefix:
		return strings.HasPrefix(folded(path), folded(specifier.Prefix))
	case *route.RouteMatch_Path:
		return folded(path) == folded(specifier.Path)
	case *route.RouteMatch_SafeRegex:
		return fullMatch(specifier.SafeRegex, path)
	case *route.RouteMatch_PathSeparatedPrefix:
		prefix := folded(specifier.PathSeparatedPrefix)
		rest, ok := strings.CutPrefix(folded(path), prefix)
		return ok && (rest == "" || rest[0] == '/')
	}
	panic(fmt.Sprintf("a route matches by what pilot never sets: %v", m))
}

func fold(ignoreCase bool) func(string) string {
	if ignoreCase {
		return strings.ToLower
	}
	return func(s string) string { return s }
}

// fullMatch needs the whole text to match: RE2::FullMatch (common/regex.cc). Go's regexp has RE2's syntax.
func fullMatch(m *matcher.RegexMatcher, text string) bool {
	return regexp.MustCompile(`\A(?:` + m.GetRegex() + `)\z`).MatchString(text)
}

// matchesHeader: a header that is missing matches nothing but "not there", not even an inverted value, unless it is to be
// treated as empty (header_utility.cc, matchHeaders; the API of HeaderMatcher.treat_missing_header_as_empty).
func matchesHeader(m *route.HeaderMatcher, request Request) bool {
	value, there := request.header(m.GetName())
	switch specifier := m.GetHeaderMatchSpecifier().(type) {
	case *route.HeaderMatcher_PresentMatch:
		return (there == specifier.PresentMatch) != m.GetInvertMatch()
	case *route.HeaderMatcher_StringMatch:
		if !there && !m.GetTreatMissingHeaderAsEmpty() {
			return false
		}
		return matchesString(specifier.StringMatch, value) != m.GetInvertMatch()
	}
	panic(fmt.Sprintf("a header matches by what pilot never sets: %v", m))
}

// matchesParameter looks at the first parameter of that name, which Envoy does not decode (config_utility.cc,
// QueryParameterMatcher::matches; utility.cc, parseQueryString).
func matchesParameter(m *route.QueryParameterMatcher, path string) bool {
	value, there := parameter(path, m.GetName())
	switch specifier := m.GetQueryParameterMatchSpecifier().(type) {
	case *route.QueryParameterMatcher_PresentMatch:
		return there == specifier.PresentMatch
	case *route.QueryParameterMatcher_StringMatch:
		return there && matchesString(specifier.StringMatch, value)
	}
	panic(fmt.Sprintf("a parameter matches by what pilot never sets: %v", m))
}

func parameter(path, name string) (string, bool) {
	_, query := split(path)
	for _, pair := range strings.Split(strings.TrimPrefix(query, "?"), "&") {
		if key, value, _ := strings.Cut(pair, "="); key == name && pair != "" {
			return value, true
		}
	}
	return "", false
}

// matchesString is a StringMatcher; ignore_case has no effect on a regular expression (the API of StringMatcher).
func matchesString(m *matcher.StringMatcher, value string) bool {
	folded := fold(m.GetIgnoreCase())
	switch pattern := m.GetMatchPattern().(type) {
	case *matcher.StringMatcher_Exact:
		return folded(value) == folded(pattern.Exact)
	case *matcher.StringMatcher_Prefix:
		return strings.HasPrefix(folded(value), folded(pattern.Prefix))
	case *matcher.StringMatcher_Suffix:
		return strings.HasSuffix(folded(value), folded(pattern.Suffix))
	case *matcher.StringMatcher_Contains:
		return strings.Contains(folded(value), folded(pattern.Contains))
	case *matcher.StringMatcher_SafeRegex:
		return fullMatch(pattern.SafeRegex, value)
	}
	panic(fmt.Sprintf("a text matches by what pilot never sets: %v", m))
}
