package platform

import (
	"slices"
	"strings"
)

func (c *checker) patches() {
	for name, p := range sorted(c.Patches) {
		path := Join("patches", name)
		if p.Merge != nil && len(p.Merge) == 0 {
			c.report(path+".merge", "is empty: it would change nothing")
		}
		if p.JSON != nil && len(p.JSON) == 0 {
			c.report(path+".json", "is empty: it would change nothing")
		}
		for i, op := range p.JSON {
			c.operation(joinIndex(path+".json", i), op)
		}
	}
}

// operations are those of RFC 6902, with the key that each needs besides op and path.
var operations = map[string]string{"add": "value", "copy": "from", "move": "from", "remove": "", "replace": "value", "test": "value"}

// operation holds one operation of a JSON patch to the form that RFC 6902 gives it.
func (c *checker) operation(path string, op map[string]any) {
	verb, _ := op["op"].(string)
	other, known := operations[verb]
	if !known {
		c.report(path+".op", "%s is not an operation of a JSON patch: add, copy, move, remove, replace or test", shown(op, "op"))
		return
	}
	c.pointer(path, op, "path")
	if other == "from" {
		c.pointer(path, op, "from")
	}
	if _, ok := op[other]; other == "value" && !ok {
		c.report(path, "the key value is missing: %s needs one", verb)
	}
	for key := range sorted(op) {
		if !slices.Contains([]string{"op", "path", other}, key) {
			c.reportKey(Join(path, key), "is not a key of the operation %s", verb)
		}
	}
}

// pointer holds a key of an operation to be a JSON pointer.
func (c *checker) pointer(path string, op map[string]any, key string) {
	if s, ok := op[key].(string); !ok || !strings.HasPrefix(s, "/") {
		c.report(path+"."+key, "%s is not a JSON pointer such as /spec/replicas", shown(op, key))
	}
}

// shown is a value of an operation as a message shows it.
func shown(op map[string]any, key string) string {
	switch v := op[key].(type) {
	case string:
		return quote(v)
	case nil:
		return "nothing"
	}
	return "what is written"
}
