package simulate

import (
	"encoding/json"
	"fmt"
	"sync"

	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/routes/authz"
)

// builder collects what is read, until all of it is there.
type builder struct {
	gateways            []*gatewayObject
	virtualServices     []*virtualServiceObject
	destinationRules    []*destinationRule
	serviceEntries      []*serviceEntry
	peerAuthentications []*peerAuthentication
	services            []*serviceObject
	namespaces          []*namespace
	workloads           []*workload
	applications        []*application
	configMaps          map[string]*configMap
	listeners           []albListener
	ingresses           []*ingress
	requests            []*requestAuthentication
	policies            []kube.Object
	policySources       map[string]Source
	seen                map[string]Source
}

func newBuilder() *builder {
	return &builder{configMaps: map[string]*configMap{}, policySources: map[string]Source{}, seen: map[string]Source{}}
}

// read takes one document: an object, or a List of them.
func (b *builder) read(d document) error {
	text, err := d.json()
	if err != nil || text == nil {
		return err
	}
	var head struct {
		APIVersion string            `json:"apiVersion"`
		Kind       string            `json:"kind"`
		Items      []json.RawMessage `json:"items"`
	}
	if err := json.Unmarshal(text, &head); err != nil {
		return nil // a list or a text: YAML, but no manifest
	}
	if head.Kind != "List" {
		return b.readOne(d, head.APIVersion, head.Kind, text)
	}
	for _, item := range head.Items {
		if err := b.read(document{text: item, source: d.source}); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) readOne(d document, apiVersion, kind string, text []byte) error {
	if reader, ok := readers[group(apiVersion)+"/"+kind]; ok {
		return reader(b, d, text)
	}
	return nil
}

// once refuses a second object of the same name: nobody can say which of them the cluster would have.
func (b *builder) once(kind, id string, source Source) error {
	key := kind + " " + id
	if first, ok := b.seen[key]; ok {
		return fmt.Errorf("%s is also in %s", key, first)
	}
	b.seen[key] = source
	return nil
}

// Tree is a set of manifests, ready to be asked. It can be asked from several goroutines at once.
type Tree struct {
	mesh            mesh
	gateways        []*gatewayObject
	virtualServices []*virtualService
	// bound are the VirtualServices of each gateway, by namespace/name.
	bound    map[string][]*virtualService
	services registry
	// proxies are the gateways.
	proxies []Proxy

	// destinationRules are those of each namespace.
	destinationRules       map[string][]*destinationRule
	peerAuthentications    []*peerAuthentication
	requestAuthentications []*requestAuthentication
	// policies are those that a namespace's workloads meet.
	policies      map[string]authz.Set
	policySources map[string]Source
	applications  []*application
	configMaps    map[string]*configMap
	listeners     []albListener

	lock sync.Mutex
	// routers are the gateways' configurations, by proxy.
	routers map[string]*router
}

// build makes the indexes, so that asking is cheap.
func (b *builder) build() (*Tree, error) {
	t := &Tree{
		routers: map[string]*router{}, gateways: b.gateways, peerAuthentications: b.peerAuthentications,
		requestAuthentications: b.requests, policySources: b.policySources, applications: b.applications, configMaps: b.configMaps,
	}
	var err error
	if t.mesh, err = b.mesh(); err != nil {
		return nil, err
	}
	byAge(t.gateways)
	byAge(t.peerAuthentications)
	t.destinationRules = byNamespace(b.destinationRules)
	if t.policies, err = b.policySets(t.mesh.rootNamespace); err != nil {
		return nil, err
	}
	if t.virtualServices, err = mergeVirtualServices(b.virtualServices, t.mesh); err != nil {
		return nil, err
	}
	t.bind()
	t.services = newRegistry(b)
	if err := b.ingressListeners(t.services); err != nil {
		return nil, err
	}
	t.listeners = b.listeners
	t.proxies = t.findGateways()
	return t, nil
}

// bind lists the VirtualServices of each gateway. One that names none is for the sidecars alone.
func (t *Tree) bind() {
	t.bound = map[string][]*virtualService{}
	for _, v := range t.virtualServices {
		for _, gateway := range v.Spec.Gateways {
			t.bound[gateway] = append(t.bound[gateway], v)
		}
	}
}
