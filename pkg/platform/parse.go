package platform

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode"
	"unicode/utf8"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// maxBytes is how large a platform.yaml may be.
const maxBytes = 1 << 20

// parse reads one YAML document whose top is a mapping. It returns nil where there is none to speak of.
func parse(file string, data []byte) (*node, Problems) {
	if p := unreadable(file, data); p != nil {
		return nil, Problems{*p}
	}
	doc, p := parseDocument(file, data)
	if p != nil {
		return nil, Problems{*p}
	}
	c := &converter{file: file}
	root := c.convert(doc, nil, "", Pos{})
	if root.kind != mapping && root.kind != broken {
		c.problem(root.at, "", "%s where the keys of a platform are wanted: apiVersion, kind, metadata and so on", root.describe())
	}
	if root.kind != mapping || c.full {
		return nil, c.problems
	}
	return root, c.problems
}

// unreadable finds what makes a file no text at all, before YAML sees it.
func unreadable(file string, data []byte) *Problem {
	if len(data) > maxBytes {
		return tooLarge(file)
	}
	line, column := 1, 0
	for i, width := 0, 0; i < len(data); i += width {
		var r rune
		r, width = utf8.DecodeRune(data[i:])
		column++
		bad := badRune(r, width)
		if r == '\r' && !bytes.HasPrefix(data[i:], []byte("\r\n")) {
			bad = "holds a carriage return without a line feed here: save the file with Unix line ends"
		}
		if bad != "" {
			return &Problem{Pos: Pos{file, line, column}, Message: bad}
		}
		if r == '\n' {
			line, column = line+1, 0
		}
	}
	return nil
}

func tooLarge(file string) *Problem {
	return &Problem{Pos: Pos{File: file}, Message: "is larger than 1 MiB: a platform is described in far less"}
}

// badRune says what is wrong with a character, "" if nothing. YAML would count some of them as line breaks that no editor shows.
func badRune(r rune, width int) string {
	switch {
	case r == utf8.RuneError && width == 1:
		return "is not UTF-8 text here: save the file as UTF-8"
	case r == '\t' || r == '\n' || r == '\r':
		return ""
	case unicode.IsControl(r) || r == '\u2028' || r == '\u2029':
		return fmt.Sprintf("holds the control character %U here: take it out", r)
	}
	return ""
}

// parseDocument returns the top of the file's only document.
func parseDocument(file string, data []byte) (*yaml.Node, *Problem) {
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var doc, second yaml.Node
	err := decoder.Decode(&doc)
	if errors.Is(err, io.EOF) || err == nil && len(doc.Content) == 0 {
		return nil, &Problem{Pos: Pos{file, 1, 1}, Message: "is empty: a platform begins with apiVersion: " + APIVersion}
	}
	if err == nil {
		err = decoder.Decode(&second)
	}
	switch {
	case errors.Is(err, io.EOF):
		return doc.Content[0], nil
	case err != nil:
		return nil, syntaxProblem(file, data, err)
	}
	return nil, &Problem{Pos: Pos{file, max(second.Line, 1), max(second.Column, 1)}, Message: "a second document begins here: a platform is one document, so take the --- out"}
}
