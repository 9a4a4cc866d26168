package components

import (
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/example-org/platform-render/pkg/dashboards"
	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/metrics"
	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/scrape"
)

const nodeExporterOrigin = "monitoring.nodeExporter"

// Where node-exporter finds the node's own file systems.
const (
	hostRoot = "/host/root"
	hostSys  = "/host/sys"
)

// virtualDevices are the ends of the pods' networks, which come and go with the pods: those of Amazon's CNI begin with eni.
const virtualDevices = "^(veth.*|eni.*|[a-f0-9]{15})$"

// nodeExporter runs on every node. It has a namespace of its own, because a pod that sees its node as it is keeps no pod
// security standard; and no sidecar, because a sidecar cannot serve the node's network.
type nodeExporter struct {
	settings *platform.NodeExporter
}

func newNodeExporter(env *platform.Environment) []Component {
	if env.Monitoring == nil || env.Monitoring.NodeExporter == nil {
		return nil
	}
	return []Component{nodeExporter{settings: env.Monitoring.NodeExporter}}
}

// Name implements Component.
func (nodeExporter) Name() string { return "node-exporter" }

// nodeExporterPort is on the node's own network.
var nodeExporterPort = Port{Name: "http-metrics", Number: 9100}

// Offer implements Component.
func (n nodeExporter) Offer() Offer {
	return Offer{
		Origin:     nodeExporterOrigin,
		Namespace:  Namespace{Name: n.Name(), PodSecurity: Privileged},
		Dashboards: []dashboards.Dashboard{dashboards.KubernetesNode()},
		Rules:      []scrape.RuleGroup{nodeExporterAlerts()},
		Scrapes: []scrape.Target{{
			Job: n.Name(), Page: metrics.Page{Exporter: "node-exporter"}, Origin: nodeExporterOrigin,
			Pods: &scrape.Pods{Namespace: n.Name(), Selector: Selector(n.Name()), Port: nodeExporterPort.Number},
		}},
	}
}

// Build implements Component.
func (n nodeExporter) Build(*Catalog) (Built, error) {
	workload := n.workload()
	return Built{Objects: []kube.Resource{workload.serviceAccount(), workload.onEveryNode()}}, nil
}

// workload is a program with no rights at all but to look: the container itself is as restricted as any.
func (n nodeExporter) workload() Workload {
	return Workload{
		Name: n.Name(), Namespace: n.Name(),
		Image: nodeExporterImage, Args: nodeExporterArgs(),
		Ports: []Port{nodeExporterPort},
		Ready: "/", Live: "/",
		Resources: n.settings.Resources,
		User:      nobody, PodSecurity: Restricted,
		Mounts: []Mount{
			{Name: "root", Path: hostRoot, ReadOnly: true, Source: fromHost("/")},
			{Name: "sys", Path: hostSys, ReadOnly: true, Source: fromHost("/sys")},
		},
	}
}

func nodeExporterArgs() []string {
	return []string{
		"--path.procfs=" + hostRoot + "/proc",
		"--path.rootfs=" + hostRoot,
		"--path.sysfs=" + hostSys,
		"--path.udev.data=" + hostRoot + "/run/udev/data",
		"--no-collector.btrfs",
		"--no-collector.hwmon",
		"--no-collector.wifi",
		"--collector.filesystem.mount-points-exclude=^/(dev|proc|sys|run/containerd/.+|var/lib/docker/.+|var/lib/kubelet/.+)($|/)",
		"--collector.netclass.ignored-devices=" + virtualDevices,
		"--collector.netdev.device-exclude=" + virtualDevices,
	}
}

func fromHost(path string) corev1.VolumeSource {
	return corev1.VolumeSource{HostPath: &corev1.HostPathVolumeSource{Path: path, Type: ptr(corev1.HostPathUnset)}}
}

// onEveryNode is the workload as a DaemonSet that sees its node: network, processes, and what is mounted later. It goes where
// nothing else may go, and stays when a node is full.
func (w Workload) onEveryNode() kube.Resource {
	template := w.template()
	pod := &template.Spec
	pod.HostNetwork, pod.HostPID = true, true
	pod.NodeSelector = map[string]string{corev1.LabelOSStable: "linux"}
	pod.PriorityClassName = "system-node-critical"
	pod.Tolerations = []corev1.Toleration{{Operator: corev1.TolerationOpExists}}
	container := &pod.Containers[0]
	for i := range container.Ports {
		container.Ports[i].HostPort = container.Ports[i].ContainerPort
	}
	for i := range container.VolumeMounts {
		container.VolumeMounts[i].MountPropagation = ptr(corev1.MountPropagationHostToContainer)
	}
	return &appsv1.DaemonSet{ObjectMeta: w.meta(), Spec: appsv1.DaemonSetSpec{
		RevisionHistoryLimit: ptr(int32(3)),
		Selector:             &metav1.LabelSelector{MatchLabels: Selector(w.Name)},
		Template:             template,
		UpdateStrategy: appsv1.DaemonSetUpdateStrategy{
			Type:          appsv1.RollingUpdateDaemonSetStrategyType,
			RollingUpdate: &appsv1.RollingUpdateDaemonSet{MaxUnavailable: ptr(intstr.FromString("10%"))},
		},
	}}
}
