package picture

import (
	"fmt"
	"math"
	"strings"

	"github.com/example-org/platform-render/pkg/dashboards"
)

// words are what a unit is called above a panel; plain numbers have none.
var words = map[dashboards.Unit]string{
	dashboards.Ratio: "per cent", dashboards.Percent: "per cent", dashboards.Nanoseconds: "time", dashboards.Milliseconds: "time", dashboards.Seconds: "time",
	dashboards.Age: "time", dashboards.Moment: "time", dashboards.Date: "time", dashboards.Bytes: "bytes", dashboards.DecimalBytes: "bytes",
	dashboards.BytesPerSecond: "bytes a second", dashboards.PerSecond: "a second", dashboards.PerMinute: "a minute", dashboards.Operations: "operations a second",
	dashboards.Requests: "requests a second", dashboards.Packets: "packets a second", dashboards.Dollars: "US dollars",
}

// suffixes are what Grafana puts behind a number, for units that it scales by 1000.
var suffixes = map[dashboards.Unit]string{
	dashboards.Requests: " req/s", dashboards.PerSecond: " c/s", dashboards.PerMinute: " /min", dashboards.Operations: " io/s", dashboards.Packets: " p/s",
	dashboards.DecimalBytes: "B",
}

// format prints a value about as Grafana does.
func format(value float64, unit dashboards.Unit) string {
	switch unit {
	case dashboards.Ratio:
		return digits(value*100) + " %"
	case dashboards.Percent:
		return digits(value) + " %"
	case dashboards.Bytes:
		return scaled(value, 1024, []string{" B", " KiB", " MiB", " GiB", " TiB"})
	case dashboards.BytesPerSecond:
		return scaled(value, 1024, []string{" B/s", " KiB/s", " MiB/s", " GiB/s"})
	case dashboards.Seconds:
		return duration(value)
	case dashboards.Milliseconds:
		return duration(value / 1e3)
	case dashboards.Nanoseconds:
		return duration(value / 1e9)
	case dashboards.Dollars:
		return "$" + digits(value)
	}
	number := scaled(value, 1000, []string{"", " K", " M", " G"})
	return number + suffixes[unit]
}

func scaled(value, base float64, names []string) string {
	i := 0
	for math.Abs(value) >= base && i < len(names)-1 {
		value /= base
		i++
	}
	return digits(value) + names[i]
}

func duration(seconds float64) string {
	for _, step := range []struct {
		from float64
		name string
	}{{86400, "days"}, {3600, "hours"}, {60, "mins"}, {1, "s"}, {1e-3, "ms"}} {
		if math.Abs(seconds) >= step.from {
			return digits(seconds/step.from) + " " + step.name
		}
	}
	if seconds == 0 {
		return "0 s"
	}
	return digits(seconds*1e6) + " µs"
}

// digits has three that count.
func digits(value float64) string {
	switch size := math.Abs(value); {
	case size >= 100 || size == math.Trunc(size):
		return fmt.Sprintf("%.0f", value)
	case size >= 10:
		return trim(fmt.Sprintf("%.1f", value))
	}
	return trim(fmt.Sprintf("%.2f", value))
}

func trim(number string) string { return strings.TrimSuffix(strings.TrimRight(number, "0"), ".") }

// most is about the greatest value of a panel.
func most(p dashboards.Panel) float64 {
	switch view := p.Drawn().(type) {
	case dashboards.Timeseries:
		if view.Max > 0 {
			return view.Max
		}
	case dashboards.Gauge:
		return view.Max
	case dashboards.BarGauge:
		if view.Max > 0 {
			return view.Max
		}
	}
	if last := len(p.Thresholds) - 1; last > 0 && p.Thresholds[last].From > 0 {
		return p.Thresholds[last].From * 1.5
	}
	if top, ok := typical[p.Unit]; ok {
		return top
	}
	return 1
}

// typical values of a unit; 1 for those that are not here.
var typical = map[dashboards.Unit]float64{
	dashboards.Count: 12, dashboards.Whole: 20, dashboards.Ratio: 1, dashboards.Percent: 100, dashboards.Seconds: 0.5, dashboards.Milliseconds: 400,
	dashboards.Nanoseconds: 4e8, dashboards.Bytes: 4 << 30, dashboards.DecimalBytes: 4e9, dashboards.BytesPerSecond: 8 << 20, dashboards.PerSecond: 40,
	dashboards.PerMinute: 30, dashboards.Operations: 900, dashboards.Requests: 120, dashboards.Packets: 900, dashboards.Dollars: 40,
}

// well is a value that the thresholds find good, and what they call it.
func well(p dashboards.Panel, dice *dice) (float64, string) {
	top := most(p)
	if len(p.Thresholds) == 0 {
		value := top * float64(30+dice.below(50)) / 100
		if _, single := p.Drawn().(dashboards.Stat); single && p.Unit == dashboards.Seconds {
			value = 437000 // what is told in large type is an age
		}
		return round(value, p.Unit), bright
	}
	for i, step := range p.Thresholds {
		if step.Color != dashboards.Green {
			continue
		}
		switch {
		case i+1 < len(p.Thresholds):
			return round(step.From+(p.Thresholds[i+1].From-step.From)*float64(dice.below(60))/100, p.Unit), colours["green"]
		case p.Unit == dashboards.Ratio && step.From <= 1:
			return (1 + step.From) / 2, colours["green"]
		case p.Unit == dashboards.Whole:
			return step.From, colours["green"]
		case p.Unit == dashboards.Seconds:
			return max(step.From*1.6, 1e6), colours["green"]
		default:
			return step.From * 1.6, colours["green"]
		}
	}
	return top, bright
}

// round leaves whole numbers whole.
func round(value float64, unit dashboards.Unit) float64 {
	if unit == dashboards.Whole {
		return math.Floor(value)
	}
	return value
}
