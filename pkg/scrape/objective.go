package scrape

import (
	"fmt"
	"strings"
)

// Objective is a promise: of all events of some kind, how many may be bad. Its alerts tell how fast the part that may be bad is
// being used up, measured over two windows each, so that they come soon and go soon (Site Reliability Workbook, "Alerting on
// SLOs", multiwindow, multi-burn-rate alerts).
type Objective struct {
	// Name is the first part of the names of what is recorded, such as route:errors.
	Name string
	// Alert is the first part of the alerts' names.
	Alert string
	// Bad and All are the rates of bad and of all events; the word WINDOW stands for the range.
	Bad, All string
	// By are the labels that tell things from each other whose promises are kept apart.
	By []string
	// Budget is the part that may be bad, between 0 and 1, as PromQL writes it.
	Budget string
	// Least is how many events a second make it worth an alert: with fewer, one bad event would be a burning budget.
	Least string
	// Thing names one of the things, and What says what is bad about an event, both for people.
	Thing, What string
}

// windows over which the bad part is recorded.
var windows = []string{"5m", "30m", "1h", "2h", "6h", "1d", "3d"}

// burn is a rate of using up the budget that somebody must know of: a long window that makes it sure, and a short one that
// makes it end soon.
type burn struct {
	factor      string
	long, short string
}

var (
	// fast uses up 2 % of a month's budget in an hour, or 5 % in six.
	fast = []burn{{"14.4", "1h", "5m"}, {"6", "6h", "30m"}}
	// slow uses up 10 % of a month's budget in a day, or in three.
	slow = []burn{{"3", "1d", "2h"}, {"1", "3d", "6h"}}
)

// Rules record the bad part over each window, and alert on its burning.
func (o Objective) Rules() []Rule {
	var rules []Rule
	for _, window := range windows {
		rules = append(rules, Record(o.ratio(window), o.over(window)))
	}
	return append(rules,
		Alert(o.Alert+"BurnsFast", Critical, o.burns(fast), "2m",
			"Requests to "+o.Thing+" "+o.What+" far too often",
			"{{ $value | humanizePercentage }} of the requests to "+o.Thing+" "+o.What+". At this rate a month's budget is gone within days."),
		Alert(o.Alert+"Burns", Warning, o.burns(slow), "15m",
			"Requests to "+o.Thing+" "+o.What+" too often",
			"{{ $value | humanizePercentage }} of the requests to "+o.Thing+" "+o.What+". At this rate a month's budget does not last the month."))
}

func (o Objective) ratio(window string) string { return o.Name + ":ratio_rate" + window }

// over is the bad part over one window. Things without traffic have none.
func (o Objective) over(window string) string {
	by := "sum by (" + strings.Join(o.By, ", ") + ") "
	all := by + "(" + strings.ReplaceAll(o.All, "WINDOW", window) + ")"
	return by + "(" + strings.ReplaceAll(o.Bad, "WINDOW", window) + ")\n/\n(" + all + " > 0)"
}

func (o Objective) burns(rates []burn) string {
	var all []string
	for _, rate := range rates {
		limit := rate.factor + " * " + o.Budget
		all = append(all, fmt.Sprintf("(%s > %s and %s > %s)", o.ratio(rate.long), limit, o.ratio(rate.short), limit))
	}
	enough := "sum by (" + strings.Join(o.By, ", ") + ") (" + strings.ReplaceAll(o.All, "WINDOW", rates[0].long) + ") > " + o.Least
	return "(\n  " + strings.Join(all, "\n  or\n  ") + "\n)\nand\n" + enough
}
