package dashboards

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// node is a value of a JSON document that knows where it stands.
type node struct {
	offset int
	// value is a text, a number, a bool or nil; nil too if the node has fields or items.
	value  any
	fields map[string]*node
	items  []*node
}

// get is what stands at these keys, one below the other; nil if there is nothing.
func (n *node) get(keys ...string) *node {
	for _, key := range keys {
		if n == nil {
			return nil
		}
		n = n.fields[key]
	}
	return n
}

// text is the node's text; empty if it is none.
func (n *node) text() string {
	if n == nil {
		return ""
	}
	text, _ := n.value.(string)
	return text
}

// number is the node's whole number.
func (n *node) number() (int, bool) {
	if n == nil {
		return 0, false
	}
	number, _ := n.value.(json.Number)
	whole, err := number.Int64()
	return int(whole), err == nil
}

// members are the node's fields.
func (n *node) members() map[string]*node {
	if n == nil {
		return nil
	}
	return n.fields
}

// list is the node's items.
func (n *node) list() []*node {
	if n == nil {
		return nil
	}
	return n.items
}

// treeReader reads a document token by token.
type treeReader struct {
	data    []byte
	decoder *json.Decoder
}

var errTrailing = errors.New("something follows after the end of the document")

// parseTree reads a whole document. On an error, the offset is where reading ended.
func parseTree(data []byte) (*node, int, error) {
	r := treeReader{data: data, decoder: json.NewDecoder(bytes.NewReader(data))}
	r.decoder.UseNumber()
	root, err := r.value()
	offset := r.next()
	if err == nil {
		if _, more := r.decoder.Token(); !errors.Is(more, io.EOF) {
			err = errTrailing
		}
	}
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		offset = int(syntax.Offset)
	}
	return root, offset, err
}

// next is where the next token begins.
func (r treeReader) next() int {
	offset := int(r.decoder.InputOffset())
	return offset + len(r.data[offset:]) - len(bytes.TrimLeft(r.data[offset:], " \t\r\n,:"))
}

func (r treeReader) value() (*node, error) {
	n := &node{offset: r.next()}
	token, err := r.decoder.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('{'):
		return n, r.object(n)
	case json.Delim('['):
		return n, r.array(n)
	}
	n.value = token
	return n, nil
}

func (r treeReader) object(n *node) error {
	n.fields = map[string]*node{}
	for r.decoder.More() {
		key, err := r.decoder.Token()
		if err != nil {
			return err
		}
		name, _ := key.(string)
		if n.fields[name], err = r.value(); err != nil {
			return err
		}
	}
	_, err := r.decoder.Token()
	return err
}

func (r treeReader) array(n *node) error {
	n.items = []*node{}
	for r.decoder.More() {
		item, err := r.value()
		if err != nil {
			return err
		}
		n.items = append(n.items, item)
	}
	_, err := r.decoder.Token()
	return err
}

// lineAndColumn count from 1, columns in characters.
func lineAndColumn(data []byte, offset int) (line, column int) {
	before := string(data[:min(offset, len(data))])
	return strings.Count(before, "\n") + 1, len([]rune(before[strings.LastIndex(before, "\n")+1:])) + 1
}
