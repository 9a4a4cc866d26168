package platform

import (
	"regexp"
	"unicode"
)

// format is what a text, or the number of a port, must look like. The schema, the documentation and the loader share it.
type format struct {
	// describe is what would be right, to follow "is not".
	describe string
	// pattern is a regular expression that both Go and JSON Schema read; "" where one would not say enough.
	pattern string
	// check explains a mistake, or finds one that the pattern lets through; it returns "" if it has nothing to say.
	check func(string) string
	// bare says that a number without quotes is as good as the text.
	bare bool
	// least and most bound a number.
	least, most int64
}

const (
	label      = `[a-z0-9]([-a-z0-9]*[a-z0-9])?`
	regionName = `([a-z]{2}|eusc-[a-z]{2})(-gov|-iso[a-z]?)?-(central|north|south|east|west|northeast|northwest|southeast|southwest)-[1-9][0-9]?`
)

// formats are the named formats of the tags.
var formats = map[string]format{
	"name":        {describe: "a name: up to 50 lower-case letters, digits and dashes, a letter first and no dash last", pattern: `^[a-z]([-a-z0-9]{0,48}[a-z0-9])?$`},
	"environment": {describe: "an environment's name: up to 20 lower-case letters, digits and dashes, a letter first and no dash last", pattern: `^[a-z]([-a-z0-9]{0,18}[a-z0-9])?$`},

	"gitURL":   {describe: "the URL of a Git repository: https://, ssh:// or git@host:path", pattern: `^((https://|ssh://([a-z0-9_-]+@)?)[A-Za-z0-9.-]+(:[0-9]+)?/|[a-z0-9_-]+@[A-Za-z0-9.-]+:/?)[A-Za-z0-9._~/-]+$`, check: checkGitURL},
	"revision": {describe: "a branch, tag or commit of Git", pattern: `^[A-Za-z0-9_][A-Za-z0-9._/+-]*$`, check: checkRevision},
	"folder":   {describe: "a folder relative to the repository, such as out", pattern: `^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*$`, check: checkFolder},

	"accountID":      {describe: "an AWS account id", pattern: `^[0-9]{12}$`, check: checkAccountID},
	"region":         {describe: "an AWS region such as us-east-1", pattern: `^` + regionName + `$`, check: checkRegion},
	"zone":           {describe: "an availability zone such as us-east-1b", pattern: `^` + regionName + `([a-z]|-[a-z]{3}-[1-9][a-z])$`, check: checkZone},
	"rolePrefix":     {describe: "the beginning of an IAM role's name: up to 40 letters, digits and _+=,.@-", pattern: `^[A-Za-z0-9_+=,.@-]{1,40}$`},
	"certificateARN": {describe: "the ARN of a certificate in AWS Certificate Manager", pattern: `^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/[A-Za-z0-9-]+$`, check: checkCertificateARN},
	"secretName":     {describe: "the name of a secret in AWS: letters, digits and /_+=.@!-", pattern: `^[A-Za-z0-9/_+=.@!-]{1,512}$`, check: checkSecretName},
	"property":       {describe: "a property of a JSON object: letters, digits, _ and -, with dots into objects inside", pattern: `^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$`},
	"template":       {describe: "a template such as {{ .user }}:{{ .password }}", check: checkTemplate},
	"templatePart":   {describe: "a name for a part of a template: letters, digits and _, no digit first", pattern: `^[A-Za-z_][A-Za-z0-9_]{0,99}$`},
	"volumeID":       {describe: "the id of an EBS volume: vol- and 8 or 17 hexadecimal digits", pattern: `^vol-([0-9a-f]{8}|[0-9a-f]{17})$`},

	"clusterName":      {describe: "the name of an EKS cluster: up to 100 letters, digits, dashes and underscores, a letter or digit first", pattern: `^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$`},
	"loadBalancerName": {describe: "a load balancer's name: up to 26 letters, digits and dashes, no dash first or last", pattern: `^[A-Za-z0-9]([A-Za-z0-9-]{0,24}[A-Za-z0-9])?$`, check: checkLoadBalancerName},
	"vpcID":            {describe: "the id of a VPC: vpc- and 8 or 17 hexadecimal digits", pattern: `^vpc-([0-9a-f]{8}|[0-9a-f]{17})$`},
	"awsName":          {describe: "the name of a stream or table: letters, digits and _.-", pattern: `^[A-Za-z0-9_.-]{1,255}$`},
	"bucket":           {describe: "an S3 bucket, or a part of one such as bucket/prefix/", pattern: `^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9!_.'()/=-]*)?$`, check: checkBucket},
	"queue":            {describe: "the name of a queue or topic: letters, digits, _ and -, and .fifo at its end where it is one", pattern: `^[A-Za-z0-9_-]{1,251}(\.fifo)?$`},
	"iamAction":        {describe: "an action of AWS such as s3:GetObject", pattern: `^[a-z0-9-]+:[A-Z][A-Za-z0-9]*$`, check: checkAction},
	"iamResource":      {describe: "the ARN of a resource, or *", pattern: `^(\*|arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:[^\s"\\]+)$`, check: checkResource},
	"network":          {describe: "an IPv4 network in CIDR notation such as 203.0.113.0/24", pattern: `^[0-9.]+/[0-9]{1,2}$`, check: checkNetwork},

	"host":     {describe: "a host name such as kubernetes.example.com", pattern: `^(` + label + `\.)+[a-z]([-a-z0-9]*[a-z0-9])?$`, check: checkHost},
	"hostPort": {describe: "a host and port such as db.example.com:5432", pattern: `^[A-Za-z0-9.-]+:[0-9]+$`, check: checkHostPort},
	"url":      {describe: "a URL such as https://jenkins.example.com/metrics", pattern: `^https?://[^\s"'\\]+$`, check: checkURL},
	"path":     {describe: "the path of a route such as /grafana/", pattern: `^/([A-Za-z0-9._~-]+/)+$`, check: checkPath},
	"urlPath":  {describe: "a path such as /healthz: a slash, then letters, digits, slashes and ._~:@-", pattern: `^/[A-Za-z0-9._~:@/-]*$`},
	"port":     {describe: "a port: 1 to 65535", least: 1, most: 65535},
	"nodePort": {describe: "a node port: 30000 to 32767", least: 30000, most: 32767},

	"duration":   {describe: "a duration as Prometheus writes it, such as 30s, 15d or 1h30m", pattern: `^([0-9]+y)?([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?$`, check: checkDuration},
	"timeout":    {describe: "a time in hours, minutes, seconds and milliseconds, such as 30s, 1m30s or 500ms", pattern: `^([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?$`, check: checkGoDuration},
	"goDuration": {describe: "a duration in hours, minutes and seconds, such as 1h, 90s or 1h30m", pattern: `^([0-9]+h)?([0-9]+m)?([0-9]+s)?$`, check: checkGoDuration},
	"hours":      {describe: "a duration in whole hours, such as 2160h", pattern: `^[1-9][0-9]*h$`, check: checkHours},
	"percentage": {describe: "a number of a hundred, below it, with three decimals at most, such as 99.9", pattern: `^[1-9][0-9]?(\.[0-9]{1,3})?$`, bare: true},
	"cpu":        {describe: "an amount of CPU above zero, in cores or thousandths, such as 2 or 250m", pattern: `^[0-9]{1,9}(\.[0-9]{1,9})?m?$`, check: checkCPU, bare: true},
	"bytes":      {describe: "a number of bytes with a unit, such as 512Mi or 8Gi", pattern: `^[0-9]{1,15}(\.[0-9]{1,9})?(k|[MGTP]|[KMGTP]i)$`, check: checkBytes},

	"weekday":    {describe: "a day such as monday", pattern: `^(monday|tuesday|wednesday|thursday|friday|saturday|sunday)$`},
	"clock":      {describe: "a time of the day from 00:00 to 24:00", pattern: `^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$`},
	"timeZone":   {describe: "a time zone such as Europe/Berlin", check: checkTimeZone},
	"alertName":  {describe: "the name of an alert: letters, digits and _, no digit first", pattern: `^[a-zA-Z_][a-zA-Z0-9_]{0,99}$`},
	"metricName": {describe: "the name of a metric: letters, digits, _ and :, no digit first", pattern: `^[a-zA-Z_:][a-zA-Z0-9_:]*$`},
	"promql":     {describe: "an expression of PromQL", check: checkPromQL},

	"dnsName":        {describe: "a name that DNS knows, such as db.example.com or _metrics._tcp.db.example.com", pattern: `^([a-z0-9_]([-a-z0-9_]*[a-z0-9])?\.)+[a-z]([-a-z0-9]*[a-z0-9])?$`},
	"labelName":      {describe: "the name of a label of Prometheus: letters, digits and _, no digit first", pattern: `^[a-zA-Z_][a-zA-Z0-9_]*$`, check: checkLabelName},
	"labelKey":       {describe: "the key of a label of Kubernetes, such as app or app.kubernetes.io/name", pattern: `^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$`},
	"statsdMatch":    {describe: "a name of StatsD such as batch.*.rows: letters, digits, _ and - between dots, or a *", pattern: `^(\*|[a-zA-Z_][a-zA-Z0-9_-]*)(\.(\*|[a-zA-Z0-9_][a-zA-Z0-9_-]*))*$`, check: checkStatsDMatch},
	"statsdMetric":   {describe: "the name of a metric of StatsD: letters, digits and _, no digit first", pattern: `^[a-zA-Z_][a-zA-Z0-9_]*$`, check: checkStatsDMetric},
	"statsdPrefix":   {describe: "what names of StatsD begin with, such as snowplow.collector: letters, digits, _ and - between dots", pattern: `^[a-zA-Z_][a-zA-Z0-9_-]*(\.[a-zA-Z0-9_][a-zA-Z0-9_-]*)*$`},
	"statsdTag":      {describe: "the name of a label for what StatsD sends: letters, digits and _, no digit first", pattern: `^[a-zA-Z_][a-zA-Z0-9_]*$`, check: checkStatsDTag},
	"statsdValue":    {describe: "the value of a label, in which $1 is what the first * of match stands for", pattern: "^[^%\\u0000-\\u001f\\u007f]+$", check: checkStatsDValue},
	"headerName":     {describe: "the name of a header, such as x-user", pattern: headerToken, check: checkHeaderName},
	"headerValue":    {describe: "the value of a header", pattern: "^[^\\u0000-\\u001f\\u007f]+$", check: checkHeaderValue},
	"cookieName":     {describe: "the name of a cookie, such as session", pattern: headerToken},
	"matchValue":     {describe: "a value without spaces, quotes, commas, semicolons and backslashes", pattern: `^[!#-+\-./0-:<-\[\]-~]+$`},
	"origin":         {describe: "the origin of a page such as https://app.example.com, or \"*\"", pattern: `^(\*|https?://[a-z0-9.-]+(:[0-9]+)?)$`, check: checkOrigin},
	"method":         {describe: "a method of HTTP: GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS", pattern: `^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$`, check: checkMethod},
	"retryCondition": {describe: "a condition of Envoy such as connect-failure, or a status code such as 503", pattern: retryPattern, bare: true},
	"redirectPath":   {describe: "a path such as /docs/ or /old/page", pattern: `^` + pathPattern + `$`, check: checkRedirectPath},
	"redirectTarget": {describe: "a path such as /dbt-docs/ or a URL such as https://docs.example.com/", pattern: `^(https?://[a-z0-9.-]+)?` + pathPattern + `$`, check: checkRedirectTarget},

	"egress":      {describe: "a host outside of the cluster and its port, such as api.example.com:443", pattern: `^[a-z0-9.-]+:[0-9]+$`, check: checkEgress},
	"issuer":      {describe: "the URL of an issuer such as https://accounts.google.com", pattern: `^https://[^\s"'\\?]+$`, check: checkURL},
	"claim":       {describe: "the name of a claim, such as groups or https://example.com/roles", pattern: `^[A-Za-z0-9_.:/-]+$`},
	"emailDomain": {describe: "the domain of e-mail addresses such as example.com, or \"*\"", pattern: `^(\*|` + label + `(\.` + label + `)+)$`},

	"slackChannel": {describe: "a Slack channel such as #platform", pattern: `^#[a-z0-9_.-]{1,79}$`},
	"email":        {describe: "an e-mail address such as platform@example.com", pattern: `^[A-Za-z0-9._%+-]+@([A-Za-z0-9-]+\.)+[A-Za-z0-9-]+$`, check: checkEmail},
	"text":         {describe: "a plain text on one line, without quotes, backslashes, $ or braces", pattern: "^[^\"'`\\\\${}\\u0000-\\u001f\\u007f]+$", check: checkText},
	"line":         {describe: "a text on one line, without control characters", check: checkLine},

	"image":        {describe: "an image with a tag or digest, such as nginx:1.27.0", check: checkImage},
	"envName":      {describe: "the name of an environment variable: letters, digits, _, . and -, no digit first", pattern: `^[A-Za-z_.-][A-Za-z0-9_.-]*$`, check: checkEnvName},
	"absolutePath": {describe: "an absolute path such as /var/cache", pattern: `^(/[A-Za-z0-9._-]+)+$`, check: checkAbsolutePath},
	"objectName":   {describe: "the name of a Kubernetes object: letters, digits, dashes and dots", pattern: `^` + label + `(\.` + label + `)*$`},
	"kind":         {describe: "a kind of Kubernetes object such as Deployment", pattern: `^[A-Z][A-Za-z0-9]*$`},
	"group":        {describe: "an API group such as apps or networking.istio.io, without its version", pattern: `^` + label + `(\.` + label + `)*$`},
	"regexp":       {describe: "a regular expression", check: checkRegexp},
}

// patterns are the formats' regular expressions, compiled. JSON Schema writes a character as \u001f where Go has \x{001f}.
var patterns = map[string]*regexp.Regexp{}

var unicodeEscape = regexp.MustCompile(`\\u([0-9a-f]{4})`)

func init() {
	for name, f := range formats {
		if f.pattern != "" {
			patterns[name] = regexp.MustCompile(unicodeEscape.ReplaceAllString(f.pattern, `\x{$1}`))
		}
	}
}

// wrong says what is wrong with a text of the named format, to follow the text itself; "" if nothing.
// Without a format a text must be one line.
func wrong(name, value string) string {
	if name == "" {
		name = "line"
	}
	f := formats[name]
	if f.check != nil {
		if why := f.check(value); why != "" {
			return "is not " + f.describe + "; " + why
		}
	}
	if p := patterns[name]; p != nil && !p.MatchString(value) {
		return "is not " + f.describe
	}
	return ""
}

// checkLine refuses what would end the line of a rendered file.
func checkLine(s string) string {
	for _, r := range s {
		switch {
		case r == '\n' || r == '\r':
			return "it holds a line break"
		case unicode.IsControl(r), r == '\u2028', r == '\u2029':
			return "it holds a control character"
		}
	}
	return ""
}

// checkText refuses what would break out of a rendered configuration file, or be expanded by Grafana or Alertmanager.
func checkText(s string) string {
	switch {
	case s == "":
		return "it is empty"
	case s[0] == ' ' || s[len(s)-1] == ' ':
		return "it begins or ends with a space"
	}
	return checkLine(s)
}

func checkRegexp(s string) string {
	if s == "" {
		return "it is empty; .* matches everything"
	}
	if why := checkLine(s); why != "" {
		return why
	}
	if _, err := regexp.Compile(s); err != nil {
		return err.Error()
	}
	return ""
}
