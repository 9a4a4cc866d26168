package conformance

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	meshconfig "istio.io/api/mesh/v1alpha1"
	"istio.io/istio/pilot/pkg/config/kube/crd"
	"istio.io/istio/pkg/config"
	"istio.io/istio/pkg/config/mesh"
	istiokube "istio.io/istio/pkg/kube"
	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

// cluster is a tree as a running cluster would show it to istiod: the objects themselves, and the pods and endpoints that
// Kubernetes makes of workloads and Services.
type cluster struct {
	t          *testing.T
	objects    []runtime.Object
	istio      []config.Config // objects of Istio's own kinds
	mesh       *meshconfig.MeshConfig
	namespaces map[string]*corev1.Namespace
	services   []*corev1.Service
	pods       []*corev1.Pod
}

// newCluster plays Kubernetes on the manifests, in the order of their names.
func newCluster(t *testing.T, files map[string][]byte) *cluster {
	t.Helper()
	c := &cluster{t: t, mesh: mesh.DefaultMeshConfig(), namespaces: map[string]*corev1.Namespace{}}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		reader := utilyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(files[name])))
		for {
			document, err := reader.Read()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if err := c.add(document); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
	}
	c.inject()
	c.connect()
	return c
}

// add sorts one document to those who read it; istiod does not look at the rest.
func (c *cluster) add(document []byte) error {
	var meta metav1.PartialObjectMetadata
	if err := yaml.Unmarshal(document, &meta); err != nil {
		return err
	}
	group, _, _ := strings.Cut(meta.APIVersion, "/")
	switch {
	case strings.HasSuffix(group, ".istio.io"):
		return c.addIstio(document)
	case meta.Kind == "Application":
		return c.addMesh(document)
	case slices.Contains([]string{"Deployment", "StatefulSet", "DaemonSet"}, meta.Kind):
		return c.addWorkload(document)
	case slices.Contains([]string{"Namespace", "Service", "Pod", "EndpointSlice"}, meta.Kind):
		return c.addObject(document)
	}
	return nil
}

// born is when an object was made that does not say so: all of them at once.
var born = time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)

// addIstio reads an object of Istio's, and refuses it if Istio's webhook would.
func (c *cluster) addIstio(document []byte) error {
	parsed, _, err := crd.ParseInputs(string(document))
	if err != nil {
		return err
	}
	for _, object := range parsed {
		object.Domain = "cluster.local"
		if object.CreationTimestamp.IsZero() {
			object.CreationTimestamp = born
		}
		c.istio = append(c.istio, object)
	}
	return nil
}

func (c *cluster) addObject(document []byte) error {
	object, _, err := istiokube.IstioCodec.UniversalDeserializer().Decode(document, nil, nil)
	if err != nil {
		return err
	}
	switch object := object.(type) {
	case *corev1.Namespace:
		c.namespaces[object.Name] = object
	case *corev1.Service:
		c.services = append(c.services, object)
	case *corev1.Pod:
		c.pods = append(c.pods, object)
	}
	c.objects = append(c.objects, object)
	return nil
}

// addMesh takes the mesh's configuration from the values of the Application that installs istiod.
func (c *cluster) addMesh(document []byte) error {
	var application struct {
		Spec struct {
			Source struct {
				Chart string `json:"chart"`
				Helm  struct {
					Values struct {
						MeshConfig map[string]any `json:"meshConfig"`
					} `json:"valuesObject"`
				} `json:"helm"`
			} `json:"source"`
		} `json:"spec"`
	}
	if err := yaml.Unmarshal(document, &application); err != nil || application.Spec.Source.Chart != "istiod" {
		return err
	}
	text, err := yaml.Marshal(application.Spec.Source.Helm.Values.MeshConfig)
	if err != nil {
		return err
	}
	c.mesh, err = mesh.ApplyMeshConfig(string(text), mesh.DefaultMeshConfig())
	return err
}

// addWorkload makes one ready pod of a workload that wants any.
func (c *cluster) addWorkload(document []byte) error {
	var workload struct {
		Kind     string            `json:"kind"`
		Metadata metav1.ObjectMeta `json:"metadata"`
		Spec     struct {
			Replicas *int32                 `json:"replicas"`
			Template corev1.PodTemplateSpec `json:"template"`
		} `json:"spec"`
	}
	if err := yaml.Unmarshal(document, &workload); err != nil {
		return err
	}
	if workload.Spec.Replicas != nil && *workload.Spec.Replicas == 0 {
		return nil
	}
	pod := &corev1.Pod{ObjectMeta: workload.Spec.Template.ObjectMeta, Spec: workload.Spec.Template.Spec}
	pod.Name, pod.Namespace = workload.Metadata.Name+"-0", workload.Metadata.Namespace
	number := len(c.pods) + 1
	pod.Status.Phase = corev1.PodRunning
	pod.Status.PodIP = fmt.Sprintf("10.1.%d.%d", number/250, number%250+1)
	pod.Status.PodIPs = []corev1.PodIP{{IP: pod.Status.PodIP}}
	pod.Status.Conditions = []corev1.PodCondition{{Type: corev1.PodReady, Status: corev1.ConditionTrue}}
	c.pods = append(c.pods, pod)
	c.objects = append(c.objects, pod)
	return nil
}

// sidecarLabel is the one that the injector leaves on a pod.
const sidecarLabel = "security.istio.io/tlsMode"

// inject marks the pods that get a sidecar as Istio's injector does: by their own label, or else by their namespace's.
func (c *cluster) inject() {
	for _, pod := range c.pods {
		wanted := pod.Labels["sidecar.istio.io/inject"]
		if wanted == "" {
			if namespace := c.namespaces[pod.Namespace]; namespace != nil {
				_, revision := namespace.Labels["istio.io/rev"]
				wanted = fmt.Sprint(revision || namespace.Labels["istio-injection"] == "enabled")
			}
		}
		if wanted == "true" {
			pod.Labels = maps.Clone(pod.Labels)
			pod.Labels[sidecarLabel] = "istio"
			pod.Spec.Containers = append(pod.Spec.Containers, corev1.Container{Name: "istio-proxy", Image: "istio/proxyv2"})
		}
	}
}

// connect does what the API server and the controllers of Services do: addresses, default ports, and slices of endpoints.
func (c *cluster) connect() {
	for i, service := range c.services {
		if service.Spec.ClusterIP == "" && service.Spec.Type != corev1.ServiceTypeExternalName {
			service.Spec.ClusterIP = fmt.Sprintf("10.96.%d.%d", i/250, i%250+1)
		}
		for p := range service.Spec.Ports {
			port := &service.Spec.Ports[p]
			if port.Protocol == "" {
				port.Protocol = corev1.ProtocolTCP
			}
			if port.TargetPort == (intstr.IntOrString{}) {
				port.TargetPort = intstr.FromInt32(port.Port)
			}
		}
		for _, pod := range c.pods {
			if selects(service, pod) {
				c.objects = append(c.objects, slice(service, pod))
			}
		}
	}
}

func selects(service *corev1.Service, pod *corev1.Pod) bool {
	if len(service.Spec.Selector) == 0 || service.Namespace != pod.Namespace {
		return false
	}
	for key, value := range service.Spec.Selector {
		if pod.Labels[key] != value {
			return false
		}
	}
	return true
}

// slice is one pod behind a Service, on the ports that it has; a named port that the pod lacks is left out.
func slice(service *corev1.Service, pod *corev1.Pod) *discoveryv1.EndpointSlice {
	ready := true
	s := &discoveryv1.EndpointSlice{
		ObjectMeta: metav1.ObjectMeta{
			Name:      service.Name + "-" + pod.Name,
			Namespace: service.Namespace,
			Labels:    map[string]string{discoveryv1.LabelServiceName: service.Name},
		},
		AddressType: discoveryv1.AddressTypeIPv4,
		Endpoints: []discoveryv1.Endpoint{{
			Addresses:  []string{pod.Status.PodIP},
			Conditions: discoveryv1.EndpointConditions{Ready: &ready},
			TargetRef:  &corev1.ObjectReference{Kind: "Pod", Name: pod.Name, Namespace: pod.Namespace},
		}},
	}
	for _, port := range service.Spec.Ports {
		if number, ok := targetPort(port, pod); ok {
			s.Ports = append(s.Ports, discoveryv1.EndpointPort{Name: &port.Name, Port: &number, Protocol: &port.Protocol})
		}
	}
	return s
}

// targetPort is the pod's port behind a Service's.
func targetPort(port corev1.ServicePort, pod *corev1.Pod) (int32, bool) {
	if port.TargetPort.Type == intstr.Int {
		return port.TargetPort.IntVal, true
	}
	for _, container := range pod.Spec.Containers {
		for _, p := range container.Ports {
			if p.Name == port.TargetPort.StrVal {
				return p.ContainerPort, true
			}
		}
	}
	return 0, false
}
