// Package kube is Kubernetes objects as this project writes them: typed while they are built, plain fields once they are
// done, and printed as canonical YAML.
package kube

import (
	"encoding/json"
	"fmt"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	storagev1 "k8s.io/api/storage/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	serializer "k8s.io/apimachinery/pkg/runtime/serializer/json"
)

// Resource is a typed object while it is being built: a type of k8s.io/api, an Argo CD type or a Custom.
type Resource interface {
	metav1.Object
	GetObjectKind() schema.ObjectKind
}

// Custom is an object of a kind whose Go type has no metadata of its own (Istio's specs) or is not worth a dependency.
type Custom struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// Spec marshals to the object's spec: a pointer to a type of istio.io/api, or a struct with json tags.
	Spec any `json:"spec,omitempty"`
}

// NewCustom makes a Custom; apiVersion is group/version.
func NewCustom(apiVersion, kind, namespace, name string, spec any) *Custom {
	return &Custom{
		TypeMeta:   metav1.TypeMeta{APIVersion: apiVersion, Kind: kind},
		ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name},
		Spec:       spec,
	}
}

// Meta is the name and namespace of a new object.
func Meta(namespace, name string) metav1.ObjectMeta {
	return metav1.ObjectMeta{Namespace: namespace, Name: name}
}

// Annotate sets one annotation of an object.
func Annotate(r metav1.Object, key, value string) {
	r.SetAnnotations(with(r.GetAnnotations(), key, value))
}

// Label sets one label of an object.
func Label(r metav1.Object, key, value string) {
	r.SetLabels(with(r.GetLabels(), key, value))
}

func with(m map[string]string, key, value string) map[string]string {
	all := make(map[string]string, len(m)+1)
	for k, v := range m {
		all[k] = v
	}
	all[key] = value
	return all
}

// kinds knows the apiVersion and kind of each k8s.io/api type: objects built in Go do not carry them.
var kinds = newScheme()

func newScheme() *runtime.Scheme {
	s := runtime.NewScheme()
	groups := runtime.NewSchemeBuilder(corev1.AddToScheme, appsv1.AddToScheme, batchv1.AddToScheme, networkingv1.AddToScheme,
		policyv1.AddToScheme, rbacv1.AddToScheme, storagev1.AddToScheme)
	if err := groups.AddToScheme(s); err != nil {
		panic(err) // only if two of the groups above claim one Go type
	}
	return s
}

// Known says whether a kind is one of Kubernetes' own that this package can decode.
func Known(gvk schema.GroupVersionKind) bool { return kinds.Recognizes(gvk) }

// New makes an empty typed object of one of Kubernetes' own kinds.
func New(gvk schema.GroupVersionKind) (runtime.Object, error) { return kinds.New(gvk) }

// Check holds an object of one of Kubernetes' own kinds to its type: an unknown key or a value of the wrong type is an error.
func (o Object) Check() error {
	if !Known(schema.FromAPIVersionAndKind(o.APIVersion(), o.Kind())) {
		return nil
	}
	data, err := json.Marshal(o.Fields)
	if err != nil {
		return err
	}
	strict := serializer.NewSerializerWithOptions(serializer.DefaultMetaFactory, kinds, kinds, serializer.SerializerOptions{Strict: true})
	_, _, err = strict.Decode(data, nil, nil)
	return err
}

// From turns a typed object into its plain fields, without what Go prints and no person would write: status, nulls, and the
// empty structs of required fields.
func From(r Resource) (Object, error) {
	if err := setKind(r); err != nil {
		return Object{}, err
	}
	data, err := json.Marshal(r)
	if err != nil {
		return Object{}, fmt.Errorf("%s %s: %w", r.GetObjectKind().GroupVersionKind().Kind, r.GetName(), err)
	}
	return FromJSON(data)
}

func setKind(r Resource) error {
	if r.GetObjectKind().GroupVersionKind().Kind != "" {
		return nil
	}
	typed, ok := r.(runtime.Object)
	if !ok {
		return fmt.Errorf("%T %s has no kind", r, r.GetName())
	}
	known, _, err := kinds.ObjectKinds(typed)
	if err != nil {
		return err
	}
	r.GetObjectKind().SetGroupVersionKind(known[0])
	return nil
}
