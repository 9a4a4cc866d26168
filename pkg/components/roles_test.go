package components

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/example-org/platform-render/pkg/aws"
	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/platform"
)

// everyRole is a platform in which each kind of role is taken, with each kind of right.
const everyRole = `aws: {vpcID: vpc-0aaaaaaaaaaaaaaa1}
ingress: {loadBalancer: {managedBy: aws-load-balancer-controller}}
secrets: {awsSecretsManager: {}, awsParameterStore: {}}
storage: {classes: {gp3: {default: true}}}
monitoring:
  prometheus:
    storage: {size: 8Gi, volumeID: vol-0aaaaaaaaaaaaaaa1, zone: us-east-1b}
  grafana:
    storage: {size: 2Gi}
    admin: {secret: GRAFANA}
    datasources: {cloudwatch: {}}
patches:
  tags:
    target: {kind: ExternalSecret, name: loader-env}
    json: [{op: add, path: /spec/data/-, value: {secretKey: TAGS, remoteRef: {key: TOKEN, metadataPolicy: Fetch}}}]
apps:
  loader:
    image: loader:1.0.0
    port: 8080
    env: {TOKEN: {secret: TOKEN}, LIMIT: {secret: /loader/limit}}
    iam:
      s3Read: [archive/2026/, uploads, logs, logs/2026/]
      s3Write: [uploads, uploads/incoming/, archive/]
      sqsReceive: [orders]
      sqsSend: [orders, invoices.fifo]
      snsPublish: [shipped]
      kinesisRead: [clicks]
      kinesisWrite: [clicks, views]
      dynamodbRead: [sessions]
      dynamodbWrite: [sessions]
      statements:
        read-text: {actions: [textract:DetectDocumentText], resources: ["*"]}
        send: {actions: ["sqs:SendMessage", "sqs:PurgeQueue"], resources: ["arn:aws:sqs:us-east-1:111122223333:orders"]}
        again: {actions: ["sqs:SendMessage"], resources: ["arn:aws:sqs:us-east-1:111122223333:o*"]}
`

// asking is a component that shows a dashboard with each kind of query of CloudWatch.
var asking = making(fake{name: "asking", offer: Offer{Namespace: space("asking")}, built: Built{Objects: []kube.Resource{
	ConfigMap("asking", "dashboard", map[string]string{"asking.json": `{"panels": [{"targets": [
		{"datasource": {"uid": "cloudwatch"}, "queryMode": "Metrics"},
		{"datasource": {"uid": "cloudwatch"}, "queryMode": "Logs", "logGroups": [{"arn": "arn:aws:logs:us-east-1:111122223333:log-group:/aws/eks/a:*"}]}]}],
		"annotations": {"list": [{"datasource": {"uid": "cloudwatch"}, "queryMode": "Annotations"}]},
		"templating": {"list": [
			{"datasource": {"uid": "cloudwatch"}, "query": {"queryType": "logGroups", "logGroupPrefix": "/aws/"}},
			{"datasource": {"uid": "cloudwatch"}, "query": {"queryType": "logGroups", "logGroupPrefix": "/aws/lambda/"}},
			{"datasource": {"uid": "cloudwatch"}, "query": {"queryType": "resourceARNs"}},
			{"datasource": {"uid": "cloudwatch"}, "query": {"queryType": "ebsVolumeIDs"}},
			{"datasource": {"uid": "cloudwatch"}, "query": {"queryType": "regions"}}]}}`}),
}}})

// overriding is the bare platform with an environment that overrides it.
func overriding(keys string) string {
	return strings.Replace(bare, "  dev: {}\n", "  dev:\n    "+strings.ReplaceAll(strings.TrimSpace(keys), "\n", "\n    ")+"\n", 1)
}

// rolesOf renders the seed, both of its environments, and a platform with every kind of role, in each way that a pod can get one and
// with each kind of store.
func rolesOf(t *testing.T) map[string]*Rendered {
	t.Helper()
	text, err := os.ReadFile("../../platform.yaml")
	if err != nil {
		t.Fatal(err)
	}
	seed, err := platform.Load("platform.yaml", text)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]*Rendered{}
	for _, env := range seed.Environments {
		if all["seed "+env.Name], err = Render(env); err != nil {
			t.Fatal(err)
		}
	}
	for name, keys := range map[string]string{
		"all":  everyRole,
		"pods": strings.Replace(everyRole, "aws: {", "aws: {identity: podIdentity, ", 1),
		"own":  strings.Replace(everyRole, "secrets: {", "secrets: {scope: namespace, ", 1),
	} {
		all[name] = mustRenderWith(t, overriding(keys), append(slices.Clone(makers), asking)...)
	}
	return all
}

// need is something that a role must be able to do: one action on one resource.
type need struct{ sid, action, resource, conditions string }

func needsOf(t *testing.T, role Role, r *Rendered) []need {
	t.Helper()
	all := map[need]bool{}
	for _, grant := range role.Grants(r) {
		for _, action := range grant.Actions {
			for _, resource := range grant.Resources {
				all[need{grant.Sid, action, resource, jsonOf(t, grant.Conditions)}] = true
			}
		}
	}
	return slices.Collect(maps.Keys(all))
}

// met says whether some statement gives what is needed, under the same conditions or none.
func (n need) met(t *testing.T, policies []aws.Policy) bool {
	t.Helper()
	for _, policy := range policies {
		for _, statement := range policy.Statement {
			free := statement.Condition == nil || jsonOf(t, statement.Condition) == n.conditions
			if free && statement.Allows(n.action, n.resource) {
				return true
			}
		}
	}
	return false
}

// A role can do what its grants declare, and nothing can be taken out of its policies: without any one action or any one resource
// of any statement, something that is declared could not be done.
func TestPoliciesAreMinimal(t *testing.T) {
	tried := 0
	for name, r := range rolesOf(t) {
		for _, offer := range r.Catalog.Offers {
			for _, role := range offer.Roles {
				needs := needsOf(t, role, r)
				policies := granted(t, r, role.ARN).Policies
				if unmet := unmetBy(t, needs, policies); len(unmet) > 0 {
					t.Errorf("%s, %s: cannot do %v", name, role.ARN, unmet)
				}
				for _, smaller := range without(policies) {
					tried++
					if len(unmetBy(t, needs, smaller.policies)) == 0 {
						t.Errorf("%s, %s: nobody misses %s", name, role.ARN, smaller.what)
					}
				}
			}
		}
	}
	if tried < 500 {
		t.Errorf("only %d cuts were tried", tried)
	}
}

func granted(t *testing.T, r *Rendered, arn string) aws.Role {
	t.Helper()
	at := slices.IndexFunc(r.Roles, func(role aws.Role) bool { return role.ARN == arn })
	if at < 0 {
		t.Fatalf("there is no role %s", arn)
	}
	return r.Roles[at]
}

func unmetBy(t *testing.T, needs []need, policies []aws.Policy) []need {
	t.Helper()
	return slices.DeleteFunc(slices.Clone(needs), func(n need) bool { return n.met(t, policies) })
}

// cut is a role's policies without one action or one resource.
type cut struct {
	what     string
	policies []aws.Policy
}

func without(policies []aws.Policy) []cut {
	var all []cut
	for i, policy := range policies {
		for j, statement := range policy.Statement {
			for k, action := range statement.Action {
				smaller := statement
				smaller.Action = slices.Delete(slices.Clone(statement.Action), k, k+1)
				all = append(all, cut{statement.Sid + ": " + action, replaced(policies, i, j, smaller)})
			}
			for k, resource := range statement.Resource {
				smaller := statement
				smaller.Resource = slices.Delete(slices.Clone(statement.Resource), k, k+1)
				all = append(all, cut{statement.Sid + ": " + resource, replaced(policies, i, j, smaller)})
			}
		}
	}
	return all
}

func replaced(policies []aws.Policy, i, j int, statement aws.Statement) []aws.Policy {
	all := slices.Clone(policies)
	all[i].Statement = slices.Clone(all[i].Statement)
	all[i].Statement[j] = statement
	return all
}

var (
	sidForm    = regexp.MustCompile(`^[A-Za-z0-9]+$`)
	actionForm = regexp.MustCompile(`^[a-z0-9-]+:[A-Z][A-Za-z]+$`)
	arnForm    = regexp.MustCompile(`^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:([0-9]{12})?:.*[A-Za-z0-9].*$`)
)

// conditionOperators are IAM's, as far as a policy of ours could want them:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
var conditionOperators = []string{"Null", "StringEquals", "StringLike"}

// Policies are valid IAM JSON, and * stands alone for exactly those actions that AWS takes no resource for.
func TestPoliciesAreValid(t *testing.T) {
	for name, r := range rolesOf(t) {
		for _, role := range r.Roles {
			for _, policy := range role.Policies {
				if policy.Version != "2012-10-17" || len(policy.Statement) == 0 || len(jsonOf(t, policy)) > 6144 {
					t.Errorf("%s, %s: is no policy that IAM takes", name, role.Name)
				}
				sids := map[string]bool{}
				for _, statement := range policy.Statement {
					if !sidForm.MatchString(statement.Sid) || sids[statement.Sid] || statement.Effect != "Allow" {
						t.Errorf("%s, %s: the statement %q", name, role.Name, statement.Sid)
					}
					sids[statement.Sid] = true
					validStatement(t, name+", "+role.Name, statement)
				}
			}
		}
	}
}

func validStatement(t *testing.T, where string, s aws.Statement) {
	t.Helper()
	everything := slices.Contains(s.Resource, "*")
	for _, action := range s.Action {
		if !actionForm.MatchString(action) {
			t.Errorf("%s, %s: the action %q", where, s.Sid, action)
		}
		if everything != aws.TakesNoResource(action) {
			t.Errorf("%s, %s: %s on %v", where, s.Sid, action, s.Resource)
		}
	}
	for _, resource := range s.Resource {
		if resource != "*" && !arnForm.MatchString(resource) || everything && len(s.Resource) > 1 {
			t.Errorf("%s, %s: the resource %q", where, s.Sid, resource)
		}
	}
	for operator, keys := range s.Condition {
		if !slices.Contains(conditionOperators, operator) || len(keys) == 0 {
			t.Errorf("%s, %s: the condition %s", where, s.Sid, operator)
		}
	}
	if len(s.Action) == 0 || len(s.Resource) == 0 {
		t.Errorf("%s, %s: allows nothing", where, s.Sid)
	}
}
