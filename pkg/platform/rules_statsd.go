package platform

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const statsdPath = "monitoring.statsd."

// statsd holds what is made of StatsD's metrics to what the exporter can tell apart.
func (c *checker) statsd(s *StatsD) {
	if s.Snowplow != nil {
		c.snowplow(s.Snowplow)
	}
	type sent struct{ match, kind string }
	first := map[sent]string{}
	for name, m := range sorted(s.Metrics) {
		path := Join(statsdPath+"metrics", name)
		c.labelsOf(path, m)
		c.seriesOf(path, name, s.Metrics)
		c.taken(path, m, s.Snowplow)
		if other, taken := first[sent{m.Match, m.Type}]; taken && m.Match != "" {
			c.report(path+".match", "%s of this type becomes %s already (%s)", quote(m.Match), other, c.Pos(Join(statsdPath+"metrics", other)))
		}
		first[sent{m.Match, m.Type}] = name
	}
}

func (c *checker) snowplow(s *Snowplow) {
	path := statsdPath + "snowplow.tags"
	c.once(path, s.Tags)
	for i, tag := range s.Tags {
		if slices.Contains([]string{"method", "status_bucket", "status_code", "termination_type"}, tag) {
			c.report(joinIndex(path, i), "%s is a tag of the collector's own: take it out", quote(tag))
		}
	}
}

// statsdClients begins what senders count of themselves.
const statsdClients = "datadog.dogstatsd.client."

// taken refuses a pattern for what becomes metrics anyhow.
func (c *checker) taken(path string, m StatsDMetric, s *Snowplow) {
	switch {
	case strings.HasPrefix(m.Match, statsdClients):
		c.report(path+".match", "%s is what clients of DogStatsD send of themselves: it becomes dogstatsd_client_... anyhow", quote(m.Match))
	case s != nil && strings.HasPrefix(m.Match, s.Prefix+"."):
		c.report(path+".match", "%s is a Snowplow collector's (%s): it becomes snowplow_collector_... anyhow", quote(m.Match), c.Pos(statsdPath+"snowplow"))
	}
}

// reference is what the exporter takes for one in a label's value.
var reference = regexp.MustCompile(`\$\{?([a-zA-Z0-9_$]+)\}?`)

var digits = regexp.MustCompile(`^[0-9]+`)

func (c *checker) labelsOf(path string, m StatsDMetric) {
	c.once(path+".tags", m.Tags)
	for i, tag := range m.Tags {
		if _, both := m.Labels[tag]; both {
			c.report(joinIndex(path+".tags", i), "%s is a label already (%s): a tag would not be seen", quote(tag), c.Pos(Join(path+".labels", tag)))
		}
	}
	stars := strings.Count(m.Match, "*")
	for name, value := range sorted(m.Labels) {
		at := Join(path+".labels", name)
		if len(name) < 2 {
			c.reportKey(at, "is too short: the exporter wants two letters at least")
		}
		for _, found := range reference.FindAllStringSubmatch(value, -1) {
			c.reference(at, found[0], found[1], stars)
		}
	}
}

// reference holds $1 to a * of the pattern.
func (c *checker) reference(path, text, number string, stars int) {
	n, err := strconv.Atoi(number)
	first := digits.FindString(number)
	switch {
	case err != nil && first != "":
		c.report(path, "%s would be read to its end: write ${%s} where a letter, digit or _ follows", quote(text), first)
	case err != nil:
		c.report(path, "%s is no * of match: write $1 for the first", quote(text))
	case n < 1 || n > stars:
		c.report(path, "%s is no * of match, which has %d", quote(text), stars)
	}
}

// seriesOf refuses names that are those of a histogram's parts.
func (c *checker) seriesOf(path, name string, all map[string]StatsDMetric) {
	for _, part := range []string{"_bucket", "_count", "_sum"} {
		if base, ok := strings.CutSuffix(name, part); ok && all[base].Type == "histogram" {
			c.reportKey(path, "is a part of the histogram %s (%s): choose another name", base, c.Pos(Join(statsdPath+"metrics", base)))
		}
	}
}
