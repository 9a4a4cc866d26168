package secrets

import (
	"cmp"

	"github.com/example-org/platform-render/pkg/kube"
)

// externalSecret is the part of an ExternalSecret's spec that says what it reads and what it makes.
type externalSecret struct {
	SecretStoreRef struct{ Kind, Name string }
	Target         struct {
		Name     string
		Template *template
	}
	Data []struct {
		SecretKey string
		RemoteRef remoteRef
	}
	DataFrom []struct {
		Extract   *remoteRef
		Find      *struct{}
		SourceRef *struct {
			GeneratorRef *struct{ Kind, Name string }
		}
	}
}

type remoteRef struct{ Key, Property string }

type template struct {
	MergePolicy  string
	Data         map[string]string
	TemplateFrom []struct{}
}

// replaces says that the Secret holds what the template makes and not what was read for it, as it is unless somebody says otherwise.
// A template of nothing but metadata or a type replaces nothing.
func (t template) replaces() bool {
	return t.MergePolicy != "Merge" && len(t.Data)+len(t.TemplateFrom) > 0
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
