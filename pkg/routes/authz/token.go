package authz

import (
	"slices"
	"strings"
)

// matchToken compares attributes of a valid token. Without one nothing fits.
func (j judge) matchToken(key, value string) bool {
	switch key {
	case audiencesKey:
		return matchClaim("[aud]", value, j.Claims)
	case presenterKey:
		return matchClaim("[azp]", value, j.Claims)
	}
	issuer, _ := j.Claims["iss"].(string)
	subject, _ := j.Claims["sub"].(string)
	if issuer == "" || subject == "" {
		return false
	}
	return matchPrincipal(value, issuer, subject)
}

// matchPrincipal compares ISSUER/SUBJECT. What follows the last slash is the subject, as an issuer may be a URL. A star counts at
// one end only: at the beginning for the issuer, at the end for the subject (generator.go, requestPrincipalGenerator).
func matchPrincipal(value, issuer, subject string) bool {
	slash := strings.LastIndex(value, "/")
	if slash < 0 {
		return matchWithoutSlash(value, issuer, subject)
	}
	wantIssuer, wantSubject := value[:slash], value[slash+1:]
	if strings.HasPrefix(value, "*") {
		return wildcard(wantIssuer, issuer) && wantSubject == subject
	}
	return wantIssuer == issuer && (wildcard(wantSubject, subject) && !strings.HasPrefix(wantSubject, "*") || wantSubject == "*")
}

func matchWithoutSlash(value, issuer, subject string) bool {
	if strings.HasPrefix(value, "*") {
		return wildcard(value, subject)
	}
	return strings.HasSuffix(value, "*") && wildcard(value, issuer)
}

// spaced are claims that hold a list as one text (pilot/pkg/security/authn/policy_applier.go, buildSpaceDelimitedClaims).
var spaced = []string{"permission", "scope"}

// matchClaim finds a claim by its path, [a][b], and compares it: a text, or one of a list of texts. Numbers and booleans fit
// nothing.
func matchClaim(path, value string, claims map[string]any) bool {
	names := strings.Split(strings.TrimSuffix(strings.TrimPrefix(path, "["), "]"), "][")
	var found any = claims
	for _, name := range names {
		fields, _ := found.(map[string]any)
		found = fields[name]
	}
	return slices.ContainsFunc(texts(names[len(names)-1], found), func(text string) bool { return wildcard(value, text) })
}

func texts(name string, claim any) []string {
	var all []string
	switch claim := claim.(type) {
	case string:
		if slices.Contains(spaced, name) {
			return strings.Fields(claim)
		}
		all = []string{claim}
	case []any:
		for _, element := range claim {
			if text, ok := element.(string); ok {
				all = append(all, text)
			}
		}
	case []string:
		all = claim
	}
	return all
}
