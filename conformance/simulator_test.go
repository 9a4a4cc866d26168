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
	decision := tree.Decide(simulate.Proxy{Namespace: g.pod.Namespace, Labels: g.pod.Labels}, simulate.Request{
		Method: q.method, Scheme: scheme(q), Host: q.authority, Path: path, Query: query, Port: q.port, SNI: q.sni, Headers: q.headers,
	})
	if raw := decision.Kind == simulate.Passthrough || decision.Kind == simulate.Raw; !q.http() && !raw {
		return refused // a server of HTTP does not understand what is inside
	}
	return line(decision)
}

func scheme(q question) string {
	if q.tls() {
		return "https"
	}
	return "http"
}

// line writes a decision as ask does.
func line(d simulate.Decision) string {
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
		return fmt.Sprintf("to %s path %s authority %s%s%s%s", list(d.Destinations), path, d.Authority, rule, mirrored(d.Mirrors), broken(d.Fault))
	case simulate.Passthrough, simulate.Raw:
		return "raw to " + list(d.Destinations)
	case simulate.Redirect:
		return fmt.Sprintf("%d to %s%s", d.Status, d.Location, rule)
	case simulate.DirectResponse:
		return fmt.Sprintf("%d %q%s", d.Status, d.Body, rule)
	case simulate.NoRoute, simulate.BadRequest:
		return fmt.Sprint(d.Status)
	}
	return d.String()
}

func list(destinations []simulate.Destination) string {
	var parts []string
	for _, to := range destinations {
		part := target(to)
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

var reasons = regexp.MustCompile(` \(503: [^)]*\)|^(404) .*|^(400) .*|^closed: .*`)

// comparable drops from Istio's answer what the simulator tells in other places or does not tell apart.
func comparable(answer string) string {
	if answer == closed {
		return refused
	}
	return reasons.ReplaceAllString(answer, "$1$2")
}
