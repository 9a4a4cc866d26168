package dashboards

// Unit is a unit as Grafana names it; Grafana scales values and prints the sign (packages/grafana-data, valueFormats).
type Unit string

// Units of values.
const (
	// Count is a plain number: 1.2 K.
	Count Unit = "short"
	// Whole is a number printed in full: 1234.
	Whole Unit = "none"
	// Text is no number.
	Text Unit = "string"
	// Ratio is a share of 1, shown in per cent.
	Ratio Unit = "percentunit"
	// Percent is a share of 100.
	Percent Unit = "percent"
	// Nanoseconds, Milliseconds and Seconds are durations.
	Nanoseconds  Unit = "ns"
	Milliseconds Unit = "ms"
	Seconds      Unit = "s"
	// Age is a duration in seconds, in words of a clock: 3 days 04:00:00.
	Age Unit = "dtdurations"
	// Moment is a time in milliseconds since 1970, shown as how long ago or how far ahead it is.
	Moment Unit = "dateTimeFromNow"
	// Date is a time in milliseconds since 1970.
	Date Unit = "dateTimeAsIso"
	// Bytes is an amount of memory or storage, in powers of 1024.
	Bytes Unit = "bytes"
	// DecimalBytes is an amount of data in powers of 1000, as networks and clouds count.
	DecimalBytes Unit = "decbytes"
	// BytesPerSecond is data a second, in powers of 1024.
	BytesPerSecond Unit = "binBps"
	// PerSecond is events a second.
	PerSecond Unit = "cps"
	// PerMinute is events a minute.
	PerMinute Unit = "opm"
	// Operations is reads and writes a second.
	Operations Unit = "iops"
	// Requests is requests a second.
	Requests Unit = "reqps"
	// Packets is packets a second.
	Packets Unit = "pps"
	// Dollars is money.
	Dollars Unit = "currencyUSD"
)

// Cores is an amount of processors that is used or asked for.
const Cores = Count

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

// Colours that tell apart, and do not judge.
const (
	Blue   Color = "blue"
	Purple Color = "purple"
	Yellow Color = "yellow"
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

// WellFrom is bad, then doubtful from one value, then good from another.
func WellFrom(doubtful, good float64) Thresholds {
	return Thresholds{{Red, 0}, {Orange, doubtful}, {Green, good}}
}
