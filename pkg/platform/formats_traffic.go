package platform

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
)

const (
	// headerToken is what the names of headers and cookies are made of (RFC 9110, section 5.6.2).
	headerToken = "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$"
	// pathPattern is a path with or without a last slash.
	pathPattern = `/([A-Za-z0-9._~-]+/)*[A-Za-z0-9._~-]*`
	// retryPattern lists what Istio lets through to Envoy (istio.io/istio pkg/config/validation, supportedRetryOnPolicies), but for
	// what needs more settings than there are here.
	retryPattern = `^(5xx|gateway-error|reset|reset-before-request|connect-failure|retriable-4xx|refused-stream|envoy-ratelimited|` +
		`cancelled|deadline-exceeded|internal|resource-exhausted|unavailable|[45][0-9][0-9])$`
)

// hopByHop are headers between two neighbours on the way, which each of them makes by itself (RFC 9110, section 7.6.1).
var hopByHop = []string{
	"connection", "content-length", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
}

func checkHeaderName(s string) string {
	lower := strings.ToLower(s)
	switch {
	case s == "":
		return "it is empty"
	case strings.HasPrefix(s, ":"):
		return "it is a part of the request itself, which no header changes"
	case lower == "host":
		return "the gateway finds the route by it: it cannot be changed"
	case slices.Contains(hopByHop, lower):
		return "it holds between two neighbours on the way only, and each proxy makes its own"
	case strings.HasSuffix(s, ":"):
		return "take the colon out"
	}
	return ""
}

// variable is what Envoy fills in in the value of a header, or a percent sign.
var variable = regexp.MustCompile(`%%|%[A-Z_]+(\([^()%]*\))?(:[0-9]+)?%`)

func checkHeaderValue(s string) string {
	switch {
	case s == "":
		return "it is empty; a header is taken away by remove"
	case strings.Contains(variable.ReplaceAllString(s, ""), "%"):
		return "a percent sign is written %%, and a variable of Envoy %NAME%"
	}
	return checkLine(s)
}

func checkOrigin(s string) string {
	u, err := url.Parse(s)
	switch {
	case s == "*":
		return ""
	case err != nil:
		return "it cannot be read as a URL"
	case !strings.Contains(s, "://"):
		return "it begins with https://"
	case strings.Contains(s, "*"):
		return "name each origin, or \"*\" for all"
	case u.Path != "":
		return "take the path and the last slash out: browsers send none"
	case strings.ToLower(s) != s:
		return "write it in lower case, as browsers send it"
	case s == "https://"+u.Hostname()+":443", s == "http://"+u.Hostname()+":80":
		return "take the port out: browsers leave out the scheme's own"
	}
	return ""
}

func checkMethod(s string) string {
	if upper := strings.ToUpper(s); upper != s {
		return "write it in upper case: " + quote(upper)
	}
	return ""
}

func checkRedirectPath(s string) string {
	switch {
	case strings.Contains(s, "://"):
		return "take the scheme and the host out: the host has a key of its own"
	case !strings.HasPrefix(s, "/"):
		return "it begins with a slash"
	case strings.ContainsAny(s, "?#"):
		return "take the ? or # and what follows out"
	case strings.Contains(s, "//"):
		return "a slash stands twice in a row"
	case dotted(s):
		return "it holds . or .. between slashes, which browsers resolve away"
	}
	return ""
}

func checkRedirectTarget(s string) string {
	u, err := url.Parse(s)
	switch {
	case err != nil:
		return "it cannot be read as a URL"
	case !strings.Contains(s, "://"):
		return checkRedirectPath(s)
	case u.Path == "":
		return "its path is missing: " + quote(s+"/")
	case u.Port() != "":
		return "take the port out"
	case u.Scheme != "https" && u.Scheme != "http":
		return "it begins with https:// or http://"
	case checkHost(u.Host) != "":
		return quote(u.Host) + " is not a host name; " + checkHost(u.Host)
	}
	return checkRedirectPath(u.Path + strings.TrimPrefix(s, u.Scheme+"://"+u.Host+u.Path))
}
