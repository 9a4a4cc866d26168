package secrets

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/example-org/platform-render/pkg/checks"
	"github.com/example-org/platform-render/pkg/kube"
)

var (
	issuer        = schema.GroupKind{Group: "cert-manager.io", Kind: "Issuer"}
	clusterIssuer = schema.GroupKind{Group: "cert-manager.io", Kind: "ClusterIssuer"}
)

// certManagerHome is where cert-manager looks for the Secret of a ClusterIssuer.
const certManagerHome = "cert-manager"

// userKinds are the kinds that use Secrets.
var userKinds = append(checks.Workloads(), checks.Gateway, issuer, clusterIssuer)

// use is a reference to a Secret.
type use struct {
	name
	user kube.Object
	// how says who reads it, in a few words: the variable TOKEN.
	how string
	// keys are those that must be there; with none, all are taken as they come.
	keys []string
}

// uses are all references to Secrets.
type uses []use

// used finds who uses which Secret. What may be missing is no use.
func used(p *checks.Pass) uses {
	return checks.Shared(p, func(p *checks.Pass) uses {
		var all uses
		for _, pod := range checks.Pods(p) {
			all = append(all, inPod(pod)...)
		}
		for _, gateway := range p.Objects(checks.Gateway) {
			all = append(all, inGateway(gateway)...)
		}
		for _, o := range p.Objects(issuer) {
			all = append(all, inIssuer(o, o.Namespace())...)
		}
		for _, o := range p.Objects(clusterIssuer) {
			all = append(all, inIssuer(o, certManagerHome)...)
		}
		return all
	})
}

// inPod are the Secrets of a pod's environment, its volumes and its image.
func inPod(pod checks.Pod) uses {
	var all uses
	add := func(secret, how string, optional *bool, keys ...string) {
		if optional == nil || !*optional {
			all = append(all, use{name{pod.Owner.Namespace(), secret}, pod.Owner, how, keys})
		}
	}
	for _, container := range pod.Containers() {
		for _, variable := range container.Env {
			if from := variable.ValueFrom; from != nil && from.SecretKeyRef != nil {
				add(from.SecretKeyRef.Name, "the variable "+variable.Name, from.SecretKeyRef.Optional, from.SecretKeyRef.Key)
			}
		}
		for _, from := range container.EnvFrom {
			if from.SecretRef != nil {
				add(from.SecretRef.Name, "the environment", from.SecretRef.Optional)
			}
		}
	}
	for _, volume := range pod.Spec.Volumes {
		inVolume(volume, add)
	}
	for _, pull := range pod.Spec.ImagePullSecrets {
		add(pull.Name, "the pull of its image", nil, corev1.DockerConfigJsonKey)
	}
	return all
}

func inVolume(volume corev1.Volume, add func(secret, how string, optional *bool, keys ...string)) {
	how := "the volume " + volume.Name
	if from := volume.Secret; from != nil {
		add(from.SecretName, how, from.Optional, itemKeys(from.Items)...)
	}
	if volume.Projected == nil {
		return
	}
	for _, source := range volume.Projected.Sources {
		if from := source.Secret; from != nil {
			add(from.Name, how, from.Optional, itemKeys(from.Items)...)
		}
	}
}

func itemKeys(items []corev1.KeyToPath) []string {
	var keys []string
	for _, item := range items {
		keys = append(keys, item.Key)
	}
	return keys
}

// inGateway are the certificates of a gateway's servers. Istio looks for them beside the gateway's pods, which the Gateway is in
// the namespace of.
func inGateway(o kube.Object) uses {
	spec := checks.Spec[struct {
		Servers []struct {
			TLS struct{ CredentialName string }
		}
	}](o)
	var all uses
	for _, server := range spec.Servers {
		if credential := server.TLS.CredentialName; credential != "" {
			all = append(all, use{name{o.Namespace(), credential}, o, "credentialName", []string{"tls.crt", "tls.key"}})
		}
	}
	return all
}

func inIssuer(o kube.Object, namespace string) uses {
	secret := checks.Spec[struct{ CA struct{ SecretName string } }](o).CA.SecretName
	if secret == "" {
		return nil
	}
	return uses{{name{namespace, secret}, o, "the CA", []string{"tls.crt", "tls.key"}}}
}
