package platform

import (
	"embed"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"reflect"
	"strings"
	"sync"
)

// sources are the input types themselves: their comments are the documentation of platform.yaml.
//
//go:embed types*.go
var sources embed.FS

// comments are the doc comments of the input types: "Git" of the type, "Git.RepoURL" of a field.
var comments = sync.OnceValues(func() (map[string]string, error) {
	out := map[string]string{}
	names, err := fs.Glob(sources, "types*.go")
	for _, name := range names {
		if err == nil {
			err = readComments(name, out)
		}
	}
	return out, err
})

func readComments(name string, out map[string]string) error {
	data, err := sources.ReadFile(name)
	if err != nil {
		return err
	}
	file, err := parser.ParseFile(token.NewFileSet(), name, data, parser.ParseComments)
	if err != nil {
		return err
	}
	for _, decl := range file.Decls {
		if types, ok := decl.(*ast.GenDecl); ok && types.Tok == token.TYPE {
			readType(types, out)
		}
	}
	return nil
}

func readType(decl *ast.GenDecl, out map[string]string) {
	for _, spec := range decl.Specs {
		t := spec.(*ast.TypeSpec)
		out[t.Name.Name] = oneLine(decl.Doc)
		fields, ok := t.Type.(*ast.StructType)
		if !ok {
			continue
		}
		for _, f := range fields.Fields.List {
			for _, name := range f.Names {
				out[t.Name.Name+"."+name.Name] = oneLine(f.Doc)
			}
		}
	}
}

func oneLine(doc *ast.CommentGroup) string {
	return strings.Join(strings.Fields(doc.Text()), " ")
}

// comment is the doc comment of a field.
func (f field) comment(all map[string]string) string {
	return all[f.owner.Name()+"."+f.name]
}

// typeComment is the doc comment of a type without its name: "Git is the repository" becomes "The repository".
func typeComment(t reflect.Type, all map[string]string) string {
	text := strings.TrimPrefix(all[t.Name()], t.Name()+" ")
	text = strings.TrimPrefix(strings.TrimPrefix(text, "is "), "are ")
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
