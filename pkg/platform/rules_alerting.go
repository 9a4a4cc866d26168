package platform

import (
	"maps"
	"slices"
)

const alertmanagerPath = "monitoring.alertmanager."

// routing holds the routes to receivers and times that exist, these to be used, and the routes to be told apart.
func (c *checker) routing(a *Alertmanager) {
	if a.Receivers == nil || a.Routing.Receiver == "" {
		return
	}
	c.muteTimes(a)
	c.once(alertmanagerPath+"routing.groupBy", a.Routing.GroupBy)
	if c.receivers(a) {
		c.unused(a)
	}
	for name, route := range sorted(a.Routing.Routes) {
		c.route(Join(alertmanagerPath+"routing.routes", name), route)
	}
	c.overlaps(a.Routing)
}

// receivers tells whether every receiver that the routing names exists, and reports those that do not: whoever is not told yet
// may be the one that was meant.
func (c *checker) receivers(a *Alertmanager) bool {
	all := true
	for path, name := range sorted(a.Routing.receivers()) {
		if _, ok := a.Receivers[name]; ok || !c.has(path) || name == "" {
			continue
		}
		all = false
		names := slices.Sorted(maps.Keys(a.Receivers))
		c.report(path, "%s is not a receiver of %sreceivers (%s)%s", quote(name), alertmanagerPath, c.Pos(alertmanagerPath+"receivers"), hintName(name, names))
	}
	return all
}

// receivers are those that the routing names, by the path of the key that does.
func (r Routing) receivers() map[string]string {
	const path = alertmanagerPath + "routing"
	all := map[string]string{path + ".receiver": r.Receiver, path + ".critical": r.Critical, path + ".watchdog": r.Watchdog}
	for name, route := range r.Routes {
		at := Join(path+".routes", name)
		all[at+".receiver"], all[at+".critical"] = route.Receiver, route.Critical
	}
	return all
}

// unused reports receivers that are told nothing.
func (c *checker) unused(a *Alertmanager) {
	used := map[string]bool{}
	for _, name := range a.Routing.receivers() {
		used[name] = true
	}
	for name := range sorted(a.Receivers) {
		if !used[name] {
			c.reportKey(Join(alertmanagerPath+"receivers", name), "is told nothing: %srouting does not name it (%s)", alertmanagerPath, c.Pos(alertmanagerPath+"routing"))
		}
	}
}

// muteTimes holds the names in mute to times that exist, and these to be used.
func (c *checker) muteTimes(a *Alertmanager) {
	used := map[string]bool{}
	for path, names := range sorted(a.Routing.mutes()) {
		c.once(path, names)
		for i, name := range names {
			used[name] = true
			if _, ok := a.MuteTimes[name]; !ok && name != "" {
				known := slices.Sorted(maps.Keys(a.MuteTimes))
				c.report(joinIndex(path, i), "%s is not a time of %smuteTimes%s", quote(name), alertmanagerPath, hintName(name, known))
			}
		}
	}
	for name, time := range sorted(a.MuteTimes) {
		path := Join(alertmanagerPath+"muteTimes", name)
		if !used[name] {
			c.reportKey(path, "holds nothing back: no mute of %srouting names it", alertmanagerPath)
		}
		c.once(path+".days", time.Days)
		if time.From != "" && time.From == time.To {
			c.report(path+".to", "%s is when it begins too: for whole days write days alone", time.To)
		}
	}
}

// mutes are the lists of mute times, by their path.
func (r Routing) mutes() map[string][]string {
	all := map[string][]string{alertmanagerPath + "routing.mute": r.Mute}
	for name, route := range r.Routes {
		all[Join(alertmanagerPath+"routing.routes", name)+".mute"] = route.Mute
	}
	return all
}

// severities are the values of an alert's label severity.
var severities = []string{"critical", "info", "warning"}

// route refuses a route that nothing comes to, or everything.
func (c *checker) route(path string, r AlertRoute) {
	severity := r.Match["severity"]
	switch {
	case r.Match != nil && len(r.Match) == 0:
		c.report(path+".match", "matches every alert: that is what %srouting.receiver is for", alertmanagerPath)
	case severity == "critical" && len(r.Match) == 1:
		c.report(path+".match", "matches every critical alert: that is what %srouting.critical is for", alertmanagerPath)
	case severity != "" && !slices.Contains(severities, severity):
		c.report(path+".match.severity", "no alert has the severity %s; there is %s", quote(severity), listing(severities))
	case severity != "" && c.has(path+".critical"):
		c.reportKey(path+".critical", "is told nothing: the route is for alerts with severity %s alone (%s)", severity, c.Pos(path+".match.severity"))
	}
	for label, value := range sorted(r.Match) {
		if value == "" {
			c.report(Join(path+".match", label), "is empty: write the value that the label must have")
		}
	}
}

// overlaps refuses routes between which nothing decides. The one that asks for more labels comes first; two that ask for
// different ones may both be meant.
func (c *checker) overlaps(r Routing) {
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(r.Routes)), func(name string) bool { return r.Routes[name].odd() })
	for i, name := range names {
		for _, other := range names[:i] {
			if c.overlap(r, other, name) {
				break
			}
		}
	}
}

// odd tells whether what the route matches is wrong by itself already.
func (r AlertRoute) odd() bool {
	severity, ok := r.Match["severity"]
	for _, value := range r.Match {
		if value == "" {
			return true
		}
	}
	return len(r.Match) == 0 || ok && !slices.Contains(severities, severity) || severity == "critical" && len(r.Match) == 1
}

// overlap reports two routes between which nothing decides, and tells whether it did.
func (c *checker) overlap(r Routing, first, second string) bool {
	path := Join(alertmanagerPath+"routing.routes", second) + ".match"
	at := c.Pos(Join(alertmanagerPath+"routing.routes", first) + ".match")
	a, b := r.Routes[first].Match, r.Routes[second].Match
	both, ok := union(a, b)
	switch {
	case !ok:
		return false
	case maps.Equal(a, b):
		c.report(path, "nothing comes here: %s matches the same (%s)", quote(first), at)
	case len(both) > max(len(a), len(b)) && !r.matches(both):
		c.report(path, "an alert can match %s (%s) too: add a route that matches the labels of both, to say who is told", quote(first), at)
	default:
		return false
	}
	return true
}

// matches tells whether a route matches exactly these labels.
func (r Routing) matches(labels map[string]string) bool {
	for _, route := range r.Routes {
		if maps.Equal(route.Match, labels) {
			return true
		}
	}
	return false
}

// union is what an alert has that matches both; false if none can.
func union(a, b map[string]string) (map[string]string, bool) {
	both := map[string]string{}
	maps.Copy(both, a)
	for label, value := range b {
		if other, ok := both[label]; ok && other != value {
			return nil, false
		}
		both[label] = value
	}
	return both, true
}
