package components

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/example-org/platform-render/pkg/aws"
	"github.com/example-org/platform-render/pkg/kube"
)

// External Secrets may read each secret that an ExternalSecret names, and no other: not one whose name only begins alike.
func TestExternalSecretsReadsWhatIsNamed(t *testing.T) {
	r := rolesOf(t)["seed dev"]
	role := granted(t, r, roleARN(r.Catalog.Env, externalSecretsName))
	arn := regional(r.Catalog.Env, "secretsmanager", "us-east-1", "secret:")
	allows := func(name string) bool {
		return role.Policies[0].Allows("secretsmanager:GetSecretValue", arn+name+"-a1B2c3")
	}
	count := 0
	for object := range r.objects(externalSecretsGroup, "ExternalSecret") {
		for _, read := range reads(object) {
			count++
			if !allows(read.Key) {
				t.Errorf("%s may not be read", read.Key)
			}
			if allows(read.Key+"-PROD") || allows(read.Key+"2") || allows("X"+read.Key) {
				t.Errorf("more than %s may be read", read.Key)
			}
		}
	}
	if count < 8 {
		t.Errorf("only %d reads", count)
	}
	if role.Policies[0].Allows("secretsmanager:DescribeSecret", arn+"ALERTING-a1B2c3") {
		t.Error("secrets may be described")
	}
}

// What a patch makes an ExternalSecret read, the role may read as well; what is read of another store is not the role's to read.
func TestGrantsFollowPatches(t *testing.T) {
	r := mustRender(t, withSecrets+`patches:
  more:
    target: {kind: ExternalSecret, name: docs-env}
    json:
      - {op: add, path: /spec/dataFrom, value: [{extract: {key: WHOLE}}]}
      - {op: add, path: /spec/data/-, value: {secretKey: TAGS, remoteRef: {key: TAGGED, metadataPolicy: Fetch}}}
`)
	policy := granted(t, r, roleARN(r.Catalog.Env, externalSecretsName)).Policies[0]
	arn := regional(r.Catalog.Env, "secretsmanager", "us-east-1", "secret:")
	for _, c := range []struct {
		action, secret string
		want           bool
	}{
		{"GetSecretValue", "WHOLE", true}, {"GetSecretValue", "TAGGED", false}, {"DescribeSecret", "TAGGED", true}, {"DescribeSecret", "WHOLE", false},
	} {
		if got := policy.Allows("secretsmanager:"+c.action, arn+c.secret+"-a1B2c3"); got != c.want {
			t.Errorf("%s of %s: %v", c.action, c.secret, got)
		}
	}
}

// Grafana gets the rights that its dashboards' queries take: each kind of query and variable brings its own.
func TestGrafanaGetsWhatDashboardsAsk(t *testing.T) {
	g := grafanaOf(t, "    datasources: {cloudwatch: {}}\n")
	for _, c := range []struct{ dashboard, action, resource string }{
		{`{"panels": [{"targets": [{"datasource": {"uid": "cloudwatch"}, "queryMode": "Metrics"}]}]}`, "cloudwatch:GetMetricData", "*"},
		{`{"panels": [{"targets": [{"datasource": {"uid": "cloudwatch"}, "queryMode": "Logs", "logGroups": [{"arn": "arn:aws:logs:us-east-1:111122223333:log-group:/aws/a:*"}]}]}]}`,
			"logs:StartQuery", "arn:aws:logs:us-east-1:111122223333:log-group:/aws/a:*"},
		{`{"panels": [{"targets": [{"datasource": {"uid": "cloudwatch"}, "queryMode": "Logs", "logGroups": [{"arn": "$group"}]}]}],
		  "templating": {"list": [{"name": "group", "datasource": {"uid": "cloudwatch"}, "query": {"queryType": "logGroups", "logGroupPrefix": "/aws/lambda/"}}]}}`,
			"logs:StartQuery", "arn:aws:logs:us-east-1:111122223333:log-group:/aws/lambda/*:*"},
		{`{"annotations": {"list": [{"datasource": {"uid": "cloudwatch"}, "queryMode": "Annotations"}]}}`, "cloudwatch:DescribeAlarmsForMetric", "*"},
		{`{"templating": {"list": [{"name": "v", "datasource": {"uid": "cloudwatch"}, "query": {"queryType": "resourceARNs"}}]}}`, "tag:GetResources", "*"},
		{`{"templating": {"list": [{"name": "v", "datasource": {"uid": "cloudwatch"}, "query": {"queryType": "ebsVolumeIDs"}}]}}`, "ec2:DescribeInstances", "*"},
		{`{"templating": {"list": [{"name": "v", "datasource": {"uid": "cloudwatch"}, "query": {"queryType": "regions"}}]}}`, "ec2:DescribeRegions", "*"},
	} {
		asking, quiet := showing(t, g, c.dashboard), showing(t, g, strings.ReplaceAll(c.dashboard, `"uid": "cloudwatch"`, `"uid": "other"`))
		if !asking.Allows(c.action, c.resource) {
			t.Errorf("%s is not allowed on %s for:\n%s", c.action, c.resource, c.dashboard)
		}
		if c.action != "cloudwatch:GetMetricData" && quiet.Allows(c.action, c.resource) {
			t.Errorf("%s is allowed though no dashboard of CloudWatch asks for it", c.action)
		}
	}
}

// A group is granted once: where a variable's groups begin as it does, by the variable. Another account's group is another.
func TestLogGroupsAreGrantedOnce(t *testing.T) {
	g := grafanaOf(t, "    datasources: {cloudwatch: {}}\n")
	const ours, theirs = "arn:aws:logs:us-east-1:111122223333:log-group:", "arn:aws:logs:us-east-1:444455556666:log-group:"
	groups := func(prefixes ...string) (list string) {
		for i, prefix := range prefixes {
			list += fmt.Sprintf(`, {"name": "g%d", "datasource": {"uid": "cloudwatch"}, "query": {"queryType": "logGroups", "logGroupPrefix": %q}}`, i, prefix)
		}
		return `{"panels": [{"targets": [{"datasource": {"uid": "cloudwatch"}, "queryMode": "Logs",
			"logGroups": [{"arn": "` + theirs + `/aws/lambda/a:*"}, {"arn": "` + ours + `/aws/lambda/b:*"}]}]}],
			"templating": {"list": [` + strings.TrimPrefix(list, ", ") + `]}}`
	}
	for _, test := range []struct{ prefixes, want []string }{
		{nil, []string{ours + "/aws/lambda/b:*", theirs + "/aws/lambda/a:*"}},
		{[]string{"/aws/lambda/", "/aws/eks/"}, []string{ours + "/aws/eks/*:*", ours + "/aws/lambda/*:*", theirs + "/aws/lambda/a:*"}},
		{[]string{"/aws/lambda/", "/aws/"}, []string{ours + "/aws/*:*", theirs + "/aws/lambda/a:*"}},
		{[]string{"/aws/lambda/", "/aws/lambda"}, []string{ours + "/aws/lambda*:*", theirs + "/aws/lambda/a:*"}},
		{[]string{"", "/aws/"}, []string{ours + "*:*", theirs + "/aws/lambda/a:*"}},
	} {
		policy := showing(t, g, groups(test.prefixes...))
		at := slices.IndexFunc(policy.Statement, func(s aws.Statement) bool { return slices.Contains(s.Action, "logs:StartQuery") })
		if at < 0 || !slices.Equal(policy.Statement[at].Resource, test.want) {
			t.Errorf("%q: %+v, want %s", test.prefixes, policy.Statement, test.want)
		}
	}
}

// showing is Grafana's policy where one dashboard is shown.
func showing(t *testing.T, g grafana, dashboard string) aws.Policy {
	t.Helper()
	if !json.Valid([]byte(dashboard)) {
		t.Fatalf("not JSON: %s", dashboard)
	}
	config := ConfigMap("monitoring", "dashboard", map[string]string{"a.json": dashboard})
	rendered, err := renderFakes(t, fake{name: "shown", offer: Offer{Namespace: space("monitoring")}, built: Built{Objects: []kube.Resource{config}}})
	if err != nil {
		t.Fatal(err)
	}
	return aws.NewPolicy(g.grants(rendered))
}

// A role that would need more policies than IAM attaches is reported, with what to do.
func TestTooManySecrets(t *testing.T) {
	var env strings.Builder
	for i := range 1200 {
		env.WriteString("\n      V" + strconv.Itoa(i) + ": {secret: a-secret-with-a-name-of-some-length-" + strconv.Itoa(i) + "}")
	}
	_, err := renderText(t, withStore+"apps:\n  docs:\n    image: docs:1\n    port: 8080\n    env:"+env.String()+"\n")
	want := "the role small-dev-external-secrets would need "
	if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "IAM attaches at most 10 to a role") {
		t.Errorf("got %v", err)
	}
}
