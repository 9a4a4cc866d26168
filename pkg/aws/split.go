package aws

// Limits of IAM. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
const (
	// MaxPolicies is how many policies a role can have attached before one asks AWS for more.
	MaxPolicies = 10
	// maxPolicySize is how long a managed policy can be, in characters, its white space aside. What is left is for a mark.
	maxPolicySize = 6144 - 64
)

// Split is the policy as one document, or as several where IAM would not take it as one. Each statement goes to the first
// document; what has no room there goes on to the next.
func (p Policy) Split() []Policy {
	var all []Policy
	room := Policy{Version: p.Version}
	for _, statement := range p.Statement {
		for _, part := range statement.parts() {
			grown := room.with(part)
			if len(room.Statement) > 0 && grown.size() > maxPolicySize {
				all = append(all, room)
				grown = Policy{Version: p.Version, Statement: []Statement{part}}
			}
			room = grown
		}
	}
	if len(room.Statement) > 0 {
		all = append(all, room)
	}
	return all
}

// with is the policy with one more part: in the statement that it is a part of, if that is the last. Sids tell statements apart.
func (p Policy) with(part Statement) Policy {
	statements := append([]Statement{}, p.Statement...)
	if last := len(statements) - 1; last >= 0 && statements[last].Sid == part.Sid {
		part.Resource = sortedSet(append(append([]string{}, statements[last].Resource...), part.Resource...))
		statements = statements[:last]
	}
	return Policy{Version: p.Version, Statement: append(statements, part)}
}

// parts are the statement with one resource each; or the whole of it, if that surely has room beside others.
func (s Statement) parts() []Statement {
	if len(compact(s)) < maxPolicySize/4 {
		return []Statement{s}
	}
	var all []Statement
	for _, resource := range s.Resource {
		part := s
		part.Resource = []string{resource}
		all = append(all, part)
	}
	return all
}

func (p Policy) size() int { return len(compact(p)) }
