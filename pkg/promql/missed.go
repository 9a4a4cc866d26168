package promql

import "github.com/prometheus/prometheus/promql/parser"

// Missed are those of the selectors that find nothing without which the expression is not what it is meant to be, in its order. One
// side of an or stands in for the other, if it asks for anything: vector(0) hides that nothing was found.
func (e *Expr) Missed(finds func(Selector) bool) []Selector { return missed(e.tree, finds) }

func missed(node parser.Node, finds func(Selector) bool) []Selector {
	switch n := node.(type) {
	case *parser.VectorSelector:
		if s := selector(n, nil); !finds(s) {
			return []Selector{s}
		}
		return nil
	case *parser.BinaryExpr:
		left, right := missed(n.LHS, finds), missed(n.RHS, finds)
		if n.Op == parser.LOR && (asks(n.LHS) && left == nil || asks(n.RHS) && right == nil) {
			return nil
		}
		return append(left, right...)
	}
	var all []Selector
	for _, child := range parser.Children(node) {
		all = append(all, missed(child, finds)...)
	}
	return all
}

func asks(node parser.Node) bool { return len(selectors(node, nil)) > 0 }
