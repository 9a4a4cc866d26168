package platform

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
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
	root := c.convert(doc, "", Pos{})
	if root.kind != mapping && root.kind != broken {
		c.problem(root.at, "", "%s where the keys of a platform are wanted: apiVersion, kind, metadata and so on", root.describe())
	}
	if root.kind != mapping {
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
		if bad := badRune(r, width); bad != "" {
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

var yamlLine = regexp.MustCompile(`^yaml: line (\d+): (.*)$`)

// syntaxProblem is YAML's own complaint, at the line that YAML names.
func syntaxProblem(file string, data []byte, err error) *Problem {
	if at, ok := tabIndent(file, data); ok {
		return &Problem{Pos: at, Message: "a tab indents this line: YAML takes spaces only"}
	}
	line, message := 1, strings.TrimPrefix(err.Error(), "yaml: ")
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		line, _ = strconv.Atoi(m[1])
		message = m[2]
	}
	line = min(max(line, 1), bytes.Count(data, []byte("\n"))+1)
	return &Problem{Pos: Pos{file, line, 1}, Message: "is not YAML here: " + message}
}

var tabbed = regexp.MustCompile(`(?m)^ *\t`)

// tabIndent finds the first line that a tab indents.
func tabIndent(file string, data []byte) (Pos, bool) {
	span := tabbed.FindIndex(data)
	if span == nil {
		return Pos{}, false
	}
	return Pos{file, bytes.Count(data[:span[0]], []byte("\n")) + 1, span[1] - span[0]}, true
}
