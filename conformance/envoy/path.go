package envoy

import (
	"regexp"
	"strconv"
	"strings"

	hcm "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"
)

// verdict is what a connection manager does with a path before it looks for a route.
type verdict int

const (
	forward  verdict = iota // go on with the path
	reject                  // answer 400
	redirect                // answer 307 with the path
)

// normalize does to a path what the connection manager is configured to do, in Envoy's order: escaped slashes, then dot
// segments, then repeated slashes (conn_manager_utility.cc, maybeNormalizePath).
func normalize(manager *hcm.HttpConnectionManager, path string) (string, verdict) {
	action := forward
	if plain := unescapeSlashes(path); plain != path {
		switch manager.GetPathWithEscapedSlashesAction() {
		case hcm.HttpConnectionManager_REJECT_REQUEST:
			return path, reject
		case hcm.HttpConnectionManager_UNESCAPE_AND_REDIRECT:
			path, action = plain, redirect
		case hcm.HttpConnectionManager_UNESCAPE_AND_FORWARD:
			path = plain
		}
	}
	if manager.GetNormalizePath().GetValue() {
		if strings.Contains(path, "%00") {
			return path, reject
		}
		path = canonical(path)
	}
	if manager.GetMergeSlashes() {
		path = mergeSlashes(path)
	}
	return path, action
}

var slashes = strings.NewReplacer("%2F", "/", "%2f", "/", "%5C", `\`, "%5c", `\`)

func unescapeSlashes(path string) string {
	path, query := split(path)
	return slashes.Replace(path) + query
}

// unreserved are the escapes of letters, digits and the marks that never need one: the canonicalizer of Chromium, which Envoy uses,
// undoes them. It also takes a backslash for a slash (path_utility.cc, canonicalizePath; googleurl, url/url_canon_path.cc).
var unreserved = regexp.MustCompile(`%(3[0-9]|[46][1-9A-Fa-f]|[57][0-9Aa]|2[DdEe]|5[Ff]|7[Ee])|\\`)

func unescape(found string) string {
	if found == `\` {
		return "/"
	}
	code, _ := strconv.ParseUint(found[1:], 16, 8)
	return string(rune(code))
}

// canonical is RFC 3986, section 5.2.4, on what the escapes of plain characters stand for.
func canonical(path string) string {
	path, query := split(path)
	var kept []string
	segments := strings.Split(strings.TrimPrefix(unreserved.ReplaceAllStringFunc(path, unescape), "/"), "/")
	for i, segment := range segments {
		dots := segment == "." || segment == ".."
		if segment == ".." && len(kept) > 0 {
			kept = kept[:len(kept)-1]
		}
		if !dots {
			kept = append(kept, segment)
		} else if i == len(segments)-1 {
			kept = append(kept, "") // the path names a folder
		}
	}
	return "/" + strings.Join(kept, "/") + query
}

// mergeSlashes makes one slash of several; of a path of slashes alone, Envoy keeps the first and the last (path_utility.cc,
// mergeSlashes).
func mergeSlashes(path string) string {
	path, query := split(path)
	if strings.HasPrefix(path, "//") && strings.Trim(path, "/") == "" {
		return "//" + query
	}
	for strings.Contains(path, "//") {
		path = strings.ReplaceAll(path, "//", "/")
	}
	return path + query
}
