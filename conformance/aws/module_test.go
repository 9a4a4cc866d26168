// Package aws holds the rendered side of AWS to Terraform's own grammar, and to what its AWS provider documents. There is no provider
// here: the schema is ours, with the pages that it was read from.
package aws

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
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

// faults are everything that Terraform would refuse.
func (m *module) faults() []string {
	for _, address := range slices.Sorted(maps.Keys(m.blocks)) {
		m.arguments(address)
		m.expressions(address, m.blocks[address])
	}
	for address := range m.blocks {
		if (strings.HasPrefix(address, "var.") || strings.HasPrefix(address, "local.")) && !m.used[address] {
			m.wrong = append(m.wrong, address+" is not used")
		}
	}
	return m.wrong
}

// arguments holds a block to the schema.
func (m *module) arguments(address string) {
	kind, _, _ := strings.Cut(address, ".")
	takes := map[string][]string{"var": variableTakes, "output": outputTakes}[kind]
	switch kind {
	case "local", "provider":
		return
	case "var", "output":
	default:
		known, ok := m.schema(address)
		if !ok {
			m.wrong = append(m.wrong, "there is no resource "+address)
			return
		}
		takes = append(slices.Clone(known.takes), meta...)
	}
	m.held(address, "", m.blocks[address], takes)
}

// schema is what is known of the type of a resource or data source.
func (m *module) schema(address string) (block, bool) {
	parts := strings.Split(address, ".")
	if parts[0] == "data" {
		known, ok := sources[parts[1]]
		return known, ok
	}
	known, ok := resources[parts[0]]
	return known, ok
}

// held compares the keys below a prefix with those that there are.
func (m *module) held(address, prefix string, body map[string]any, takes []string) {
	for key, value := range body {
		name := prefix + key
		switch {
		case has(takes, name+"{}"):
			for _, inner := range list(value) {
				m.held(address, name+".", object(inner), takes)
			}
		case !has(takes, name):
			m.wrong = append(m.wrong, address+" takes no "+name)
		}
	}
	for _, take := range takes {
		name, required := strings.CutSuffix(take, "!")
		name = strings.TrimSuffix(name, "{}")
		rest, below := strings.CutPrefix(name, prefix)
		if _, there := body[rest]; required && below && !strings.Contains(rest, ".") && !there {
			m.wrong = append(m.wrong, address+" lacks "+name)
		}
	}
}

// has finds an argument, required or not.
func has(takes []string, name string) bool {
	return slices.Contains(takes, name) || slices.Contains(takes, name+"!")
}

// list is the blocks under a key: JSON writes one as an object and several as a list.
func list(value any) []any {
	if all, ok := value.([]any); ok {
		return all
	}
	return []any{value}
}

// expressions visits every string of a block. Variables' own words are not templates, but for their conditions.
func (m *module) expressions(address string, value any) {
	switch value := value.(type) {
	case string:
		m.expression(address, value)
	case []any:
		for _, child := range value {
			m.expressions(address, child)
		}
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(value)) {
			m.expressions(address, value[key])
		}
	}
}

func (m *module) expression(address, text string) {
	expr, diags := hclsyntax.ParseTemplate([]byte(text), address, hcl.InitialPos)
	if diags.HasErrors() {
		m.wrong = append(m.wrong, fmt.Sprintf("%s: broken expression %s: %v", address, text, diags))
		return
	}
	hclsyntax.VisitAll(expr, func(node hclsyntax.Node) hcl.Diagnostics {
		if call, ok := node.(*hclsyntax.FunctionCallExpr); ok {
			m.call(address, text, call)
		}
		return nil
	})
	for _, traversal := range expr.Variables() {
		m.reference(address, traversal)
	}
}

// call finds functions that there are not, and files.
func (m *module) call(address, text string, call *hclsyntax.FunctionCallExpr) {
	if !slices.Contains(functions, call.Name) {
		m.wrong = append(m.wrong, address+": there is no function "+call.Name)
	}
	if call.Name != "file" {
		return
	}
	_, rest, _ := strings.Cut(text, "${path.module}/")
	name, _, _ := strings.Cut(rest, `"`)
	policy, err := os.ReadFile(filepath.Join(m.dir, name))
	if err != nil || !json.Valid(policy) {
		m.wrong = append(m.wrong, fmt.Sprintf("%s: %s: no such file of JSON: %v", address, name, err))
	}
}

// reference follows a name to what it names.
func (m *module) reference(address string, traversal hcl.Traversal) {
	names := steps(traversal)
	switch names[0] {
	case "path":
		return
	case "each":
		if _, ok := m.blocks[address]["for_each"]; !ok {
			m.wrong = append(m.wrong, address+": each.value without for_each")
		}
		return
	}
	depth := map[string]int{"data": 3}[names[0]]
	target := strings.Join(names[:max(min(depth, len(names)), min(2, len(names)))], ".")
	m.used[target] = true
	body, ok := m.blocks[target]
	switch {
	case !ok && (names[0] == "var" || names[0] == "local"):
		m.wrong = append(m.wrong, address+": "+target+" is not declared")
	case !ok:
		m.wrong = append(m.wrong, address+": "+target+" is not there")
	case names[0] != "var" && names[0] != "local":
		m.attribute(address, target, body, names[max(depth, 2):])
	}
}

// steps are the names of a reference; numbers are those of instances, or of a block of which there is one.
func steps(traversal hcl.Traversal) []string {
	var names []string
	for _, step := range traversal {
		switch step := step.(type) {
		case hcl.TraverseRoot:
			names = append(names, step.Name)
		case hcl.TraverseAttr:
			names = append(names, step.Name)
		}
	}
	return names
}

func (m *module) attribute(address, target string, body map[string]any, names []string) {
	known, ok := m.schema(target)
	if !ok || len(names) == 0 {
		return
	}
	if !slices.Contains(known.gives, names[0]) && !has(known.takes, names[0]) {
		m.wrong = append(m.wrong, fmt.Sprintf("%s: %s gives no %s", address, target, names[0]))
	}
}
