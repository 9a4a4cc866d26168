package platform

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

var yamlLine = regexp.MustCompile(`^yaml: line (\d+): (.*)$`)

// syntaxProblem is YAML's own complaint, at the line where the file stops to be YAML.
func syntaxProblem(file string, data []byte, err error) *Problem {
	if at, ok := tabIndent(file, data); ok {
		return &Problem{Pos: at, Message: "a tab indents this line: YAML takes spaces only"}
	}
	line, message := 1, strings.TrimPrefix(err.Error(), "yaml: ")
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		line, _ = strconv.Atoi(m[1])
		message = m[2]
	}
	return &Problem{Pos: Pos{file, firstBadLine(data, max(line, 1)), 1}, Message: "is not YAML here: " + message + plainer[message]}
}

// plainer says what the usual slip of the pen is behind a message of the parser.
var plainer = map[string]string{
	"could not find expected ':'":                    "; a key is followed by a colon and a space",
	"did not find expected '-' indicator":            "; is this line indented as the items above are?",
	"did not find expected ',' or '}'":               "; a text with , { } or # in it stands in quotes",
	"did not find expected ',' or ']'":               "; a text with , [ ] or # in it stands in quotes",
	"did not find expected key":                      "; is this line indented as its neighbours are, and is every quote and bracket closed?",
	"found character that cannot start any token":    "; a text that begins with @, %, ` or a tab stands in quotes",
	"found unexpected end of stream":                 "; is every quote closed?",
	"mapping values are not allowed in this context": "; a text with a colon and a space in it stands in quotes, and a key has a line of its own",
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

// patience is how many bytes may be parsed again in search of a line.
const patience = 2 << 20

// firstBadLine is the line after the longest beginning of the file that is YAML. The line that the parser names is too small:
// it is where the surrounding mapping or list began, and for some mistakes one less than that.
func firstBadLine(data []byte, named int) int {
	lines := bytes.SplitAfter(data, []byte("\n"))
	if last := len(lines) - 1; len(lines[last]) == 0 {
		lines = lines[:last]
	}
	spent := 0
	for n := min(linesRead(lines), len(lines)) - 1; n >= named; n-- {
		beginning := bytes.Join(lines[:n], nil)
		if spent += len(beginning); spent > patience {
			break
		}
		if readable(beginning) {
			return n + 1
		}
	}
	return min(named, len(lines))
}

func readable(data []byte) bool {
	return readAll(bytes.NewReader(data)) == nil
}

// readAll reads every document.
func readAll(r io.Reader) error {
	decoder := yaml.NewDecoder(r)
	for {
		var doc yaml.Node
		switch err := decoder.Decode(&doc); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
	}
}

// linesRead is how many lines the parser asks for before it gives up.
func linesRead(lines [][]byte) int {
	r := &lineReader{lines: lines}
	_ = readAll(r) // it fails; how far it came is the question
	return r.read
}

// lineReader hands out one line at a time.
type lineReader struct {
	lines [][]byte
	read  int
	rest  []byte
}

// Read hands out what is left of the line, then the next one.
func (r *lineReader) Read(p []byte) (int, error) {
	if len(r.rest) == 0 {
		if r.read == len(r.lines) {
			return 0, io.EOF
		}
		r.rest = r.lines[r.read]
		r.read++
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}
