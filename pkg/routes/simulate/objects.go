package simulate

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	networking "istio.io/api/networking/v1"
	security "istio.io/api/security/v1beta1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/routes/authz"
)

// object is one manifest, with its spec as its own API's type.
type object[T any] struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata"`
	Spec              T `json:"spec"`

	source Source
	// items are the lines of the spec's list that steps refer to: a VirtualService's rules.
	items []Source
}

func (o *object[T]) id() string { return o.Namespace + "/" + o.Name }

// title names the object for a person.
func (o *object[T]) title() string { return o.Kind + " " + o.id() }

// item is the source of one of the items, or of the whole object.
func (o *object[T]) item(i int) Source {
	if i < len(o.items) {
		return o.items[i]
	}
	return o.source
}

// Istio's kinds.
type (
	gatewayObject        = object[*networking.Gateway]
	virtualServiceObject = object[*networking.VirtualService]
	destinationRule      = object[*networking.DestinationRule]
	serviceEntry         = object[*networking.ServiceEntry]
	peerAuthentication   = object[*security.PeerAuthentication]

	requestAuthentication = object[*security.RequestAuthentication]
)

// workload is what makes pods: only what its pods are is read.
type workload = object[workloadSpec]

type workloadSpec struct {
	// Replicas is one if nothing is said; a DaemonSet and a Pod have none of it.
	Replicas *int32                 `json:"replicas"`
	Template corev1.PodTemplateSpec `json:"template"`
}

// configMap and namespace have no spec.
type configMap struct {
	object[struct{}]
	Data map[string]string `json:"data"`
}

type namespace = object[struct{}]

// application is an Argo CD Application, read for what it tells a chart.
type application = object[applicationSpec]

type applicationSpec struct {
	Destination struct {
		Namespace string `json:"namespace"`
	} `json:"destination"`
	Source struct {
		Chart string `json:"chart"`
		Helm  struct {
			ReleaseName  string         `json:"releaseName"`
			ValuesObject map[string]any `json:"valuesObject"`
		} `json:"helm"`
	} `json:"source"`
}

// service is a Service, or one host of a ServiceEntry.
type serviceObject = object[corev1.ServiceSpec]

// readers know the kinds that decide something, by group and kind; all others are passed over.
var readers = map[string]func(*builder, document, []byte) error{
	"networking.istio.io/Gateway":         into(func(b *builder) *[]*gatewayObject { return &b.gateways }),
	"networking.istio.io/VirtualService":  into(func(b *builder) *[]*virtualServiceObject { return &b.virtualServices }, "spec", "http"),
	"networking.istio.io/DestinationRule": into(func(b *builder) *[]*destinationRule { return &b.destinationRules }),
	"networking.istio.io/ServiceEntry":    into(func(b *builder) *[]*serviceEntry { return &b.serviceEntries }),
	"security.istio.io/PeerAuthentication": into(func(b *builder) *[]*peerAuthentication {
		return &b.peerAuthentications
	}),
	"security.istio.io/RequestAuthentication": into(func(b *builder) *[]*requestAuthentication { return &b.requests }),
	"security.istio.io/AuthorizationPolicy":   readPolicy,
	"networking.k8s.io/Ingress":               into(func(b *builder) *[]*ingress { return &b.ingresses }),
	"/Service":                                into(func(b *builder) *[]*serviceObject { return &b.services }),
	"/Namespace":                              into(func(b *builder) *[]*namespace { return &b.namespaces }),
	"apps/Deployment":                         into(workloads),
	"apps/StatefulSet":                        into(workloads),
	"apps/DaemonSet":                          into(workloads),
	"apps/ReplicaSet":                         into(workloads),
	"/Pod":                                    readPod,
	"/ConfigMap":                              readConfigMap,
	"argoproj.io/Application":                 into(func(b *builder) *[]*application { return &b.applications }),
}

func workloads(b *builder) *[]*workload { return &b.workloads }

// into decodes a manifest and adds it to one of the builder's lists. lines are the keys of the list whose items' lines are kept.
func into[T any](list func(*builder) *[]*object[T], lines ...string) func(*builder, document, []byte) error {
	return func(b *builder, d document, text []byte) error {
		o := &object[T]{source: d.source}
		if err := decode(text, o, &o.ObjectMeta, &o.TypeMeta); err != nil {
			return err
		}
		if len(lines) > 0 {
			o.items = d.lines(lines...)
		}
		all := list(b)
		*all = append(*all, o)
		return b.once(o.Kind, o.id(), d.source)
	}
}

func decode(text []byte, value any, meta *metav1.ObjectMeta, kind *metav1.TypeMeta) error {
	if err := json.Unmarshal(text, value); err != nil {
		return fmt.Errorf("%s: %w", cmp.Or(kind.Kind, "manifest"), err)
	}
	if meta.Name == "" {
		return fmt.Errorf("%s without metadata.name", kind.Kind)
	}
	if meta.Namespace == "" && kind.Kind != "Namespace" {
		meta.Namespace = metav1.NamespaceDefault
	}
	return nil
}

// readPod reads a Pod as a workload of one.
func readPod(b *builder, d document, text []byte) error {
	pod := &object[corev1.PodSpec]{}
	if err := decode(text, pod, &pod.ObjectMeta, &pod.TypeMeta); err != nil {
		return err
	}
	template := corev1.PodTemplateSpec{Spec: pod.Spec, ObjectMeta: metav1.ObjectMeta{Labels: pod.Labels, Annotations: pod.Annotations}}
	b.workloads = append(b.workloads, &workload{
		TypeMeta: pod.TypeMeta, ObjectMeta: pod.ObjectMeta, Spec: workloadSpec{Template: template}, source: d.source,
	})
	return b.once(pod.Kind, pod.id(), d.source)
}

func readConfigMap(b *builder, d document, text []byte) error {
	c := &configMap{}
	if err := decode(text, c, &c.ObjectMeta, &c.TypeMeta); err != nil {
		return err
	}
	c.source = d.source
	b.configMaps[c.id()] = c
	return b.once(c.Kind, c.id(), d.source)
}

// readPolicy keeps an AuthorizationPolicy as it is: package authz reads it.
func readPolicy(b *builder, d document, text []byte) error {
	o, err := kube.FromJSON(text)
	if err != nil {
		return err
	}
	if _, err := authz.NewSet("", []kube.Object{o}); err != nil {
		return err
	}
	id := o.Namespace() + "/" + o.Name()
	b.policies, b.policySources[id] = append(b.policies, o), d.source
	return b.once(o.Kind(), id, d.source)
}

// byAge orders objects as Istio merges them: by creation, then name, then namespace (pilot/pkg/model/config.go,
// sortConfigByCreationTime). What is rendered has no time of creation, so names decide.
func byAge[T any](all []*object[T]) {
	slices.SortStableFunc(all, func(a, b *object[T]) int {
		return cmp.Or(a.CreationTimestamp.Compare(b.CreationTimestamp.Time), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Namespace, b.Namespace))
	})
}
