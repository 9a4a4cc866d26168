package simulate

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	networking "istio.io/api/networking/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// service is a Service, or one host of a ServiceEntry.
type service struct {
	namespace, name, host string
	kind                  string
	source                Source
	ports                 []servicePort
	selector              map[string]string
	headless              bool
	externalName          string
	exportTo              visibility
	// outside is a ServiceEntry for what is not in the mesh; endpoints are its addresses, or its host by DNS.
	outside   bool
	endpoints []string
	nodePorts map[int]int
}

func (s *service) id() string    { return s.namespace + "/" + s.name }
func (s *service) title() string { return s.kind + " " + s.id() }

type servicePort struct {
	name, protocol, appProtocol string
	number                      uint32
	target                      intstr.IntOrString
}

func (s *service) port(number int) (servicePort, bool) {
	i := slices.IndexFunc(s.ports, func(p servicePort) bool { return int(p.number) == number })
	if i < 0 {
		return servicePort{}, false
	}
	return s.ports[i], true
}

// String is the number, with the name if there is one.
func (p servicePort) String() string {
	if p.name == "" {
		return strconv.Itoa(int(p.number))
	}
	return strconv.Itoa(int(p.number)) + " (" + p.name + ")"
}

// portList names the ports that there are.
func (s *service) portList() string {
	var all []string
	for _, p := range s.ports {
		all = append(all, p.String())
	}
	return strings.Join(all, ", ")
}

// registry is what requests can be sent to.
type registry struct {
	// byHost has Services first; a host can be of several ServiceEntries.
	byHost map[string][]*service
	// byNamespace are Services and the workloads that make pods.
	byNamespace map[string][]*service
	pods        map[string][]*workload
	namespaces  map[string]*namespace
}

func newRegistry(b *builder) registry {
	r := registry{
		byHost: map[string][]*service{}, byNamespace: map[string][]*service{}, pods: map[string][]*workload{}, namespaces: map[string]*namespace{},
	}
	for _, o := range b.services {
		r.add(fromService(o))
	}
	for _, o := range b.serviceEntries {
		for _, host := range o.Spec.GetHosts() {
			r.add(fromEntry(o, host))
		}
	}
	for _, o := range b.workloads {
		r.pods[o.Namespace] = append(r.pods[o.Namespace], o)
	}
	for _, o := range b.namespaces {
		r.namespaces[o.Name] = o
	}
	return r
}

func (r registry) add(s *service) {
	r.byHost[s.host] = append(r.byHost[s.host], s)
	r.byNamespace[s.namespace] = append(r.byNamespace[s.namespace], s)
}

func fromService(o *serviceObject) *service {
	s := &service{
		kind: o.Kind, namespace: o.Namespace, name: o.Name, host: serviceHost(o.Namespace, o.Name), source: o.source,
		selector: o.Spec.Selector, headless: o.Spec.ClusterIP == corev1.ClusterIPNone, nodePorts: map[int]int{},
		exportTo: exported(splitList(o.Annotations["networking.istio.io/exportTo"]), nil, o.Namespace),
	}
	if o.Spec.Type == corev1.ServiceTypeExternalName {
		s.externalName = o.Spec.ExternalName
	}
	for _, p := range o.Spec.Ports {
		port := servicePort{name: p.Name, protocol: string(p.Protocol), number: uint32(p.Port), target: p.TargetPort}
		if p.AppProtocol != nil {
			port.appProtocol = *p.AppProtocol
		}
		s.ports = append(s.ports, port)
		if p.NodePort != 0 {
			s.nodePorts[int(p.NodePort)] = int(p.Port)
		}
	}
	return s
}

func splitList(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
}

func fromEntry(o *serviceEntry, host string) *service {
	s := &service{
		kind: o.Kind, namespace: o.Namespace, name: o.Name, host: host, source: o.source,
		exportTo: exported(o.Spec.ExportTo, nil, o.Namespace),
		outside:  o.Spec.Location == networking.ServiceEntry_MESH_EXTERNAL,
		selector: o.Spec.WorkloadSelector.GetLabels(),
	}
	for _, p := range o.Spec.Ports {
		s.ports = append(s.ports, servicePort{
			name: p.GetName(), appProtocol: p.GetProtocol(), number: p.GetNumber(),
			target: intstr.FromInt32(int32(cmp.Or(p.GetTargetPort(), p.GetNumber()))),
		})
	}
	for _, e := range o.Spec.Endpoints {
		s.endpoints = append(s.endpoints, e.GetAddress())
	}
	if len(s.endpoints) == 0 && byName(o.Spec.Resolution) && len(s.selector) == 0 {
		s.endpoints = []string{host}
	}
	return s
}

// byName says whether a ServiceEntry's host is looked up. One of resolution NONE goes to the address that the client asked for, and that
// is the gateway itself: it has nowhere to go (istio pilot/pkg/networking/core/cluster.go, convertResolution).
func byName(resolution networking.ServiceEntry_Resolution) bool {
	return resolution != networking.ServiceEntry_STATIC && resolution != networking.ServiceEntry_NONE
}

// find is the Service of a host as a gateway sees it: the one in the VirtualService's own namespace, or any that is exported to the
// gateway (pilot/pkg/networking/core/gateway.go, buildNameToServiceMapForHTTPRoutes).
func (r registry) find(host, namespace, client string) *service {
	var found *service
	for _, s := range r.byHost[host] {
		switch visible := s.exportTo.to(client); {
		case visible && s.namespace == namespace:
			return s
		case visible && found == nil:
			found = s
		}
	}
	return found
}

// targetOf is the port that a gateway's pods listen on when its Gateway names a port: the target of the Service's port of that
// number, or the number itself (pilot/pkg/model/gateway.go, resolvePorts).
func (r registry) targetOf(p Proxy, number uint32) uint32 {
	for _, s := range r.byNamespace[p.Namespace] {
		if len(s.selector) == 0 || !selects(s.selector, p.Labels) {
			continue
		}
		if port, ok := s.port(int(number)); ok {
			return r.targetNumber(p, port)
		}
	}
	return number
}

// targetNumber resolves a named target among the proxy's own containers.
func (r registry) targetNumber(p Proxy, port servicePort) uint32 {
	for _, w := range r.pods[p.Namespace] {
		if selects(w.Spec.Template.Labels, p.Labels) {
			if number, ok := resolveTarget(w, port); ok {
				return number
			}
		}
	}
	if number := port.target.IntValue(); number > 0 {
		return uint32(number)
	}
	return port.number
}

// resolveTarget is the port of a workload's containers that a Service's port leads to; false if no container has the name.
func resolveTarget(w *workload, port servicePort) (uint32, bool) {
	if port.target.Type == intstr.Int {
		return cmp.Or(uint32(port.target.IntVal), port.number), true
	}
	if port.target.StrVal == "" {
		return port.number, true
	}
	for _, c := range containers(w) {
		for _, p := range c.Ports {
			if p.Name == port.target.StrVal {
				return uint32(p.ContainerPort), true
			}
		}
	}
	return 0, false
}

// containers are those that run while the pod does: init containers that are never over are sidecars.
func containers(w *workload) []corev1.Container {
	all := slices.Clone(w.Spec.Template.Spec.Containers)
	for _, c := range w.Spec.Template.Spec.InitContainers {
		if c.RestartPolicy != nil && *c.RestartPolicy == corev1.ContainerRestartPolicyAlways {
			all = append(all, c)
		}
	}
	return all
}

// proxies are the workloads whose pods a Gateway selects.
func (r registry) proxies(selector map[string]string) []Proxy {
	if len(selector) == 0 {
		return nil
	}
	var all []Proxy
	for _, workloads := range r.pods {
		for _, w := range workloads {
			if selects(selector, w.Spec.Template.Labels) {
				all = append(all, Proxy{Namespace: w.Namespace, Labels: w.Spec.Template.Labels})
			}
		}
	}
	return all
}
