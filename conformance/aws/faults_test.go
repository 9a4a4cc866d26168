package aws

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

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
