package simulate

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	kyaml "sigs.k8s.io/kustomize/kyaml/yaml"
	"sigs.k8s.io/yaml"
)

// Source is where something is written.
type Source struct {
	File string `json:"file,omitempty"`
	// Line counts from 1; 0 is the whole file.
	Line int `json:"line,omitempty"`
}

// String is file:line.
func (s Source) String() string {
	if s.Line == 0 {
		return s.File
	}
	return fmt.Sprintf("%s:%d", s.File, s.Line)
}

// Read reads every YAML file below the folders, and Terraform's JSON. Its errors name the file and the line; all are told together.
func Read(dirs ...string) (*Tree, error) {
	files := map[string][]byte{}
	for _, dir := range dirs {
		err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !isRead(name) {
				return err
			}
			full := filepath.Join(dir, name)
			files[filepath.ToSlash(full)], err = os.ReadFile(full)
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", dir, err)
		}
	}
	return Parse(files)
}

// terraformSuffix marks Terraform's JSON, which tells of load balancers.
const terraformSuffix = ".tf.json"

func isRead(name string) bool {
	return slices.Contains([]string{".yaml", ".yml"}, path.Ext(name)) || strings.HasSuffix(name, terraformSuffix)
}

// Parse is Read for files that are in memory: their text by name.
func Parse(files map[string][]byte) (*Tree, error) {
	b := newBuilder()
	var problems []error
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if strings.HasSuffix(name, terraformSuffix) {
			if err := b.readTerraform(name, files[name]); err != nil {
				problems = append(problems, err)
			}
			continue
		}
		for _, document := range split(name, files[name]) {
			if err := b.read(document); err != nil {
				problems = append(problems, fmt.Errorf("%s: %w", document.source, err))
			}
		}
	}
	if len(problems) > 0 {
		return nil, errors.Join(problems...)
	}
	return b.build()
}

// document is one of the manifests of a file.
type document struct {
	text []byte
	// source is the manifest's first line.
	source Source
}

// split cuts a file at its `---` lines. No text of a manifest begins a line with them: block scalars are indented.
func split(file string, text []byte) []document {
	var documents []document
	current := document{source: Source{File: file, Line: 1}}
	line := 0
	for part := range bytes.Lines(text) {
		line++
		if bytes.HasPrefix(part, []byte("---")) {
			documents = append(documents, current)
			current = document{source: Source{File: file, Line: line + 1}}
			continue
		}
		current.text = append(current.text, part...)
	}
	return append(documents, current)
}

// json is the manifest as the API server would read it; nil for a document that says nothing.
func (d document) json() ([]byte, error) {
	text, err := yaml.YAMLToJSON(d.text)
	if err != nil {
		return nil, err
	}
	if bytes.Equal(text, []byte("null")) {
		return nil, nil
	}
	return text, nil
}

// lines are where each item of a list stands; a list that is not there has none.
func (d document) lines(keys ...string) []Source {
	var root kyaml.Node
	if err := kyaml.Unmarshal(d.text, &root); err != nil || len(root.Content) == 0 {
		return nil
	}
	node := root.Content[0]
	for _, key := range keys {
		if node = child(node, key); node == nil {
			return nil
		}
	}
	var all []Source
	for _, item := range node.Content {
		all = append(all, Source{File: d.source.File, Line: d.source.Line + item.Line - 1})
	}
	return all
}

func child(node *kyaml.Node, key string) *kyaml.Node {
	if node.Kind != kyaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].Value == key {
			return node.Content[i+1]
		}
	}
	return nil
}

// group is the part of an apiVersion before the slash; the core group has none.
func group(apiVersion string) string {
	name, _, found := strings.Cut(apiVersion, "/")
	if !found {
		return ""
	}
	return name
}
