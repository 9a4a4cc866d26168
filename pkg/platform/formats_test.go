package platform

import (
	"strconv"
	"strings"
	"testing"
)

// What each format takes and refuses.
var formatCases = map[string]struct{ good, bad []string }{
	"name":           {[]string{"a", "dbt-docs", strings.Repeat("a", 50)}, []string{"", "A", "1a", "a-", "-a", "a.b", "a_b", strings.Repeat("a", 51)}},
	"environment":    {[]string{"dev", "prod-2"}, []string{"", "Prod", "a/b", "..", strings.Repeat("a", 21)}},
	"gitURL":         {[]string{"https://github.com/a/b.git", "git@github.com:a/b.git", "ssh://git@github.com:22/a/b"}, []string{"", "http://github.com/a/b", "https://u:p@github.com/a/b", "github.com/a/b", "https://github.com/a b", "file:///a", "https://github.com"}},
	"revision":       {[]string{"main", "v1.2.3", "release/1.x", "9e1bcf5f"}, []string{"", "-x", "a..b", "a b", "a/", "a.lock", "a~1"}},
	"folder":         {[]string{"out", "a/b.c"}, []string{"", "/out", "out/", "../out", "a/../b", ".", ".git", "a//b", "a b"}},
	"accountID":      {[]string{"111122223333", "000000000001"}, []string{"", "11112222333", "1111-2222-3333", "11112222333a"}},
	"region":         {[]string{"us-east-1", "us-gov-east-1", "cn-north-1", "ap-southeast-2", "eusc-de-east-1"}, []string{"", "us-east-1a", "us_east_1", "US-EAST-1", "us-east"}},
	"zone":           {[]string{"us-east-1b", "us-west-2-lax-1a", "us-gov-west-1a"}, []string{"", "us-east-1", "b", "us-east-1B"}},
	"rolePrefix":     {[]string{"demo-dev-", "a"}, []string{"", "a b", "a/b", strings.Repeat("a", 41)}},
	"certificateARN": {[]string{"arn:aws:acm:us-east-1:111122223333:certificate/0f1e2d3c-4b5a", "arn:aws-cn:acm:cn-north-1:111122223333:certificate/a"}, []string{"", "arn:aws:acm:us-east-1:1:certificate/a", "arn:aws:iam::111122223333:server-certificate/a", "arn:aws:acm:$REGION:$ACCOUNT_ID:certificate/a"}},
	"objectName":     {[]string{"team-ca", "a.b", "1"}, []string{"", "A", "a_b", "-a", "a.", "a b"}},
	"template":       {[]string{"{{ .a }}", "https://{{ .a | urlquery }}:{{ if .b }}{{ .c }}{{ end }}"}, []string{"", "a", "{{ .a", "{{ end }}", "{{ $a }}"}},
	"templatePart":   {[]string{"user", "_a1"}, []string{"", "1a", "a-b", "a.b"}},
	"secretName":     {[]string{"GRAFANA", "prod/db+x=1.a@b-c", "rds!db-1", "/prod/db"}, []string{"", "a b", "arn:aws:secretsmanager:x", "a\n", "a$b"}},
	"property":       {[]string{"password", "db.password"}, []string{"", "a..b", ".a", "a b", "a[0]"}},
	"volumeID":       {[]string{"vol-0aaaaaaaaaaaaaaa1", "vol-12345678"}, []string{"", "vol-123", "vol-0AAAAAAAAAAAAAAA1", "0aaaaaaaaaaaaaaa1"}},
	"host":           {[]string{"a.b", "kubernetes.patrick-cloud.com", "xn--bcher-kva.example"}, []string{"", "a", "A.b", "a.b.", "https://a.b", "a.b:1", "a.b/c", "*.a.b", "10.0.0.1", "a_b.c", "-a.b", strings.Repeat("a", 64) + ".b", strings.Repeat("a.", 127) + "com"}},
	"hostPort":       {[]string{"db.example.com:5432", "db:1", "10.0.0.1:65535"}, []string{"", "db", "db:", "db:0", "db:65536", ":1", "http://db:1", "d b:1"}},
	"url":            {[]string{"https://a.b/c", "http://a:8080/x?y=1", "https://10.0.0.1/m"}, []string{"", "a.b", "ftp://a", "https://", "https://u:p@a.b", "https://a.b/#c", "https://a.b/ c", "https://a.b/\"", "https://a.b:/", "https://a b/", "https://a.b/{c}"}},
	"path":           {[]string{"/grafana/", "/a/b-c/d.e/", "/A_b~/", "/.well-known/"}, []string{"", "/", "a/", "/a", "//", "/a//b/", "/./", "/../", "/a?/", "/a#/", "/a%20/", "/a b/", "/a*/", "/(a)/"}},
	"urlPath":        {[]string{"/", "/healthz", "/a/b.c"}, []string{"", "a", "/a b", "/a?b", "/a\"", "/a\n"}},
	"port":           {[]string{"1", "80", "65535"}, []string{"0", "-1", "65536"}},
	"nodePort":       {[]string{"30000", "32767"}, []string{"29999", "32768", "443"}},
	"duration":       {[]string{"30s", "15d", "1h30m", "1y2w3d4h5m6s7ms", "100y"}, []string{"", "0s", "30", "1.5h", "-1s", "1m1h", "1 d", "101y", "9999999999999999999999s", "s"}},
	"goDuration":     {[]string{"1h", "90s", "1h30m"}, []string{"", "0h", "1d", "1w", "30", "1h1"}},
	"hours":          {[]string{"1h", "2160h"}, []string{"", "0h", "90d", "1h30m", "60m", "1.5h", "99999999999h"}},
	"cpu":            {[]string{"2", "0.5", "250m", "1.5"}, []string{"", "0", "0m", "2Gi", "1k", "-1", "1e3", "0.0001", "100000", "99999999999999999999"}},
	"percentage":     {[]string{"99.9", "1", "95", "99.999"}, []string{"", "0", "100", "99,9", "99.9999", "-1", "99.9%", "099"}},
	"bytes":          {[]string{"8Gi", "512Mi", "8G", "1.5Gi", "1048576k"}, []string{"", "0Gi", "8", "8GB", "8gi", "512m", "-1Gi", "8 Gi", "1e9", "1e999999999", "2Ei", "999999999999999Ti"}},
	"weekday":        {[]string{"monday", "sunday"}, []string{"", "Monday", "mon", "monday:friday"}},
	"clock":          {[]string{"00:00", "23:59", "24:00"}, []string{"", "9:00", "24:01", "12:60", "noon"}},
	"timeZone":       {[]string{"UTC", "Europe/Berlin", "America/New_York"}, []string{"", "Local", "CEST+2", "Mars/Base", "../etc/passwd"}},
	"alertName":      {[]string{"CheckoutSlow", "a_1"}, []string{"", "1a", "a b", "a-b", strings.Repeat("a", 101)}},
	"metricName":     {[]string{"job:up:sum", "a_total"}, []string{"", "1a", "a-b", "a b"}},
	"promql":         {[]string{"up == 0", "sum by (job) (rate(a_total[5m]))"}, []string{"", "sum(up", "up ==", "rate(up)", "a\nb c"}},
	"dnsName":        {[]string{"db.example.com", "_metrics._tcp.db.example.com"}, []string{"", "db", "a b.com", "db.example.com:1", "10.0.0.1", "*.a.com", "a..b"}},
	"labelName":      {[]string{"team", "_a1"}, []string{"", "1a", "a-b", "__name__", "a.b"}},
	"statsdMatch":    {[]string{"a.b", "a.*.c", "*.b", "a.1-x"}, []string{"", "*", "*.*", "a.b*", "a..b", "a:1|c", "1a", "a b", ".a", "a."}},
	"statsdMetric":   {[]string{"batch_rows_total", "_a1"}, []string{"", "1a", "a-b", "a:b", "go_rows", "statsd_exporter_x", "snowplow_collector_requests_total"}},
	"statsdPrefix":   {[]string{"snowplow.collector", "a", "a.1-x"}, []string{"", "a.", ".a", "a.*", "a b", "1a"}},
	"statsdTag":      {[]string{"pod", "_a1"}, []string{"", "1a", "a-b", "job", "instance", "le", "__name__"}},
	"statsdValue":    {[]string{"$1", "${1}_x", "a b"}, []string{"", "100%", "a\nb", "\x7f"}},
	"labelKey":       {[]string{"app", "app.kubernetes.io/name"}, []string{"", "-a", "a/b/c", "a b", strings.Repeat("a", 64)}},
	"timeout":        {[]string{"30s", "1m30s", "500ms", "1s500ms"}, []string{"", "0s", "30", "1d", "1.5s", "ms"}},
	"headerName":     {[]string{"x-user", "X-User", "a_b", "*"}, []string{"", ":authority", "Host", "connection", "Transfer-Encoding", "a b", "a:", "ä"}},
	"headerValue":    {[]string{"a", "max-age=3600; b", "100%%", "%REQ(x-user)%", "%START_TIME%", "%REQ(x):10%"}, []string{"", "100%", "%a", "a\nb", "a\x7f", "%%%"}},
	"cookieName":     {[]string{"session", "a-b.c", "host"}, []string{"", "a b", "a=b", "a;"}},
	"matchValue":     {[]string{"true", "a/b=c:d", "(.*)"}, []string{"", "a b", "a;b", "a,b", "\"a\"", "a\\b", "é"}},
	"origin":         {[]string{"*", "https://a.b", "http://localhost:3000"}, []string{"", "a.b", "https://a.b/", "https://*.a.b", "https://A.b", "https://a.b:443", "http://a.b:80", "ftp://a.b", "https://u@a.b"}},
	"method":         {[]string{"GET", "DELETE"}, []string{"", "get", "CONNECT", "*"}},
	"retryCondition": {[]string{"5xx", "gateway-error", "unavailable", "503", "429"}, []string{"", "timeout", "200", "600", "5XX", "503,504"}},
	"redirectPath":   {[]string{"/", "/a", "/a/", "/a/b.html"}, []string{"", "a", "//", "/a//b", "/../a", "/a?b", "/a#b", "/a b", "https://a.b/"}},
	"redirectTarget": {[]string{"/", "/a", "/a/b/", "https://a.b/", "http://a.b/c"}, []string{"", "a", "https://a.b", "https://a.b:1/", "https://A.b/", "https://a/", "ftp://a.b/", "https://a.b/?c", "https://a.b/c#d", "https://u:p@a.b/", "//a.b/"}},
	"slackChannel":   {[]string{"#platform", "#a-b_c.1"}, []string{"", "#", "platform", "#A", "#a b", "#a\"b"}},
	"egress":         {[]string{"api.example.com:443", "db.example.com:5432"}, []string{"", "api.example.com", "https://api.example.com:443", "api:80", "a.b.svc:80", "a.b.svc.cluster.local:80", "10.0.0.1:80", "api.example.com:0", "*.example.com:443"}},
	"issuer":         {[]string{"https://accounts.google.com", "https://a.auth0.com/", "https://k.example.com/realms/x"}, []string{"", "http://a.example.com", "https://a.example.com/?x=1", "a.example.com", "https://u:p@a.example.com"}},
	"claim":          {[]string{"groups", "https://example.com/roles", "custom:roles"}, []string{"", "a b", "a]", "[a][b]"}},
	"emailDomain":    {[]string{"example.com", "*"}, []string{"", "@example.com", "*.example.com", "example", "Example.com"}},
	"email":          {[]string{"a@b.co", "first.last+x@sub.example.com"}, []string{"", "a", "a@b", "a@b.c, d@e.f", "A <a@b.c>", "a b@c.d", "{{x}}@b.c"}},
	"text":           {[]string{"warehouse", "a b", "häuser", "%"}, []string{"", " a", "a ", "a\"b", "a'b", "a\\b", "$HOME", "{{x}}", "a\nb", "a\tb", "a`b", "a\u2028b"}},
	"line":           {[]string{"", "a\"b'c$d", "日本"}, []string{"a\nb", "a\rb", "a\tb", "\x00", "\u0085", "\u2029"}},
	"image":          {[]string{"nginx:1.27.0", "a/b:1", "localhost:5000/a:1", "ghcr.io/a/b_c.d--e:v1@sha256:" + strings.Repeat("a", 64), "a:latest@sha256:" + strings.Repeat("0", 64), "111122223333.dkr.ecr.us-east-1.amazonaws.com/dbt-docs:9e1bcf5f"}, []string{"", "nginx", "nginx:latest", "nginx:", ":1", "a//b:1", "A:1", "a:1:2", "a@b", "a@sha256:" + strings.Repeat("g", 64), "localhost:5000/a", "a b:1", "a:1 ", "-a/b:1", strings.Repeat("a", 256) + ":1"}},
	"envName":        {[]string{"A", "_a", "a.b-c"}, []string{"", "1A", "A B", "A=B", "..a", "."}},
	"absolutePath":   {[]string{"/tmp", "/var/cache/nginx"}, []string{"", "/", "a", "/a/", "/../a", "/a//b", "/a b", "/a:b"}},
	"kind":           {[]string{"Deployment", "VirtualService"}, []string{"", "deployment", "A B", "apps/Deployment"}},
	"group":          {[]string{"apps", "networking.istio.io"}, []string{"", "apps/v1", "Apps", "a..b"}},
	"regexp":         {[]string{"grafana", "a.*|b"}, []string{"", "a(", "[", "a\nb", "(?=a)"}},

	"clusterName":      {[]string{"demo-dev", "a", "1_a", strings.Repeat("a", 100)}, []string{"", "-a", "a b", "a.b", strings.Repeat("a", 101)}},
	"loadBalancerName": {[]string{"demo-dev", "a", "A1", strings.Repeat("a", 26)}, []string{"", "-a", "a-", "a_b", "internal-a", strings.Repeat("a", 27)}},
	"vpcID":            {[]string{"vpc-0aaaaaaaaaaaaaaa1", "vpc-12345678"}, []string{"", "vpc-123", "vpc-0AAAAAAAAAAAAAAA1", "vol-12345678"}},
	"awsName":          {[]string{"clicks", "a.b_c-D"}, []string{"", "a b", "a/b", "arn:aws:kinesis:x", "a*"}},
	"bucket":           {[]string{"uploads", "a.b-c", "uploads/in/", "uploads/in/2026=x/"}, []string{"", "Uploads", "a", "uploads/in", "uploads/*", "s3://uploads", "arn:aws:s3:::uploads", "uploads/ /", "uploads/$x/"}},
	"queue":            {[]string{"orders", "orders.fifo", "a_b-C"}, []string{"", "a.b", "a b", "https://sqs.us-east-1.amazonaws.com/1/orders", "a*"}},
	"iamAction":        {[]string{"s3:GetObject", "execute-api:Invoke"}, []string{"", "*", "s3:*", "s3:Get*", "GetObject", "S3:GetObject", "s3:getObject", "s3:Get?bject"}},
	"iamResource":      {[]string{"*", "arn:aws:s3:::bucket/*", "arn:aws:kms:us-east-1:111122223333:key/a", "arn:aws:execute-api:us-east-1:111122223333:a/*/GET/"}, []string{"", "bucket", "arn:aws:s3:::*", "arn:aws:sqs:*:111122223333:orders", "arn:aws:sqs:us-east-1:*:orders", "arn:aws:s3:::a b", "arn:$PARTITION:s3:::a", "arn:aws:s3"}},
	"network":          {[]string{"0.0.0.0/0", "203.0.113.0/24", "203.0.113.7/32"}, []string{"", "203.0.113.7", "203.0.113.7/24", "256.0.0.0/8", "10.0.0.0/33", "10.0.0/8", "::/0", "10.0.0.0/8 "}},
}

func TestFormats(t *testing.T) {
	for name := range formats {
		c, ok := formatCases[name]
		if !ok || len(c.good) == 0 || len(c.bad) == 0 {
			t.Errorf("the format %s has no case accepted and refused", name)
		}
		for _, s := range c.good {
			if why := formatOf(name, s); why != "" {
				t.Errorf("%s: %q %s", name, s, why)
			}
		}
		for _, s := range c.bad {
			if formatOf(name, s) == "" {
				t.Errorf("%s takes %q", name, s)
			}
		}
	}
}

// formatOf is wrong, but for the formats of numbers.
func formatOf(name, s string) string {
	f := formats[name]
	if f.most == 0 {
		return wrong(name, s)
	}
	if n, err := strconv.ParseInt(s, 10, 64); err != nil || n < f.least || n > f.most {
		return "is out of bounds"
	}
	return ""
}

func TestNoMessageHoldsALineBreak(t *testing.T) {
	for name := range formats {
		for _, s := range []string{"a\nb", "\x00\r\n", strings.Repeat("x\n", 1000)} {
			if why := wrong(name, s); strings.ContainsAny(why, "\n\r\x00") || len(why) > 600 {
				t.Errorf("%s answers %q with %q", name, s, why)
			}
		}
	}
}
