package dashboards

// Unit is a unit as Grafana names it; Grafana scales values and prints the sign (packages/grafana-data, valueFormats).
type Unit string

// Units of values.
const (
	// Count is a plain number: 1.2 K.
	Count Unit = "short"
	// Ratio is a share of 1, shown in per cent.
	Ratio Unit = "percentunit"
	// Seconds is a duration.
	Seconds Unit = "s"
	// Bytes is an amount of memory or storage, in powers of 1024.
	Bytes Unit = "bytes"
	// PerSecond is events a second.
	PerSecond Unit = "cps"
	// Requests is requests a second.
	Requests Unit = "reqps"
)

// Color is a colour of Grafana's palette.
type Color string

// Colours that judge.
const (
	Green  Color = "green"
	Orange Color = "orange"
	Red    Color = "red"
	// Plain is the colour of text: no judgement.
	Plain Color = "text"
)

// Step is a colour, from a value upwards.
type Step struct {
	Color Color   `json:"color"`
	From  float64 `json:"value"`
}

// Thresholds are steps, the lowest first. The first step also holds for all that is below it: Grafana exports it with null
// for minus infinity, but takes the first step for whatever is less than the second (getActiveThreshold).
type Thresholds []Step

// BadFrom is good below a value and bad from there.
func BadFrom(bad float64) Thresholds { return Thresholds{{Green, 0}, {Red, bad}} }

// WarnFrom is good, then doubtful from one value, then bad from another.
func WarnFrom(doubtful, bad float64) Thresholds {
	return Thresholds{{Green, 0}, {Orange, doubtful}, {Red, bad}}
}

// GoodFrom is bad below a value and good from there.
func GoodFrom(good float64) Thresholds { return Thresholds{{Red, 0}, {Green, good}} }
