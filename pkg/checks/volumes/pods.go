package volumes

import (
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/example-org/platform-render/pkg/checks"
	"github.com/example-org/platform-render/pkg/kube"
)

// zoneLabels are those of nodes that name their zone: Kubernetes' own, and the one of the CSI driver.
var zoneLabels = []string{corev1.LabelTopologyZone, "topology.ebs.csi.aws.com/zone"}

var wrongZone = checks.Check{
	Code: "volume-zone", Level: checks.Error, Reads: append(checks.Workloads(), claim, volume),
	Mend: "Let the volume have its zone as node affinity, and the pod no other.",
	Run: func(p *checks.Pass) {
		zones := map[string][]string{}
		for _, o := range p.Objects(volume) {
			spec := checks.Spec[corev1.PersistentVolumeSpec](o)
			zones[o.Name()] = zonesOf(spec.NodeAffinity)
			if spec.CSI != nil && len(zones[o.Name()]) == 0 {
				p.Report(o, "has no zone as node affinity: its pod may be scheduled where it cannot be mounted")
			}
		}
		volumes := map[string]string{}
		for _, o := range p.Objects(claim) {
			volumes[o.Namespace()+"/"+o.Name()] = checks.Spec[claimSpec](o).VolumeName
		}
		for _, pod := range checks.Pods(p) {
			for _, name := range claimsOf(pod) {
				have := zones[volumes[name]]
				if wanted := zonesWanted(pod.Spec); len(have) > 0 && len(wanted) > 0 && !overlap(have, wanted) {
					p.Report(pod.Owner, "may run in %s only, and its volume %s is in %s", strings.Join(wanted, ", "), volumes[name], strings.Join(have, ", "))
				}
			}
		}
	},
}

// zonesOf are the zones of a volume.
func zonesOf(affinity *corev1.VolumeNodeAffinity) []string {
	if affinity == nil {
		return nil
	}
	return zonesIn(affinity.Required)
}

func zonesIn(selector *corev1.NodeSelector) []string {
	if selector == nil {
		return nil
	}
	var all []string
	for _, term := range selector.NodeSelectorTerms {
		for _, e := range term.MatchExpressions {
			if slices.Contains(zoneLabels, e.Key) && e.Operator == corev1.NodeSelectorOpIn {
				all = append(all, e.Values...)
			}
		}
	}
	return all
}

// zonesWanted are the zones that a pod asks for; none if any will do.
func zonesWanted(spec corev1.PodSpec) []string {
	for _, label := range zoneLabels {
		if zone, ok := spec.NodeSelector[label]; ok {
			return []string{zone}
		}
	}
	if spec.Affinity == nil || spec.Affinity.NodeAffinity == nil {
		return nil
	}
	return zonesIn(spec.Affinity.NodeAffinity.RequiredDuringSchedulingIgnoredDuringExecution)
}

func overlap(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

// claimsOf are the claims that a pod mounts, by namespace and name.
func claimsOf(pod checks.Pod) []string {
	var all []string
	for _, v := range pod.Spec.Volumes {
		if v.PersistentVolumeClaim != nil {
			all = append(all, pod.Owner.Namespace()+"/"+v.PersistentVolumeClaim.ClaimName)
		}
	}
	return all
}

var twoPods = checks.Check{
	Code: "volume-two-pods", Level: checks.Error, Reads: append(checks.Workloads(), claim),
	Mend: "Give each its own claim, and one pod to each: an EBS volume is mounted by one node.",
	Run: func(p *checks.Pass) {
		shared := map[string]bool{}
		for _, o := range p.Objects(claim) {
			shared[o.Namespace()+"/"+o.Name()] = slices.Contains(checks.Spec[claimSpec](o).AccessModes, corev1.ReadWriteMany)
		}
		first := map[string]kube.Object{}
		for _, pod := range checks.Pods(p) {
			for _, name := range claimsOf(pod) {
				many, known := shared[name]
				other, taken := first[name]
				switch {
				case !known:
					p.Report(pod.Owner, "mounts the claim %s, which is not there", name)
				case many:
				case taken:
					p.Report(pod.Owner, "mounts the claim %s, which %s mounts too%s", name, other.Title(), p.Patched(other))
				case replicas(pod.Owner) > 1:
					p.Report(pod.Owner, "mounts the claim %s in each of %d pods", name, replicas(pod.Owner))
				}
				first[name] = pod.Owner
			}
		}
	},
}

func replicas(o kube.Object) int {
	count := checks.Spec[struct{ Replicas *int }](o).Replicas
	if count == nil {
		return 1
	}
	return *count
}
