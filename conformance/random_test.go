package conformance

import (
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"testing"

	"istio.io/istio/pilot/pkg/config/kube/crd"
	"sigs.k8s.io/yaml"
)

var (
	firstSeed   = flag.Uint64("seed", 1, "the first random tree to compare")
	randomTrees = flag.Uint64("random", 100, "how many random trees to compare")
)

// draw makes a random tree out of a few hosts, paths and names, so that they meet often. The same seed draws the same tree.
type draw struct{ *rand.Rand }

func newDraw(seed uint64) draw { return draw{rand.New(rand.NewPCG(seed, seed))} }

// one of them.
func (d draw) one(choices ...string) string { return choices[d.IntN(len(choices))] }

// some of them, at least one, each once, in order.
func (d draw) some(choices ...string) []string {
	var taken []string
	for _, choice := range choices {
		if d.chance(40) {
			taken = append(taken, choice)
		}
	}
	if len(taken) == 0 {
		return []string{d.one(choices...)}
	}
	return taken
}

// chance is true that often, in percent.
func (d draw) chance(percent int) bool { return d.IntN(100) < percent }

// maybe puts a value into an object that often, in percent.
func (d draw) maybe(object map[string]any, percent int, key string, value func() any) {
	if d.chance(percent) {
		object[key] = value()
	}
}

type object = map[string]any

// tree draws the manifests of one tree. What Istio's webhook would refuse is drawn in vain.
func (d draw) tree(t *testing.T) map[string][]byte {
	t.Helper()
	files := shared(t)
	delete(files, "gateway.yaml")
	put := func(kind, name string, spec object) {
		metadata := object{
			"name": name, "namespace": d.one("shop", "istio-ingress"),
			"creationTimestamp": d.one("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"),
		}
		text, err := yaml.Marshal(object{"apiVersion": "networking.istio.io/v1", "kind": kind, "metadata": metadata, "spec": spec})
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := crd.ParseInputs(string(text)); err == nil {
			files[kind+"-"+name+".yaml"] = text
		}
	}
	for _, name := range d.some("public", "other") {
		put("Gateway", name, d.gateway())
	}
	for _, name := range d.some("a", "b", "c", "d") {
		put("VirtualService", name, d.virtualService())
	}
	for _, name := range d.some("first", "second") {
		put("VirtualService", name, object{"http": d.rules()})
	}
	for _, name := range d.some("rule", "other-rule") {
		put("DestinationRule", name, d.destinationRule())
	}
	put("ServiceEntry", "outside", d.serviceEntry())
	files["istiod.yaml"] = d.istiod(t)
	return files
}

func (d draw) istiod(t *testing.T) []byte {
	t.Helper()
	mesh := object{"pathNormalization": object{"normalization": d.one("DEFAULT", "NONE", "BASE", "MERGE_SLASHES", "DECODE_AND_MERGE_SLASHES")}}
	d.maybe(mesh, 30, "defaultConfig", func() any { return object{"gatewayTopology": object{"numTrustedProxies": d.IntN(2)}} })
	d.maybe(mesh, 10, "defaultVirtualServiceExportTo", func() any { return d.some("shop", "istio-ingress", ".") })
	d.maybe(mesh, 10, "defaultServiceExportTo", func() any { return d.some("shop", "istio-ingress", ".") })
	d.maybe(mesh, 10, "defaultDestinationRuleExportTo", func() any { return d.some("shop", "istio-ingress", ".") })
	text, err := yaml.Marshal(object{
		"apiVersion": "argoproj.io/v1alpha1", "kind": "Application", "metadata": object{"name": "istiod", "namespace": "argocd"},
		"spec": object{"source": object{"chart": "istiod", "helm": object{"valuesObject": object{"meshConfig": mesh}}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

var hosts = []string{"shop.example.org", "www.example.org", "*.example.org", "*.org", "Shop.Example.org", "*"}

func (d draw) gateway() object {
	var servers []any
	for i := range 1 + d.IntN(3) {
		port := object{"number": []int{80, 443, 8080}[d.IntN(3)], "name": fmt.Sprintf("%s-%d", d.one("a", "b"), i), "protocol": d.one("HTTP", "HTTP", "HTTPS", "HTTPS", "TLS", "HTTP2", "GRPC", "TCP")}
		server := object{"port": port}
		var names []string
		for _, host := range d.some(hosts...) {
			names = append(names, d.one("", "", "", "./", "*/", "shop/")+host)
		}
		server["hosts"] = names
		switch port["protocol"] {
		case "HTTPS", "TLS":
			server["tls"] = object{"mode": d.one("SIMPLE", "SIMPLE", "PASSTHROUGH"), "credentialName": "secret"}
		case "HTTP":
			d.maybe(server, 20, "tls", func() any { return object{"httpsRedirect": true} })
		}
		servers = append(servers, server)
	}
	return object{"selector": object{"istio": "ingress"}, "servers": servers}
}

func (d draw) virtualService() object {
	spec := object{
		"hosts":    d.some(hosts...),
		"gateways": d.some("public", "istio-ingress/public", "shop/other", "other", "mesh"),
		"http":     d.rules(),
	}
	d.maybe(spec, 20, "exportTo", func() any { return d.some(".", "istio-ingress", "shop") })
	d.maybe(spec, 20, "tls", func() any {
		return []any{object{"match": []any{object{"sniHosts": d.some("shop.example.org", "www.example.org", "*.example.org")}}, "route": d.shares()}}
	})
	d.maybe(spec, 20, "tcp", func() any { return []any{object{"route": d.shares()}} })
	return spec
}

func (d draw) rules() []any {
	var rules []any
	for i := range 1 + d.IntN(4) {
		rule := object{}
		d.maybe(rule, 80, "name", func() any { return fmt.Sprintf("rule-%d", i) })
		d.maybe(rule, 90, "match", d.matches)
		d.act(rule)
		rules = append(rules, rule)
	}
	return rules
}

// act says what a rule does; some of it makes no sense together, and is then refused.
func (d draw) act(rule object) {
	switch d.IntN(10) {
	case 0, 1:
		rule["redirect"] = d.redirect()
	case 2:
		rule["directResponse"] = object{"status": 200 + d.IntN(300), "body": object{"string": "text"}}
	case 3, 4:
		rule["delegate"] = object{"name": d.one("first", "second"), "namespace": d.one("shop", "istio-ingress")}
	default:
		rule["route"] = d.shares()
		d.maybe(rule, 30, "rewrite", d.rewrite)
		d.maybe(rule, 10, "mirror", func() any { return d.destination() })
		d.maybe(rule, 10, "headers", func() any { return object{"request": object{"set": object{"host": "set.example.net"}}} })
		d.maybe(rule, 10, "fault", func() any { return object{"abort": object{"httpStatus": 503, "percentage": object{"value": 12.5}}} })
	}
}

func (d draw) redirect() any {
	redirect := object{}
	d.maybe(redirect, 50, "uri", func() any { return d.one("/a", "/new/", "/?x=1", "b") })
	d.maybe(redirect, 40, "authority", func() any { return d.one("www.example.org", "other.example.org:8443") })
	d.maybe(redirect, 30, "scheme", func() any { return d.one("http", "https") })
	d.maybe(redirect, 40, "redirectCode", func() any { return []int{301, 302, 303, 307, 308}[d.IntN(5)] })
	if d.chance(20) {
		redirect["port"] = []int{80, 443, 8443}[d.IntN(3)]
	} else {
		d.maybe(redirect, 20, "derivePort", func() any { return d.one("FROM_REQUEST_PORT", "FROM_PROTOCOL_DEFAULT") })
	}
	return redirect
}

func (d draw) rewrite() any {
	rewrite := object{}
	d.maybe(rewrite, 50, "authority", func() any { return "rewritten.example.net" })
	if d.chance(30) {
		rewrite["uriRegexRewrite"] = object{"match": d.one("/([^/]*)/(.*)", "a+", "^/a"), "rewrite": d.one(`/\2/\1`, "x", `/$1\0`)}
	} else {
		rewrite["uri"] = d.one("/", "/new", "/new/")
	}
	return rewrite
}

func (d draw) matches() any {
	var matches []any
	for range 1 + d.IntN(2) {
		match := object{}
		d.maybe(match, 85, "uri", func() any { return d.text("/a", "/a/", "/a/b", "/", "/A", ".*", "/(a|b)(/.*)?", "/[ab]") })
		d.maybe(match, 15, "ignoreUriCase", func() any { return true })
		d.maybe(match, 15, "method", func() any { return d.text("GET", "POST", "P.*") })
		d.maybe(match, 15, "headers", func() any { return object{d.one("x-user", "cookie"): d.text("jane", "j", "j.*")} })
		d.maybe(match, 15, "withoutHeaders", func() any { return object{"x-user": d.text("jane", "j", ".+")} })
		d.maybe(match, 15, "queryParams", func() any { return object{"q": d.text("1", "a", "[0-9]+")} })
		d.maybe(match, 5, "scheme", func() any { return d.text("http", "https") })
		d.maybe(match, 5, "authority", func() any { return d.text("shop.example.org", "www") })
		d.maybe(match, 10, "port", func() any { return []int{80, 443}[d.IntN(2)] })
		d.maybe(match, 10, "gateways", func() any { return d.some("public", "istio-ingress/public", "other", "mesh") })
		d.maybe(match, 10, "sourceLabels", func() any { return object{"istio": d.one("ingress", "egress")} })
		d.maybe(match, 5, "sourceNamespace", func() any { return d.one("shop", "istio-ingress") })
		d.maybe(match, 10, "name", func() any { return "match" })
		matches = append(matches, match)
	}
	return matches
}

func (d draw) text(choices ...string) object {
	if d.chance(5) {
		return object{}
	}
	return object{d.one("exact", "prefix", "prefix", "regex"): d.one(choices...)}
}

func (d draw) shares() []any {
	var shares []any
	for range 1 + d.IntN(2) {
		share := object{"destination": d.destination()}
		d.maybe(share, 80, "weight", func() any { return d.IntN(4) * 10 })
		d.maybe(share, 10, "headers", func() any { return object{"request": object{"set": object{"Host": "share.example.net"}}} })
		shares = append(shares, share)
	}
	return shares
}

func (d draw) destination() object {
	to := object{"host": d.one("cart", "cart.shop.svc.cluster.local", "api.shop.svc.cluster.local", "web", "outside.example.net", "nobody")}
	d.maybe(to, 40, "port", func() any { return object{"number": []int{80, 80, 8080, 443}[d.IntN(4)]} })
	d.maybe(to, 30, "subset", func() any { return d.one("v1", "v2") })
	return to
}

func (d draw) destinationRule() object {
	spec := object{
		"host":    d.one("cart", "cart.shop.svc.cluster.local", "*.shop.svc.cluster.local", "outside.example.net"),
		"subsets": []any{object{"name": d.one("v1", "v2"), "labels": object{"version": d.one("v1", "v2")}}},
	}
	d.maybe(spec, 20, "exportTo", func() any { return d.some(".", "istio-ingress", "shop") })
	return spec
}

func (d draw) serviceEntry() object {
	spec := object{
		"hosts": []string{"outside.example.net"}, "location": "MESH_EXTERNAL", "resolution": d.one("DNS", "STATIC", "NONE"),
		"ports": []any{object{"number": []int{80, 443}[d.IntN(2)], "name": "port", "protocol": d.one("HTTP", "HTTPS")}},
	}
	d.maybe(spec, 20, "exportTo", func() any { return d.some(".", "istio-ingress", "shop") })
	return spec
}

func (d draw) question() question {
	q := question{
		method:    d.one(http.MethodGet, http.MethodGet, http.MethodPost, http.MethodPut),
		scheme:    d.one("http", "https", "https", "tls"),
		authority: d.one("shop.example.org", "www.example.org", "a.b.org", "example.net"),
		path:      d.one("/", "/a", "/a/", "/a/b", "/ab", "/b/c", "/A", "/a/b/?q=1", "/?q=a"),
		headers:   http.Header{},
	}
	q.sni = q.authority
	q.port = map[string]int{"http": 80, "https": 443, "tls": 443}[q.scheme]
	if d.chance(20) {
		q.port = 8080
	}
	for _, value := range d.some("jane", "joe", "") {
		if value != "" {
			q.headers.Set("X-User", value)
		}
	}
	return q
}

// Trees that nobody would write by hand, all of them valid: the simulator answers as Istio does there, too.
func TestSimulatorAgreesOnRandomTrees(t *testing.T) {
	var total tally
	for seed := *firstSeed; seed < *firstSeed+*randomTrees; seed++ {
		t.Run(fmt.Sprint("seed=", seed), func(t *testing.T) {
			d := newDraw(seed)
			files := d.tree(t)
			var questions []question
			for range 8 {
				questions = append(questions, d.question())
			}
			total.add(compare(t, newCluster(t, files), files, questions))
			if t.Failed() {
				show(t, files)
			}
		})
	}
	fmt.Printf("%d answers of %d random trees compared with Istio's, %d disagree\n", total.compared, total.trees, total.disagree)
}

// show prints a tree that was drawn.
func show(t *testing.T, files map[string][]byte) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if name != "common.yaml" {
			t.Logf("%s:\n%s", name, files[name])
		}
	}
}
