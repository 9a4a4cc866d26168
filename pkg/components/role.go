package components

import (
	"strings"

	"github.com/example-org/platform-render/pkg/platform"
)

// roleAnnotation gives a service account an IAM role.
const roleAnnotation = "eks.amazonaws.com/role-arn"

// roleARN is the IAM role of a component's service account. The platform's AWS side gives it the same name.
func roleARN(env *platform.Environment, component string) string {
	return "arn:" + partition(env.AWS.Region) + ":iam::" + env.AWS.AccountID + ":role/" + env.AWS.RolePrefix + component
}

// partition is the part of AWS that a region belongs to: ARNs begin with it.
func partition(region string) string {
	switch {
	case strings.HasPrefix(region, "cn-"):
		return "aws-cn"
	case strings.HasPrefix(region, "us-gov-"):
		return "aws-us-gov"
	}
	return "aws"
}
