package platform

import (
	"slices"
	"strings"

	"github.com/example-org/platform-render/pkg/aws"
)

// maxRole is the longest name of a role that IAM takes.
const maxRole = 64

// appIAM refuses rights that are none, or wider than AWS lets them be.
func (c *checker) appIAM(path, name string, iam *IAM) {
	if iam == nil {
		return
	}
	path += ".iam"
	if role := c.AWS.RolePrefix + name; len(role) > maxRole {
		c.reportKey(path, "the role would be called %s: that is %d characters, and IAM takes %d; write a shorter aws.rolePrefix or name of the app",
			quote(role), len(role), maxRole)
	}
	c.iamLists(path, iam)
	for key, statement := range sorted(iam.Statements) {
		c.statement(Join(path+".statements", key), statement)
	}
}

// iamLists refuses lists with nothing, or the same twice.
func (c *checker) iamLists(path string, iam *IAM) {
	for key, list := range map[string][]string{
		"s3Read": iam.S3Read, "s3Write": iam.S3Write, "sqsReceive": iam.SQSReceive, "sqsSend": iam.SQSSend, "snsPublish": iam.SNSPublish,
		"kinesisRead": iam.KinesisRead, "kinesisWrite": iam.KinesisWrite, "dynamodbRead": iam.DynamoDBRead, "dynamodbWrite": iam.DynamoDBWrite,
	} {
		c.listed(path+"."+key, list)
	}
}

func (c *checker) listed(path string, items []string) {
	if c.hasNothing(path) {
		c.report(path, "is empty: name something, or leave it out")
	}
	c.once(path, items)
}

// hasNothing tells whether the file writes an empty list or mapping at a path.
func (c *checker) hasNothing(path string) bool {
	n, rest := c.root.find(path)
	return rest == "" && (n.kind == list || n.kind == mapping) && len(n.items)+len(n.entries) == 0
}

func (c *checker) statement(path string, s IAMStatement) {
	c.listed(path+".actions", s.Actions)
	c.listed(path+".resources", s.Resources)
	for i, resource := range s.Resources {
		at := joinIndex(path+".resources", i)
		if resource == "*" {
			c.everything(at, s.Actions)
		} else if a, ok := parseARN(resource); ok && a.partition != c.AWS.Partition() {
			c.report(at, "the resource is of the partition %s, and %s lies in %s (%s)", a.partition, c.AWS.Region, c.AWS.Partition(), c.Pos("aws.region"))
		}
	}
}

// everything lets * stand only for actions that AWS takes no resource for.
func (c *checker) everything(path string, actions []string) {
	narrower := slices.DeleteFunc(slices.Clone(actions), func(action string) bool { return action == "" || aws.TakesNoResource(action) })
	if len(narrower) > 0 {
		c.report(path, "* is everything in the account, and only stands for actions that AWS takes no resource for: name the ARNs for %s", strings.Join(narrower, ", "))
	}
}
