// Package checkstest holds checks to their cases: for each code a file testdata/CODE.txtar beside the check.
//
// In the archive NAME.yaml under finds/ are objects in which the check finds what NAME.want says, a line a finding, and NAME.yaml
// under passes/ are objects in which it finds nothing. NAME.previous.yaml are the objects as they were rendered before, and
// platform.yaml are keys of the platform that the objects are rendered from; roles are the IAM roles that it makes, a line each: name,
// namespace and name of the service account; associations are those that EKS Pod Identity gives out. NAME.edit
// changes what is written of them for Terraform: OLD => NEW, a line each. exporters are what Prometheus' jobs scrape, a line each: job, and
// name in the catalogue of metrics. grants are what roles may do, a line each: the role's name, action, resource.
package checkstest

import (
	"bytes"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/example-org/platform-render/pkg/aws"
	"github.com/example-org/platform-render/pkg/checks"
	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/metrics"
	"github.com/example-org/platform-render/pkg/platform"
)

// small is a platform with nothing but what must be there.
const small = `apiVersion: platform.render/v1alpha1
kind: Platform
metadata: {name: small}
git: {repoURL: https://github.com/example-org/small.git}
aws: {accountID: "111122223333", region: us-east-1}
ingress:
  host: small.example.com
  loadBalancer: {certificateARN: arn:aws:acm:us-east-1:111122223333:certificate/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0}
environments: {dev: {}}
`

// Run runs every check of a subject on its cases. Each has at least one of both kinds, and the check reads what it declares.
// With UPDATE set in the environment, it writes what the checks find.
func Run(t *testing.T, all []checks.Check) {
	for _, check := range all {
		t.Run(check.Code, func(t *testing.T) { grid(t, check) })
	}
}

func grid(t *testing.T, check checks.Check) {
	file := filepath.Join("testdata", check.Code+".txtar")
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	g := &cases{check: check, archive: archive, times: map[string]int{}}
	for _, f := range archive.Files {
		if strings.HasSuffix(f.Name, ".yaml") && !strings.HasSuffix(f.Name, ".previous.yaml") && f.Name != "platform.yaml" {
			g.one(t, f)
		}
	}
	for _, kind := range []string{"finds", "passes"} {
		if g.times[kind] == 0 {
			t.Errorf("%s has no case under %s/", file, kind)
		}
	}
	for _, kind := range check.Reads {
		if !slices.Contains(g.read, kind) {
			t.Errorf("declares that it reads %s, and does not", kind)
		}
	}
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(file, txtar.Format(archive), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// cases are those of one check.
type cases struct {
	check   checks.Check
	archive *txtar.Archive
	times   map[string]int
	read    []schema.GroupKind
}

func (g *cases) one(t *testing.T, f txtar.File) {
	kind, name := path.Split(strings.TrimSuffix(f.Name, ".yaml"))
	g.times[path.Clean(kind)]++
	t.Run(name, func(t *testing.T) {
		found, read := g.check.On(g.cluster(t, kind+name, f.Data))
		g.read = append(g.read, read...)
		var got strings.Builder
		for _, finding := range found {
			got.WriteString(finding.Object + ": " + finding.Message + "\n")
		}
		want := g.file(kind + name + ".want")
		if os.Getenv("UPDATE") != "" && want != nil {
			want.Data = []byte(got.String())
		}
		if want == nil {
			want = &txtar.File{}
		}
		if got.String() != string(want.Data) {
			t.Errorf("finds:\n%swant:\n%s", got.String(), want.Data)
		}
		if (kind == "finds/") != (len(found) > 0) {
			t.Errorf("%d findings in a case under %s", len(found), kind)
		}
	})
}

func (g *cases) cluster(t *testing.T, name string, objects []byte) *checks.Cluster {
	text := small
	if keys := g.file("platform.yaml"); keys != nil {
		text += string(keys.Data)
	}
	loaded, err := platform.Load("platform.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	cluster := checks.NewCluster(loaded.Environments[0], Objects(t, objects))
	for file, pods := range map[string]bool{"roles": false, "associations": true} {
		if roles := g.file(file); roles != nil {
			cluster.Trusts = trusts(t, aws.Identity{PodIdentity: pods}, string(roles.Data), g.file(name+".edit"))
		}
	}
	cluster.Pages = map[string]metrics.Page{}
	for _, words := range g.lines("exporters") {
		cluster.Pages[words[0]] = metrics.Page{Exporter: words[1]}
	}
	cluster.Policies = map[string][]aws.Policy{}
	for _, words := range g.lines("grants") {
		arn, grant := "arn:aws:iam::111122223333:role/"+words[0], aws.Grant{Sid: "Test", Actions: words[1:2], Resources: words[2:]}
		cluster.Policies[arn] = append(cluster.Policies[arn], aws.NewPolicy([]aws.Grant{grant}))
	}
	if before := g.file(name + ".previous.yaml"); before != nil {
		previous := checks.NewCluster(loaded.Environments[0], Objects(t, before.Data))
		cluster.Previous = previous.Objects
	}
	return cluster
}

// lines are the words of a file, line by line; none if it is not there.
func (g *cases) lines(name string) [][]string {
	var all [][]string
	if file := g.file(name); file != nil {
		for line := range strings.Lines(string(file.Data)) {
			all = append(all, strings.Fields(line))
		}
	}
	return all
}

// trusts writes roles for Terraform, and reads who may take them.
func trusts(t *testing.T, identity aws.Identity, roles string, edit *txtar.File) []aws.Trust {
	t.Helper()
	for line := range strings.Lines(roles) {
		words := strings.Fields(line)
		identity.Roles = append(identity.Roles, aws.Role{Key: words[0], Name: words[0], Namespace: words[1], ServiceAccount: words[2]})
	}
	cluster, _ := aws.JSON(aws.Cluster{Account: "111122223333"}.Module())
	text, err := aws.JSON(identity.Module())
	if err != nil {
		t.Fatal(err)
	}
	if edit != nil {
		for line := range strings.Lines(string(edit.Data)) {
			old, replacement, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " => ")
			if !bytes.Contains(text, []byte(old)) {
				t.Fatalf("%q is not in:\n%s", old, text)
			}
			text = bytes.ReplaceAll(text, []byte(old), []byte(replacement))
		}
	}
	trusts, err := aws.ReadTrusts("aws", cluster, text)
	if err != nil {
		t.Fatal(err)
	}
	return trusts
}

func (g *cases) file(name string) *txtar.File {
	i := slices.IndexFunc(g.archive.Files, func(f txtar.File) bool { return f.Name == name })
	if i < 0 {
		return nil
	}
	return &g.archive.Files[i]
}

// Objects reads manifests, one YAML document each.
func Objects(t *testing.T, text []byte) []kube.Object {
	t.Helper()
	var all []kube.Object
	for _, document := range bytes.Split(text, []byte("\n---\n")) {
		object, err := kube.Parse(document)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, object)
	}
	return all
}
