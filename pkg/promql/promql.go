// Package promql reads expressions of Prometheus: what they ask for, and where they are wrong. The parser is Prometheus' own, of
// its first version 3: later ones ask for libraries of Kubernetes that Argo CD's types do not compile with.
package promql

import (
	"errors"
	"fmt"
	"slices"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"
)

// Selector is one place in an expression that asks for series.
type Selector struct {
	// Metric is the metric's name; empty if a matcher of __name__ says it.
	Metric string
	// Matchers are those in braces.
	Matchers []Matcher
	// Labels are the names of the labels that the expression groups or joins these series by, sorted: series without them
	// would fall together. What label_replace and the like make is not among them.
	Labels []string
	// Offset is where the selector begins, in bytes.
	Offset int
}

// Named is the metric's name, or what a condition on it says; empty if there is neither.
func (s Selector) Named() string {
	if i := slices.IndexFunc(s.Matchers, func(m Matcher) bool { return m.Name == labels.MetricName }); s.Metric == "" && i >= 0 {
		return s.Matchers[i].Value
	}
	return s.Metric
}

// Name is what the selector asks for, for people: the metric's name, or the conditions on it.
func (s Selector) Name() string {
	if s.Metric != "" {
		return s.Metric
	}
	for _, m := range s.Matchers {
		if m.Name == labels.MetricName {
			return fmt.Sprintf("{%s%s%q}", m.Name, m.Op, m.Value)
		}
	}
	return "all metrics"
}

// Matcher is a condition on a label.
type Matcher struct {
	Name string
	// Op is =, !=, =~ or !~.
	Op, Value string
}

// Error is a fault in an expression.
type Error struct {
	// Offset is where it is, in bytes.
	Offset  int
	Message string
}

// Error says where, counted in characters from 1, and what.
func (e *Error) Error() string { return fmt.Sprintf("at character %d: %s", e.Offset+1, e.Message) }

// Expr is an expression.
type Expr struct {
	tree parser.Expr
	// Selectors are what it asks for, in its order.
	Selectors []Selector
}

// Read reads an expression. Its errors are of the type *Error.
func Read(expr string) (*Expr, error) {
	tree, err := parser.ParseExpr(expr)
	if err != nil {
		return nil, fault(err)
	}
	return &Expr{tree, selectors(tree, nil)}, nil
}

// Parse returns what an expression asks for, in its order. Its errors are of the type *Error.
func Parse(expr string) ([]Selector, error) {
	read, err := Read(expr)
	if err != nil {
		return nil, err
	}
	return read.Selectors, nil
}

func fault(err error) *Error {
	var faults parser.ParseErrors
	if errors.As(err, &faults) && len(faults) > 0 {
		return &Error{Offset: int(faults[0].PositionRange.Start), Message: faults[0].Err.Error()}
	}
	return &Error{Message: err.Error()}
}

// selectors are those of a node, which what stands above it groups and joins by some labels.
func selectors(node parser.Node, by []string) []Selector {
	switch n := node.(type) {
	case *parser.VectorSelector:
		return []Selector{selector(n, by)}
	case *parser.AggregateExpr:
		return selectors(n.Expr, aggregated(n, by))
	case *parser.BinaryExpr:
		return joined(n, by)
	case *parser.Call:
		by = without(by, made(n))
	}
	var all []Selector
	for _, child := range parser.Children(node) {
		all = append(all, selectors(child, by)...)
	}
	return all
}

func selector(n *parser.VectorSelector, by []string) Selector {
	s := Selector{Metric: n.Name, Offset: int(n.PosRange.Start)}
	for _, m := range n.LabelMatchers {
		if m.Name == labels.MetricName && m.Type == labels.MatchEqual && m.Value == n.Name {
			continue
		}
		s.Matchers = append(s.Matchers, Matcher{Name: m.Name, Op: m.Type.String(), Value: m.Value})
	}
	s.Labels = slices.Clone(by)
	slices.Sort(s.Labels)
	s.Labels = slices.Compact(s.Labels)
	return s
}

// aggregated are the labels asked for below an aggregation: those that it keeps. What it takes away, it does not ask for.
func aggregated(n *parser.AggregateExpr, above []string) []string {
	if n.Without {
		return without(above, n.Grouping)
	}
	return n.Grouping
}

// joined are the selectors of both sides. The labels that group_left and group_right bring come from the side that is one.
func joined(n *parser.BinaryExpr, above []string) []Selector {
	left, right := above, above
	if m := n.VectorMatching; m != nil {
		var on []string
		if m.On {
			on = m.MatchingLabels
		}
		left, right = append(slices.Clone(above), on...), append(slices.Clone(above), on...)
		switch m.Card {
		case parser.CardManyToOne:
			left, right = without(left, m.Include), append(slices.Clone(on), m.Include...)
		case parser.CardOneToMany:
			left, right = append(slices.Clone(on), m.Include...), without(right, m.Include)
		}
	}
	return append(selectors(n.LHS, left), selectors(n.RHS, right)...)
}

// made are the labels that a function makes.
func made(n *parser.Call) []string {
	if n.Func.Name != "label_replace" && n.Func.Name != "label_join" {
		return nil
	}
	if name, ok := n.Args[1].(*parser.StringLiteral); ok {
		return []string{name.Val}
	}
	return nil
}

func without(all, some []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(name string) bool { return slices.Contains(some, name) })
}
