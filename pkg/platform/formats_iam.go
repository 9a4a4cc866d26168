package platform

import "strings"

func checkBucket(s string) string {
	switch {
	case strings.HasPrefix(s, "arn:") || strings.HasPrefix(s, "s3://"):
		return "write the bucket's name alone"
	case strings.Contains(s, "*"):
		return "take the * out: what begins with the prefix is meant anyhow"
	case strings.Contains(s, "/") && !strings.HasSuffix(s, "/"):
		return "a part of a bucket ends with a slash: " + quote(s+"/")
	}
	return ""
}

// checkAction refuses wildcards, which take in whatever AWS adds later.
func checkAction(s string) string {
	service, _, ok := strings.Cut(s, ":")
	switch {
	case strings.Contains(s, "*") || strings.Contains(s, "?"):
		return "name each action: a wildcard takes in what AWS adds later"
	case !ok:
		return "the service is missing before it, as in s3:GetObject"
	case service != strings.ToLower(service):
		return "the service is written in lower case"
	}
	return ""
}

// checkResource refuses an ARN that stands for everything of a service.
func checkResource(s string) string {
	a, ok := parseARN(s)
	switch {
	case s == "*":
	case !ok:
		return "an ARN has six parts: arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE"
	case strings.ContainsAny(a.partition+a.service+a.region+a.account, "*?"):
		return "a wildcard stands behind the account at the earliest"
	case strings.Trim(a.resource, "*?/:") == "":
		return "it names every resource of " + a.service
	}
	return ""
}
