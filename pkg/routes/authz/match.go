package authz

import (
	"regexp"
	"strings"
)

// wildcard compares a text with a value that may begin or end with a star, or be one: that one asks for any text but the empty
// one (matcher/string.go).
func wildcard(value, text string) bool {
	switch {
	case value == "*":
		return text != ""
	case strings.HasPrefix(value, "*"):
		return strings.HasSuffix(text, value[1:])
	case strings.HasSuffix(value, "*"):
		return strings.HasPrefix(text, value[:len(value)-1])
	}
	return text == value
}

// matchCaller compares the caller's identity. A caller without one fits nothing (generator.go, src*Generator).
func (j judge) matchCaller(key, value string) bool {
	if j.Principal == "" {
		return false
	}
	switch key {
	case namespaceKey:
		return whole(".*/ns/"+stars(value, ".*")+"/.*", j.Principal)
	case accountKey:
		namespace, account, ok := strings.Cut(value, "/")
		if !ok {
			namespace, account = j.namespace, value
		}
		return whole(".+/ns/"+regexp.QuoteMeta(namespace)+"/(.+/|)sa/"+regexp.QuoteMeta(account)+"(/.+)?", j.Principal)
	case trustKey:
		return value == "*" || whole(stars(value, "[^/]*")+"/.*", j.Principal)
	}
	if rest, ok := strings.CutPrefix(value, "*"); ok && rest != "" {
		return strings.HasSuffix(j.Principal, rest)
	}
	return wildcard(value, j.Principal)
}

// stars is a text as a regular expression in which a star stands for another.
func stars(text, star string) string {
	parts := strings.Split(text, "*")
	for i, part := range parts {
		parts[i] = regexp.QuoteMeta(part)
	}
	return strings.Join(parts, star)
}

// whole matches a whole text, as Envoy does.
func whole(pattern, text string) bool {
	return regexp.MustCompile("^(?s:" + pattern + ")$").MatchString(text)
}

// matchPath compares a path: as text with a star at one end, or as a template in which {*} is one segment and {**} any number
// of them (matcher/template.go).
func matchPath(value, path string) bool {
	if !strings.Contains(value, "{*}") && !strings.Contains(value, "{**}") {
		return wildcard(value, path)
	}
	pattern := regexp.QuoteMeta(value)
	pattern = strings.ReplaceAll(pattern, `\{\*\*\}`, `.*`)
	pattern = strings.ReplaceAll(pattern, `\{\*\}`, `[^/]+`)
	return whole(pattern, path)
}
