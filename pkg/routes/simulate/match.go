package simulate

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"

	networking "istio.io/api/networking/v1"
)

// message is a request as the gateway matches it: its path normalized, its scheme the one that the proxies before it told.
type message struct {
	method, scheme, authority, path, query string
	headers                                http.Header
	claims                                 map[string]any
	loggedIn                               bool
}

// text is a compiled StringMatch.
type text struct {
	// present takes any value: no match is told, or the regular expression "*" (route.go, canBeConvertedToPresentMatch).
	present       bool
	exact, prefix *string
	regex         *regexp.Regexp
	caseless      bool
}

// compileText compiles one; its regular expressions are RE2, and must take the whole text.
func compileText(m *networking.StringMatch) (text, error) {
	switch kind := m.GetMatchType().(type) {
	case *networking.StringMatch_Exact:
		return text{exact: &kind.Exact}, nil
	case *networking.StringMatch_Prefix:
		return text{prefix: &kind.Prefix}, nil
	case *networking.StringMatch_Regex:
		if kind.Regex == "*" {
			return text{present: true}, nil
		}
		regex, err := regexp.Compile(`\A(?:` + kind.Regex + `)\z`)
		if err != nil {
			return text{}, fmt.Errorf("%q is no regular expression: %w", kind.Regex, err)
		}
		return text{regex: regex}, nil
	}
	return text{present: true}, nil
}

func (t text) matches(value string) bool {
	switch {
	case t.exact != nil && t.caseless:
		return strings.EqualFold(value, *t.exact)
	case t.exact != nil:
		return value == *t.exact
	case t.prefix != nil && t.caseless:
		return len(value) >= len(*t.prefix) && strings.EqualFold(value[:len(*t.prefix)], *t.prefix)
	case t.prefix != nil:
		return strings.HasPrefix(value, *t.prefix)
	case t.regex != nil:
		return t.regex.MatchString(value)
	}
	return true
}

// named is a match of a header, a query parameter or a claim.
type named struct {
	text
	name string
	// without inverts it: a header that is not there counts as an empty one, unless any value at all is unwanted
	// (route.go, TranslateRouteMatch: treat_missing_header_as_empty).
	without bool
}

// matches judges the value of something that may not be there.
func (n named) matches(value string, there bool) bool {
	switch {
	case n.present:
		return there != n.without
	case !there && !n.without:
		return false
	}
	return n.text.matches(value) != n.without
}

// condition is one compiled HTTPMatchRequest.
type condition struct {
	path                      text
	method, scheme, authority *text
	headers, queries, claims  []named
	port                      uint32
	gateways                  []string
	sourceLabels              map[string]string
	sourceNamespace, name     string
}

// compileCondition compiles a match; nil takes all.
func compileCondition(m *networking.HTTPMatchRequest) (*condition, error) {
	root := "/"
	c := &condition{
		path: text{prefix: &root}, port: m.GetPort(), gateways: m.GetGateways(), sourceLabels: m.GetSourceLabels(),
		sourceNamespace: m.GetSourceNamespace(), name: m.GetName(),
	}
	var err error
	if uri := m.GetUri(); uri.GetMatchType() != nil {
		if c.path, err = compilePath(uri); err != nil {
			return nil, err
		}
	}
	c.path.caseless = m.GetIgnoreUriCase()
	for to, from := range map[**text]*networking.StringMatch{
		&c.method: m.GetMethod(), &c.scheme: m.GetScheme(), &c.authority: m.GetAuthority(),
	} {
		if err := c.compileOptional(to, from); err != nil {
			return nil, err
		}
	}
	return c, c.compileNamed(m)
}

// compilePath is compileText without the exception of "*", which no path match has: Envoy would refuse it.
func compilePath(uri *networking.StringMatch) (text, error) {
	t, err := compileText(uri)
	if err == nil && t.present {
		err = fmt.Errorf("%q is no regular expression", uri.GetRegex())
	}
	return t, err
}

func (c *condition) compileOptional(to **text, from *networking.StringMatch) error {
	if from == nil {
		return nil
	}
	t, err := compileText(from)
	*to = &t
	return err
}

func (c *condition) compileNamed(m *networking.HTTPMatchRequest) error {
	for _, all := range []struct {
		from    map[string]*networking.StringMatch
		without bool
		query   bool
	}{{m.GetHeaders(), false, false}, {m.GetWithoutHeaders(), true, false}, {m.GetQueryParams(), false, true}} {
		for name, match := range all.from {
			t, err := compileText(match)
			if err != nil {
				return err
			}
			n := named{text: t, name: name, without: all.without}
			switch {
			case all.query:
				c.queries = append(c.queries, n)
			case strings.HasPrefix(name, claimPrefix):
				c.claims = append(c.claims, n)
			default:
				c.headers = append(c.headers, n)
			}
		}
	}
	return nil
}

// claimPrefix marks a header match that is about a claim of the request's token (pkg/jwt, ToRoutingClaim).
const claimPrefix = "@request.auth.claims"

// matches says whether a request meets all of it.
func (c *condition) matches(m *message) bool {
	return c.path.matches(m.path) && matchesOptional(c.method, m.method) && matchesOptional(c.scheme, m.scheme) &&
		matchesOptional(c.authority, m.authority) && c.matchesHeaders(m) && c.matchesQuery(m) && c.matchesClaims(m)
}

func matchesOptional(t *text, value string) bool { return t == nil || t.matches(value) }

// matchesHeaders takes several values of one header as one, with commas between (Envoy, header_utility.cc, getAllOfHeaderAsString).
func (c *condition) matchesHeaders(m *message) bool {
	for _, h := range c.headers {
		values := m.header(h.name)
		if !h.matches(strings.Join(values, ","), len(values) > 0) {
			return false
		}
	}
	return true
}

// header are the values of one, which may be one of HTTP/2's own.
func (m *message) header(name string) []string {
	switch strings.ToLower(name) {
	case ":authority", "host":
		return []string{m.authority}
	case ":method":
		return []string{m.method}
	case ":path":
		return []string{m.pathAndQuery()}
	case ":scheme":
		return []string{m.scheme}
	}
	return m.headers.Values(name)
}

func (m *message) pathAndQuery() string {
	if m.query == "" {
		return m.path
	}
	return m.path + "?" + m.query
}

// matchesQuery compares parameters as they are sent, not unescaped; of several of one name, the first (Envoy, config_utility.cc).
func (c *condition) matchesQuery(m *message) bool {
	for _, q := range c.queries {
		value, there := parameter(m.query, q.name)
		if !q.matches(value, there) {
			return false
		}
	}
	return true
}

func parameter(query, name string) (string, bool) {
	for part := range strings.SplitSeq(query, "&") {
		if key, value, _ := strings.Cut(part, "="); part != "" && key == name {
			return value, true
		}
	}
	return "", false
}

func (c *condition) matchesClaims(m *message) bool {
	for _, claim := range c.claims {
		values := claimValues(m.claims, claim.name)
		if slices.ContainsFunc(values, claim.text.matches) == claim.without {
			return false
		}
	}
	return true
}

// claimValues are a claim's texts: `.a.b` and `[a][b]` go down into it, and a list has several.
func claimValues(claims map[string]any, name string) []string {
	var value any = claims
	path := strings.TrimPrefix(name, claimPrefix)
	separator := func(r rune) bool { return r == '.' }
	if strings.HasPrefix(path, "[") {
		separator = func(r rune) bool { return r == '[' || r == ']' }
	}
	for _, key := range strings.FieldsFunc(path, separator) {
		object, _ := value.(map[string]any)
		value = object[key]
	}
	switch value := value.(type) {
	case string:
		return []string{value}
	case []any:
		var all []string
		for _, item := range value {
			if text, ok := item.(string); ok {
				all = append(all, text)
			}
		}
		return all
	}
	return nil
}

// catchAll says whether it takes whatever comes: such a rule is moved behind all others of its host
// (route.go, IsCatchAllRoute).
func (c *condition) catchAll() bool {
	everything := c.path.prefix != nil && *c.path.prefix == "/" || c.path.regex != nil && c.path.regex.String() == `\A(?:.*)\z`
	return everything && c.method == nil && c.scheme == nil && c.authority == nil &&
		len(c.headers)+len(c.queries)+len(c.claims) == 0
}
