package components

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/routes"
)

// configAnnotation holds the digest of a workload's configuration, so that a change of it rolls the pods.
const configAnnotation = "platform.render/config"

// Workload is one program as the platform runs it: pods behind a Service. What is left empty gets what is safest.
type Workload struct {
	Name, Namespace string
	// Version tells the pods from those of another version of the same program; empty if there can be no other.
	Version       string
	Image         string
	Command, Args []string
	Env           []corev1.EnvVar
	EnvFrom       []corev1.EnvFromSource
	// Ports are those of the container and, with the same numbers and names, of the Service. The first is the main one.
	Ports []Port
	// Replicas is the number of pods; 1 if zero.
	Replicas int32
	// Ready and Live are GETs on the first port. Start, if set, gives the program up to ten minutes to begin.
	Ready, Live, Start string
	// GRPC says that the first port speaks gRPC, and has gRPC's health service instead of Ready, Live and Start.
	GRPC bool
	// ReadyPort is the name of the port that Ready is asked on, if it is not the first.
	ReadyPort string
	Resources platform.Resources
	// User is the user and group that the container runs as, and that owns its volumes.
	User int64
	// PodSecurity is the level that the pods keep: Restricted, or Baseline for an image that starts as root.
	PodSecurity Level
	// Writable are folders that the container may write to and that go with the pod.
	Writable []string
	Mounts   []Mount
	// Config are ConfigMaps, made with the workload; a change of one rolls the pods.
	Config []*corev1.ConfigMap
	// Data is where the program keeps what must outlive its pod; with it the workload is a StatefulSet of one.
	Data *Data
	// UsesAPI says that the program talks to Kubernetes, so that it gets its service account's token.
	UsesAPI bool
	// Identity is how the pods get an IAM role.
	Identity       Identity
	PodAnnotations map[string]string
}

// Port is a port of a container and of its Service.
type Port struct {
	// Name begins with the protocol, as Istio reads it: http, http-metrics, grpc, tcp-...
	Name   string
	Number int32
	// Service is the Service's port if it is another one than the container's.
	Service int32
	// UDP says that it takes datagrams, which pass the sidecar by.
	UDP bool
}

func (p Port) protocol() corev1.Protocol {
	if p.UDP {
		return corev1.ProtocolUDP
	}
	return corev1.ProtocolTCP
}

// Mount is a volume and its place in the container's file system.
type Mount struct {
	Name, Path string
	ReadOnly   bool
	Source     corev1.VolumeSource
}

// Data is a claim and its place in the container's file system.
type Data struct {
	Claim, Path string
}

// Selector are the labels that a Workload's pods are found by.
func Selector(name string) map[string]string {
	return map[string]string{"app.kubernetes.io/name": name}
}

// Objects are the workload with all that belongs to it.
func (w Workload) Objects() []kube.Resource {
	w.Replicas = max(w.Replicas, 1)
	objects := []kube.Resource{w.serviceAccount(), w.service()}
	for _, config := range w.Config {
		objects = append(objects, config)
	}
	if w.Data != nil {
		return append(objects, w.statefulSet())
	}
	return append(objects, w.pods()...)
}

// pods are what keeps the pods of one version running.
func (w Workload) pods() []kube.Resource {
	if w.Replicas < 2 {
		return []kube.Resource{w.deployment()}
	}
	return []kube.Resource{w.deployment(), w.disruptionBudget()}
}

func (w Workload) meta() metav1.ObjectMeta { return kube.Meta(w.Namespace, w.Name) }

// selector finds the pods of the version alone. A Deployment's can never be changed, so the version is in it from the start.
func (w Workload) selector() map[string]string {
	if w.Version == "" {
		return Selector(w.Name)
	}
	return merge(Selector(w.Name), map[string]string{routes.VersionLabel: w.Version})
}

func (w Workload) serviceAccount() kube.Resource {
	account := &corev1.ServiceAccount{ObjectMeta: w.meta(), AutomountServiceAccountToken: ptr(false)}
	for key, value := range w.Identity.Account {
		kube.Annotate(account, key, value)
	}
	return account
}

func (w Workload) service() kube.Resource {
	service := &corev1.Service{ObjectMeta: w.meta()}
	service.Spec = corev1.ServiceSpec{Type: corev1.ServiceTypeClusterIP, Selector: Selector(w.Name)}
	for _, port := range w.Ports {
		service.Spec.Ports = append(service.Spec.Ports, corev1.ServicePort{
			Name: port.Name, Port: cmp.Or(port.Service, port.Number), TargetPort: intstr.FromString(port.Name), Protocol: port.protocol(),
		})
	}
	return service
}

func (w Workload) deployment() kube.Resource {
	none, one := intstr.FromInt32(0), intstr.FromInt32(1)
	return &appsv1.Deployment{ObjectMeta: w.versionMeta(), Spec: appsv1.DeploymentSpec{
		Replicas:             ptr(w.Replicas),
		RevisionHistoryLimit: ptr(int32(3)),
		Selector:             &metav1.LabelSelector{MatchLabels: w.selector()},
		Strategy: appsv1.DeploymentStrategy{
			Type:          appsv1.RollingUpdateDeploymentStrategyType,
			RollingUpdate: &appsv1.RollingUpdateDeployment{MaxUnavailable: &none, MaxSurge: &one},
		},
		Template: w.template(),
	}}
}

// statefulSet runs at most one pod at any time: an EBS volume is mounted by one node alone. Its claim is an object of its own
// and not a template, because a template can never be changed. Pods are managed in parallel, so that a good configuration
// replaces one that never became ready; in order, the StatefulSet would wait for the bad one.
func (w Workload) statefulSet() kube.Resource {
	return &appsv1.StatefulSet{ObjectMeta: w.meta(), Spec: appsv1.StatefulSetSpec{
		Replicas:             ptr(int32(1)),
		RevisionHistoryLimit: ptr(int32(3)),
		PodManagementPolicy:  appsv1.ParallelPodManagement,
		Selector:             &metav1.LabelSelector{MatchLabels: Selector(w.Name)},
		ServiceName:          w.Name,
		Template:             w.template(),
	}}
}

// disruptionBudget lets a node be drained only while another pod still serves.
func (w Workload) disruptionBudget() kube.Resource {
	one := intstr.FromInt32(1)
	return &policyv1.PodDisruptionBudget{ObjectMeta: w.versionMeta(), Spec: policyv1.PodDisruptionBudgetSpec{
		MaxUnavailable: &one,
		Selector:       &metav1.LabelSelector{MatchLabels: w.selector()},
	}}
}

func (w Workload) template() corev1.PodTemplateSpec {
	template := corev1.PodTemplateSpec{Spec: w.pod()}
	template.Labels = w.selector()
	template.Annotations = merge(w.PodAnnotations, w.Identity.Pods)
	if len(w.Config) > 0 {
		template.Annotations[configAnnotation] = digest(w.Config)
	}
	return template
}

func (w Workload) pod() corev1.PodSpec {
	return corev1.PodSpec{
		TerminationGracePeriodSeconds: w.grace(),
		ServiceAccountName:            w.Name,
		AutomountServiceAccountToken:  ptr(w.UsesAPI),
		SecurityContext:               w.podSecurityContext(),
		TopologySpreadConstraints:     w.spread(),
		Containers:                    []corev1.Container{w.container()},
		Volumes:                       w.volumes(),
	}
}

// grace is longer than Kubernetes' 30 seconds for a program that has data to write down before it ends.
func (w Workload) grace() *int64 {
	if w.Data == nil {
		return nil
	}
	return ptr(int64(120))
}

func (w Workload) container() corev1.Container {
	first := w.Ports[0].Name
	container := corev1.Container{
		Name: w.Name, Image: w.Image, Command: w.Command, Args: w.Args, Env: w.Env, EnvFrom: w.EnvFrom,
		Resources:       requirements(w.Resources),
		ReadinessProbe:  w.probe(w.Ready, cmp.Or(w.ReadyPort, first), 3),
		LivenessProbe:   w.probe(w.Live, first, 6),
		StartupProbe:    w.probe(w.Start, first, 60),
		SecurityContext: w.securityContext(),
		VolumeMounts:    w.volumeMounts(),
	}
	for _, port := range w.Ports {
		container.Ports = append(container.Ports, corev1.ContainerPort{Name: port.Name, ContainerPort: port.Number, Protocol: port.protocol()})
	}
	return container
}

func (w Workload) spread() []corev1.TopologySpreadConstraint {
	if w.Replicas < 2 {
		return nil
	}
	return spread(w.selector())
}

// spread keeps pods on different nodes and zones as long as there are any.
func spread(labels map[string]string) []corev1.TopologySpreadConstraint {
	var all []corev1.TopologySpreadConstraint
	for _, key := range []string{corev1.LabelTopologyZone, corev1.LabelHostname} {
		all = append(all, corev1.TopologySpreadConstraint{
			MaxSkew: 1, TopologyKey: key, WhenUnsatisfiable: corev1.ScheduleAnyway,
			LabelSelector: &metav1.LabelSelector{MatchLabels: labels},
		})
	}
	return all
}

// digest is a short fingerprint of the ConfigMaps' data.
func digest(configs []*corev1.ConfigMap) string {
	hash := sha256.New()
	for _, config := range configs {
		for _, key := range sortedKeys(config.Data) {
			fmt.Fprintf(hash, "%q %q %q\n", config.Name, key, config.Data[key])
		}
	}
	return hex.EncodeToString(hash.Sum(nil))[:16]
}

func (w Workload) volumes() []corev1.Volume {
	var all []corev1.Volume
	for _, path := range w.Writable {
		all = append(all, corev1.Volume{Name: scratch(path), VolumeSource: EmptyDir("256Mi")})
	}
	for _, mount := range w.Mounts {
		all = append(all, corev1.Volume{Name: mount.Name, VolumeSource: mount.Source})
	}
	if w.Data != nil {
		claim := corev1.VolumeSource{PersistentVolumeClaim: &corev1.PersistentVolumeClaimVolumeSource{ClaimName: w.Data.Claim}}
		all = append(all, corev1.Volume{Name: "data", VolumeSource: claim})
	}
	return all
}

func (w Workload) volumeMounts() []corev1.VolumeMount {
	var all []corev1.VolumeMount
	for _, path := range w.Writable {
		all = append(all, corev1.VolumeMount{Name: scratch(path), MountPath: path})
	}
	for _, mount := range w.Mounts {
		all = append(all, corev1.VolumeMount{Name: mount.Name, MountPath: mount.Path, ReadOnly: mount.ReadOnly})
	}
	if w.Data != nil {
		all = append(all, corev1.VolumeMount{Name: "data", MountPath: w.Data.Path})
	}
	return all
}

// plainPath is a path whose letters and slashes alone make a name that no other path makes.
var plainPath = regexp.MustCompile(`^(/[a-z0-9]+)+$`)

// scratch names the volume of a writable folder.
func scratch(path string) string { return pathName("scratch", path) }

// pathName names something after a path, or after its fingerprint where the path says too much for a name.
func pathName(prefix, path string) string {
	if plainPath.MatchString(path) && len(path) <= 40 {
		return prefix + strings.ReplaceAll(path, "/", "-")
	}
	sum := sha256.Sum256([]byte(path))
	return prefix + "-" + hex.EncodeToString(sum[:])[:16]
}

func sortedKeys[V any](m map[string]V) []string {
	return slices.Sorted(maps.Keys(m))
}
