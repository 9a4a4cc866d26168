package platform

// Routing says who is told what. The order of routes decides nothing: the one that asks for more labels comes first.
type Routing struct {
	// The receiver of every alert that no other entry takes.
	Receiver string `json:"receiver" check:"required" format:"name" example:"team"`
	// The receiver of alerts with severity critical.
	Critical string `json:"critical" format:"name" derived:"monitoring.alertmanager.routing.receiver" example:"oncall"`
	// The receiver of an alert that always fires. Whoever does not hear it for ten minutes knows that alerting itself is down.
	Watchdog string `json:"watchdog" format:"name" example:"deadman"`
	// The labels whose alerts are told together.
	GroupBy []string `json:"groupBy" default:"[alertname, namespace]" format:"labelName"`
	// How long the first alert of a group waits for others.
	GroupWait string `json:"groupWait" default:"30s" format:"duration"`
	// How long after a message the next one tells what is new in the group.
	GroupInterval string `json:"groupInterval" default:"5m" format:"duration"`
	// How long until an alert that still fires is told again.
	RepeatInterval string `json:"repeatInterval" default:"4h" format:"duration"`
	// When alerts that no route takes are held back: names of muteTimes. Critical alerts never are.
	Mute []string `json:"mute" format:"name" example:"[weekend]"`
	// Other receivers for some alerts, by a name of your own.
	Routes map[string]AlertRoute `json:"routes" keys:"name" example:"{data: {match: {team: data}, receiver: data}}"`
}

// AlertRoute sends alerts with some labels to a receiver of their own.
type AlertRoute struct {
	// The labels. A route that matches an environment is left out of the others.
	Match map[string]string `json:"match" check:"required" keys:"labelName" example:"{team: data}"`
	// The receiver.
	Receiver string `json:"receiver" check:"required" format:"name" example:"data"`
	// The receiver of those with severity critical.
	Critical string `json:"critical" format:"name" derived:"monitoring.alertmanager.routing.critical" example:"oncall"`
	// How long until an alert that still fires is told again.
	RepeatInterval string `json:"repeatInterval" format:"duration" derived:"monitoring.alertmanager.routing.repeatInterval"`
	// When the alerts are held back: names of muteTimes. Critical alerts never are.
	Mute []string `json:"mute" format:"name" example:"[weekend]"`
}

// MuteTime is a time of the day, on some days. A night that begins on one of the days ends on the next.
type MuteTime struct {
	_ struct{} `union:"some" of:"days,from"`
	// The days, in English; every day if it is left out.
	Days []string `json:"days" format:"weekday" example:"[saturday, sunday]"`
	// When it begins; the whole day if it is left out.
	From string `json:"from" format:"clock" with:"to" example:"\"22:00\""`
	// When it ends.
	To string `json:"to" format:"clock" with:"from" example:"\"06:00\""`
	// The time zone, by its name in the IANA database.
	TimeZone string `json:"timeZone" default:"UTC" format:"timeZone" example:"Europe/Berlin"`
}

// Rules are a group of rules of Prometheus. Recordings come before the alerts, and after the recordings that they ask for.
type Rules struct {
	_ struct{} `union:"some" of:"alerts,records"`
	// How often the group is evaluated.
	Interval string `json:"interval" format:"duration" derived:"monitoring.prometheus.interval"`
	// Alerts, by name.
	Alerts map[string]AlertRule `json:"alerts" keys:"alertName" example:"{CheckoutSlow: {expr: \"checkout_seconds > 1\", severity: warning, summary: Checkout is slow, description: It takes a second.}}"`
	// New metrics worked out from others, by name.
	Records map[string]RecordRule `json:"records" keys:"metricName" example:"{\"job:up:sum\": {expr: sum by (job) (up)}}"`
}

// AlertRule is an alert.
type AlertRule struct {
	// The PromQL expression: each series of its result is an alert.
	Expr string `json:"expr" check:"required" format:"promql" example:"up == 0"`
	// How long it must hold before somebody is told.
	For string `json:"for" format:"duration" example:"10m"`
	// How long the alert stays after it no longer holds.
	KeepFiringFor string `json:"keepFiringFor" format:"duration" example:"5m"`
	// How bad it is: critical alerts wake somebody up.
	Severity string `json:"severity" check:"required" enum:"critical,info,warning" example:"warning"`
	// Whose it is, for a route to match.
	Team string `json:"team" format:"name" example:"shop"`
	// More labels.
	Labels map[string]string `json:"labels" keys:"labelName"`
	// What it says in a line. It may hold Prometheus' templates, such as {{ $labels.job }}.
	Summary string `json:"summary" check:"required" format:"line" example:"Checkout is slow"`
	// What to make of it, with values.
	Description string `json:"description" check:"required" format:"line" example:"It takes {{ $value | humanizeDuration }}."`
	// The URL of a page that says what to do.
	Runbook string `json:"runbook" format:"url" example:"https://wiki.example.com/checkout"`
	// The uid of the dashboard to look at.
	Dashboard string `json:"dashboard" format:"name" example:"prometheus-stats"`
}

// RecordRule is a new metric.
type RecordRule struct {
	// The PromQL expression.
	Expr string `json:"expr" check:"required" format:"promql" example:"sum by (job) (up)"`
	// Labels that the metric gets.
	Labels map[string]string `json:"labels" keys:"labelName"`
}
