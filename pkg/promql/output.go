package promql

import (
	"maps"
	"slices"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"
)

// Labels are names of labels that series have.
type Labels struct {
	names map[string]bool
	// more says that there may be others.
	more bool
}

// NewLabels are labels by their names; more says that there may be others.
func NewLabels(names []string, more bool) Labels {
	l := Labels{names: map[string]bool{}, more: more}
	for _, name := range names {
		l.names[name] = true
	}
	return l
}

// Has tells whether series can have a label.
func (l Labels) Has(name string) bool { return l.more || l.names[name] }

// Names are the labels that are known, sorted, and whether there may be others.
func (l Labels) Names() (names []string, more bool) {
	return slices.Sorted(maps.Keys(l.names)), l.more
}

func (l Labels) with(names ...string) Labels {
	more := Labels{names: maps.Clone(l.names), more: l.more}
	for _, name := range names {
		more.names[name] = true
	}
	return more
}

// only are the labels of these names: an expression that keeps a label that series do not have does not make it.
func (l Labels) only(names []string) Labels {
	return NewLabels(slices.DeleteFunc(slices.Clone(names), func(name string) bool { return !l.Has(name) }), false)
}

func (l Labels) except(names []string) Labels {
	fewer := Labels{names: maps.Clone(l.names), more: l.more}
	for _, name := range names {
		delete(fewer.names, name)
	}
	return fewer
}

func (l Labels) or(other Labels) Labels {
	both := l.with(slices.Collect(maps.Keys(other.names))...)
	both.more = l.more || other.more
	return both
}

// Output is the labels that the result of the expression has, from those that each of its selectors finds
// (https://prometheus.io/docs/prometheus/latest/querying/operators/).
func (e *Expr) Output(of func(Selector) Labels) Labels { return output(e.tree, of) }

func output(node parser.Node, of func(Selector) Labels) Labels {
	switch n := node.(type) {
	case *parser.VectorSelector:
		return of(selector(n, nil))
	case *parser.AggregateExpr:
		return aggregateOutput(n, output(n.Expr, of))
	case *parser.BinaryExpr:
		return binaryOutput(n, of)
	case *parser.Call:
		return callOutput(n, of)
	}
	for _, child := range parser.Children(node) {
		return output(child, of)
	}
	return NewLabels(nil, false)
}

func aggregateOutput(n *parser.AggregateExpr, in Labels) Labels {
	switch n.Op {
	case parser.TOPK, parser.BOTTOMK, parser.LIMITK, parser.LIMIT_RATIO:
		return in
	}
	out := in.only(n.Grouping)
	if n.Without {
		out = in.except(n.Grouping)
	}
	if value, ok := n.Param.(*parser.StringLiteral); ok && n.Op == parser.COUNT_VALUES {
		return out.with(value.Val)
	}
	return out
}

func binaryOutput(n *parser.BinaryExpr, of func(Selector) Labels) Labels {
	left, right, m := output(n.LHS, of), output(n.RHS, of), n.VectorMatching
	switch {
	case n.Op == parser.LOR:
		return left.or(right)
	case n.Op == parser.LAND, n.Op == parser.LUNLESS:
		return left
	case m == nil && n.LHS.Type() == parser.ValueTypeScalar:
		return right
	case m == nil:
		return left
	case m.Card == parser.CardManyToOne:
		return left.except(m.Include).or(right.only(m.Include))
	case m.Card == parser.CardOneToMany:
		return right.except(m.Include).or(left.only(m.Include))
	case m.On:
		return left.only(m.MatchingLabels)
	}
	return left.except(m.MatchingLabels)
}

func callOutput(n *parser.Call, of func(Selector) Labels) Labels {
	if n.Func.Name == "absent" || n.Func.Name == "absent_over_time" {
		return NewLabels(equalities(n), false)
	}
	for _, arg := range n.Args {
		if kind := arg.Type(); kind != parser.ValueTypeVector && kind != parser.ValueTypeMatrix {
			continue
		}
		out := output(arg, of).with(made(n)...)
		if n.Func.Name == "histogram_quantile" || n.Func.Name == "histogram_fraction" {
			return out.except([]string{"le"})
		}
		return out
	}
	return NewLabels(nil, false)
}

// equalities are the labels that absent gives its result: those of which the selector says the value.
func equalities(n *parser.Call) []string {
	var names []string
	parser.Inspect(n, func(node parser.Node, _ []parser.Node) error {
		if s, ok := node.(*parser.VectorSelector); ok {
			for _, m := range s.LabelMatchers {
				if m.Type == labels.MatchEqual && m.Name != labels.MetricName {
					names = append(names, m.Name)
				}
			}
		}
		return nil
	})
	return names
}
