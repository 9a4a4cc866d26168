// Package aws is the documents of the other side of the contract: IAM policies, and Terraform's JSON.
package aws

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
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

// NewPolicy is a policy that gives these grants and nothing more. What grants of one Sid and the same conditions give to a resource is
// brought together, and what another grant gives anyway is left out, so that nothing is given twice; resources that get the same then
// share a statement.
func NewPolicy(grants []Grant) Policy {
	policy := Policy{Version: policyVersion}
	at := map[string]int{}
	for _, grant := range needed(byResource(grants)) {
		key := grant.key(grant.Actions...)
		if i, ok := at[key]; ok {
			policy.Statement[i].Resource = sortedSet(append(policy.Statement[i].Resource, grant.Resources...))
			continue
		}
		at[key] = len(policy.Statement)
		policy.Statement = append(policy.Statement, grant.statement())
	}
	number(policy.Statement)
	return policy
}

// byResource are the grants with one resource each, and with all actions on it in order.
func byResource(grants []Grant) []Grant {
	var all []Grant
	at := map[string]int{}
	for _, grant := range grants {
		for _, resource := range grant.Resources {
			key := grant.key(resource)
			if i, ok := at[key]; ok {
				all[i].Actions = sortedSet(append(all[i].Actions, grant.Actions...))
				continue
			}
			at[key] = len(all)
			all = append(all, Grant{Sid: grant.Sid, Actions: sortedSet(grant.Actions), Resources: []string{resource}, Conditions: grant.Conditions})
		}
	}
	return all
}

// needed leaves out what another of these grants of one resource each gives anyway.
func needed(grants []Grant) []Grant {
	var all []Grant
	for i, grant := range grants {
		grant.Actions = slices.DeleteFunc(slices.Clone(grant.Actions), func(action string) bool {
			return slices.ContainsFunc(grants, func(other Grant) bool { return other.gives(action, grants[i]) })
		})
		if len(grant.Actions) > 0 {
			all = append(all, grant)
		}
	}
	return all
}

// gives says whether an action of another grant is given by this one too: under the same conditions or none, and on more. On the
// same it is the one with the lesser Sid that gives.
func (g Grant) gives(action string, other Grant) bool {
	alike := string(compact(g.Conditions)) == string(compact(other.Conditions))
	if !slices.Contains(g.Actions, action) || !alike && g.Conditions != nil || !takesIn(g.Resources[0], other.Resources[0]) {
		return false
	}
	return !alike || !takesIn(other.Resources[0], g.Resources[0]) || g.Sid < other.Sid
}

// takesIn says whether one pattern stands for all that another stands for. What a * of the other stands for may be nothing, or a
// character that no pattern names.
func takesIn(pattern, other string) bool {
	return Match(pattern, strings.ReplaceAll(other, "*", "")) && Match(pattern, strings.ReplaceAll(other, "*", "\x00"))
}

// key is the same for grants of one Sid and the same conditions, and for the same of the rest.
func (g Grant) key(rest ...string) string {
	return g.Sid + "\n" + string(compact(g.Conditions)) + "\n" + strings.Join(rest, "\n")
}

func (g Grant) statement() Statement {
	return Statement{Sid: g.Sid, Effect: "Allow", Action: g.Actions, Resource: g.Resources, Condition: g.Conditions}
}

// number keeps Sids apart: a document takes each once.
func number(statements []Statement) {
	times := map[string]int{}
	for i := range statements {
		sid := statements[i].Sid
		times[sid]++
		if n := times[sid]; n > 1 {
			statements[i].Sid = sid + strconv.Itoa(n)
		}
	}
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
