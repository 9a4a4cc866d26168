package layout

import (
	"path"
	"slices"
	"testing"

	"github.com/example-org/platform-render/pkg/aws"
	"github.com/example-org/platform-render/pkg/components"
	"github.com/example-org/platform-render/pkg/platform"
)

const pods = `apiVersion: platform.render/v1alpha1
kind: Platform
metadata: {name: small}
git: {repoURL: https://github.com/example-org/small.git}
aws: {accountID: "111122223333", region: cn-north-1, identity: podIdentity}
ingress:
  host: small.example.com
  loadBalancer: {certificateARN: arn:aws-cn:acm:cn-north-1:111122223333:certificate/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0}
secrets: {awsSecretsManager: {}}
apps: {hello: {image: "hello:1.0.0", port: 8080, env: {TOKEN: {secret: TOKEN}}, iam: {snsPublish: [greetings]}}}
environments: {dev: {}}
`

// What is written for Terraform lets exactly the service account of each role take it.
func TestTrusts(t *testing.T) {
	_, all := renderSeed(t)
	loaded, err := platform.Load("platform.yaml", []byte(pods))
	if err != nil {
		t.Fatal(err)
	}
	byPods, err := components.Render(loaded.Environments[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range append(all, byPods) {
		trusts, err := Trusts(r)
		if err != nil || len(trusts) != len(r.Roles) || len(trusts) < 2 {
			t.Fatalf("%s: %d of %d roles: %v", r.Catalog.Env.Name, len(trusts), len(r.Roles), err)
		}
		for i, role := range r.Roles {
			trust, given := trusts[i], []string(nil)
			if r == byPods {
				given = []string{role.Namespace + "/" + role.ServiceAccount}
			}
			if trust.ARN != role.ARN || trust.Namespace != role.Namespace || trust.ServiceAccount != role.ServiceAccount ||
				trust.PodIdentity != (r == byPods) || !slices.Equal(trust.Given, given) || len(trust.Faults) > 0 {
				t.Errorf("%s is read as %+v", path.Join(role.Namespace, role.ServiceAccount), trust)
			}
		}
	}
}

// What is not of the form that is written is an error, and no role without trust.
func TestTrustsOfAnotherForm(t *testing.T) {
	for _, identity := range []string{`{`, `{"data": {"aws_iam_policy_document": {"a": {"statement": []}}}}`} {
		if _, err := aws.ReadTrusts("aws", []byte(`{}`), []byte(identity)); err == nil {
			t.Errorf("%s is read", identity)
		}
	}
}
