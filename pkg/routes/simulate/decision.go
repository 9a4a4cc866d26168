package simulate

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Kind is what the gateway does with a request.
type Kind string

// The kinds of a Decision.
const (
	// NotListening: no server has the port, or none takes the connection; it is refused or reset.
	NotListening Kind = "not-listening"
	// NoRoute is a 404: no virtual host has the name, or none of its rules matches.
	NoRoute Kind = "no-route"
	// BadRequest is a 400: the path cannot be normalized, or there is no Host.
	BadRequest Kind = "bad-request"
	// Redirect is an answer with a Location.
	Redirect Kind = "redirect"
	// DirectResponse is an answer that the rule itself gives.
	DirectResponse Kind = "direct-response"
	// Forward sends the request on to one of the Destinations.
	Forward Kind = "forward"
	// Passthrough sends the connection on with its TLS, by the name in the handshake.
	Passthrough Kind = "passthrough"
	// Raw hands the connection on as TCP.
	Raw Kind = "tcp"
	// Invalid is configuration that Envoy refuses: what happens depends on what it had before.
	Invalid Kind = "invalid"
)

// Decision is what a gateway decides, before it asks whether anybody is there to answer.
type Decision struct {
	Kind Kind `json:"kind"`
	// Why says in words what Kind does not.
	Why string `json:"why,omitempty"`
	// Server is the Gateway that took the request, as namespace/name.
	Server string `json:"server,omitempty"`
	// VirtualService is the one that owns the rule, as namespace/name; a delegate's rules belong to its root.
	VirtualService string `json:"virtualService,omitempty"`
	// RuleName is the rule's name, followed by a dot and the match's if it has one: what Istio names the route.
	RuleName string `json:"rule,omitempty"`
	// Source is where the rule is written.
	Source Source `json:"source,omitzero"`
	// Destinations are those of non-zero weight.
	Destinations []Destination `json:"destinations,omitempty"`
	Mirrors      []Destination `json:"mirrors,omitempty"`
	// Method, Authority, Path and Query are the request's as it is sent on.
	Method    string `json:"method,omitempty"`
	Authority string `json:"authority,omitempty"`
	Path      string `json:"path,omitempty"`
	Query     string `json:"query,omitempty"`
	// Location is where a Redirect leads to.
	Location string `json:"location,omitempty"`
	// Status is the HTTP status of an answer that the gateway gives itself; 0 if it forwards.
	Status int    `json:"status,omitempty"`
	Body   string `json:"body,omitempty"`
	// Fault is what the gateway breaks on purpose.
	Fault *Fault `json:"fault,omitempty"`
	// Timeout is how long the whole answer may take; 0 is for ever.
	Timeout time.Duration `json:"timeout,omitempty"`
	// Attempts are the retries after a failed try.
	Attempts int `json:"attempts,omitempty"`

	server *server
	route  *route
	// matched is the path that rules and policies saw.
	matched string
}

// Destination is one that a request may go to.
type Destination struct {
	// Host is the full name of the Service or of the ServiceEntry's host.
	Host string `json:"host"`
	// Alias is the Service of type ExternalName that the rule names; Host is then what it stands for.
	Alias  string `json:"alias,omitempty"`
	Port   int    `json:"port"`
	Subset string `json:"subset,omitempty"`
	// Weight is the share, as the rule writes it; 100 for the only one. For a mirror it is the percentage.
	Weight float64 `json:"weight"`
	// Authority is the Host header that this one of several destinations gets instead of the Decision's.
	Authority string `json:"authority,omitempty"`
}

// Fault is an injected fault; percentages go from 0 to 100.
type Fault struct {
	Delay        time.Duration `json:"delay,omitempty"`
	DelayPercent float64       `json:"delayPercent,omitempty"`
	// AbortStatus is the HTTP status; AbortGRPC the name of a gRPC status.
	AbortStatus  int     `json:"abortStatus,omitempty"`
	AbortGRPC    string  `json:"abortGRPC,omitempty"`
	AbortPercent float64 `json:"abortPercent,omitempty"`
}

// String is the decision on one line.
func (d Decision) String() string {
	var parts []string
	add := func(format string, values ...any) { parts = append(parts, fmt.Sprintf(format, values...)) }
	add("%s", d.Kind)
	if d.Status != 0 {
		add("%d", d.Status)
	}
	if d.Location != "" {
		add("%s", d.Location)
	}
	for _, to := range d.Destinations {
		add("%s", to)
	}
	for _, to := range d.Mirrors {
		add("mirror=%s", to)
	}
	if d.Kind == Forward {
		add("as %s %s", d.Authority, withQuery(d.Path, d.Query))
	}
	if d.VirtualService != "" {
		add("by %s", d.VirtualService)
	}
	if d.RuleName != "" {
		add("rule %s", d.RuleName)
	}
	if d.Timeout != 0 {
		add("within %s", d.Timeout)
	}
	if d.Attempts != 0 && d.Attempts != defaultAttempts {
		add("retried %d times", d.Attempts)
	}
	if d.Fault != nil {
		add("broken: %s", d.Fault)
	}
	return strings.Join(parts, " ")
}

// String is host:port, with the subset and the share if there is anything to say of them.
func (d Destination) String() string {
	text := d.Host + ":" + strconv.Itoa(d.Port)
	if d.Subset != "" {
		text += "/" + d.Subset
	}
	if d.Weight != 100 {
		text += fmt.Sprintf("(%g)", d.Weight)
	}
	if d.Authority != "" {
		text += " as " + d.Authority
	}
	return text
}

// String is what is broken, and how often.
func (f Fault) String() string {
	var parts []string
	if f.DelayPercent > 0 {
		parts = append(parts, fmt.Sprintf("%g %% wait %s", f.DelayPercent, f.Delay))
	}
	if f.AbortPercent > 0 {
		status := f.AbortGRPC
		if f.AbortStatus != 0 {
			status = strconv.Itoa(f.AbortStatus)
		}
		parts = append(parts, fmt.Sprintf("%g %% get %s", f.AbortPercent, status))
	}
	return strings.Join(parts, ", ")
}
