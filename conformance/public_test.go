package conformance

import (
	"net/http"
	"strings"

	networking "istio.io/api/networking/v1alpha3"
)

// publicURLs are questions about everything that the VirtualServices of a cluster match: each path as it is written, under each of
// their hosts, with the headers and the method that the match asks for.
func publicURLs(c *cluster) []question {
	var all []question
	for _, object := range c.istio {
		service, ok := object.Spec.(*networking.VirtualService)
		if !ok {
			continue
		}
		for _, host := range service.Hosts {
			for _, rule := range service.Http {
				for _, match := range append(rule.Match, &networking.HTTPMatchRequest{}) {
					all = append(all, matching(strings.Replace(host, "*", "any", 1), match))
				}
			}
		}
	}
	return all
}

// matching is a request that a match is for.
func matching(host string, match *networking.HTTPMatchRequest) question {
	q := question{method: http.MethodGet, scheme: "https", authority: host, sni: host, port: 443, path: "/", headers: http.Header{}}
	if path := text(match.Uri); strings.HasPrefix(path, "/") {
		q.path = path
	}
	if method := text(match.Method); method != "" {
		q.method = method
	}
	for name, value := range match.Headers {
		q.headers.Set(name, text(value))
	}
	for name, value := range match.QueryParams {
		q.path = withQuery(q.path, name+"="+text(value))
	}
	return q
}

func text(m *networking.StringMatch) string {
	if m.GetExact() != "" {
		return m.GetExact()
	}
	return m.GetPrefix()
}
