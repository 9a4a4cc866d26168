package simulate

import (
	"cmp"
	"encoding/json"
	"fmt"

	meshapi "istio.io/api/mesh/v1alpha1"
	"sigs.k8s.io/yaml"
)

// mesh is what Istio's mesh-wide configuration says of requests: the istiod chart's values, or the ConfigMap that it makes of them.
type mesh struct {
	config        *meshapi.MeshConfig
	normalization Normalization
	rootNamespace string
	source        Source
}

// mesh finds the configuration; without one, Istio's defaults hold.
func (b *builder) mesh() (mesh, error) {
	m := mesh{config: &meshapi.MeshConfig{}, rootNamespace: "istio-system"}
	for _, app := range b.applications {
		if app.Spec.Source.Chart != "istiod" {
			continue
		}
		m.rootNamespace = cmp.Or(app.Spec.Destination.Namespace, m.rootNamespace)
		if err := m.read(app.Spec.Source.Helm.ValuesObject["meshConfig"], app.source); err != nil {
			return m, err
		}
	}
	if c, ok := b.configMaps[m.rootNamespace+"/istio"]; ok {
		var values any
		if err := yaml.Unmarshal([]byte(c.Data["mesh"]), &values); err != nil {
			return m, fmt.Errorf("%s: mesh: %w", c.source, err)
		}
		if err := m.read(values, c.source); err != nil {
			return m, err
		}
	}
	m.rootNamespace = cmp.Or(m.config.RootNamespace, m.rootNamespace)
	m.normalization = m.normalize()
	return m, nil
}

func (m *mesh) read(values any, source Source) error {
	m.source = source
	if values == nil {
		return nil
	}
	text, err := json.Marshal(values)
	if err == nil {
		err = json.Unmarshal(text, m.config)
	}
	if err != nil {
		return fmt.Errorf("%s: meshConfig: %w", source, err)
	}
	return nil
}

// normalize is what becomes of Envoy's fields: the mesh's normalization, over which the gateway's connection settings win
// (pilot/pkg/networking/core/connection_settings.go).
func (m *mesh) normalize() Normalization {
	n := normalizations[m.config.GetPathNormalization().GetNormalization().String()]
	settings := m.config.GetDefaultConfig().GetConnectionSettings()
	if settings.GetProfile() == meshapi.ProxyConfig_ConnectionSettings_EDGE {
		n.MergeSlashes, n.EscapedSlashes = true, redirectEscaped
	}
	if merge := settings.GetHttpMergeSlashes(); merge != nil {
		n.MergeSlashes = merge.GetValue()
	}
	switch settings.GetHttpPathWithEscapedSlashesAction() {
	case meshapi.ProxyConfig_ConnectionSettings_KEEP_UNCHANGED:
		n.EscapedSlashes = keepEscaped
	case meshapi.ProxyConfig_ConnectionSettings_REJECT_REQUEST:
		n.EscapedSlashes = rejectEscaped
	case meshapi.ProxyConfig_ConnectionSettings_UNESCAPE_AND_REDIRECT:
		n.EscapedSlashes = redirectEscaped
	case meshapi.ProxyConfig_ConnectionSettings_UNESCAPE_AND_FORWARD:
		n.EscapedSlashes = unescapeSlashes
	}
	return n
}

// trustedProxies is how many proxies in front of the gateway are believed: their X-Forwarded-Proto stays.
func (m *mesh) trustedProxies() uint32 {
	return m.config.GetDefaultConfig().GetGatewayTopology().GetNumTrustedProxies()
}

// visibility is who an object is exported to: namespaces, or everyone.
type visibility map[string]bool

// exported reads an exportTo list: "." is the object's own namespace, "*" everyone, "~" nobody; an empty list is the mesh's default
// (pilot/pkg/model/virtualservice_controller.go, convertExportToSet).
func exported(to, otherwise []string, namespace string) visibility {
	if len(to) == 0 {
		to = otherwise
	}
	if len(to) == 0 {
		return visibility{"*": true}
	}
	v := visibility{}
	for _, name := range to {
		if name == "." {
			name = namespace
		}
		v[name] = true
	}
	return v
}

func (v visibility) to(namespace string) bool { return v["*"] || v[namespace] && !v["~"] }
