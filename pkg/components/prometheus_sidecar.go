package components

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"github.com/example-org/platform-render/pkg/platform"
)

// certificates is the folder that a sidecar shares its certificate in.
const certificates = "/etc/istio-certs"

// certificatesVolume is the folder as a volume.
const certificatesVolume = "istio-certs"

// strict says whether pods of the mesh refuse plain text.
func strict(env *platform.Environment) bool { return env.Mesh.MTLS == "STRICT" }

// ownClient is for a program that dials pods by their address, which its sidecar knows nothing of: its own requests pass the
// sidecar by, and where the mesh wants mutual TLS it gets the sidecar's certificate to show. What comes in still goes through
// the sidecar. The program starts after the proxy: Prometheus gives up a job whose certificate is not there
// (scrape/manager.go). See istio.io/istio samples/addons/extras/prometheus-secure-metrics.yaml.
func ownClient(env *platform.Environment) (annotations map[string]string, mounts []Mount) {
	annotations = map[string]string{"traffic.sidecar.istio.io/includeOutboundIPRanges": ""}
	if !strict(env) {
		return annotations, nil
	}
	annotations["proxy.istio.io/config"] = fmt.Sprintf(
		"holdApplicationUntilProxyStarts: true\nproxyMetadata:\n  OUTPUT_CERTS: %s\n", certificates)
	annotations["sidecar.istio.io/userVolumeMount"] = fmt.Sprintf(
		`[{"name":%q,"mountPath":%q}]`, certificatesVolume, certificates)
	shared := EmptyDir("1Mi")
	shared.EmptyDir.Medium = corev1.StorageMediumMemory
	return annotations, []Mount{{Name: certificatesVolume, Path: certificates, ReadOnly: true, Source: shared}}
}
