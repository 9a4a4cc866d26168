package components

import (
	"strings"

	"github.com/example-org/platform-render/pkg/aws"
)

// roles is the role of an app that may do something in AWS.
func (a app) roles() []Role {
	if a.IAM == nil {
		return nil
	}
	return []Role{{ARN: roleARN(a.env, a.name), ServiceAccount: a.name, Why: "what the app " + a.name + " does in AWS", Grants: a.grants}}
}

// grants are the rights of the app's iam.
func (a app) grants(*Rendered) []aws.Grant {
	all := append(a.buckets(a.IAM.S3Read, true, "s3:GetObject"),
		a.buckets(a.IAM.S3Write, false, "s3:AbortMultipartUpload", "s3:DeleteObject", "s3:PutObject")...)
	for _, named := range a.named() {
		for _, name := range named.names {
			resource := regional(a.env, named.service, a.env.AWS.Region, named.prefix+name+named.suffix)
			all = append(all, aws.Grant{Sid: named.sid, Actions: named.actions, Resources: []string{resource}})
		}
	}
	for _, name := range sortedKeys(a.IAM.Statements) {
		statement := a.IAM.Statements[name]
		all = append(all, aws.Grant{Sid: camel(name), Actions: statement.Actions, Resources: statement.Resources})
	}
	return all
}

// namedResources are resources whose ARNs follow from their names, and what is done with them.
type namedResources struct {
	names                   []string
	sid                     string
	service, prefix, suffix string
	actions                 []string
}

func (a app) named() []namedResources {
	const index = "/index/*"
	i := a.IAM
	return []namedResources{
		{i.SQSReceive, "Queues", "sqs", "", "", []string{
			"sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ReceiveMessage",
		}},
		{i.SQSSend, "Queues", "sqs", "", "", []string{"sqs:GetQueueUrl", "sqs:SendMessage"}},
		{i.SNSPublish, "Topics", "sns", "", "", []string{"sns:Publish"}},
		{i.KinesisRead, "Streams", "kinesis", "stream/", "", []string{
			"kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards",
		}},
		{i.KinesisWrite, "Streams", "kinesis", "stream/", "", []string{"kinesis:PutRecord", "kinesis:PutRecords"}},
		{i.DynamoDBRead, "Tables", "dynamodb", "table/", "", []string{
			"dynamodb:BatchGetItem", "dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan",
		}},
		{i.DynamoDBRead, "Indexes", "dynamodb", "table/", index, []string{"dynamodb:Query", "dynamodb:Scan"}},
		{i.DynamoDBWrite, "Tables", "dynamodb", "table/", "", []string{
			"dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem",
		}},
	}
}

// buckets are rights to objects, and to list them. A bucket has neither region nor account in its ARN.
func (a app) buckets(names []string, list bool, actions ...string) []aws.Grant {
	var all []aws.Grant
	for _, name := range names {
		bucket, prefix, _ := strings.Cut(name, "/")
		arn := "arn:" + a.env.AWS.Partition() + ":s3:::" + bucket
		all = append(all, aws.Grant{Sid: "Objects", Actions: actions, Resources: []string{arn + "/" + prefix + "*"}})
		if list {
			all = append(all, aws.Grant{Sid: "ListBuckets", Actions: []string{"s3:ListBucket"}, Resources: []string{arn}, Conditions: under(prefix)})
		}
	}
	return all
}

// under narrows listing to keys that begin so.
func under(prefix string) aws.Conditions {
	if prefix == "" {
		return nil
	}
	return aws.Conditions{"StringLike": {"s3:prefix": {prefix + "*"}}}
}

// camel is a name in the letters that a Sid takes.
func camel(name string) string {
	var sid strings.Builder
	for word := range strings.SplitSeq(name, "-") {
		if word != "" {
			sid.WriteString(strings.ToUpper(word[:1]) + word[1:])
		}
	}
	return sid.String()
}
