package simulate

import (
	"fmt"
	"net/http"
	"strings"
)

// Answer is a request's whole way.
type Answer struct {
	Request Request `json:"-"`
	URL     string  `json:"url"`
	// Steps are what was decided on the way, in order, up to where the ways part or end.
	Steps []Step `json:"steps"`
	// Ends are where the request ends: one, or one for each destination of some weight.
	Ends []End `json:"ends"`
	// Decision is the gateway's; its Kind is empty if the request never came to it.
	Decision Decision `json:"-"`
}

// Step is one thing that was decided.
type Step struct {
	What   string `json:"what"`
	Source Source `json:"source,omitzero"`
}

// String is the step with the place that decided it.
func (s Step) String() string {
	if s.Source.File == "" {
		return s.What
	}
	return fmt.Sprintf("%s  (%s)", s.What, s.Source)
}

// Outcome is how a way ends.
type Outcome string

// The outcomes.
const (
	// Reaches: a port of a workload gets the request, and the application knows the path.
	Reaches Outcome = "reaches"
	// Redirects: somebody answers with a Location.
	Redirects Outcome = "redirects"
	// Leaves: a redirect leads to a host that is not of the tree.
	Leaves Outcome = "leaves the platform"
	// Answered: the gateway itself gives an answer that a rule tells it to give.
	Answered Outcome = "answered"
	// MustLogIn: an external authorizer is asked first, and sends who is not logged in to the login page.
	MustLogIn Outcome = "must log in"
	// Refused: a policy refuses it; 403, or 401 for a token that is not accepted.
	Refused Outcome = "refused"
	// NotFound is a 404: no rule takes it, or the application has nothing under the path.
	NotFound Outcome = "not found"
	// Unavailable is a 503, for the reason that is told.
	Unavailable Outcome = "unavailable"
	// Rejected is a 400.
	Rejected Outcome = "rejected"
	// Unreachable: nobody takes the connection.
	Unreachable Outcome = "unreachable"
	// Unknown: what follows is not in the tree.
	Unknown Outcome = "unknown"
)

// End is how one way ends.
type End struct {
	Outcome Outcome `json:"outcome"`
	// Steps are those of this way alone, after the ways parted.
	Steps []Step `json:"steps,omitempty"`
	// Percent is how many of the requests go this way.
	Percent float64 `json:"percent"`
	// Status is the HTTP status that is known beforehand; 0 for the application's own.
	Status int `json:"status,omitempty"`
	// Location is where a redirect leads to.
	Location string `json:"location,omitempty"`
	// Service is namespace/service:port, and Workload kind namespace/name; Path is what it gets.
	Service  string `json:"service,omitempty"`
	Workload string `json:"workload,omitempty"`
	Path     string `json:"path,omitempty"`
	// Why is the reason, and Policy the one that refuses.
	Why    string `json:"why,omitempty"`
	Policy string `json:"policy,omitempty"`
}

// String is the end in words.
func (e End) String() string {
	var text string
	switch e.Outcome {
	case Reaches:
		text = fmt.Sprintf("reaches %s and %s", e.Service, e.Workload)
		if e.Path != "" {
			text += " with path " + e.Path
		}
	case Redirects:
		text = fmt.Sprintf("redirects to %s (%d)", e.Location, e.Status)
	case Leaves, MustLogIn, Unreachable, Unknown:
		text = string(e.Outcome)
	default:
		text = string(e.Outcome)
		if e.Status != 0 {
			text += fmt.Sprintf(" (%d)", e.Status)
		}
	}
	if e.Policy != "" {
		text += " by " + e.Policy
	}
	if e.Why != "" {
		text += ": " + e.Why
	}
	if e.Percent > 0 && e.Percent < 100 {
		text = fmt.Sprintf("%g %% of requests: %s", e.Percent, text)
	}
	return text
}

// severity orders outcomes: what a reviewer must see first has the highest.
var severity = map[Outcome]int{
	Reaches: 0, Redirects: 0, Leaves: 0, Answered: 0, MustLogIn: 0, Refused: 1, Unknown: 1, NotFound: 2, Rejected: 2, Unavailable: 3, Unreachable: 3,
}

// Outcome is the worst of the ends.
func (a Answer) Outcome() End {
	worst := a.Ends[0]
	for _, end := range a.Ends[1:] {
		if severity[end.Outcome] > severity[worst.Outcome] {
			worst = end
		}
	}
	return worst
}

// OK says that every way ends as somebody meant it to: at a workload, at another address, or at the login page.
func (a Answer) OK() bool { return severity[a.Outcome().Outcome] == 0 }

// String is the answer as a person reads it: the steps, then the ends.
func (a Answer) String() string {
	var text strings.Builder
	if method := a.Request.method(); method != http.MethodGet {
		text.WriteString(method + " ")
	}
	fmt.Fprintln(&text, a.URL)
	for _, step := range a.Steps {
		fmt.Fprintf(&text, "  %s\n", step)
	}
	for _, end := range a.Ends {
		for _, step := range end.Steps {
			fmt.Fprintf(&text, "    %s\n", step)
		}
		fmt.Fprintf(&text, "  => %s\n", end)
	}
	return text.String()
}

func (a *Answer) step(source Source, format string, values ...any) {
	a.Steps = append(a.Steps, Step{fmt.Sprintf(format, values...), source})
}

// end finishes an answer that has one end.
func (a *Answer) end(e End) Answer {
	e.Percent = 100
	a.Ends = []End{e}
	return *a
}

func (e *End) step(source Source, format string, values ...any) {
	e.Steps = append(e.Steps, Step{fmt.Sprintf(format, values...), source})
}

// disconnect is for a connection that nobody reads as HTTP: it is closed where a request would get a status.
func (e *End) disconnect() {
	e.Status = 0
	if e.Outcome == Unavailable {
		e.Outcome = Unreachable
	}
}

// fail ends a way.
func (e *End) fail(outcome Outcome, status int, format string, values ...any) End {
	e.Outcome, e.Status, e.Why = outcome, status, fmt.Sprintf(format, values...)
	return *e
}
