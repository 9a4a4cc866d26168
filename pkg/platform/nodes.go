package platform

import (
	"fmt"
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
	text    string         // of a scalar: its value
	plain   bool           // of a scalar: without quotes
	flow    bool           // of a mapping or list: in brackets
	items   []*node        // of a list
	entries []entry        // of a mapping, in the order of the file
	places  map[string]int // of a mapping: where a key stands among the entries
	partial bool           // of a mapping: a key was refused, so that nobody knows what is missing
	removed []entry        // of a merged mapping: the nulls that took keys away

	at      Pos    // where the value begins
	keyAt   Pos    // where its key begins; the value itself for items and the document
	parent  *node  // the list or mapping of the file that holds it
	segment string // its part of the path
}

// entry is one key of a mapping.
type entry struct {
	key   string
	value *node
}

// seal notes where the keys of a mapping stand, once they all do.
func (n *node) seal() {
	n.places = make(map[string]int, len(n.entries))
	for i, e := range n.entries {
		n.places[e.key] = i
	}
}

// get returns the value of a key, nil if it is not there.
func (n *node) get(key string) *node {
	if i, ok := n.places[key]; ok {
		return n.entries[i].value
	}
	return nil
}

// standingFor is the mapping that a bare scalar stands for.
func (n *node) standingFor(key string) *node {
	out := &node{kind: mapping, at: n.at, keyAt: n.keyAt, parent: n.parent, segment: n.segment, entries: []entry{{key, n}}}
	out.seal()
	return out
}

// written is the path of a value in the file, which an override's environment begins.
func (n *node) written() string {
	if n.parent == nil {
		return ""
	}
	return joinSegment(n.parent.written(), n.segment)
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
func (n *node) step(path string) (next *node, rest string) {
	path = strings.TrimPrefix(path, ".")
	inside, bracket := strings.CutPrefix(path, "[")
	if !bracket {
		end := strings.IndexAny(path+".", ".[")
		return n.get(path[:end]), path[end:]
	}
	if quoted, err := strconv.QuotedPrefix(inside); err == nil {
		key, _ := strconv.Unquote(quoted)
		return n.get(key), strings.TrimPrefix(inside[len(quoted):], "]")
	}
	index, rest, _ := strings.Cut(inside, "]")
	if i, err := strconv.Atoi(index); err == nil && i >= 0 && i < len(n.items) {
		return n.items[i], rest
	}
	return nil, path
}

// Join is the path of a key below path: apps.dbt-docs, or patches.x["a.b"] for a key that dots would tear apart.
func Join(path, key string) string {
	return joinSegment(path, segment(key))
}

func joinSegment(path, segment string) string {
	if path == "" || segment[0] == '[' {
		return path + segment
	}
	return path + "." + segment
}

const plainLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_/<-"

// segment is a key as a part of a path.
func segment(key string) string {
	if key != "" && strings.Trim(key, plainLetters) == "" {
		return key
	}
	return "[" + quote(key) + "]"
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

func shorten(s string) string { return cut(s, longest) }

// cut leaves so many characters of a text.
func cut(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "..."
}
