package platform

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// kind is what a value of a YAML file is.
type kind int

const (
	broken kind = iota // refused already: whoever meets it stays silent
	null
	text
	number
	boolean
	date
	list
	mapping
)

// node is a value of platform.yaml that remembers where it was written. Nodes are never changed once built, so that merged
// documents may share them.
type node struct {
	kind    kind
	text    string  // of a scalar: its value
	plain   bool    // of a scalar: without quotes
	flow    bool    // of a mapping or list: in brackets
	items   []*node // of a list
	entries []entry // of a mapping, in the order of the file
	partial bool    // of a mapping: a key was refused, so that nobody knows what is missing
	removed []entry // of a merged mapping: the nulls that took keys away

	at      Pos    // where the value begins
	keyAt   Pos    // where its key begins; the value itself for items and the document
	written string // its path in the file, which an override's environment begins
}

// entry is one key of a mapping.
type entry struct {
	key   string
	value *node
}

// get returns the value of a key, nil if it is not there.
func (n *node) get(key string) *node {
	for _, e := range n.entries {
		if e.key == key {
			return e.value
		}
	}
	return nil
}

// keys lists the keys of a mapping in the order of the file.
func (n *node) keys() []string {
	keys := make([]string, len(n.entries))
	for i, e := range n.entries {
		keys[i] = e.key
	}
	return keys
}

// scalar tells whether n is one value rather than a list, a mapping or nothing.
func (n *node) scalar() bool {
	return n.kind == text || n.kind == number || n.kind == boolean || n.kind == date
}

// describe says what was found, for messages.
func (n *node) describe() string {
	switch n.kind {
	case null:
		return "nothing"
	case text:
		return "the text " + quote(n.text)
	case number:
		return "the number " + shorten(n.text)
	case boolean:
		return "the boolean " + n.text
	case date:
		return "the date " + shorten(n.text)
	case list:
		return "a list"
	default:
		return "a mapping"
	}
}

// lackingAt is where to point when a mapping lacks a key: at its first line, or at its key if it has no lines of its own.
func (n *node) lackingAt() Pos {
	if n.flow || len(n.entries) == 0 {
		return n.keyAt
	}
	return n.at
}

// find follows a path as far as the document goes. It returns the last node on the way and what is left of the path.
func (n *node) find(path string) (*node, string) {
	for path != "" {
		next, rest := n.step(path)
		if next == nil {
			return n, path
		}
		n, path = next, rest
	}
	return n, ""
}

// step follows the first segment of a path.
func (n *node) step(path string) (*node, string) {
	path = strings.TrimPrefix(path, ".")
	for _, e := range n.entries {
		if rest, ok := cutSegment(path, Join("", e.key)); ok {
			return e.value, rest
		}
	}
	for i, item := range n.items {
		if rest, ok := cutSegment(path, fmt.Sprintf("[%d]", i)); ok {
			return item, rest
		}
	}
	return nil, path
}

func cutSegment(path, segment string) (rest string, ok bool) {
	rest, ok = strings.CutPrefix(path, segment)
	return rest, ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

var plainKey = regexp.MustCompile(`^[A-Za-z0-9_/<-]+$`)

// Join is the path of a key below path: apps.dbt-docs, or patches.x["a.b"] for a key that dots would tear apart.
func Join(path, key string) string {
	if !plainKey.MatchString(key) {
		return path + "[" + quote(key) + "]"
	}
	if path == "" {
		return key
	}
	return path + "." + key
}

func joinIndex(path string, i int) string {
	return fmt.Sprintf("%s[%d]", path, i)
}

// longest is how many characters of a value a message shows.
const longest = 80

// quote shows a text of the user's in a message: escaped, and cut if it is long.
func quote(s string) string {
	return strconv.Quote(shorten(s))
}

func shorten(s string) string {
	if utf8.RuneCountInString(s) <= longest {
		return s
	}
	return string([]rune(s)[:longest]) + "..."
}
