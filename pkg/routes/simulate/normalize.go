package simulate

import "strings"

// Normalization is what the gateway does to a path before anything is matched (Istio's meshConfig.pathNormalization, as
// pilot/pkg/networking/core/listener_builder.go, buildHTTPConnectionManager, turns it into Envoy's fields).
type Normalization struct {
	// Base resolves dots, turns backslashes into slashes and escapes or unescapes what RFC 3986 says.
	Base bool
	// MergeSlashes makes one slash of several.
	MergeSlashes bool
	// EscapedSlashes is keep, unescape, redirect or reject: what becomes of %2f and %5c.
	EscapedSlashes string
}

// What becomes of escaped slashes (Envoy's path_with_escaped_slashes_action).
const (
	keepEscaped     = "keep"
	unescapeSlashes = "unescape"
	redirectEscaped = "redirect"
	rejectEscaped   = "reject"
)

// normalizations are the values of meshConfig.pathNormalization.normalization.
var normalizations = map[string]Normalization{
	"NONE":                     {EscapedSlashes: keepEscaped},
	"DEFAULT":                  {Base: true, EscapedSlashes: keepEscaped},
	"BASE":                     {Base: true, EscapedSlashes: keepEscaped},
	"MERGE_SLASHES":            {Base: true, MergeSlashes: true, EscapedSlashes: keepEscaped},
	"DECODE_AND_MERGE_SLASHES": {Base: true, MergeSlashes: true, EscapedSlashes: unescapeSlashes},
}

// normalized is a path as it is matched, or what the gateway answers at once.
type normalized struct {
	path string
	// reject is a 400, redirect a 307 to the path.
	reject, redirect bool
}

// apply follows Envoy's source/common/http/conn_manager_utility.cc, maybeNormalizePath: escaped slashes, then dots, then slashes.
func (n Normalization) apply(path string) normalized {
	result := normalized{path: path}
	if n.EscapedSlashes != keepEscaped && n.EscapedSlashes != "" {
		result.path = escapedSlashes.Replace(path)
		if result.path != path {
			result.reject = n.EscapedSlashes == rejectEscaped
			result.redirect = n.EscapedSlashes == redirectEscaped
		}
	}
	if n.Base {
		canonical, ok := canonicalPath(result.path)
		result.path, result.reject = canonical, result.reject || !ok
	}
	if n.MergeSlashes {
		result.path = mergeSlashes(result.path)
	}
	return result
}

var escapedSlashes = strings.NewReplacer("%2f", "/", "%2F", "/", "%5c", `\`, "%5C", `\`)

// mergeSlashes follows Envoy's source/common/http/path_utility.cc, mergeSlashes, with its oddity: "//" stays.
func mergeSlashes(path string) string {
	if !strings.Contains(path, "//") {
		return path
	}
	merged := strings.Join(strings.FieldsFunc(path, func(r rune) bool { return r == '/' }), "/")
	if strings.HasPrefix(path, "/") {
		merged = "/" + merged
	}
	if strings.HasSuffix(path, "/") {
		merged += "/"
	}
	return merged
}

// canonicalPath follows the URL library that Envoy uses (googleurl, url/url_canon_path.cc): `.` and `..` are resolved, escaped or not;
// backslashes become slashes; escaped letters, digits, - _ ~ are unescaped, all other escapes stay as they are; what no path may
// hold is escaped. A zero byte, plain or escaped, makes the path invalid.
func canonicalPath(path string) (string, bool) {
	c := canonicalizer{in: path, valid: true}
	if path == "" || path[0] != '/' && path[0] != '\\' {
		c.out = append(c.out, '/')
	}
	for c.at < len(c.in) {
		c.step()
	}
	return string(c.out), c.valid
}

type canonicalizer struct {
	in    string
	at    int
	out   []byte
	valid bool
}

func (c *canonicalizer) step() {
	if width := c.dot(c.at); width > 0 {
		c.dots(width)
		return
	}
	char := c.in[c.at]
	c.at++
	switch {
	case char == '\\':
		c.out = append(c.out, '/')
	case char == '%':
		c.escape()
	case char == 0:
		c.valid = false
	case char <= ' ' || char >= 0x7f || strings.IndexByte("\"#<>?^`{|}", char) >= 0:
		c.out = append(c.out, '%', hexDigits[char>>4], hexDigits[char&15])
	default:
		c.out = append(c.out, char)
	}
}

const hexDigits = "0123456789ABCDEF"

// dot is how many bytes a dot takes at a place: one, three if it is escaped, none if there is none.
func (c *canonicalizer) dot(at int) int {
	switch rest := c.in[at:]; {
	case strings.HasPrefix(rest, "."):
		return 1
	case len(rest) >= 3 && strings.EqualFold(rest[:3], "%2e"):
		return 3
	}
	return 0
}

// dots drops `/.` and takes a segment back for `/..`; any other dot is a letter of a name.
func (c *canonicalizer) dots(width int) {
	after := c.at + width
	second := after + c.dot(after)
	switch {
	case len(c.out) == 0 || c.out[len(c.out)-1] != '/':
		c.out, c.at = append(c.out, '.'), after
	case c.ends(after):
		c.at = min(after+1, len(c.in))
	case second > after && c.ends(second):
		c.back()
		c.at = min(second+1, len(c.in))
	default:
		c.out, c.at = append(c.out, '.'), after
	}
}

// ends says whether a segment ends at a place.
func (c *canonicalizer) ends(at int) bool {
	return at >= len(c.in) || c.in[at] == '/' || c.in[at] == '\\'
}

// back removes the last segment, never the first slash.
func (c *canonicalizer) back() {
	if end := len(c.out) - 1; end > 0 {
		c.out = c.out[:strings.LastIndexByte(string(c.out[:end]), '/')+1]
	}
}

// escape reads what follows a percent sign.
func (c *canonicalizer) escape() {
	if c.at+2 > len(c.in) || !isHex(c.in[c.at]) || !isHex(c.in[c.at+1]) {
		c.out = append(c.out, '%')
		return
	}
	digits := c.in[c.at : c.at+2]
	c.at += 2
	char := fromHex(digits[0])<<4 | fromHex(digits[1])
	if unreserved(char) {
		c.out = append(c.out, char)
		return
	}
	c.valid = c.valid && char != 0
	c.out = append(c.out, '%', digits[0], digits[1])
}

func unreserved(char byte) bool {
	return char >= 'a' && char <= 'z' || char >= 'A' && char <= 'Z' || char >= '0' && char <= '9' || char == '-' || char == '_' || char == '~'
}

func isHex(char byte) bool {
	return char >= '0' && char <= '9' || char|0x20 >= 'a' && char|0x20 <= 'f'
}

func fromHex(char byte) byte {
	if char <= '9' {
		return char - '0'
	}
	return char | 0x20 - 'a' + 10
}
