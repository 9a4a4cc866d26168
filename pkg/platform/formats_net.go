package platform

import (
	"fmt"
	"net"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"
)

// maxHost is less than DNS takes, because files are called after hosts.
const maxHost = 200

func checkHost(s string) string {
	scheme, _, hasScheme := strings.Cut(s, "://")
	switch {
	case s == "":
		return "it is empty"
	case hasScheme:
		return "take the scheme " + shorten(scheme) + ":// out"
	case strings.Contains(s, "/"):
		return "take the path out: it belongs to a route"
	case strings.Contains(s, ":"):
		return "take the port out: the load balancer listens on 443"
	case strings.Contains(s, "*"):
		return "name one host, without *"
	case strings.ToLower(s) != s:
		return "write it in lower case: " + quote(strings.ToLower(s))
	case strings.HasSuffix(s, "."):
		return "take the last dot out"
	case !strings.Contains(s, "."):
		return "it has no dot"
	case net.ParseIP(s) != nil:
		return "name a host, not an address: no certificate is made for one"
	case len(s) > maxHost:
		return fmt.Sprintf("it is longer than %d characters", maxHost)
	case len(validation.IsDNS1123Subdomain(s)) > 0 || longLabel(s):
		return "between dots stand up to 63 letters, digits and dashes, no dash first or last"
	}
	return ""
}

// longLabel tells whether what stands between two dots is longer than DNS takes.
func longLabel(host string) bool {
	return slices.ContainsFunc(strings.Split(host, "."), func(label string) bool { return len(label) > validation.DNS1123LabelMaxLength })
}

func checkHostPort(s string) string {
	host, port, ok := strings.Cut(s, ":")
	n, err := strconv.Atoi(port)
	switch {
	case strings.Contains(s, "://"):
		return "take the scheme out"
	case !ok:
		return "the port is missing"
	case err != nil || n < 1 || n > 65535:
		return "the port " + quote(port) + " is not a number from 1 to 65535"
	case len(validation.IsDNS1123Subdomain(strings.ToLower(host))) > 0:
		return quote(host) + " is not a host name"
	}
	return ""
}

// InCluster tells whether a host is the name of a Service, which Kubernetes' DNS takes in several lengths.
func InCluster(host string) bool {
	return !strings.Contains(host, ".") || strings.HasSuffix(host, ".svc") || strings.HasSuffix(host, ".cluster.local")
}

// checkEgress refuses what is inside of the cluster.
func checkEgress(s string) string {
	host, _, _ := strings.Cut(s, ":")
	switch {
	case checkHostPort(s) != "":
		return checkHostPort(s)
	case InCluster(host):
		return "it is inside of the cluster: what an app calls there is named under its calls"
	case net.ParseIP(host) != nil:
		return "name a host, not an address"
	}
	return ""
}

func checkURL(s string) string {
	u, err := url.Parse(s)
	switch {
	case err != nil:
		return "it cannot be read as a URL"
	case u.Scheme != "http" && u.Scheme != "https":
		return "it begins with http:// or https://"
	case u.User != nil:
		return "take the user and password out: this file is no place for secrets"
	case u.Fragment != "" || strings.HasSuffix(s, "#"):
		return "take the # and what follows out: no server sees it"
	case checkLine(s) != "":
		return checkLine(s)
	case strings.ContainsAny(s, "<>{}|^`$"):
		return "it holds a character that a URL has to escape"
	case len(validation.IsDNS1123Subdomain(strings.ToLower(u.Hostname()))) > 0:
		return quote(u.Hostname()) + " is not a host name"
	case u.Port() != "" && checkHostPort("x:"+u.Port()) != "", strings.HasSuffix(u.Host, ":"):
		return "its port is not a number from 1 to 65535"
	}
	return ""
}

func checkPath(s string) string {
	switch {
	case s == "/":
		return "what / answers is said under ingress.root"
	case strings.Contains(s, "://"):
		return "take the scheme and the host out"
	case !strings.HasPrefix(s, "/"):
		return "it begins with a slash"
	case strings.ContainsAny(s, "?#"):
		return "take the ? or # and what follows out"
	case !strings.HasSuffix(s, "/"):
		return "it ends with a slash: " + quote(s+"/")
	case strings.Contains(s, "//"):
		return "a slash stands twice in a row"
	case dotted(s):
		return "it holds . or .. between slashes, which browsers resolve away"
	case !patterns["path"].MatchString(s):
		return "between slashes stand letters, digits and -._~ only"
	}
	return ""
}

// dotted tells whether one of a path's segments is . or ..
func dotted(path string) bool {
	for segment := range strings.SplitSeq(path, "/") {
		if segment == "." || segment == ".." {
			return true
		}
	}
	return false
}

func checkGitURL(s string) string {
	rest, https := strings.CutPrefix(s, "https://")
	host, _, _ := strings.Cut(rest, "/")
	switch {
	case strings.HasPrefix(s, "http://"):
		return "plain http can be read and changed on the way: write https://"
	case https && strings.Contains(host, "@"):
		return "take the user and password out: Argo CD keeps them in a secret of its own"
	}
	return ""
}

func checkRevision(s string) string {
	switch {
	case strings.Contains(s, ".."), strings.Contains(s, "//"), strings.HasSuffix(s, "/"), strings.HasSuffix(s, "."), strings.HasSuffix(s, ".lock"):
		return "Git refuses such a name"
	}
	return ""
}

func checkFolder(s string) string {
	switch {
	case strings.HasPrefix(s, "/"):
		return "take the first slash out"
	case strings.HasSuffix(s, "/"):
		return "take the last slash out"
	case dotted(s):
		return "it holds . or .. between slashes"
	case s == ".git" || strings.HasPrefix(s, ".git/"):
		return ".git is Git's own"
	}
	return ""
}

func checkAbsolutePath(s string) string {
	switch {
	case s == "/":
		return "the root itself cannot be one"
	case !strings.HasPrefix(s, "/"):
		return "it begins with a slash"
	case strings.HasSuffix(s, "/"):
		return "take the last slash out"
	case dotted(s):
		return "it holds . or .. between slashes"
	}
	return ""
}

func checkEnvName(s string) string {
	if s == "." || s == ".." || strings.HasPrefix(s, "..") {
		return "it is made of dots"
	}
	return ""
}

var (
	imageHost   = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?$`)
	imagePart   = regexp.MustCompile(`^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*$`)
	imageTag    = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$`)
	imageDigest = regexp.MustCompile(`^sha256:[0-9a-f]{64}$`)
)

// checkImage reads [registry/]repository[:tag][@digest].
func checkImage(s string) string {
	name, digest, hasDigest := strings.Cut(s, "@")
	name, tag, hasTag := cutTag(name)
	switch {
	case strings.Contains(s, "://"):
		return "take the scheme out"
	case hasDigest && !imageDigest.MatchString(digest):
		return "its digest " + quote(digest) + " is not sha256: and 64 hexadecimal digits"
	case hasTag && !imageTag.MatchString(tag):
		return "its tag " + quote(tag) + " is not up to 128 letters, digits and _.-"
	case tag == "latest" && !hasDigest:
		return "latest is another image tomorrow: name the version"
	case !hasTag && !hasDigest:
		return "it has no tag and no digest, so it would be another image tomorrow"
	}
	return checkRepository(name)
}

// cutTag cuts the tag off an image, not mistaking a registry's port for one.
func cutTag(s string) (name, tag string, ok bool) {
	colon := strings.LastIndex(s, ":")
	if colon < 0 || strings.Contains(s[colon:], "/") {
		return s, "", false
	}
	return s[:colon], s[colon+1:], true
}

func checkRepository(name string) string {
	parts := strings.Split(name, "/")
	if len(parts) > 1 && (strings.ContainsAny(parts[0], ".:") || parts[0] == "localhost") {
		if !imageHost.MatchString(parts[0]) {
			return "its registry " + quote(parts[0]) + " is not a host name"
		}
		parts = parts[1:]
	}
	for _, part := range parts {
		if !imagePart.MatchString(part) {
			return quote(part) + " is not lower-case letters and digits with single separators"
		}
	}
	if len(name) > 255 {
		return "its name is longer than 255 characters"
	}
	return ""
}
