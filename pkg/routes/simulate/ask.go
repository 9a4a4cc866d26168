package simulate

import (
	"net/http"
	"strings"
)

// Ask follows one request to where it ends. Redirects are told, not followed: see Follow.
func (t *Tree) Ask(r Request) Answer {
	a := &Answer{Request: r, URL: r.URL()}
	e, inside := t.enter(a)
	if !inside {
		return *a
	}
	var token End
	refused := t.token(&token, e.workload(), &e.message)
	d := t.router(e.gateway).decide(e.arrival)
	a.Decision = d
	if d.Kind == NotListening {
		return a.end(e.unanswered(d.Why))
	}
	a.step(d.server.source(), "%s, server %s: %s", d.server.gateway.title(), d.server.title(), d.server.speaks())
	switch {
	case d.Kind == Passthrough || d.Kind == Raw:
		return t.passOn(a, e, d)
	case d.Kind == BadRequest:
		return a.end(End{Outcome: Rejected, Status: d.Status, Why: d.Why})
	}
	a.Steps = append(a.Steps, token.Steps...)
	if refused {
		return a.end(token)
	}
	return t.askHTTP(a, e, d)
}

// unanswered is a connection that the gateway does not take: a load balancer makes a 502 of it.
func (e entrance) unanswered(why string) End {
	if e.balanced {
		return End{Outcome: Unavailable, Status: http.StatusBadGateway, Why: why}
	}
	return End{Outcome: Unreachable, Why: why}
}

// title names the server as its Gateway does.
func (s *server) title() string {
	return s.Port.GetName() + " " + strings.Join(s.hosts, ",")
}

// speaks is what its clients must speak.
func (s *server) speaks() string {
	text := s.protocol()
	if s.tls() {
		text += " " + s.Tls.GetMode().String()
	}
	return text
}

// askHTTP goes on with a request that the gateway understood: the policies come before the rule's answer.
func (t *Tree) askHTTP(a *Answer, e entrance, d Decision) Answer {
	m := e.message
	if d.matched != "" && d.matched != m.path {
		a.step(t.mesh.source, "the path is normalized to %s", d.matched)
	}
	m.path = d.matched
	if end, refused := t.authorizeGateway(a, e, m); refused {
		return a.end(end)
	}
	if d.route != nil {
		a.step(d.Source, "%s, rule %s%s", d.route.rule.owner, d.ruleTitle(), d.details())
	}
	if f := d.Fault; f != nil && f.AbortPercent >= 100 && f.AbortStatus != 0 {
		return a.end(End{Outcome: Answered, Status: f.AbortStatus, Why: "the rule aborts every request on purpose"})
	}
	switch d.Kind {
	case NoRoute:
		return a.end(End{Outcome: NotFound, Status: d.Status, Why: d.Why})
	case Redirect:
		return a.end(End{Outcome: Redirects, Status: d.Status, Location: d.Location, Why: d.Why})
	case DirectResponse:
		return a.end(End{Outcome: Answered, Status: d.Status, Why: d.Why})
	case Invalid:
		return a.end(End{Outcome: Unavailable, Status: http.StatusServiceUnavailable, Why: d.Why})
	}
	return t.forward(a, e, d, m)
}

// forward follows every destination.
func (t *Tree) forward(a *Answer, e entrance, d Decision, m message) Answer {
	if !t.forwardsToken(e.workload()) {
		m.claims = nil
	}
	total := 0.0
	for _, to := range d.Destinations {
		total += to.Weight
	}
	for _, to := range d.Destinations {
		end := t.visit(e.gateway, m, d, to)
		if d.Kind != Forward {
			end.disconnect()
		}
		end.Percent = to.Weight * 100 / total
		a.Ends = append(a.Ends, end)
	}
	if len(a.Ends) == 1 {
		a.Steps, a.Ends[0].Steps = append(a.Steps, a.Ends[0].Steps...), nil
	}
	return *a
}

// passOn follows a connection that the gateway does not look into.
func (t *Tree) passOn(a *Answer, e entrance, d Decision) Answer {
	if len(d.Destinations) == 0 {
		return a.end(End{Outcome: Unreachable, Why: "the rule leads nowhere"})
	}
	a.step(d.Source, "VirtualService %s hands the connection on (%s)", d.VirtualService, d.Why)
	return t.forward(a, e, d, e.message)
}

// ruleTitle is the rule's name, or its place.
func (d Decision) ruleTitle() string {
	if d.RuleName == "" {
		return "(without a name)"
	}
	return d.RuleName
}

// details are what else the rule does to the request.
func (d Decision) details() string {
	var parts []string
	if d.Kind == Forward && d.Path != d.matched {
		parts = append(parts, "path becomes "+d.Path)
	}
	if d.Timeout != 0 {
		parts = append(parts, "timeout "+d.Timeout.String())
	}
	for _, to := range d.Mirrors {
		parts = append(parts, "mirrored to "+to.String())
	}
	if d.Fault != nil {
		parts = append(parts, d.Fault.String())
	}
	if len(parts) == 0 {
		return ""
	}
	return ": " + strings.Join(parts, ", ")
}

// maxHops is how many redirects a browser follows before it gives up.
const maxHops = 20

// Follow asks, and follows redirects as a browser does. The last answer is where it ends; one that was there before is a loop, told
// as an error of the way in its last end.
func (t *Tree) Follow(r Request) []Answer {
	var all []Answer
	seen := map[string]bool{}
	for {
		a := t.Ask(r)
		all = append(all, a)
		end := a.Outcome()
		if end.Outcome != Redirects {
			return all
		}
		seen[a.URL] = true
		next, err := r.redirected(end)
		switch {
		case err != nil:
			return append(all, broken(next, err.Error()))
		case seen[next.URL()] || len(all) > maxHops:
			return append(all, broken(next, "the redirects go in a circle"))
		case !t.Knows(next.Host):
			return append(all, Answer{Request: next, URL: next.URL(), Ends: []End{{Outcome: Leaves, Percent: 100}}})
		}
		r = next
	}
}

func broken(r Request, why string) Answer {
	return Answer{Request: r, URL: r.URL(), Ends: []End{{Outcome: Unreachable, Percent: 100, Why: why}}}
}

// redirected is the request that a browser makes of a Location: relative ones are to the same host; 303 asks with GET, and so do
// browsers after a POST that 301 or 302 answers.
func (r Request) redirected(e End) (Request, error) {
	location := e.Location
	if strings.HasPrefix(location, "/") {
		location = r.scheme() + "://" + r.Host + location
	}
	next, err := ParseURL(location)
	if err != nil {
		return r, err
	}
	next.Method, next.Headers, next.Claims, next.Through, next.LoggedIn = r.Method, r.Headers, r.Claims, r.Through, r.LoggedIn
	if e.Status == http.StatusSeeOther || r.method() == http.MethodPost && e.Status < http.StatusTemporaryRedirect {
		next.Method = http.MethodGet
	}
	return next, nil
}

// Knows says whether any VirtualService has a host; the host's port is not looked at.
func (t *Tree) Knows(host string) bool {
	name, _ := splitPort(strings.ToLower(host))
	for _, v := range t.virtualServices {
		for _, own := range v.Spec.Hosts {
			if subsetOf(name, strings.ToLower(own)) {
				return true
			}
		}
	}
	return false
}
