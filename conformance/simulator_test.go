package conformance

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/example-org/platform-render/pkg/routes/simulate"
)

// simulated is what the tool says of the same question, in the same words.
func simulated(tree *simulate.Tree, g *gateway, q question) string {
	path, query, _ := strings.Cut(q.path, "?")
	request := simulate.Request{
		Method: q.method, Scheme: scheme(q), Host: q.authority, Path: path, Query: query, Port: q.port, SNI: q.sni, Headers: q.headers,
		Through: simulate.ThroughGateway,
	}
	decision := tree.Decide(simulate.Proxy{Namespace: g.pod.Namespace, Labels: g.pod.Labels}, request)
	if raw := decision.Kind == simulate.Passthrough || decision.Kind == simulate.Raw; !q.http() && !raw {
		return refused // a server of HTTP does not understand what is inside
	}
	return line(decision, states(tree.Ask(request), decision))
}

// untold stands for a state that the answer does not tell.
const untold = "untold"

// states say of each destination why nobody would answer there, as the whole answer has it: it comes after the decision, and only if
// the answer is about the same gateway, and no policy refuses the request before.
func states(a simulate.Answer, d simulate.Decision) []string {
	all := make([]string, len(d.Destinations))
	for i := range all {
		all[i] = untold
		if a.Decision.String() == d.String() && len(a.Ends) == len(all) {
			all[i] = state(a.Ends[i])
		}
	}
	return all
}

func state(end simulate.End) string {
	switch {
	case end.Outcome == simulate.Refused, end.Outcome == simulate.MustLogIn, end.Outcome == simulate.Answered:
		return untold
	case end.Outcome == simulate.Unknown && strings.Contains(end.Why, "selects no pods"):
		return " (503: no endpoints)" // there are none in the tree
	case end.Outcome != simulate.Unavailable && end.Outcome != simulate.Unreachable:
		return ""
	case strings.HasPrefix(end.Why, "no healthy upstream"):
		return " (503: no endpoints)"
	case noCluster.MatchString(end.Why):
		return " (503: no cluster)"
	}
	return " (503: " + end.Why + ")"
}

var noCluster = regexp.MustCompile(`^there is no Service or ServiceEntry|^no DestinationRule for|has no port \d+`)

func scheme(q question) string {
	if q.tls() {
		return "https"
	}
	return "http"
}

// line writes a decision as ask does.
func line(d simulate.Decision, states []string) string {
	rule := ""
	if d.RuleName != "" {
		rule = " by " + d.RuleName
	}
	switch d.Kind {
	case simulate.NotListening:
		return refused
	case simulate.Forward:
		path := d.Path
		if d.Query != "" {
			path += "?" + d.Query
		}
		return fmt.Sprintf("to %s path %s authority %s%s%s%s", list(d.Destinations, states), path, d.Authority, rule, mirrored(d.Mirrors), broken(d.Fault))
	case simulate.Passthrough, simulate.Raw:
		return "raw to " + list(d.Destinations, states)
	case simulate.Redirect:
		return fmt.Sprintf("%d to %s%s", d.Status, d.Location, rule)
	case simulate.DirectResponse:
		return fmt.Sprintf("%d %q%s", d.Status, d.Body, rule)
	case simulate.NoRoute, simulate.BadRequest:
		return fmt.Sprint(d.Status)
	}
	return d.String()
}

func list(destinations []simulate.Destination, states []string) string {
	var parts []string
	for i, to := range destinations {
		part := target(to) + states[i]
		if len(destinations) > 1 {
			part += fmt.Sprintf(" weight %g", to.Weight)
		}
		if to.Authority != "" {
			part += " authority " + to.Authority
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ", ")
}

func target(to simulate.Destination) string {
	text := fmt.Sprintf("%s:%d", to.Host, to.Port)
	if to.Subset != "" {
		text += " subset " + to.Subset
	}
	return text
}

func mirrored(destinations []simulate.Destination) string {
	text := ""
	for _, to := range destinations {
		text += fmt.Sprintf(" mirror %s %g%%", target(to), to.Weight)
	}
	return text
}

func broken(f *simulate.Fault) string {
	text := ""
	if f != nil && f.Delay != 0 {
		text += fmt.Sprintf(" delay %s %g%%", f.Delay, f.DelayPercent)
	}
	if f != nil && f.AbortStatus != 0 {
		text += fmt.Sprintf(" abort %d %g%%", f.AbortStatus, f.AbortPercent)
	}
	return text
}

var reasons = regexp.MustCompile(`^(404) .*|^(400) .*|^closed: .*`)

// comparable drops from Istio's answer what the simulator does not tell apart.
func comparable(answer string) string {
	if answer == closed {
		return refused
	}
	return reasons.ReplaceAllString(answer, "$1$2")
}

var because = regexp.MustCompile(` \(503: [^)]*\)`)

// same compares both answers; where the simulator's leaves untold whether anybody is there, so is Istio's.
func same(istio, ours string) bool {
	if strings.Contains(ours, untold) {
		return because.ReplaceAllString(istio, "") == because.ReplaceAllString(strings.ReplaceAll(ours, untold, ""), "")
	}
	return istio == ours
}
