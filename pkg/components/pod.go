package components

import (
	"maps"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/platform"
)

// lowPorts lets a program that is not root listen on a port below 1024; Kubernetes counts it as safe.
const lowPorts = "net.ipv4.ip_unprivileged_port_start"

// EmptyDir is a folder that goes with its pod, up to a size.
func EmptyDir(size string) corev1.VolumeSource {
	limit := resource.MustParse(size)
	return corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{SizeLimit: &limit}}
}

// FromConfigMap is a ConfigMap as files.
func FromConfigMap(name string) corev1.VolumeSource {
	return corev1.VolumeSource{ConfigMap: &corev1.ConfigMapVolumeSource{LocalObjectReference: corev1.LocalObjectReference{Name: name}}}
}

// FromSecret is a Secret as files.
func FromSecret(name string) corev1.VolumeSource {
	return corev1.VolumeSource{Secret: &corev1.SecretVolumeSource{SecretName: name}}
}

// fromSecretKey is one key of a Secret as the value of an environment variable.
func fromSecretKey(secret, key string) *corev1.EnvVarSource {
	return &corev1.EnvVarSource{SecretKeyRef: &corev1.SecretKeySelector{
		LocalObjectReference: corev1.LocalObjectReference{Name: secret}, Key: key,
	}}
}

// ConfigMap is files for a program.
func ConfigMap(namespace, name string, data map[string]string) *corev1.ConfigMap {
	return &corev1.ConfigMap{ObjectMeta: kube.Meta(namespace, name), Data: data}
}

func (w Workload) podSecurityContext() *corev1.PodSecurityContext {
	context := &corev1.PodSecurityContext{SeccompProfile: &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault}}
	if w.PodSecurity == Baseline {
		return context
	}
	context.RunAsNonRoot = ptr(true)
	context.RunAsUser, context.RunAsGroup, context.FSGroup = ptr(w.User), ptr(w.User), ptr(w.User)
	context.FSGroupChangePolicy = ptr(corev1.FSGroupChangeOnRootMismatch)
	if w.Ports[0].Number < 1024 {
		context.Sysctls = []corev1.Sysctl{{Name: lowPorts, Value: "0"}}
	}
	return context
}

// securityContext drops every capability. An image that starts as root gets back those that it needs to become somebody else
// and to listen on a low port; Kubernetes' baseline level allows them.
func (w Workload) securityContext() *corev1.SecurityContext {
	context := &corev1.SecurityContext{
		AllowPrivilegeEscalation: ptr(false),
		ReadOnlyRootFilesystem:   ptr(w.PodSecurity == Restricted),
		Capabilities:             &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
	}
	if w.PodSecurity == Baseline {
		context.Capabilities.Add = []corev1.Capability{"CHOWN", "DAC_OVERRIDE", "NET_BIND_SERVICE", "SETGID", "SETUID"}
	}
	return context
}

// requirements prints quantities as Kubernetes would store them, so that Argo CD sees no drift.
func requirements(r platform.Resources) corev1.ResourceRequirements {
	return corev1.ResourceRequirements{Requests: resourceList(r.Requests), Limits: resourceList(r.Limits)}
}

// small are the resources of a part of the platform that the user does not size: CPU is not limited, memory is.
func small(cpu, memory, limit string) platform.Resources {
	return platform.Resources{
		Requests: platform.ResourceList{CPU: cpu, Memory: memory},
		Limits:   platform.ResourceList{Memory: limit},
	}
}

func resourceList(r platform.ResourceList) corev1.ResourceList {
	all := corev1.ResourceList{}
	for name, amount := range map[corev1.ResourceName]string{corev1.ResourceCPU: r.CPU, corev1.ResourceMemory: r.Memory} {
		if amount != "" {
			all[name] = resource.MustParse(amount)
		}
	}
	return all
}

// ptr is a pointer to a value, which Kubernetes' types want where empty and not set differ.
func ptr[T any](value T) *T { return &value }

// merge is both maps; the second wins.
func merge(a, b map[string]string) map[string]string {
	all := maps.Clone(a)
	if all == nil {
		all = map[string]string{}
	}
	maps.Copy(all, b)
	return all
}
