package conformance

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
)

// question is one request to one gateway.
type question struct {
	gateway   string // namespace/name of its workload; empty is every gateway of the tree
	method    string
	scheme    string // http or https; tls or tcp if what is inside is not HTTP
	authority string // the Host header
	port      int    // of the gateway's Service
	sni       string
	path      string // with the query
	headers   http.Header
}

// parseQuestion reads a line such as
//
//	GET https://shop.example.org/cart?page=2 X-User:jane
//
// A port in the URL is the one that is called, and part of the Host header as clients send it. The headers sni and host
// override what the URL says, and gateway names the workload that is called.
func parseQuestion(t *testing.T, line string) question {
	t.Helper()
	fields := strings.Fields(line)
	if len(fields) < 2 {
		t.Fatalf("no question: %q", line)
	}
	q := question{method: fields[0], headers: http.Header{}}
	q.scheme, q.path, _ = strings.Cut(fields[1], "://")
	q.authority, q.path, _ = strings.Cut(q.path, "/")
	q.path = "/" + q.path
	q.port = map[string]int{"http": 80, "https": 443, "tls": 443}[q.scheme]
	host, port, found := strings.Cut(q.authority, ":")
	if found {
		q.port, _ = strconv.Atoi(port)
	}
	q.sni = strings.ToLower(host)
	for _, field := range fields[2:] {
		name, value, _ := strings.Cut(field, ":")
		switch name {
		case "sni":
			q.sni = value
		case "host":
			q.authority = value
		case "gateway":
			q.gateway = value
		default:
			q.headers.Add(name, value)
		}
	}
	return q
}

// String is the question as a person would put it; the variants of one question differ in it.
func (q question) String() string {
	text := fmt.Sprintf("%s %s://%s%s on port %d of %s", q.method, q.scheme, q.authority, q.path, q.port, q.gateway)
	if (q.scheme == "https" || q.scheme == "tls") && q.sni != strings.ToLower(strings.Split(q.authority, ":")[0]) {
		text += " by the name " + strconv.Quote(q.sni)
	}
	for name, values := range q.headers {
		text += fmt.Sprintf(" %s:%s", name, strings.Join(values, ","))
	}
	return text
}

// http says whether what is inside is HTTP.
func (q question) http() bool { return q.scheme == "http" || q.scheme == "https" }

// tls says whether the client speaks TLS.
func (q question) tls() bool { return q.scheme == "https" || q.scheme == "tls" }

// variants are the question itself and those that users, browsers and attackers make of it.
func (q question) variants() []question {
	all := []question{q}
	if !q.http() {
		return append(all, q.with(func(v *question) { v.sni = "unknown.invalid" }))
	}
	for _, change := range changes {
		all = append(all, q.with(change))
	}
	return all
}

func variants(questions []question) []question {
	var all []question
	for _, q := range questions {
		all = append(all, q.variants()...)
	}
	return all
}

func (q question) with(change func(*question)) question {
	q.headers = q.headers.Clone()
	change(&q)
	return q
}

// changes are the ways in which a URL is written differently, by mistake or on purpose.
var changes = []func(*question){
	onPath(toggleSlash),
	onPath(func(p string) string { return bare(p) + "x" }),
	onPath(func(p string) string { return bare(p) + "x/" }),
	onPath(strings.ToUpper),
	onPath(func(p string) string { return strings.TrimSuffix(p, "/") + "/deep/er.html" }),
	onPath(func(p string) string { return "/" + p }),
	onPath(func(p string) string { return strings.TrimSuffix(p, "/") + "//" }),
	onPath(func(p string) string { return bare(p) + "%2fa" }),
	onPath(func(p string) string { return "/" + strings.ReplaceAll(strings.TrimPrefix(p, "/"), "/", "%2F") }),
	onPath(func(p string) string { return "/." + p }),
	onPath(func(p string) string { return strings.TrimSuffix(p, "/") + "/." }),
	onPath(func(p string) string { return strings.TrimSuffix(p, "/") + "/.." }),
	onPath(func(p string) string { return "/a/%2e%2E" + p }),
	onPath(func(p string) string { return bare(p) + `\b` }),
	onPath(func(p string) string { return strings.Replace(p, "a", "%61", 1) }),
	func(q *question) { q.path = withQuery(q.path, "q=1&r=%2F") },
	func(q *question) { q.path = withQuery(bare(q.path), "next=/a//b/../c") },
	func(q *question) { q.authority = strings.ToUpper(q.authority) },
	func(q *question) { q.authority = "unknown.invalid" },
	func(q *question) { q.authority = "x" + q.authority },
	func(q *question) { q.authority = strings.Split(q.authority, ":")[0] + ":" + strconv.Itoa(q.port) },
	func(q *question) { q.authority = strings.Split(q.authority, ":")[0] + ":9999" },
	func(q *question) { q.sni = "unknown.invalid" },
	func(q *question) { q.method = http.MethodPost },
	func(q *question) { q.method = http.MethodDelete },
	func(q *question) { q.headers = http.Header{} },
	func(q *question) { q.headers.Set("X-Forwarded-Proto", "https") },
	toggleScheme,
	toggleSchemeOnly,
	func(q *question) { q.port = 15443 },
}

func onPath(change func(string) string) func(*question) {
	return func(q *question) {
		path, query, found := strings.Cut(q.path, "?")
		q.path = change(path)
		if found {
			q.path += "?" + query
		}
	}
}

// bare is a path without its last slash, unless that is all of it.
func bare(path string) string {
	if path == "/" {
		return path
	}
	return strings.TrimSuffix(path, "/")
}

func toggleSlash(path string) string {
	if strings.HasSuffix(path, "/") && path != "/" {
		return strings.TrimSuffix(path, "/")
	}
	return path + "/"
}

func withQuery(path, query string) string {
	if strings.Contains(path, "?") {
		return path + "&" + query
	}
	return path + "?" + query
}

// toggleScheme calls the other scheme on its own port.
func toggleScheme(q *question) {
	toggleSchemeOnly(q)
	q.port = map[string]int{"http": 80, "https": 443}[q.scheme]
	q.authority = strings.Split(q.authority, ":")[0]
}

// toggleSchemeOnly speaks TLS where plain text is expected, or the other way round.
func toggleSchemeOnly(q *question) {
	q.scheme = map[string]string{"http": "https", "https": "http"}[q.scheme]
}
