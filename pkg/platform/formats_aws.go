package platform

import (
	"fmt"
	"net"
	"net/netip"
	"regexp"
	"strings"
)

func checkAccountID(s string) string {
	digits := strings.ReplaceAll(s, "-", "")
	switch {
	case strings.Trim(digits, "0123456789") != "":
		return "it is made of digits only"
	case len(digits) != len(s):
		return "write the digits without dashes"
	case len(s) != 12:
		return fmt.Sprintf("it has 12 digits, and here are %d", len(s))
	}
	return ""
}

func checkRegion(s string) string {
	if patterns["zone"].MatchString(s) {
		return "this is a zone; its region is " + strings.TrimRight(s, "abcdefghijklmnopqrstuvwxyz")
	}
	return ""
}

func checkZone(s string) string {
	if patterns["region"].MatchString(s) {
		return "this is a region; add the zone's letter"
	}
	return ""
}

func checkSecretName(s string) string {
	if strings.HasPrefix(s, "arn:") {
		return "write the secret's name, not its ARN"
	}
	return ""
}

// arn is a name of AWS: arn:partition:service:region:account:resource.
type arn struct {
	partition, service, region, account, resource string
}

func parseARN(s string) (arn, bool) {
	parts := strings.SplitN(s, ":", 6)
	if len(parts) != 6 || parts[0] != "arn" {
		return arn{}, false
	}
	return arn{parts[1], parts[2], parts[3], parts[4], parts[5]}, true
}

var certificateID = regexp.MustCompile(`^certificate/[A-Za-z0-9-]+$`)

func checkCertificateARN(s string) string {
	a, ok := parseARN(s)
	switch {
	case !ok:
		return "it has six parts: arn:aws:acm:REGION:ACCOUNT:certificate/ID"
	case !strings.HasPrefix(a.partition, "aws"):
		return "its partition is " + quote(a.partition) + ", not aws, aws-cn or aws-us-gov"
	case a.service != "acm":
		return "its service is " + quote(a.service) + ", not acm"
	case !patterns["region"].MatchString(a.region):
		return "its region " + quote(a.region) + " is none; us-east-1 is one"
	case !patterns["accountID"].MatchString(a.account):
		return "its account " + quote(a.account) + " is not 12 digits"
	case !certificateID.MatchString(a.resource):
		return "it ends with " + quote(a.resource) + ", not certificate/ and an id"
	}
	return ""
}

func checkLoadBalancerName(s string) string {
	if strings.HasPrefix(s, "internal-") {
		return "AWS keeps names that begin with internal- for itself"
	}
	return ""
}

// checkNetwork refuses addresses with bits set beyond the mask, which EC2 refuses too.
func checkNetwork(s string) string {
	prefix, err := netip.ParsePrefix(s)
	switch {
	case net.ParseIP(s) != nil:
		return "the length of its mask is missing: /32 makes it one address"
	case err != nil || !prefix.Addr().Is4():
		return "four numbers up to 255, and a mask of up to 32 bits"
	case prefix != prefix.Masked():
		return "its bits after the mask are set: " + prefix.Masked().String()
	}
	return ""
}

// Domain is what the names of AWS' services end with in the region.
func (a AWS) Domain() string {
	switch partitionOf(a.Region) {
	case "aws-cn":
		return "amazonaws.com.cn"
	case "aws-eusc":
		return "amazonaws.eu"
	case "aws-iso":
		return "c2s.ic.gov"
	case "aws-iso-b":
		return "sc2s.sgov.gov"
	}
	return "amazonaws.com"
}

// Partition is the part of AWS that the region belongs to: ARNs begin with it.
func (a AWS) Partition() string { return partitionOf(a.Region) }

// partitionOf is the AWS partition that a region belongs to.
func partitionOf(region string) string {
	switch {
	case strings.HasPrefix(region, "cn-"):
		return "aws-cn"
	case strings.HasPrefix(region, "us-gov-"):
		return "aws-us-gov"
	case strings.HasPrefix(region, "eusc-"):
		return "aws-eusc"
	case strings.Contains(region, "-isob-"):
		return "aws-iso-b"
	case strings.Contains(region, "-iso"):
		return "aws-iso"
	}
	return "aws"
}
