package platform

import (
	"fmt"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

const (
	// maxDepth is how deep values may nest: deeper than any Kubernetes object.
	maxDepth = 64
	// maxNodes is how many values a file may hold once its aliases are written out.
	maxNodes = 100_000
	// maxKey is how long a key may be: longer than Kubernetes takes any.
	maxKey = 400
)

// converter turns YAML's nodes into ours: aliases are written out, and what a platform has no use for is refused.
type converter struct {
	file     string
	problems Problems
	depth    int
	count    int
	full     bool                // maxNodes was met; the rest of the file is not read
	open     map[*yaml.Node]bool // the aliases being written out, to meet one inside itself
}

func (c *converter) problem(at Pos, path, format string, args ...any) {
	c.problems = append(c.problems, Problem{Pos: at, Path: path, Message: fmt.Sprintf(format, args...)})
}

func (c *converter) pos(n *yaml.Node) Pos {
	return Pos{c.file, n.Line, n.Column}
}

// convert turns one value into a node below parent; keyAt is the place of its key, if it has one.
func (c *converter) convert(n *yaml.Node, parent *node, segment string, keyAt Pos) *node {
	out := &node{at: c.pos(n), keyAt: keyAt, parent: parent, segment: segment, flow: n.Style&yaml.FlowStyle != 0}
	if keyAt == (Pos{}) {
		out.keyAt = out.at
	}
	c.depth++
	defer func() { c.depth-- }()
	if !c.within(out) {
		return out
	}
	switch n.Kind {
	case yaml.AliasNode:
		return c.alias(n, out)
	case yaml.MappingNode:
		c.mapping(n, out)
	case yaml.SequenceNode:
		c.list(n, out)
	case yaml.ScalarNode:
		c.scalar(n, out)
	}
	if n.Style&yaml.TaggedStyle != 0 {
		c.problem(out.at, out.written(), "has the tag %s: tags are not read here, so take it out", quote(n.Tag))
		out.kind = broken
	}
	return out
}

// alias writes an alias out. Its value lies where the alias stands; what is inside lies where it was written.
func (c *converter) alias(n *yaml.Node, out *node) *node {
	if c.open[n.Alias] {
		c.problem(out.at, out.written(), "the alias *%s stands inside the value that it repeats", shorten(n.Value))
		return out
	}
	if c.open == nil {
		c.open = map[*yaml.Node]bool{}
	}
	c.open[n.Alias] = true
	defer delete(c.open, n.Alias)
	repeated := *c.convert(n.Alias, out.parent, out.segment, out.keyAt)
	repeated.at, repeated.keyAt = out.at, out.keyAt
	return &repeated
}

// within keeps the document inside its bounds.
func (c *converter) within(n *node) bool {
	c.count++
	switch {
	case c.full:
		return false
	case c.count > maxNodes:
		c.full = true
		c.problem(n.at, n.written(), "the file holds more than %d values here, its aliases written out", maxNodes)
		return false
	case c.depth > maxDepth:
		c.problem(n.at, n.written(), "lies more than %d levels deep", maxDepth)
		return false
	}
	return true
}

func (c *converter) list(n *yaml.Node, out *node) {
	out.kind = list
	for i, item := range n.Content {
		out.items = append(out.items, c.convert(item, out, joinIndex("", i), Pos{}))
	}
}

func (c *converter) mapping(n *yaml.Node, out *node) {
	out.kind = mapping
	first := map[string]Pos{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		name, ok := c.key(key, out)
		if !ok {
			out.partial = true
			continue
		}
		if at, twice := first[name]; twice {
			c.problem(c.pos(key), Join(out.written(), name), "is written twice, first at %s: keep one", at)
			continue
		}
		first[name] = c.pos(key)
		out.entries = append(out.entries, entry{name, c.convert(n.Content[i+1], out, segment(name), c.pos(key))})
	}
	out.seal()
}

// notText are words that are keys to us and booleans to the many readers of YAML 1.1.
var notText = []string{"y", "yes", "n", "no", "on", "off"}

// key reads a key of the mapping out, which must be a text to every reader of YAML.
func (c *converter) key(n *yaml.Node, out *node) (string, bool) {
	refuse := func(path, format string, args ...any) (string, bool) {
		c.problem(c.pos(n), path, format, args...)
		return "", false
	}
	plain := n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) == 0
	path := Join(out.written(), n.Value)
	switch {
	case n.Kind == yaml.AliasNode:
		return refuse(out.written(), "the alias *%s stands for a key: write the key out", shorten(n.Value))
	case n.Kind != yaml.ScalarNode:
		return refuse(out.written(), "a list or mapping stands for a key: a key is a text")
	case len(n.Value) > maxKey:
		return refuse(out.written(), "a key of more than %d characters stands here", maxKey)
	case n.ShortTag() == "!!merge":
		return refuse(path, "merge keys are not read here: write the keys out, or let environments differ under environments")
	case n.Style&yaml.TaggedStyle != 0:
		return refuse(path, "has the tag %s: tags are not read here, so take it out", quote(n.Tag))
	case n.ShortTag() != "!!str", plain && slices.Contains(notText, strings.ToLower(n.Value)):
		return refuse(path, "is not a text as YAML reads it: put the key in quotes: %s", quote(n.Value))
	}
	return n.Value, true
}

var scalarKinds = map[string]kind{
	"!!str": text, "!!merge": text, "!!int": number, "!!float": number, "!!bool": boolean, "!!null": null, "!!timestamp": date,
}

func (c *converter) scalar(n *yaml.Node, out *node) {
	out.kind = scalarKinds[n.ShortTag()]
	out.text = n.Value
	out.plain = n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) == 0
}
