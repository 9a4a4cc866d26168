package platform

// IAM is what an app may do in AWS, in a role of its own: this and nothing else. Names are of the platform's account and region.
type IAM struct {
	_ struct{} `union:"some"`
	// The S3 buckets that it lists and reads; or the part of one whose keys begin so: bucket/prefix/.
	S3Read []string `json:"s3Read" format:"bucket" example:"[uploads, archive/2026/]"`
	// The S3 buckets, or parts of one, that it writes to and deletes from.
	S3Write []string `json:"s3Write" format:"bucket" example:"[uploads/incoming/]"`
	// The SQS queues that it takes messages from.
	SQSReceive []string `json:"sqsReceive" format:"queue" example:"[orders]"`
	// The SQS queues that it sends messages to.
	SQSSend []string `json:"sqsSend" format:"queue" example:"[invoices.fifo]"`
	// The SNS topics that it publishes to.
	SNSPublish []string `json:"snsPublish" format:"queue" example:"[shipped]"`
	// The Kinesis streams that it reads.
	KinesisRead []string `json:"kinesisRead" format:"awsName" example:"[clicks]"`
	// The Kinesis streams that it writes to.
	KinesisWrite []string `json:"kinesisWrite" format:"awsName" example:"[clicks]"`
	// The DynamoDB tables that it reads, with their indexes.
	DynamoDBRead []string `json:"dynamodbRead" format:"awsName" example:"[sessions]"`
	// The DynamoDB tables that it writes to and deletes from.
	DynamoDBWrite []string `json:"dynamodbWrite" format:"awsName" example:"[sessions]"`
	// Anything else, by a name of your own.
	Statements map[string]IAMStatement `json:"statements" keys:"name" example:"{ocr: {actions: [textract:DetectDocumentText], resources: [\"*\"]}}"`
}

// IAMStatement is actions on resources.
type IAMStatement struct {
	// The actions, each by its whole name.
	Actions []string `json:"actions" check:"required" format:"iamAction" example:"[kms:Decrypt]"`
	// The resources, by their ARNs. A lone * only stands where AWS takes nothing narrower.
	Resources []string `json:"resources" check:"required" format:"iamResource" example:"[\"arn:aws:kms:us-east-1:111122223333:key/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0\"]"`
}
