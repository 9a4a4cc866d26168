package dashboards

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/example-org/platform-render/pkg/pasted"
)

// secrets finds what looks like a secret in a file, which may be no JSON at all: in its lines as they stand, and in its texts, of
// which the name of a field gives some away, and others are JSON or lines of their own. Of a line it finds one. It never says what
// it has found.
func secrets(data []byte, root *node) []Mistake {
	var all []Mistake
	found := func(what string, line, column int) {
		all = append(all, Mistake{Line: line, Column: column, Message: fmt.Sprintf(
			"what looks like %s stands here, and everybody who sees the dashboard can read it: take it out; if it was ever pushed, replace it", what)})
	}
	for _, find := range pasted.Text(string(data)) {
		found(find.What, find.Line, find.Column)
	}
	root.texts("", func(name string, n *node) {
		if value := n.text(); pasted.Value(name, value) || pasted.Password(name, value) || len(pasted.Text(value)) > 0 {
			line, column := lineAndColumn(data, n.offset)
			found("a secret", line, column)
		}
	})
	slices.SortStableFunc(all, func(a, b Mistake) int { return cmp.Compare(a.Line, b.Line) })
	return slices.CompactFunc(all, func(a, b Mistake) bool { return a.Line == b.Line })
}

// texts visits every text with the name that it goes by: its field's, or, under value, what stands under name or key beside it.
func (n *node) texts(name string, visit func(name string, n *node)) {
	if n == nil {
		return
	}
	if n.text() != "" {
		visit(name, n)
	}
	for _, item := range n.items {
		item.texts(name, visit)
	}
	for key, field := range n.fields {
		if key == "value" {
			key = cmp.Or(n.get("name").text(), n.get("key").text(), name)
		}
		field.texts(key, visit)
	}
}
