package platform

import (
	"fmt"
	"io/fs"
	"strings"
)

// Loaded is a platform.yaml that holds no mistake.
type Loaded struct {
	// Name is the platform's name, metadata.name.
	Name string
	// Environments are the clusters, sorted by name.
	Environments []*Environment
}

// Environment is one cluster: the file with the environment's overrides merged in, defaults and derived values filled in.
// It knows where in the file each of its values was written.
type Environment struct {
	// Platform is the platform's name.
	Platform string
	// Name is the environment's name.
	Name string
	Spec

	// Files are those beside platform.yaml, which it may name; nil if it was not read from a file.
	Files fs.FS

	root *node // the merged document as written, without defaults
}

// Pos is where the value at a path such as apps.dbt-docs.route.path was written: in the body of the file or in the
// environment's overrides. A section that begins on the line below its key is where the key is. For a value that was not written it is the
// place of its nearest ancestor.
func (e *Environment) Pos(path string) Pos {
	n, _ := e.root.find(path)
	if n.keyAt.Line != n.at.Line && n.keyAt.Line > 0 {
		return n.keyAt
	}
	return n.at
}

// Written is a path as the file has it: environments.prod.ingress.host if ingress.host comes from the overrides.
func (e *Environment) Written(path string) string {
	n, rest := e.root.find(path)
	if rest == "" {
		return n.written()
	}
	return joinSegment(n.written(), strings.TrimPrefix(rest, "."))
}

// Problemf is a problem with the value at a path of this environment.
func (e *Environment) Problemf(path, format string, args ...any) Problem {
	return Problem{Pos: e.Pos(path), Path: e.Written(path), Message: fmt.Sprintf(format, args...)}
}

// Has tells whether the file writes something at a path.
func (e *Environment) Has(path string) bool { return path != "" && e.has(path) }

// KeyAt is the path of the key that is written at a line, the outermost if there are several; "" if the environment has none there.
func (e *Environment) KeyAt(line int) string { return e.root.keyAtLine("", line) }

func (n *node) keyAtLine(path string, line int) string {
	for _, entry := range n.entries {
		below := Join(path, entry.key)
		if entry.value.keyAt.Line == line {
			return below
		}
		if found := entry.value.keyAtLine(below, line); found != "" {
			return found
		}
	}
	return ""
}

// has tells whether the file writes something at a path.
func (e *Environment) has(path string) bool {
	_, rest := e.root.find(path)
	return rest == ""
}

// HasVolumes says whether anything keeps its data on a volume.
func (e *Environment) HasVolumes() bool {
	found := false
	each(e, func(string, *Volume) { found = true })
	return found
}

// HasExistingVolumes says whether anything keeps its data on an EBS volume that exists.
func (e *Environment) HasExistingVolumes() bool {
	found := false
	each(e, func(_ string, v *Volume) { found = found || v.VolumeID != "" })
	return found
}

// SecretRefs are all secrets of the store that the environment names.
func (e *Environment) SecretRefs() []SecretRef {
	var all []SecretRef
	each(e, func(_ string, s *SecretRef) { all = append(all, *s) })
	each(e, func(_ string, s *Credentials) {
		all = append(all, SecretRef{Secret: s.Secret, Property: s.Username}, SecretRef{Secret: s.Secret, Property: s.Password})
	})
	each(e, func(_ string, s *SecretParts) {
		if ref := s.Ref(); ref != nil {
			all = append(all, *ref)
		}
	})
	if s := e.Ingress.Certificate.Secret; s != nil {
		all = append(all, SecretRef{Secret: s.Secret, Property: s.Certificate}, SecretRef{Secret: s.Secret, Property: s.Key})
	}
	for _, app := range sorted(e.Apps) {
		for _, secret := range app.EnvFrom {
			all = append(all, SecretRef{Secret: secret})
		}
	}
	return all
}
