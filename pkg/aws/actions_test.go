package aws

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// An action takes no resource where AWS' tables name none, and only there.
func TestTakesNoResource(t *testing.T) {
	for action, want := range map[string]bool{
		"cloudwatch:GetMetricData": true, "cloudwatch:DescribeAlarms": false,
		"ec2:DescribeInstances": true, "ec2:AttachVolume": false,
		"logs:DescribeLogGroups": true, "logs:StopQuery": true, "logs:GetQueryResults": false, "logs:StartQuery": false,
		"s3:ListAllMyBuckets": true, "s3:ListBucket": false, "ses:SendEmail": false, "textract:DetectDocumentText": true,
		"ec2:": false, "DescribeInstances": false, "ec2:describeinstances": false,
	} {
		if got := TakesNoResource(action); got != want {
			t.Errorf("%s: %v", action, got)
		}
	}
}

// The list names each service once with its page, and the actions in order, each once.
func TestListOfActions(t *testing.T) {
	service := regexp.MustCompile(`^([a-z0-9-]+)( list_[a-z0-9-]+\.html)+$`)
	var services []string
	for section := range strings.SplitSeq(strings.TrimSpace(actionsText), "\n\n") {
		head, names, _ := strings.Cut(section, "\n")
		if strings.HasPrefix(head, "#") {
			continue
		}
		if !service.MatchString(head) {
			t.Errorf("%q names no service and page", head)
		}
		services = append(services, strings.Fields(head)[0])
		actions := strings.Fields(names)
		if len(actions) == 0 || !slices.Equal(actions, sortedSet(actions)) {
			t.Errorf("the actions of %s are not in order", head)
		}
	}
	if len(services) < 30 || !slices.Equal(services, sortedSet(services)) {
		t.Errorf("the services are not in order: %q", services)
	}
}
