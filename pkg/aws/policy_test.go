package aws

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// IAM's wildcards: * is any text, ? any one character; all else stands for itself, letter by letter.
func TestMatch(t *testing.T) {
	for pattern, cases := range map[string]struct{ match, miss []string }{
		"*":                 {[]string{"", "a", "arn:aws:s3:::b"}, nil},
		"a":                 {[]string{"a"}, []string{"", "A", "ab"}},
		"secret:DB-??????":  {[]string{"secret:DB-a1B2c3"}, []string{"secret:DB-a1B2c", "secret:DB-a1B2c34", "secret:DB2-a1B2c3"}},
		"b/*":               {[]string{"b/", "b/c/d"}, []string{"b", "bc/d"}},
		"a*c*e":             {[]string{"ace", "abcde", "acce", "ace-e"}, []string{"ac", "aec", "acef"}},
		"arn:aws:ec2:*:i/*": {[]string{"arn:aws:ec2:r:1:i/i-1"}, []string{"arn:aws:ec2:r:1:v/i-1"}},
		"?*?":               {[]string{"ab", "abc"}, []string{"", "a"}},
	} {
		for _, value := range cases.match {
			if !Match(pattern, value) {
				t.Errorf("%s does not match %q", pattern, value)
			}
		}
		for _, value := range cases.miss {
			if Match(pattern, value) {
				t.Errorf("%s matches %q", pattern, value)
			}
		}
	}
}

// What grants of one Sid give to a resource is one statement, without anything twice; other conditions make another, with a Sid of
// its own.
func TestNewPolicyMerges(t *testing.T) {
	when := Conditions{"StringEquals": {"aws:RequestTag/a": {"b"}}}
	got := NewPolicy([]Grant{
		{Sid: "Read", Actions: []string{"s3:GetObject", "s3:GetObject"}, Resources: []string{"arn:b/2"}},
		{Sid: "Read", Actions: []string{"s3:GetObject"}, Resources: []string{"arn:b/3"}, Conditions: when},
		{Sid: "Read", Actions: []string{"s3:GetObject"}, Resources: []string{"arn:b/1", "arn:b/2"}},
		{Sid: "Read", Actions: []string{"s3:PutObject", "s3:GetObject"}, Resources: []string{"arn:b/4"}},
		{Sid: "Read", Actions: []string{"s3:PutObject"}, Resources: []string{"arn:b/2"}},
		{Sid: "Write", Actions: []string{"s3:PutObject"}, Resources: []string{"arn:b/1"}},
	})
	want := Policy{Version: "2012-10-17", Statement: []Statement{
		{Sid: "Read", Effect: "Allow", Action: []string{"s3:GetObject", "s3:PutObject"}, Resource: []string{"arn:b/2", "arn:b/4"}},
		{Sid: "Read2", Effect: "Allow", Action: []string{"s3:GetObject"}, Resource: []string{"arn:b/3"}, Condition: when},
		{Sid: "Read3", Effect: "Allow", Action: []string{"s3:GetObject"}, Resource: []string{"arn:b/1"}},
		{Sid: "Write", Effect: "Allow", Action: []string{"s3:PutObject"}, Resource: []string{"arn:b/1"}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// What one grant gives, no other gives again: not on a part of its resources, nor under a condition where it has none.
func TestNewPolicyGivesOnce(t *testing.T) {
	when, get := Conditions{"StringLike": {"s3:prefix": {"2026/*"}}}, []string{"s3:GetObject"}
	got := NewPolicy([]Grant{
		{Sid: "Part", Actions: []string{"s3:GetObject", "s3:PutObject"}, Resources: []string{"arn:b/2026/*"}},
		{Sid: "All", Actions: get, Resources: []string{"arn:b/*"}},
		{Sid: "Again", Actions: get, Resources: []string{"arn:b/*"}},
		{Sid: "List", Actions: []string{"s3:ListBucket"}, Resources: []string{"arn:b"}, Conditions: when},
		{Sid: "List", Actions: []string{"s3:ListBucket"}, Resources: []string{"arn:b"}},
		{Sid: "Narrow", Actions: get, Resources: []string{"arn:c?", "arn:c*d"}},
		{Sid: "Wide", Actions: get, Resources: []string{"arn:c*"}, Conditions: when},
	})
	want := Policy{Version: "2012-10-17", Statement: []Statement{
		{Sid: "Part", Effect: "Allow", Action: []string{"s3:PutObject"}, Resource: []string{"arn:b/2026/*"}},
		{Sid: "Again", Effect: "Allow", Action: get, Resource: []string{"arn:b/*"}},
		{Sid: "List", Effect: "Allow", Action: []string{"s3:ListBucket"}, Resource: []string{"arn:b"}},
		{Sid: "Narrow", Effect: "Allow", Action: get, Resource: []string{"arn:c*d", "arn:c?"}},
		{Sid: "Wide", Effect: "Allow", Action: get, Resource: []string{"arn:c*"}, Condition: when},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, c := range []struct {
		pattern, other string
		want           bool
	}{{"a*", "a?", true}, {"a?", "a*", false}, {"a?*", "a*", false}, {"*", "*", true}, {"a*c", "abc", true}, {"abc", "a*c", false}} {
		if takesIn(c.pattern, c.other) != c.want {
			t.Errorf("%s takes in %s: %v", c.pattern, c.other, !c.want)
		}
	}
}

// A policy that IAM would not take is split: each part is short enough, and together they allow exactly the same.
func TestSplit(t *testing.T) {
	var secrets []string
	for i := range 300 {
		secrets = append(secrets, fmt.Sprintf("arn:aws:secretsmanager:us-east-1:111122223333:secret:team/app-%d-??????", i))
	}
	policy := NewPolicy([]Grant{
		{Sid: "First", Actions: []string{"s3:GetObject"}, Resources: []string{"arn:aws:s3:::b/*"}},
		{Sid: "Read", Actions: []string{"secretsmanager:GetSecretValue"}, Resources: secrets},
		{Sid: "Last", Actions: []string{"s3:PutObject"}, Resources: []string{"arn:aws:s3:::b/*"}},
	})
	parts := policy.Split()
	if len(parts) != 4 {
		t.Errorf("%d parts", len(parts))
	}
	found := 0
	for _, part := range parts {
		if size := len(compact(part)); size > 6144-len("CodeGeneratedByRenderDoNotEdit") {
			t.Errorf("a part of %d characters", size)
		}
		for _, statement := range part.Statement {
			found += len(statement.Resource)
		}
	}
	if found != 302 {
		t.Errorf("%d resources of 302", found)
	}
	for _, secret := range secrets {
		for _, part := range parts {
			if part.Allows("secretsmanager:GetSecretValue", strings.Replace(secret, "??????", "a1B2c3", 1)) {
				found--
			}
		}
	}
	if found != 2 {
		t.Errorf("%d secrets are not allowed, or twice", found-2)
	}
	if small := NewPolicy([]Grant{{Sid: "A", Actions: []string{"a:B"}, Resources: []string{"*"}}}); len(small.Split()) != 1 || len(Policy{}.Split()) != 0 {
		t.Error("a small policy is not one document, or an empty one is not none")
	}
}
