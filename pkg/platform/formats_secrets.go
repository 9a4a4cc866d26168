package platform

import (
	"slices"
	template "text/template/parse"
)

// checkTemplate holds a template to what Go's templates take. The functions are those of External Secrets, which are many: they are
// not held to a list.
func checkTemplate(s string) string {
	parts, err := templateParts(s)
	switch {
	case err != nil:
		return "it is no template of Go: {{ .name }} stands for a part"
	case len(parts) == 0:
		return "it has no part such as {{ .user }}: a text without secrets stands under value"
	}
	return ""
}

// TemplateParts are the names that a template of Go uses, sorted: user of {{ .user }}. A text that is no template has none.
func TemplateParts(text string) []string {
	parts, _ := templateParts(text)
	return parts
}

// templateParts are the names that a template uses, sorted: user of {{ .user }}.
func templateParts(text string) ([]string, error) {
	tree := template.New("")
	tree.Mode = template.SkipFuncCheck
	if _, err := tree.Parse(text, "", "", map[string]*template.Tree{}); err != nil {
		return nil, err
	}
	var names []string
	fieldsIn(tree.Root, &names)
	slices.Sort(names)
	return slices.Compact(names), nil
}

// fieldsIn collects the first name of every field that a template reads.
func fieldsIn(n template.Node, names *[]string) {
	switch n := n.(type) {
	case *template.ListNode:
		if n == nil {
			return
		}
		for _, child := range n.Nodes {
			fieldsIn(child, names)
		}
	case *template.ActionNode:
		fieldsIn(n.Pipe, names)
	case *template.PipeNode:
		if n == nil {
			return
		}
		for _, command := range n.Cmds {
			for _, argument := range command.Args {
				fieldsIn(argument, names)
			}
		}
	case *template.FieldNode:
		*names = append(*names, n.Ident[0])
	case *template.IfNode:
		fieldsInBranch(n.BranchNode, names)
	case *template.RangeNode:
		fieldsInBranch(n.BranchNode, names)
	case *template.WithNode:
		fieldsInBranch(n.BranchNode, names)
	}
}

func fieldsInBranch(n template.BranchNode, names *[]string) {
	fieldsIn(n.Pipe, names)
	fieldsIn(n.List, names)
	fieldsIn(n.ElseList, names)
}
