package layout

import (
	"bytes"
	"embed"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/template"

	"github.com/example-org/platform-render/pkg/aws"
	"github.com/example-org/platform-render/pkg/components"
	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/routes"
	"github.com/example-org/platform-render/pkg/tree"
)

//go:embed *.md.tmpl
var sources embed.FS

var pages = template.Must(template.New("").Funcs(template.FuncMap{
	"cell": cell, "join": strings.Join, "treated": treated, "mark": func() string { return tree.Mark },
}).ParseFS(sources, "*.md.tmpl"))

// cell is text inside a Markdown table.
func cell(text string) string {
	return strings.NewReplacer("|", "\\|", "\n", " ").Replace(text)
}

// overview is out/README.md.
func overview(platform string, environments []*components.Rendered) tree.File {
	return execute("README.md", "overview.md.tmpl", map[string]any{"Platform": platform, "Environments": environments})
}

// page is the README of one environment: what it is, in tables.
func page(r *components.Rendered) (tree.File, error) {
	cat := r.Catalog
	scrapes, err := scrapeRows(r)
	if err != nil {
		return tree.File{}, err
	}
	return execute(cat.Env.Name+"/README.md", "environment.md.tmpl", map[string]any{
		"Env": cat.Env, "Routes": cat.Routes.Routes, "Redirects": cat.Routes.Redirects,
		"Root": rootAnswer(cat.Routes.Root), "Scrapes": scrapes, "Secrets": secretRows(cat), "Roles": roleRows(r),
		"Namespaces": namespaceRows(cat), "Connections": connectionRows(cat), "Exits": exitRows(cat), "Waves": waveRows(r),
		"ArgoCD": argocd(r), "LoadBalancer": components.LoadBalancer(cat), "Hosts": cat.Routes.Hosts(),
	}), nil
}

// execute fills a page. The templates are part of the program, so an error is a fault in them, seen by every test.
func execute(path, name string, data any) tree.File {
	var text bytes.Buffer
	if err := pages.ExecuteTemplate(&text, name, data); err != nil {
		panic(err)
	}
	return tree.File{Path: path, Data: text.Bytes()}
}

func rootAnswer(root routes.Root) string {
	switch {
	case root.Redirect != "":
		return "redirects to `" + root.Redirect + "`"
	case root.Backend != nil:
		return "`" + root.Backend.Address() + "` takes what no other route does"
	}
	return "404"
}

type secretRow struct{ Secret, Key, Source string }

func secretRows(cat *components.Catalog) []secretRow {
	var rows []secretRow
	for _, offer := range cat.Offers {
		for _, secret := range offer.Secrets {
			for _, key := range slices.Sorted(maps.Keys(secret.Keys)) {
				ref := secret.Keys[key]
				rows = append(rows, secretRow{Secret: offer.Namespace.Name + "/" + secret.Name, Key: key, Source: source(ref)})
			}
			for _, whole := range secret.Whole {
				rows = append(rows, secretRow{Secret: offer.Namespace.Name + "/" + secret.Name, Key: "every property", Source: whole})
			}
		}
	}
	return rows
}

func source(ref platform.SecretRef) string {
	if ref.Property == "" {
		return ref.Secret
	}
	return ref.Secret + ", property " + ref.Property
}

type roleRow struct{ ARN, Account, Why string }

func roleRows(r *components.Rendered) []roleRow {
	var rows []roleRow
	for _, role := range r.Roles {
		rows = append(rows, roleRow{ARN: role.ARN, Account: aws.Subject(role.Namespace, role.ServiceAccount), Why: role.Why})
	}
	return rows
}

type namespaceRow struct{ Name, Mesh, PodSecurity string }

func namespaceRows(cat *components.Catalog) []namespaceRow {
	var rows []namespaceRow
	for _, space := range cat.Namespaces {
		if space.Given {
			continue
		}
		mesh := "no"
		if space.Mesh {
			mesh = "every pod has a sidecar"
		}
		rows = append(rows, namespaceRow{Name: space.Name, Mesh: mesh, PodSecurity: space.PodSecurity.String()})
	}
	return rows
}

// argocd is the Application that Argo CD keeps itself by: the one chart in its own namespace.
func argocd(r *components.Rendered) components.Application {
	own := func(app components.Application) bool { return app.Namespace == components.Home && app.Chart != nil }
	return r.Applications[slices.IndexFunc(r.Applications, own)]
}

type connectionRow struct{ To, From, Why string }

// connectionRows are who may call whom, for a port of the called pods.
func connectionRows(cat *components.Catalog) []connectionRow {
	var rows []connectionRow
	for _, c := range cat.Connections() {
		rows = append(rows, connectionRow{
			To: fmt.Sprintf("%s/%s:%d", c.To.Namespace, c.To.Name, c.Port), From: c.Caller(), Why: strings.Join(c.Why, ", ") + who(c),
		})
	}
	return rows
}

type exitRow struct{ To, From string }

// exitRows are who may call what outside of the cluster; none where everybody may call everything.
func exitRows(cat *components.Catalog) []exitRow {
	var rows []exitRow
	if cat.Env.Mesh.OutboundTraffic != "REGISTRY_ONLY" {
		return nil
	}
	for _, exit := range cat.Exits() {
		rows = append(rows, exitRow{To: fmt.Sprintf("%s:%d", exit.Host, exit.Port), From: exit.Namespace + ": " + strings.Join(exit.Callers, ", ")})
	}
	return rows
}

// who says which people and programs may make a connection be made for them.
func who(c components.Connection) string {
	switch {
	case len(c.Roles) > 0:
		return "; roles " + strings.Join(c.Roles, ", ")
	case c.Login:
		return "; who has logged in"
	}
	return ""
}

type waveRow struct {
	Wave         int
	Applications []string
}

// waveRows are the Applications by wave, the first to sync first.
func waveRows(r *components.Rendered) []waveRow {
	byWave := map[int][]string{}
	for _, app := range r.Applications {
		byWave[app.Wave] = append(byWave[app.Wave], app.Name)
	}
	var rows []waveRow
	for _, wave := range slices.Sorted(maps.Keys(byWave)) {
		rows = append(rows, waveRow{Wave: wave, Applications: byWave[wave]})
	}
	return rows
}
