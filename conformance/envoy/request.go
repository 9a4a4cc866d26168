// Package envoy answers what Envoy does with a request, given the configuration that Istio's pilot made for it. It is written
// from Envoy's documentation of its API and from its source, so that the answer owes nothing to the simulator that it judges.
//
// Each rule names the file of github.com/envoyproxy/envoy that it was read in. What pilot never configures is refused loudly
// instead of guessed.
package envoy

import (
	"net/http"
	"strings"
)

// Request is what Envoy's router sees: the pseudo-headers and headers of one request.
type Request struct {
	Method    string
	Scheme    string      // http or https
	Authority string      // as the client sent it: with its port, if it sent one
	Path      string      // with the query
	Headers   http.Header // of the client; keys canonical
}

// header gives a header's value and whether it is there; several are joined as Envoy joins them (header_utility.cc,
// getAllOfHeaderAsString). The names that start with a colon are the pseudo-headers.
func (r Request) header(name string) (string, bool) {
	switch strings.ToLower(name) {
	case ":method":
		return r.Method, true
	case ":scheme":
		return r.Scheme, true
	case ":authority", "host":
		return r.Authority, true
	case ":path":
		return r.Path, true
	}
	values := r.Headers.Values(name)
	return strings.Join(values, ","), len(values) > 0
}

// split divides a path from its query; the query keeps its question mark.
func split(path string) (string, string) {
	if at := strings.IndexByte(path, '?'); at >= 0 {
		return path[:at], path[at:]
	}
	return path, ""
}
