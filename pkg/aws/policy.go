// Package aws is the documents of the other side of the contract: IAM policies, and Terraform's JSON.
package aws

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// Grant is something that a role needs: each of the actions on each of the resources.
type Grant struct {
	// Sid says what for, in letters and digits: it is all that a policy keeps of the reason.
	Sid string
	// Actions are whole names such as s3:GetObject, without wildcards.
	Actions []string
	// Resources are ARNs, or a lone * where AWS supports nothing narrower for these actions.
	Resources []string
	// Conditions narrow the grant further.
	Conditions Conditions
}

// Conditions are the values that a request's keys must have, by operator and key: each of them, with one of its values.
type Conditions map[string]map[string][]string

// Policy is an IAM policy document.
type Policy struct {
	Version   string
	Statement []Statement
}

// Statement is one grant of a policy document.
type Statement struct {
	Sid       string
	Effect    string
	Action    []string
	Resource  []string
	Condition Conditions `json:",omitempty"`
}

// policyVersion is the language's version, not the document's: of the two there are it is the one with variables.
const policyVersion = "2012-10-17"

// NewPolicy is a policy that gives these grants and nothing more. Grants of one Sid become one statement if they differ in
// nothing but their resources.
func NewPolicy(grants []Grant) Policy {
	policy := Policy{Version: policyVersion}
	for _, grant := range grants {
		statement := grant.statement()
		at := slices.IndexFunc(policy.Statement, statement.differsInResources)
		if at < 0 {
			policy.Statement = append(policy.Statement, statement)
			continue
		}
		known := &policy.Statement[at]
		known.Resource = sortedSet(append(known.Resource, statement.Resource...))
	}
	return policy
}

func (g Grant) statement() Statement {
	return Statement{
		Sid: g.Sid, Effect: "Allow", Action: sortedSet(g.Actions), Resource: sortedSet(g.Resources), Condition: g.Conditions,
	}
}

func (s Statement) differsInResources(other Statement) bool {
	return s.Sid == other.Sid && slices.Equal(s.Action, other.Action) && s.Condition.equal(other.Condition)
}

// equal compares as text: encoding/json sorts the keys.
func (c Conditions) equal(other Conditions) bool {
	return string(compact(c)) == string(compact(other))
}

// sortedSet is the values in order, each once.
func sortedSet(values []string) []string {
	return slices.Compact(slices.Sorted(slices.Values(values)))
}

// Allows says whether the policy lets an action be done to a resource, apart from its conditions.
func (p Policy) Allows(action, resource string) bool {
	return slices.ContainsFunc(p.Statement, func(s Statement) bool { return s.Allows(action, resource) })
}

// Allows says whether the statement lets an action be done to a resource, apart from its conditions.
func (s Statement) Allows(action, resource string) bool {
	return matchAny(s.Action, action) && matchAny(s.Resource, resource)
}

func matchAny(patterns []string, value string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool { return Match(pattern, value) })
}

// Match says whether a value is one of those that a pattern of IAM stands for: * is any text, ? any one character.
func Match(pattern, value string) bool {
	head, rest, star := strings.Cut(pattern, "*")
	if len(value) < len(head) || !same(head, value[:len(head)]) {
		return false
	}
	if !star {
		return len(value) == len(head)
	}
	for i := len(head); i <= len(value); i++ {
		if Match(rest, value[i:]) {
			return true
		}
	}
	return false
}

// same compares a pattern without * with a text of its length.
func same(pattern, value string) bool {
	for i := range len(pattern) {
		if pattern[i] != '?' && pattern[i] != value[i] {
			return false
		}
	}
	return true
}

// JSON is a value as a file: indented, with its last line ended, and without HTML's escapes.
func JSON(value any) ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(value)
	return text.Bytes(), err
}

// compact is a value of this package as JSON without spaces. They all can be written, so there is no error.
func compact(value any) []byte {
	text, _ := json.Marshal(value)
	return text
}
