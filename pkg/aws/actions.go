package aws

import (
	"slices"
	"strings"
)

// wholeAccount are actions that AWS takes no resource for, by service: only for these a policy may say *. They are those of AWS'
// service authorization reference whose column of resource types is empty, as far as platforms come to use them. Sources:
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html, and there
// list_awselasticloadbalancingv2.html, list_amazoncloudwatch.html, list_amazoncloudwatchlogs.html,
// list_amazonresourcegrouptaggingapi.html, list_amazons3.html, list_awssecuritytokenservice.html,
// list_amazonelasticcontainerregistry.html, list_amazonsqs.html, list_amazonsns.html, list_amazondynamodb.html,
// list_amazonkinesisdatastreams.html, list_awskeymanagementservice.html, list_awssecretsmanager.html,
// list_awssystemsmanager.html, list_amazontextract.html, list_awsx-ray.html, list_amazonec2autoscaling.html.
var wholeAccount = map[string][]string{
	"autoscaling": {"DescribeAutoScalingGroups", "DescribeAutoScalingInstances"},
	"cloudwatch":  {"DescribeAlarmsForMetric", "GetMetricData", "GetMetricStatistics", "ListMetrics", "PutMetricData"},
	"dynamodb":    {"ListTables"},
	"ec2": {
		"DescribeAvailabilityZones", "DescribeInstances", "DescribeInstanceTypes", "DescribeNetworkInterfaces", "DescribeRegions",
		"DescribeRouteTables", "DescribeSecurityGroups", "DescribeSubnets", "DescribeTags", "DescribeVolumes",
		"DescribeVolumesModifications", "DescribeVolumeStatus", "DescribeVpcs",
	},
	"ecr": {"GetAuthorizationToken"},
	"elasticloadbalancing": {
		"DescribeListenerAttributes", "DescribeListenerCertificates", "DescribeListeners", "DescribeLoadBalancerAttributes",
		"DescribeLoadBalancers", "DescribeRules", "DescribeTags", "DescribeTargetGroupAttributes", "DescribeTargetGroups",
		"DescribeTargetHealth",
	},
	"kinesis":        {"ListStreams"},
	"kms":            {"ListAliases", "ListKeys"},
	"logs":           {"GetQueryResults", "StopQuery"},
	"s3":             {"ListAllMyBuckets"},
	"secretsmanager": {"GetRandomPassword", "ListSecrets"},
	"sns":            {"ListTopics"},
	"sqs":            {"ListQueues"},
	"ssm":            {"DescribeParameters"},
	"sts":            {"GetCallerIdentity"},
	"tag":            {"GetResources"},
	"textract":       {"AnalyzeDocument", "DetectDocumentText"},
	"xray":           {"PutTelemetryRecords", "PutTraceSegments"},
}

// TakesNoResource says whether AWS supports no resource for an action, so that a policy that allows it has to say *.
func TakesNoResource(action string) bool {
	service, name, _ := strings.Cut(action, ":")
	return slices.Contains(wholeAccount[service], name)
}
