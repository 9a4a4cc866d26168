package secrets

import (
	"cmp"
	"slices"

	"github.com/example-org/platform-render/pkg/kube"
)

// externalSecret is the part of an ExternalSecret's spec that says what it reads and what it makes.
type externalSecret struct {
	SecretStoreRef storeRef
	Target         struct {
		Name     string
		Template *template
	}
	Data []struct {
		SecretKey string
		RemoteRef remoteRef
		SourceRef *sourceRef
	}
	DataFrom []struct {
		Extract   *remoteRef
		Find      *struct{}
		SourceRef *sourceRef
	}
}

type remoteRef struct{ Key, Property string }

// sourceRef is where one part comes from, if not from the store that is named for all.
type sourceRef struct {
	StoreRef     *storeRef
	GeneratorRef *struct{ Kind, Name string }
}

type template struct {
	MergePolicy  string
	Data         map[string]string
	TemplateFrom []struct{}
}

// replaces says that the Secret holds what the template makes and not what was read for it, as it is unless somebody says otherwise.
// A template of nothing but metadata or a type replaces nothing.
func (t *template) replaces() bool {
	return t != nil && t.MergePolicy != "Merge" && len(t.Data)+len(t.TemplateFrom) > 0
}

// target is the name of the Secret: the ExternalSecret's own if it names none.
func (e externalSecret) target(o kube.Object) string { return cmp.Or(e.Target.Name, o.Name()) }

// sources are the keys that are read, and whether there are others that only AWS knows.
func (e externalSecret) sources(namespace string, passwords map[name][]string) (keys []string, open bool) {
	for _, data := range e.Data {
		keys = append(keys, data.SecretKey)
	}
	for _, from := range e.DataFrom {
		if from.SourceRef == nil || from.SourceRef.GeneratorRef == nil {
			open = true
			continue
		}
		made, known := passwords[name{namespace, from.SourceRef.GeneratorRef.Name}]
		keys, open = append(keys, made...), open || !known
	}
	return keys, open
}

// stores are those that are read, each once.
func (e externalSecret) stores() []storeRef {
	var all []storeRef
	add := func(own *sourceRef) {
		ref := e.SecretStoreRef
		if own != nil && own.GeneratorRef != nil {
			return
		}
		if own != nil && own.StoreRef != nil {
			ref = *own.StoreRef
		}
		if !slices.Contains(all, ref) {
			all = append(all, ref)
		}
	}
	for _, data := range e.Data {
		add(data.SourceRef)
	}
	for _, from := range e.DataFrom {
		add(from.SourceRef)
	}
	return all
}

// reads are the secrets that are read from stores.
func (e externalSecret) reads() []remoteRef {
	var all []remoteRef
	for _, data := range e.Data {
		all = append(all, data.RemoteRef)
	}
	for _, from := range e.DataFrom {
		if from.Extract != nil {
			all = append(all, *from.Extract)
		}
	}
	return all
}
