package routes_test

import (
	"regexp"
	"testing"
)

// Who asks for the canary by one header or one cookie gets it, whatever the weight; a cookie is found among others, and one whose
// name or value only looks alike is not.
func TestCanaryMatch(t *testing.T) {
	env, _ := load(t, `a: {image: "a:1", port: 80, canary: {image: "a:2", match: {headers: {x-a: "1", x-b: "2"}, cookies: {v.1: "b+"}}}}`)
	_, table := load(t, app("a", "path: /a/"))
	table.Routes[0].Backend.Canary = env.Apps["a"].Canary
	rules := virtualServices(t, table)["shop.example.com"].Http
	chosen := rules[1]
	if len(rules) != 3 || len(chosen.Match) != 3 || shared(chosen) != "canary" || shared(rules[2]) != "" {
		t.Fatalf("the rules are %v", rules)
	}
	for i, header := range []string{"x-a", "x-b", "cookie"} {
		if match := chosen.Match[i]; match.Headers[header] == nil || len(match.Headers) != 1 || match.Uri.GetPrefix() != "/a/" {
			t.Errorf("match %d is %v", i, match)
		}
	}
	pattern := regexp.MustCompile(`^(?:` + chosen.Match[2].Headers["cookie"].GetRegex() + `)$`) // Envoy matches the whole header
	for cookies, want := range map[string]bool{
		"v.1=b+": true, "a=b; v.1=b+": true, "v.1=b+; a=b": true, "a=b;v.1=b+;c=d": true,
		"": false, "v.1=b": false, "v.1=b+c": false, "xv.1=b+": false, "vx1=b+": false, "a=v.1=b+": false,
	} {
		if got := pattern.MatchString(cookies); got != want {
			t.Errorf("%q matches: %t", cookies, got)
		}
	}
}

// Copies go to the canary beside the first version's answers, not to its own.
func TestCanaryMirror(t *testing.T) {
	env, _ := load(t, `a: {image: "a:1", port: 80, canary: {image: "a:2", mirrorPercent: 25, match: {headers: {x-a: "1"}}}}`)
	_, table := load(t, app("a", "path: /a/"))
	table.Routes[0].Backend.Canary = env.Apps["a"].Canary
	rules := virtualServices(t, table)["shop.example.com"].Http
	if len(rules[1].Mirrors) != 0 || len(rules[2].Mirrors) != 1 {
		t.Fatalf("copies: %v, %v", rules[1].Mirrors, rules[2].Mirrors)
	}
	if copies := rules[2].Mirrors[0]; copies.Destination.Subset != "canary" || copies.Percentage.Value != 25 {
		t.Errorf("copies: %v", copies)
	}
}
