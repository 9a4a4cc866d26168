package simulate

import (
	"fmt"
	"strings"
)

// ParseURL reads a URL as it is sent: nothing is escaped or unescaped, because the gateway matches the letters themselves.
// Without a scheme it is https. A fragment stays in the browser.
func ParseURL(url string) (Request, error) {
	scheme, rest, found := strings.Cut(url, "://")
	if !found {
		scheme, rest = "https", url
	}
	r := Request{Scheme: strings.ToLower(scheme)}
	if r.Scheme != "https" && r.Scheme != "http" {
		return r, fmt.Errorf("%q: the scheme %q is neither https nor http", url, scheme)
	}
	rest, _, _ = strings.Cut(rest, "#")
	rest, r.Query, _ = strings.Cut(rest, "?")
	slash := strings.IndexByte(rest, '/')
	if slash < 0 {
		slash = len(rest)
	}
	r.Host, r.Path = rest[:slash], rest[slash:]
	if r.Path == "" {
		r.Path = "/"
	}
	return r, checkURL(url, r)
}

func checkURL(url string, r Request) error {
	name, port := splitPort(r.Host)
	switch {
	case name == "":
		return fmt.Errorf("%q has no host: write https://host/path", url)
	case strings.Contains(r.Host, "@"):
		return fmt.Errorf("%q: a user name in a URL is not sent to the host", url)
	case len(name) < len(r.Host) && (port < 1 || port > 65535):
		return fmt.Errorf("%q: the port in %q is no number from 1 to 65535", url, r.Host)
	case strings.ContainsAny(url, " \t\r\n"):
		return fmt.Errorf("%q has a space in it: write %%20", url)
	}
	return nil
}
