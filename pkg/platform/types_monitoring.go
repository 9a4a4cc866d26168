package platform

// Monitoring is metrics, alerts and dashboards.
type Monitoring struct {
	// The namespace of Prometheus, Alertmanager, Grafana, kube-state-metrics and statsd-exporter.
	Namespace string `json:"namespace" default:"monitoring" format:"name"`
	// Prometheus, which collects metrics and evaluates alert rules.
	Prometheus *Prometheus `json:"prometheus"`
	// What the platform promises of its routes: alerts tell when the promise is about to be broken.
	Objective Objective `json:"objective" default:"{}"`
	// Alertmanager, which groups alerts and sends them to people.
	Alertmanager *Alertmanager `json:"alertmanager"`
	// Rules of your own beside those of the components, by the name of their group.
	Rules map[string]Rules `json:"rules" keys:"name"`
	// Grafana, which shows dashboards.
	Grafana *Grafana `json:"grafana"`
	// node-exporter on every node: the node's own CPU, memory, disks and network.
	NodeExporter *NodeExporter `json:"nodeExporter"`
	// kube-state-metrics: the state of Kubernetes' objects as metrics.
	KubeStateMetrics *KubeStateMetrics `json:"kubeStateMetrics"`
	// Metrics that programs send by UDP, in the form of StatsD.
	StatsD *StatsD `json:"statsd"`
}

// Objective is what the platform promises of its routes, over any month, as the gateway sees it.
type Objective struct {
	// How many of a hundred requests are answered, with another status than 5xx.
	Availability string `json:"availability" default:"99.9" format:"percentage"`
	// How many of a hundred requests are answered in time.
	Latency LatencyObjective `json:"latency" default:"{}"`
}

// LatencyObjective is a promise of time.
type LatencyObjective struct {
	// How many of a hundred requests are answered in time.
	Percent string `json:"percent" default:"95" format:"percentage"`
	// What is in time. Only these can be told apart: they are the bounds of Envoy's histograms.
	Within string `json:"within" default:"1s" enum:"25ms,50ms,100ms,250ms,500ms,1s,2500ms,5s,10s,30s"`
}

// Prometheus collects metrics and evaluates alert rules.
type Prometheus struct {
	// Its public URL.
	Route *Route `json:"route"`
	// How long samples are kept.
	Retention string `json:"retention" default:"15d" format:"duration"`
	// Where samples are kept.
	Storage Volume `json:"storage" check:"required"`
	// How often targets are scraped and rules are evaluated, where nothing else is said.
	Interval string `json:"interval" default:"30s" format:"duration"`
	// The most samples that one scrape may bring; beyond it the target counts as down. Pages about the whole cluster, such as
	// those of the API servers and of kube-state-metrics, may bring ten times as many.
	SampleLimit int32 `json:"sampleLimit" default:"50000" min:"1000" max:"100000000"`
	// Jobs for what no component or app of the platform offers, by name.
	Scrape map[string]Scrape `json:"scrape" keys:"name" example:"{jenkins: {url: https://jenkins.patrick-cloud.com/prometheus/, interval: 60s}}"`
	// What the container asks for and may use.
	Resources Resources `json:"resources" default:"{requests: {cpu: 250m, memory: 1Gi}, limits: {memory: 2Gi}}"`
}

// Alertmanager groups alerts and sends them to people.
type Alertmanager struct {
	// Its public URL.
	Route *Route `json:"route"`
	// Where silences and the notification log are kept.
	Storage Volume `json:"storage" check:"required"`
	// Who can be told, by name.
	Receivers map[string]Receiver `json:"receivers" check:"required" keys:"name"`
	// Who is told what.
	Routing Routing `json:"routing" check:"required"`
	// Times at which a route may hold its alerts back, by name.
	MuteTimes map[string]MuteTime `json:"muteTimes" keys:"name" example:"{weekend: {days: [saturday, sunday]}}"`
	// What the container asks for and may use.
	Resources Resources `json:"resources" default:"{requests: {cpu: 20m, memory: 64Mi}, limits: {memory: 128Mi}}"`
}

// Receiver is somebody who can be told, by one or more ways at once.
type Receiver struct {
	_ struct{} `union:"some"`
	// By PagerDuty.
	PagerDuty *PagerDuty `json:"pagerduty"`
	// By Slack.
	Slack *Slack `json:"slack"`
	// By e-mail.
	Email *Email `json:"email"`
	// By a POST to a URL.
	Webhook *Webhook `json:"webhook"`
}

// PagerDuty opens an incident.
type PagerDuty struct {
	// The integration key of an Events API v2 service.
	RoutingKey SecretRef `json:"routingKey" check:"required" example:"{secret: ALERTING, property: pagerduty}"`
}

// Slack posts to a channel.
type Slack struct {
	// The channel.
	Channel string `json:"channel" check:"required" format:"slackChannel" example:"\"#platform\""`
	// The URL of the incoming webhook.
	URL SecretRef `json:"url" check:"required" example:"{secret: ALERTING, property: url}"`
	// The host and port of that URL, which is a secret.
	Host string `json:"host" default:"hooks.slack.com:443" format:"egress"`
}

// Email sends mail.
type Email struct {
	// Who gets it.
	To string `json:"to" check:"required" format:"email" example:"platform@example.com"`
	// Who it comes from.
	From string `json:"from" check:"required" format:"email" example:"alerts@example.com"`
	// The SMTP server's host and port.
	Smarthost string `json:"smarthost" format:"hostPort" derived:"Amazon SES of aws.region, port 587; China has none"`
	// The user of the SMTP server.
	Username string `json:"username" check:"required" format:"text" example:"alerts"`
	// The password of the SMTP server.
	Password SecretRef `json:"password" check:"required" example:"{secret: ALERTING, property: smtp}"`
}

// Webhook posts alerts as JSON.
type Webhook struct {
	// The URL.
	URL SecretRef `json:"url" check:"required" example:"{secret: ALERTING, property: url}"`
	// The host and port of that URL, which is a secret. Needed where mesh.outboundTraffic is REGISTRY_ONLY.
	Host string `json:"host" format:"egress" example:"hooks.example.com:443"`
}

// Grafana shows dashboards.
type Grafana struct {
	// Its public URL.
	Route *Route `json:"route"`
	// Where its database is kept.
	Storage Volume `json:"storage" check:"required"`
	// The administrator's name and password.
	Admin Credentials `json:"admin" check:"required"`
	// The data sources besides Prometheus and Alertmanager, which are there when those are.
	Datasources Datasources `json:"datasources" default:"{}"`
	// The folders of dashboards to show; an empty list shows none.
	Dashboards *[]string `json:"dashboards" format:"name" derived:"every folder that a component of the platform offers" example:"[prometheus]"`
	// Dashboards of your own: Grafana's folder to a folder of JSON files, relative to this file. They are checked like the
	// platform's: their data sources must be there, their panels must not overlap, their uids must be nobody else's.
	DashboardFiles map[string]string `json:"dashboardFiles" keys:"name" format:"folder" example:"{orders: dashboards/orders}"`
	// What the container asks for and may use.
	Resources Resources `json:"resources" default:"{requests: {cpu: 100m, memory: 256Mi}, limits: {memory: 512Mi}}"`
}

// Datasources are what Grafana reads besides the platform's own.
type Datasources struct {
	// Amazon CloudWatch, through the role of Grafana's own pod.
	CloudWatch *CloudWatch `json:"cloudwatch"`
	// A PostgreSQL database.
	Postgres *Postgres `json:"postgres"`
}

// CloudWatch is Amazon CloudWatch as a data source.
type CloudWatch struct {
	// The region that queries read where they name none.
	Region string `json:"region" format:"region" derived:"aws.region"`
}

// Postgres is a PostgreSQL database as a data source.
type Postgres struct {
	// The server's host and port.
	Host string `json:"host" check:"required" format:"hostPort" example:"warehouse.patrick-cloud.com:5432"`
	// The database.
	Database string `json:"database" check:"required" format:"text" example:"warehouse"`
	// A user that may only read.
	Credentials Credentials `json:"credentials" check:"required"`
	// How the connection is encrypted and the server verified.
	SSLMode string `json:"sslMode" default:"require" enum:"disable,require,verify-ca,verify-full"`
}

// NodeExporter runs on every node.
type NodeExporter struct {
	// What the container asks for and may use.
	Resources Resources `json:"resources" default:"{requests: {cpu: 50m, memory: 32Mi}, limits: {memory: 128Mi}}"`
}

// KubeStateMetrics turns the state of Kubernetes' objects into metrics.
type KubeStateMetrics struct {
	// What the container asks for and may use.
	Resources Resources `json:"resources" default:"{requests: {cpu: 20m, memory: 128Mi}, limits: {memory: 256Mi}}"`
}
