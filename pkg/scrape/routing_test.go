package scrape

import (
	"testing"

	"github.com/example-org/platform-render/pkg/platform"
)

// The route that asks for more labels comes first, another environment's not at all, and nothing mutes what is critical.
func TestRouting(t *testing.T) {
	same(t, routing(platform.Routing{
		Receiver: "team", Critical: "oncall", Watchdog: "deadman", GroupBy: []string{"alertname"}, Mute: []string{"weekend"}, RepeatInterval: "4h",
		Routes: map[string]platform.AlertRoute{
			"a-data":     {Match: map[string]string{"team": "data"}, Receiver: "data", Critical: "oncall", RepeatInterval: "1d", Mute: []string{"nights"}},
			"b-data-now": {Match: map[string]string{"team": "data", "severity": "critical"}, Receiver: "data", RepeatInterval: "4h", Mute: []string{"nights"}},
			"c-shop":     {Match: map[string]string{"team": "shop", "environment": "prod"}, Receiver: "shop", Critical: "shop", RepeatInterval: "4h"},
			"d-prod":     {Match: map[string]string{"environment": "dev"}, Receiver: "nobody", Critical: "oncall"},
		},
	}, "prod"), `
group_by:
- alertname
receiver: team
repeat_interval: 4h
routes:
- group_interval: 1m
  group_wait: 0s
  matchers:
  - alertname="Watchdog"
  receiver: deadman
  repeat_interval: 5m
- matchers:
  - severity="critical"
  - team="data"
  receiver: data
- matchers:
  - environment="prod"
  - team="shop"
  receiver: shop
- matchers:
  - team="data"
  mute_time_intervals:
  - nights
  receiver: data
  repeat_interval: 1d
  routes:
  - matchers:
    - severity="critical"
    receiver: oncall
- matchers:
  - severity="critical"
  receiver: oncall
- mute_time_intervals:
  - weekend
  receiver: team
`)
}

// A night ends on the day after it began, and no part of it reaches over midnight.
func TestTimes(t *testing.T) {
	same(t, timeIntervals(map[string]platform.MuteTime{
		"day":     {From: "12:00", To: "13:30", TimeZone: "UTC"},
		"nights":  {From: "22:00", To: "06:00", Days: []string{"sunday", "friday"}, TimeZone: "Europe/Berlin"},
		"to-end":  {From: "22:00", To: "00:00", TimeZone: "UTC"},
		"weekend": {Days: []string{"sunday", "saturday"}, TimeZone: "UTC"},
	})[1], `
name: nights
time_intervals:
- location: Europe/Berlin
  times:
  - end_time: 24:00
    start_time: 22:00
  weekdays:
  - friday
  - sunday
- location: Europe/Berlin
  times:
  - end_time: 06:00
    start_time: 00:00
  weekdays:
  - monday
  - saturday
`)
	for want, m := range map[int]platform.MuteTime{1: {From: "22:00", To: "00:00"}, 2: {From: "22:00", To: "21:00"}} {
		if got := times(m); len(got) != want {
			t.Errorf("%+v: %d intervals, want %d: %+v", m, len(got), want, got)
		}
	}
}
