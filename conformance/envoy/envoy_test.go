package envoy

import (
	"testing"

	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	hcm "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"
	matcher "github.com/envoyproxy/go-control-plane/envoy/type/matcher/v3"
	"google.golang.org/protobuf/types/known/wrapperspb"
)

// The pairs are those of Envoy's own test, test/common/http/path_utility_test.cc.
func TestPathsAreNormalizedAsEnvoyDoes(t *testing.T) {
	base := &hcm.HttpConnectionManager{NormalizePath: wrapperspb.Bool(true)}
	merge := &hcm.HttpConnectionManager{NormalizePath: wrapperspb.Bool(true), MergeSlashes: true}
	decode := &hcm.HttpConnectionManager{MergeSlashes: true, PathWithEscapedSlashesAction: hcm.HttpConnectionManager_UNESCAPE_AND_FORWARD}
	for _, c := range []struct {
		manager    *hcm.HttpConnectionManager
		path, want string
	}{
		{base, "/a/b/../c", "/a/c"},
		{base, "/a/b/./c", "/a/b/c"},
		{base, "/a/b/../../../../c", "/c"},
		{base, `/a/..\c`, "/c"},
		{base, "/%5c%25", "/%5c%25"},
		{base, "/a/b/%2E%2E/c", "/a/c"},
		{base, "/a/b/%2E./c", "/a/c"},
		{base, "/a/b/..", "/a/"},
		{base, "/a/.", "/a/"},
		{base, "/a//../b", "/a/b"},
		{base, "/%61%2Fb?x=/../y", "/a%2Fb?x=/../y"},
		{base, "//a", "//a"},
		{merge, "//a///b//?x=//", "/a/b/?x=//"},
		{merge, "///", "//"},
		{decode, "/a%2F/b%2fc?d=%2F", "/a/b/c?d=%2F"},
	} {
		if got, _ := normalize(c.manager, c.path); got != c.want {
			t.Errorf("%s becomes %s, not %s", c.path, got, c.want)
		}
	}
}

func TestTheMostSpecificDomainWins(t *testing.T) {
	config := &route.RouteConfiguration{IgnorePortInHostMatching: true}
	for _, domain := range []string{"*", "*.example.org", "*.shop.example.org", "a.shop.example.org", "a.*"} {
		config.VirtualHosts = append(config.VirtualHosts, &route.VirtualHost{Name: domain, Domains: []string{domain}})
	}
	for host, want := range map[string]string{
		"A.shop.example.org:8443": "a.shop.example.org",
		"b.shop.example.org":      "*.shop.example.org",
		"a.b.example.org":         "*.example.org",
		".example.org":            "*",
		"a.other":                 "a.*",
		"[::1]:80":                "*",
	} {
		if got := virtualHost(config, host).GetName(); got != want {
			t.Errorf("%s is served by %s, not %s", host, got, want)
		}
	}
}

func TestAMissingHeaderMatchesOnlyItsAbsence(t *testing.T) {
	jane := &route.HeaderMatcher_StringMatch{StringMatch: &matcher.StringMatcher{MatchPattern: &matcher.StringMatcher_Exact{Exact: "jane"}}}
	for name, c := range map[string]struct {
		matcher *route.HeaderMatcher
		want    bool
	}{
		"a value":                     {&route.HeaderMatcher{HeaderMatchSpecifier: jane}, false},
		"not a value":                 {&route.HeaderMatcher{HeaderMatchSpecifier: jane, InvertMatch: true}, false},
		"not a value, none being one": {&route.HeaderMatcher{HeaderMatchSpecifier: jane, InvertMatch: true, TreatMissingHeaderAsEmpty: true}, true},
		"not there":                   {&route.HeaderMatcher{HeaderMatchSpecifier: &route.HeaderMatcher_PresentMatch{PresentMatch: true}, InvertMatch: true}, true},
	} {
		c.matcher.Name = "x-user"
		if got := matchesHeader(c.matcher, Request{}); got != c.want {
			t.Errorf("%s matches a request without the header: %v", name, got)
		}
	}
}

func TestRedirectsKeepTheQueryAndLoseAStandardPort(t *testing.T) {
	request := Request{Scheme: "http", Authority: "shop.example.org:80", Path: "/old/a?q=1"}
	prefix := &route.RouteMatch{PathSpecifier: &route.RouteMatch_Prefix{Prefix: "/old/"}}
	for want, action := range map[string]*route.RedirectAction{
		"http://shop.example.org:80/new?q=1":   {PathRewriteSpecifier: &route.RedirectAction_PathRedirect{PathRedirect: "/new"}},
		"http://shop.example.org:80/new?r=2":   {PathRewriteSpecifier: &route.RedirectAction_PathRedirect{PathRedirect: "/new?r=2"}},
		"http://shop.example.org:80/new/a?q=1": {PathRewriteSpecifier: &route.RedirectAction_PrefixRewrite{PrefixRewrite: "/new/"}},
		"https://shop.example.org/old/a?q=1":   {SchemeRewriteSpecifier: &route.RedirectAction_SchemeRedirect{SchemeRedirect: "https"}},
		"http://shop.example.org:81/old/a?q=1": {PortRedirect: 81},
		"http://other.example.org/old/a?q=1":   {HostRedirect: "other.example.org"},
		"http://shop.example.org:80/old/a":     {StripQuery: true},
		"http://other.example.org:8080/x?q=1":  {HostRedirect: "other.example.org", PortRedirect: 8080, PathRewriteSpecifier: &route.RedirectAction_PathRedirect{PathRedirect: "x"}},
		"https://shop.example.org:444/z/a?q=1": {PortRedirect: 444, SchemeRewriteSpecifier: &route.RedirectAction_SchemeRedirect{SchemeRedirect: "https"}, PathRewriteSpecifier: &route.RedirectAction_PrefixRewrite{PrefixRewrite: "/z/"}},
	} {
		if got := location(&route.Route{Match: prefix}, action, request); got != want {
			t.Errorf("leads to %s, not %s", got, want)
		}
	}
}

func TestRewritesReplaceWhatMatched(t *testing.T) {
	regex := &matcher.RegexMatchAndSubstitute{Pattern: &matcher.RegexMatcher{Regex: "^/v(\\d)/(.*)$"}, Substitution: "/\\2/$v\\1"}
	for _, c := range []struct {
		match  *route.RouteMatch
		action *route.RouteAction
		want   string
	}{
		{&route.RouteMatch{PathSpecifier: &route.RouteMatch_Prefix{Prefix: "/v1/"}}, &route.RouteAction{PrefixRewrite: "/"}, "/a?q=1"},
		{&route.RouteMatch{PathSpecifier: &route.RouteMatch_Prefix{Prefix: "/v1"}}, &route.RouteAction{PrefixRewrite: "/"}, "//a?q=1"},
		{&route.RouteMatch{PathSpecifier: &route.RouteMatch_Path{Path: "/v1/a"}}, &route.RouteAction{PrefixRewrite: "/b"}, "/b?q=1"},
		{&route.RouteMatch{PathSpecifier: &route.RouteMatch_Prefix{Prefix: "/"}}, &route.RouteAction{RegexRewrite: regex}, "/a/$v1?q=1"},
		{&route.RouteMatch{PathSpecifier: &route.RouteMatch_Prefix{Prefix: "/"}}, &route.RouteAction{}, "/v1/a?q=1"},
	} {
		if got := rewritten(c.match, c.action, "/v1/a?q=1"); got != c.want {
			t.Errorf("the upstream sees %s, not %s", got, c.want)
		}
	}
}
