package dashboards

// awsFolder is Grafana's folder of what CloudWatch knows.
const awsFolder = "aws"

// fiveMinutes is the period of sums, in seconds: AWS gives most metrics every one or five minutes, so a shorter one has gaps.
const fiveMinutes = "300"

// resources are those of one kind in the data source's region, told by a dimension of CloudWatch. A person chooses some by the
// variable of that name.
type resources struct {
	namespace, dimension, variable string
}

// choice is the variable. Its values are those that have the metric.
func (r resources) choice(label, metric string) Variable {
	return Variable{Name: r.variable, Label: label, Multi: true, From: Dimension{Namespace: r.namespace, Metric: metric, Key: r.dimension}}
}

// each is a metric of each chosen resource. Sums are those of five minutes, all else covers as much as fits the range.
func (r resources) each(metric, statistic string) Metric {
	made := Metric{
		Namespace: r.namespace, Name: metric, Statistic: statistic, Dimensions: map[string]string{r.dimension: "$" + r.variable},
		Legend: "${PROP('Dim." + r.dimension + "')}",
	}
	if statistic == "Sum" {
		made.Period = fiveMinutes
	}
	return made
}

// told is each, with a word that tells the metric from the panel's others.
func (r resources) told(metric, statistic, word string) Metric {
	made := r.each(metric, statistic)
	made.Legend += ": " + word
	return made
}

// total is one number for all resources, chosen or not: mathematics of CloudWatch over the series "each". It searches with a
// wildcard so that there are series to aggregate even if there is only one; of a single one SUM would add up the times.
func (r resources) total(math, metric, statistic, legend string) CloudWatch {
	every := r.each(metric, statistic)
	every.Dimensions = map[string]string{r.dimension: "*"}
	every.Period, every.ID, every.Hidden = fiveMinutes, "each", true
	return CloudWatch{every, {Math: math, ID: "total", Period: fiveMinutes, Legend: legend}}
}

// Mathematics for total.
const (
	// sumOfEach adds the resources up.
	sumOfEach = "SUM(each)"
	// mostOfEach is the resource with the greatest value, leastOfEach that with the least.
	mostOfEach  = "MAX(each)"
	leastOfEach = "MIN(each)"
	// countOfEach is how many resources have the metric at all.
	countOfEach = "SUM(each * 0 + 1)"
)
