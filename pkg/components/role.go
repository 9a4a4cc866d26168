package components

import "github.com/example-org/platform-render/pkg/platform"

// roleAnnotation gives a service account an IAM role.
const roleAnnotation = "eks.amazonaws.com/role-arn"

// roleARN is the IAM role of a component's service account. The platform's AWS side gives it the same name.
func roleARN(env *platform.Environment, component string) string {
	return "arn:" + env.AWS.Partition() + ":iam::" + env.AWS.AccountID + ":role/" + env.AWS.RolePrefix + component
}
