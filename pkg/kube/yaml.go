package kube

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// YAML prints plain fields canonically: keys in Kubernetes' customary order, then by name; text of several lines as a block.
// The same fields give the same bytes.
func YAML(fields map[string]any) ([]byte, error) {
	text, err := encode(mapping(fields, byCustom))
	return []byte(text), err
}

func encode(n *yaml.Node) (string, error) {
	var out strings.Builder
	encoder := yaml.NewEncoder(&out)
	if err := encoder.Encode(n); err != nil {
		return "", err
	}
	err := encoder.Close()
	return out.String(), err
}

// Canonical prints a struct with json tags as YAML in the order of its fields, which is how people write the config file that it
// stands for.
func Canonical(value any) (string, error) {
	data, err := json.Marshal(value)
	if err != nil {
		return "", err
	}
	var root yaml.Node
	if err := yaml.Unmarshal(data, &root); err != nil { // JSON is YAML, and a node keeps its order
		return "", err
	}
	restyle(&root)
	return encode(root.Content[0])
}

// restyle gives a node that was read from JSON the style of all others.
func restyle(n *yaml.Node) {
	for _, child := range n.Content {
		restyle(child)
	}
	n.Style = 0
	if n.Kind == yaml.ScalarNode && n.Tag == yaml.NodeTagString {
		n.Style = scalar(n.Value).Style
	}
	if n.Kind == yaml.SequenceNode && len(n.Content) == 0 {
		n.Style = yaml.FlowStyle
	}
}

func node(key string, value any) *yaml.Node {
	switch value := value.(type) {
	case map[string]any:
		if free[key] {
			return mapping(value, cmp.Compare)
		}
		return mapping(value, byCustom)
	case []any:
		return sequence(value)
	case string:
		return scalar(value)
	case json.Number:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: numberTag(value), Value: value.String()}
	case bool:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: yaml.NodeTagBool, Value: strconv.FormatBool(value)}
	}
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: yaml.NodeTagNull, Value: "null"}
}

// free are the maps whose keys are anybody's, so that no custom orders them.
var free = map[string]bool{
	"annotations": true, "binaryData": true, "data": true, "labels": true, "matchLabels": true, "nodeSelector": true,
	"parameters": true, "stringData": true,
}

func numberTag(n json.Number) string {
	if strings.ContainsAny(n.String(), ".eE") {
		return yaml.NodeTagFloat
	}
	return yaml.NodeTagInt
}

func mapping(fields map[string]any, order func(a, b string) int) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	for _, key := range slices.SortedFunc(maps.Keys(fields), order) {
		n.Content = append(n.Content, scalar(key), node(key, fields[key]))
	}
	return n
}

// byCustom orders keys as kustomize's formatter does: apiVersion, kind, metadata, name, ... and the rest by name.
func byCustom(a, b string) int {
	return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a, b))
}

func rank(key string) int {
	if place, ok := yaml.FieldOrder[key]; ok {
		return place
	}
	return len(yaml.FieldOrder)
}

func sequence(values []any) *yaml.Node {
	n := &yaml.Node{Kind: yaml.SequenceNode}
	if len(values) == 0 {
		n.Style = yaml.FlowStyle
	}
	for _, value := range values {
		n.Content = append(n.Content, node("", value))
	}
	return n
}

// scalar quotes what a YAML 1.1 reader would take for a number or a truth value, and prints lines as lines.
func scalar(s string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: yaml.NodeTagString, Value: s}
	switch {
	case strings.Contains(s, "\n"):
		n.Style = yaml.LiteralStyle
	case ambiguous(s) && yaml.IsValueNonString(s):
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}

// ambiguous spares the library, which parses a whole document to say whether a text is one, what cannot be anything else: all that
// YAML takes for something else begins with a digit or a sign, or is one of a few words.
func ambiguous(s string) bool {
	return s == "" || !unicode.IsLetter(rune(s[0])) || words[strings.ToLower(s)]
}

// words are those that some version of YAML takes for a truth value or for nothing.
var words = map[string]bool{
	"y": true, "yes": true, "on": true, "true": true, "n": true, "no": true, "off": true, "false": true, "null": true,
}
