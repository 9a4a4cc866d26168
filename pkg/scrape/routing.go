package scrape

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/example-org/platform-render/pkg/platform"
)

// environmentLabel is a label that Prometheus gives each of its alerts, like platform.
const environmentLabel = "environment"

// Watchdog is the alert that always fires, so that whoever does not hear it knows that nobody would be told of anything.
const Watchdog = "Watchdog"

// routing is the tree that alerts fall through: the watchdog first, then the routes, those that ask for more labels before the
// others, then what is critical.
func routing(r platform.Routing, environment string) Route {
	root := Route{
		Receiver: r.Receiver,
		GroupBy:  r.GroupBy, GroupWait: r.GroupWait, GroupInterval: r.GroupInterval, RepeatInterval: r.RepeatInterval,
	}
	if r.Watchdog != "" {
		root.Routes = append(root.Routes, Route{
			Receiver: r.Watchdog, Matchers: []string{matcher("alertname", Watchdog)},
			GroupWait: "0s", GroupInterval: "1m", RepeatInterval: "5m",
		})
	}
	for _, name := range ordered(r.Routes) {
		if route := r.Routes[name]; here(route, environment) {
			root.Routes = append(root.Routes, branch(route, r))
		}
	}
	if r.Critical != r.Receiver || len(r.Mute) > 0 {
		root.Routes = append(root.Routes, Route{Receiver: r.Critical, Matchers: []string{severity(Critical)}})
	}
	if len(r.Mute) > 0 { // the root itself may not mute (config.go of Alertmanager)
		root.Routes = append(root.Routes, Route{Receiver: r.Receiver, MuteTimes: r.Mute})
	}
	return root
}

// ordered are the names of the routes, those first that ask for more labels. Between two that can match the same alert that
// decides: the loader refuses the others.
func ordered(routes map[string]platform.AlertRoute) []string {
	names := sortedKeys(routes)
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(len(routes[b].Match), len(routes[a].Match)) })
	return names
}

func here(route platform.AlertRoute, environment string) bool {
	wanted, ok := route.Match[environmentLabel]
	return !ok || wanted == environment
}

// branch is a route, and below it one for its critical alerts, which nothing mutes.
func branch(r platform.AlertRoute, all platform.Routing) Route {
	route := Route{Receiver: r.Receiver}
	for _, label := range sortedKeys(r.Match) {
		route.Matchers = append(route.Matchers, matcher(label, r.Match[label]))
	}
	if r.RepeatInterval != all.RepeatInterval {
		route.RepeatInterval = r.RepeatInterval
	}
	if r.Match["severity"] != Critical {
		route.MuteTimes = r.Mute
	}
	if r.Match["severity"] == "" && (r.Critical != r.Receiver || len(r.Mute) > 0) {
		route.Routes = []Route{{Receiver: r.Critical, Matchers: []string{severity(Critical)}}}
	}
	return route
}

func matcher(label, value string) string { return label + "=" + strconv.Quote(value) }

func severity(value string) string { return matcher("severity", value) }
