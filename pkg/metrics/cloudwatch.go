package metrics

import (
	"fmt"
	"slices"
	"strings"
)

// Namespace is what a service of AWS tells CloudWatch.
type Namespace struct {
	// Name is AWS' own, such as AWS/EC2.
	Name    string
	metrics map[string]Metric
}

// Metric is a metric of CloudWatch.
type Metric struct {
	Name string
	// Unit is CloudWatch's: Percent, Bytes, Count, Seconds and so on.
	Unit string
	// Dimensions are the sets of dimensions that it is there by; an empty set is the metric over everything.
	Dimensions [][]string
}

// Metric finds a metric by its name.
func (n *Namespace) Metric(name string) (Metric, bool) {
	metric, ok := n.metrics[name]
	return metric, ok
}

// Names are those of all metrics, sorted.
func (n *Namespace) Names() []string { return sortedKeys(n.metrics) }

// Has tells whether the metric is there by a set of dimensions; loosely, whether by these and maybe others.
func (m Metric) Has(dimensions []string, loosely bool) bool {
	return slices.ContainsFunc(m.Dimensions, func(set []string) bool {
		for _, name := range dimensions {
			if !slices.Contains(set, name) {
				return false
			}
		}
		return loosely || len(set) == len(dimensions)
	})
}

// parseNamespace reads a file of cloudwatch/. Its first line begins with the namespace's name.
func parseNamespace(file, text string) (*Namespace, error) {
	n := &Namespace{metrics: map[string]Metric{}}
	about, err := sections(text, n.add)
	if err != nil {
		return nil, fmt.Errorf("%s.txt: %w", file, err)
	}
	n.Name, _, _ = strings.Cut(about, ":")
	return n, nil
}

// add reads a metric: its name, its unit, its sets of dimensions.
func (n *Namespace) add(line string) error {
	words := strings.Fields(line)
	if len(words) != 3 {
		return fmt.Errorf("%q is no name, unit and dimensions", line)
	}
	metric := Metric{Name: words[0], Unit: words[1]}
	for set := range strings.SplitSeq(words[2], "|") {
		dimensions := []string{}
		if set != "-" {
			dimensions = strings.Split(set, ",")
		}
		metric.Dimensions = append(metric.Dimensions, dimensions)
	}
	if _, ok := n.metrics[metric.Name]; ok {
		return fmt.Errorf("%s is there twice", metric.Name)
	}
	n.metrics[metric.Name] = metric
	return nil
}
