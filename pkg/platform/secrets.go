package platform

import (
	"fmt"
	"path"
	"regexp"
	"slices"

	"github.com/example-org/platform-render/pkg/pasted"
)

// pastedText finds what looks like a secret in the file as it stands, comments and all, before anything else reads it: while there
// is one, nothing else is said of the file, so that no other message repeats it.
func pastedText(file string, data []byte) Problems {
	var all Problems
	for _, find := range pasted.Text(string(data)) {
		all = append(all, pastedProblem(Pos{file, find.Line, find.Column}, "", find.What))
	}
	return all
}

func pastedProblem(at Pos, path, what string) Problem {
	return Problem{at, path, fmt.Sprintf("what looks like %s stands here: keep it in the store, and write {secret: NAME}; if it was ever pushed, replace it", what)}
}

// pastedValues finds the secrets that only the place of a value gives away: the lines of a text below its name, a password where
// the name of a secret belongs, or in a text of the user's.
func pastedValues(root *node) Problems {
	var all Problems
	walkValues(root, "", false, func(n *node, name string, users bool) {
		if pasted.Value(name, n.text) || pasted.Password(name, n.text) && (users || !n.names()) || users && pasted.Assigns(n.text) {
			all = append(all, pastedProblem(n.at, n.written(), "a secret"))
		}
	})
	return all
}

// names tells whether what stands under password in a key of ours is a name: that of a property, which stands beside secret, or
// that of a secret in the way of SMTP_PASSWORD_2. A secret of another name with digits, such as smtp2, is written {secret: smtp2}.
func (n *node) names() bool {
	return n.parent != nil && n.parent.get("secret") != nil || capitals.MatchString(n.text)
}

var capitals = regexp.MustCompile(`^[A-Z]+(_[A-Z0-9]+)+$`)

// theUsers are keys below which names are the user's. Elsewhere they are ours.
var theUsers = []string{"args", "command", "env", "patches", "template"}

// walkValues visits every scalar with the name that it goes by, and says whether that is the user's.
func walkValues(n *node, name string, users bool, visit func(n *node, name string, users bool)) {
	if n.scalar() {
		visit(n, name, users)
	}
	for _, item := range n.items {
		walkValues(item, name, users, visit)
	}
	for _, e := range n.entries {
		walkValues(e.value, called(n, e.key, name), users || slices.Contains(theUsers, e.key), visit)
	}
}

// called is what a value goes by: its key, or, under value, the name beside it, the end of the path beside it or the key above it.
func called(parent *node, key, above string) string {
	if key != "value" {
		return key
	}
	if beside := parent.get("name"); beside != nil {
		return beside.text
	}
	if beside := parent.get("path"); beside != nil {
		return path.Base(beside.text)
	}
	return above
}
