package simulate

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// base is the path that an application serves, as its own configuration says.
type base struct {
	// path has no slash at its end; empty is all paths.
	path string
	// without is a path that the application's links have and its handlers do not: somebody must take it away before.
	without string
	// root is where the application redirects what is not under its path; without it, that is a 404.
	root string
	// tls says that the application answers plain requests with a redirect to https.
	tls    bool
	source Source
	how    string
}

// application ends at the application: what it makes of the path that arrives.
func (t *Tree) application(w *workload, _ *service, d Decision, e End) End {
	e.Outcome = Reaches
	b, known := t.base(w)
	if !known || d.Kind != Forward {
		return e
	}
	switch {
	case b.tls:
		e.Location = "https://" + d.Authority + withQuery(d.Path, d.Query)
		return e.fail(Redirects, http.StatusTemporaryRedirect, "the application speaks TLS itself: it is not told to be insecure")
	case b.without != "" && under(d.Path, b.without):
		return e.fail(NotFound, http.StatusNotFound, "the application's links begin with %s, but it wants requests without it (%s)", b.without, b.how)
	case b.path == "":
		return e
	case under(d.Path, b.path):
		e.step(b.source, "the application serves %s (%s)", b.path, b.how)
		return e
	case b.root != "":
		e.Location = strings.TrimSuffix(b.root, "/") + withQuery(d.Path, d.Query)
		return e.fail(Redirects, http.StatusMovedPermanently, "the application serves %s alone (%s)", b.path, b.how)
	}
	e.step(b.source, "the application serves %s (%s)", b.path, b.how)
	return e.fail(NotFound, http.StatusNotFound, "the application serves %s alone, and gets %s", b.path, d.Path)
}

// under says whether a path is a folder or in it.
func under(path, folder string) bool { return path == folder || strings.HasPrefix(path, folder+"/") }

// base asks what is known of the application: its arguments, its environment, its files, the values of its chart.
func (t *Tree) base(w *workload) (base, bool) {
	for _, ask := range []func(*workload) (base, bool){t.prometheus, t.grafana, t.argocd, t.kiali} {
		if b, ok := ask(w); ok {
			b.path, b.without = strings.TrimSuffix(b.path, "/"), strings.TrimSuffix(b.without, "/")
			return b, true
		}
	}
	return base{}, false
}

// prometheus reads the flags that Prometheus and Alertmanager have in common: the external URL's path is the default of the prefix
// (prometheus cmd/prometheus/main.go, computeExternalURL).
func (t *Tree) prometheus(w *workload) (base, bool) {
	const prefix, external = "--web.route-prefix", "--web.external-url"
	if value, ok := argument(w, prefix); ok {
		return base{path: "/" + strings.Trim(value, "/"), source: w.source, how: prefix}, true
	}
	if value, ok := argument(w, external); ok {
		return base{path: pathOf(value), source: w.source, how: external}, true
	}
	return base{}, false
}

// argument is the value of a container's flag, written with = or as the next word.
func argument(w *workload, flag string) (string, bool) {
	for _, c := range containers(w) {
		words := append(append([]string{}, c.Command...), c.Args...)
		for i, word := range words {
			if value, ok := strings.CutPrefix(word, flag+"="); ok {
				return value, true
			}
			if word == flag && i+1 < len(words) {
				return words[i+1], true
			}
		}
	}
	return "", false
}

func pathOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Path
}

// grafana reads [server] of grafana.ini, over which the environment wins (grafana pkg/setting/setting.go). Served from a sub-path,
// it redirects all else there (pkg/middleware/subpath_redirect.go).
func (t *Tree) grafana(w *workload) (base, bool) {
	server, source := t.grafanaServer(w)
	root, sub := server["root_url"], server["serve_from_sub_path"]
	if value, ok := environment(w, "GF_SERVER_ROOT_URL"); ok {
		root, source = value, w.source
	}
	if value, ok := environment(w, "GF_SERVER_SERVE_FROM_SUB_PATH"); ok {
		sub = value
	}
	path := pathOf(root)
	if strings.Trim(path, "/") == "" {
		return base{}, false
	}
	if served, _ := strconv.ParseBool(sub); served {
		return base{path: path, root: root, source: source, how: "root_url with serve_from_sub_path"}, true
	}
	return base{without: path, source: source, how: "root_url without serve_from_sub_path"}, true
}

// grafanaServer is the [server] section of the grafana.ini that the pods mount.
func (t *Tree) grafanaServer(w *workload) (map[string]string, Source) {
	for _, volume := range w.Spec.Template.Spec.Volumes {
		if volume.ConfigMap == nil {
			continue
		}
		if c, ok := t.configMaps[w.Namespace+"/"+volume.ConfigMap.Name]; ok && c.Data["grafana.ini"] != "" {
			return iniSection(c.Data["grafana.ini"], "server"), c.source
		}
	}
	return nil, Source{}
}

func iniSection(text, name string) map[string]string {
	values := map[string]string{}
	current := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			current = strings.Trim(line, "[]")
		} else if key, value, found := strings.Cut(line, "="); found && current == name {
			values[strings.TrimSpace(key)] = strings.TrimSpace(value)
		}
	}
	return values
}

func environment(w *workload, name string) (string, bool) {
	for _, c := range containers(w) {
		for _, e := range c.Env {
			if e.Name == name && e.ValueFrom == nil {
				return e.Value, true
			}
		}
	}
	return "", false
}

// argocd reads the API server's root path: its flag, its environment, its ConfigMap or what the chart makes that of
// (argo-cd cmd/argocd-server/commands/argocd_server.go). Unless it is told to be insecure, it ends TLS itself and redirects what is
// plain (server/server.go, newRedirectServer).
func (t *Tree) argocd(w *workload) (base, bool) {
	if w.Spec.Template.Labels["app.kubernetes.io/name"] != "argocd-server" {
		return base{}, false
	}
	if value, ok := argument(w, "--rootpath"); ok {
		return base{path: "/" + strings.Trim(value, "/"), source: w.source, how: "--rootpath"}, true
	}
	if c, ok := t.configMaps[w.Namespace+"/argocd-cmd-params-cm"]; ok && c.Data["server.rootpath"] != "" {
		return base{path: c.Data["server.rootpath"], source: c.source, how: "server.rootpath"}, true
	}
	value, source := t.chartValue(w, "argo-cd", "configs", "params", "server.rootpath")
	insecure, _ := t.chartValue(w, "argo-cd", "configs", "params", "server.insecure")
	b := base{path: value, source: source, how: "the chart's server.rootpath", tls: source.File != "" && insecure != "true"}
	return b, b.path != "" || b.tls
}

// kiali reads server.web_root of its configuration file, or of the chart that makes it.
func (t *Tree) kiali(w *workload) (base, bool) {
	value, source := t.chartValue(w, "kiali-server", "server", "web_root")
	return base{path: value, source: source, how: "the chart's server.web_root"}, value != "" && w.Spec.Template.Labels["app.kubernetes.io/name"] == "kiali"
}

// chartValue is a text among the values of a chart that is installed in the workload's namespace.
func (t *Tree) chartValue(w *workload, chart string, keys ...string) (string, Source) {
	for _, app := range t.applications {
		if app.Spec.Source.Chart != chart || app.Spec.Destination.Namespace != w.Namespace {
			continue
		}
		var value any = app.Spec.Source.Helm.ValuesObject
		for _, key := range keys {
			values, _ := value.(map[string]any)
			value = values[key]
		}
		text, _ := value.(string)
		return text, app.source
	}
	return "", Source{}
}
