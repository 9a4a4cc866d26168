// Package aws holds the rendered side of AWS to Terraform's own grammar, and to what its AWS provider documents. There is no provider
// here: the schema is ours, with the pages that it was read from.
package aws

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	hcljson "github.com/hashicorp/hcl/v2/json"
)

const top = "../.."

// modules are the rendered root modules: those committed, and those of testdata's platforms.
func modules(t *testing.T) []string {
	t.Helper()
	out := t.TempDir()
	render := filepath.Join(out, "render")
	command(t, "go", "build", "-o", render, "./cmd/render")
	platforms, _ := filepath.Glob("testdata/*.yaml")
	dirs, _ := filepath.Glob(top + "/out/*/aws")
	for _, platform := range platforms {
		path, _ := filepath.Abs(platform)
		tree := filepath.Join(out, filepath.Base(platform))
		command(t, render, "--platform", path, "--out", tree)
		found, _ := filepath.Glob(tree + "/*/aws")
		dirs = append(dirs, found...)
	}
	if len(platforms) < 3 || len(dirs) < 5 {
		t.Fatalf("only %d platforms and %d modules", len(platforms), len(dirs))
	}
	return dirs
}

func command(t *testing.T, name string, args ...string) {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = top
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", name, err, text)
	}
}

// Each rendered module is one that Terraform could plan, as far as that can be known without the provider.
func TestModules(t *testing.T) {
	for _, dir := range modules(t) {
		for _, fault := range read(t, dir).faults() {
			t.Errorf("%s: %s", dir, fault)
		}
	}
}

// Each kind of fault in a module is found: the check itself works.
func TestFaultsAreFound(t *testing.T) {
	dir := modules(t)[0]
	for _, c := range []struct{ file, old, new, want string }{
		{"load-balancer.tf.json", "${var.node_security_group_id}", "${var.node_group}", "var.node_group is not declared"},
		{"load-balancer.tf.json", "${aws_lb_target_group.gateway.arn}", "${aws_lb_target_group.gate.arn}", "aws_lb_target_group.gate is not there"},
		{"load-balancer.tf.json", "${aws_lb.public.arn}", "${aws_lb.public.arm}", "aws_lb.public gives no arm"},
		{"load-balancer.tf.json", `"ssl_policy"`, `"tls_policy"`, "takes no tls_policy"},
		{"load-balancer.tf.json", `"status_code"`, `"code"`, "lacks default_action.redirect.status_code"},
		{"load-balancer.tf.json", `"aws_lb_listener"`, `"aws_alb_listeners"`, "no resource aws_alb_listeners"},
		{"load-balancer.tf.json", "${length(", "${len(", "no function len"},
		{"load-balancer.tf.json", "${var.public_subnet_ids}", "${var.public_subnet_ids", "broken expression"},
		{"load-balancer.tf.json", `"for_each": "${var.autoscaling_group_names}",`, ``, "each.value without for_each"},
		{"load-balancer.tf.json", `"description": "Id of the security group of the cluster's nodes: it lets the load balancer in.",`, ``, "lacks description"},
		{"dns.tf.json", `"hosted_zone_id": {`, `"zone": {`, "var.zone is not used"},
		{"dns.tf.json", `"resource": {`, `"resources": {`, "resources"},
		{"identity.tf.json", "policies/", "policy/", "no such file"},
		{"identity.tf.json", "${local.oidc_issuer}", "${local.issuer}", "local.issuer is not declared"},
		{"cluster.tf.json", `"data": {`, `"data": {"aws_eks_cluster": {"this": {"name": "x"}},`, "twice"},
	} {
		copied := t.TempDir()
		if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(copied, c.file)
		text, _ := os.ReadFile(path)
		changed := strings.Replace(string(text), c.old, c.new, 1)
		if changed == string(text) {
			t.Errorf("%s has no %s", c.file, c.old)
		}
		os.WriteFile(path, []byte(changed), 0o644)
		if found := strings.Join(read(t, copied).faults(), "\n"); !strings.Contains(found, c.want) {
			t.Errorf("%s to %s: want %q, got:\n%s", c.old, c.new, c.want, found)
		}
	}
}

// module is a root module: its blocks by kind and name, and every expression with the block that it stands in.
type module struct {
	dir    string
	blocks map[string]map[string]any // by address: aws_lb.public, data.aws_lb.public, var.x, local.x, output.x
	wrong  []string
	used   map[string]bool
}

func read(t *testing.T, dir string) *module {
	t.Helper()
	m := &module{dir: dir, blocks: map[string]map[string]any{}, used: map[string]bool{}}
	files, _ := filepath.Glob(dir + "/*.tf.json")
	if len(files) < 2 {
		t.Fatalf("%s: %d files", dir, len(files))
	}
	for _, file := range files {
		m.file(t, file)
	}
	return m
}

// file reads a file as Terraform does: the grammar with HCL's own parser, the values as plain JSON.
func (m *module) file(t *testing.T, path string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	parsed, diags := hcljson.Parse(text, path)
	m.report(diags)
	var schema hcl.BodySchema
	for name, labels := range topLevel {
		schema.Blocks = append(schema.Blocks, hcl.BlockHeaderSchema{Type: name, LabelNames: []string{"kind", "name"}[:labels]})
	}
	if parsed != nil {
		content, diags := parsed.Body.Content(&schema)
		m.report(diags)
		m.repeated(content)
	}
	var root map[string]any
	if err := json.Unmarshal(text, &root); err != nil {
		m.wrong = append(m.wrong, err.Error())
	}
	m.collect(root)
}

func (m *module) report(diags hcl.Diagnostics) {
	for _, diag := range diags {
		m.wrong = append(m.wrong, diag.Error())
	}
}

// repeated finds what plain JSON would swallow: two blocks of one type and name in a file.
func (m *module) repeated(content *hcl.BodyContent) {
	seen := map[string]bool{}
	for _, block := range content.Blocks {
		address := block.Type + "." + strings.Join(block.Labels, ".")
		if len(block.Labels) > 0 && seen[address] {
			m.wrong = append(m.wrong, address+" is there twice")
		}
		seen[address] = true
	}
}

// collect notes each block under the address that expressions know it by.
func (m *module) collect(root map[string]any) {
	for kind, address := range map[string]string{"variable": "var.", "output": "output."} {
		for name, body := range object(root[kind]) {
			m.add(address+name, object(body))
		}
	}
	for name, value := range object(root["locals"]) {
		m.add("local."+name, map[string]any{"value": value})
	}
	for kind, prefix := range map[string]string{"data": "data.", "resource": ""} {
		for name, all := range object(root[kind]) {
			for label, body := range object(all) {
				m.add(prefix+name+"."+label, object(body))
			}
		}
	}
	for name, body := range object(root["provider"]) {
		m.add("provider."+name, object(body))
	}
}

func (m *module) add(address string, body map[string]any) {
	if m.blocks[address] != nil {
		m.wrong = append(m.wrong, address+" is there twice")
	}
	m.blocks[address] = body
}

func object(value any) map[string]any {
	fields, _ := value.(map[string]any)
	return fields
}
