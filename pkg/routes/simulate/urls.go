package simulate

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// PublicURL is one rule of a gateway as its clients see it.
type PublicURL struct {
	Gateway string `json:"gateway"`
	Host    string `json:"host"`
	// Path is exact, or ends with a star; ~ begins a regular expression.
	Path string `json:"path"`
	// When are the other conditions of the match, in words.
	When string `json:"when,omitempty"`
	// To is where a request ends that meets them, and Path what the application gets.
	To string `json:"to"`
	// Strip is what becomes of the path where the backend does not get it as it is.
	Strip   string `json:"strip,omitempty"`
	Timeout string `json:"timeout,omitempty"`
	// Who may: everyone, who logs in, or whom a policy lets in.
	Who    string `json:"who"`
	Source Source `json:"source"`
	// Answer is what a request without anything but what the match asks for gets; where the match cannot be met by example (a
	// regular expression), Asked is false.
	Answer Answer `json:"-"`
	Asked  bool   `json:"-"`
}

// Broken says that whoever is let in gets no answer that somebody meant.
func (u PublicURL) Broken() bool {
	return u.Asked && !u.Answer.OK() && u.Answer.Outcome().Outcome != Refused
}

// URLs are all rules of all gateways, by host, in the order in which they are matched.
func (t *Tree) URLs() []PublicURL {
	var all []PublicURL
	for _, p := range t.Gateways() {
		r := t.router(p)
		for _, name := range slices.Sorted(keysOf(r.tables)) {
			for _, host := range slices.Sorted(keysOf(r.tables[name].hosts)) {
				for _, rt := range r.tables[name].hosts[host].routes {
					all = append(all, t.publicURL(r, host, rt))
				}
			}
		}
	}
	return all
}

func keysOf[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for key := range m {
			if !yield(key) {
				return
			}
		}
	}
}

func (t *Tree) publicURL(r *router, host string, rt *route) PublicURL {
	u := PublicURL{
		Gateway: rt.server.gateway.id(), Host: host, Path: rt.condition.path.pattern(), When: rt.condition.when(), Source: rt.rule.source,
	}
	if timeout := rt.rule.Timeout.AsDuration(); timeout != 0 {
		u.Timeout = timeout.String()
	}
	request, ok := rt.example(host)
	if len(t.listeners) == 0 {
		request.Port = int(rt.server.Port.GetNumber())
	}
	if !ok {
		d := rt.decide(r, &message{path: "/"}, Decision{})
		u.To, u.Who = d.String(), "?"
		return u
	}
	u.Asked, u.Answer = true, t.Ask(request)
	u.Who = who(u.Answer.Outcome())
	inside := u.Answer
	if inside.Outcome().Outcome == MustLogIn {
		request.LoggedIn = true
		inside = t.Ask(request)
	}
	u.To = summary(inside)
	if end := inside.Outcome(); end.Outcome == Reaches && end.Path != request.Path {
		u.Strip = request.Path + " → " + end.Path
	}
	return u
}

// summary is the ends in few words.
func summary(a Answer) string {
	var all []string
	for _, e := range a.Ends {
		text := e.String()
		switch e.Outcome {
		case Reaches:
			text = cmp.Or(e.Service, e.Workload)
		case Redirects:
			own := a.Request.scheme() + "://" + a.Request.Host
			text = fmt.Sprintf("redirects to %s (%d)", strings.TrimPrefix(e.Location, own), e.Status)
		}
		all = append(all, text)
	}
	return strings.Join(all, "; ")
}

// who may ask, by what becomes of somebody who brings nothing along.
func who(e End) string {
	switch e.Outcome {
	case MustLogIn:
		return "who logs in (" + e.Policy + ")"
	case Refused:
		return "whom a policy lets in (" + e.Policy + ")"
	}
	return "everyone"
}

// pattern is the path as a table shows it.
func (t text) pattern() string {
	switch {
	case t.exact != nil:
		return *t.exact
	case t.prefix != nil:
		return *t.prefix + "*"
	case t.regex != nil:
		return "~" + strings.TrimSuffix(strings.TrimPrefix(t.regex.String(), `\A(?:`), `)\z`)
	}
	return "any"
}

// when names the conditions besides the path.
func (c *condition) when() string {
	var all []string
	for _, part := range []struct {
		name string
		text *text
	}{{"method", c.method}, {"scheme", c.scheme}, {"authority", c.authority}} {
		if part.text != nil {
			all = append(all, part.name+" "+part.text.pattern())
		}
	}
	for _, n := range slices.Concat(c.headers, c.claims) {
		name := n.name
		if n.without {
			name = "without " + name
		}
		all = append(all, name+": "+n.pattern())
	}
	for _, n := range c.queries {
		all = append(all, "?"+n.name+"="+n.pattern())
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

// example is a request that the rule takes; false if none can be made up.
func (rt *route) example(host string) (Request, bool) {
	r := Request{Host: strings.Replace(host, "*", "any", 1), Scheme: "https", Headers: http.Header{}}
	if !rt.server.tls() {
		r.Scheme = "http"
	}
	path, ok := rt.condition.path.example()
	if !ok || rt.condition.scheme != nil || rt.condition.authority != nil {
		return r, false
	}
	r.Path = path
	if rt.condition.method != nil {
		if r.Method, ok = rt.condition.method.example(); !ok {
			return r, false
		}
	}
	return r, rt.condition.exampleNamed(&r)
}

// exampleNamed adds headers and parameters.
func (c *condition) exampleNamed(r *Request) bool {
	if len(c.claims) > 0 {
		return false
	}
	for _, n := range c.headers {
		value, ok := n.example()
		if !ok && !n.without {
			return false
		}
		if !n.without {
			r.Headers.Set(n.name, value)
		}
	}
	for _, n := range c.queries {
		value, ok := n.example()
		if !ok {
			return false
		}
		r.Query = strings.TrimPrefix(r.Query+"&"+n.name+"="+value, "&")
	}
	return true
}

// example is a text that matches; none is made up for a regular expression.
func (t text) example() (string, bool) {
	switch {
	case t.exact != nil:
		return *t.exact, true
	case t.prefix != nil:
		return *t.prefix, true
	}
	return "any", t.regex == nil
}
