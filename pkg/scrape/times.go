package scrape

import (
	"slices"

	"github.com/example-org/platform-render/pkg/platform"
)

// NamedTimes are times at which alerts are held back.
type NamedTimes struct {
	Name      string  `json:"name"`
	Intervals []Times `json:"time_intervals"`
}

// Times are a part of the day on some days.
type Times struct {
	Times    []Span   `json:"times,omitempty"`
	Weekdays []string `json:"weekdays,omitempty"`
	Location string   `json:"location"`
}

// Span is a part of the day, which does not reach over midnight.
type Span struct {
	Start string `json:"start_time"`
	End   string `json:"end_time"`
}

func timeIntervals(settings map[string]platform.MuteTime) []NamedTimes {
	var all []NamedTimes
	for _, name := range sortedKeys(settings) {
		all = append(all, NamedTimes{Name: name, Intervals: times(settings[name])})
	}
	return all
}

// times are one interval, or two for a night: until midnight, and from midnight on the days after.
func times(m platform.MuteTime) []Times {
	days := inOrder(m.Days)
	switch {
	case m.From == "":
		return []Times{{Weekdays: days, Location: m.TimeZone}}
	case m.From < m.To:
		return []Times{{Times: []Span{{m.From, m.To}}, Weekdays: days, Location: m.TimeZone}}
	}
	var night []Times
	if m.From != "24:00" {
		night = append(night, Times{Times: []Span{{m.From, "24:00"}}, Weekdays: days, Location: m.TimeZone})
	}
	if m.To != "00:00" {
		night = append(night, Times{Times: []Span{{"00:00", m.To}}, Weekdays: inOrder(after(days)), Location: m.TimeZone})
	}
	return night
}

var week = []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}

func after(days []string) []string {
	var next []string
	for _, day := range days {
		next = append(next, week[(slices.Index(week, day)+1)%len(week)])
	}
	return next
}

// inOrder are the days in the order of the week, whatever the order that they are written in.
func inOrder(days []string) []string {
	var all []string
	for _, day := range week {
		if slices.Contains(days, day) {
			all = append(all, day)
		}
	}
	return all
}
