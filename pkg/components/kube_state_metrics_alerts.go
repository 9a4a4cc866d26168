package components

import "github.com/example-org/platform-render/pkg/scrape"

// workloadAlerts are about pods and what keeps them (kube-state-metrics docs/metrics/workload).
func workloadAlerts() scrape.RuleGroup {
	const pod = "{{ $labels.namespace }}/{{ $labels.pod }}"
	return scrape.RuleGroup{Name: "workloads", Rules: []scrape.Rule{
		scrape.Alert("PodRestarts", scrape.Warning,
			"increase(kube_pod_container_status_restarts_total[15m]) > 2", "5m",
			"{{ $labels.container }} of "+pod+" restarts",
			"{{ $labels.container }} of "+pod+" was started {{ $value | humanize }} times in a quarter of an hour."),
		scrape.Alert("PodCannotStart", scrape.Warning,
			`max by (namespace, pod, container, reason) (kube_pod_container_status_waiting_reason{reason=~"CrashLoopBackOff|ImagePullBackOff|ErrImagePull|CreateContainerConfigError|CreateContainerError|InvalidImageName"}) == 1`, "10m",
			"{{ $labels.container }} of "+pod+" does not start",
			"{{ $labels.container }} of "+pod+" waits: {{ $labels.reason }}."),
		scrape.Alert("PodNotReady", scrape.Warning,
			`sum by (namespace, pod) (kube_pod_status_ready{condition="false"} * on (namespace, pod, uid) group_left kube_pod_status_phase{phase=~"Pending|Running|Unknown"}) > 0`, "15m",
			pod+" is not ready",
			pod+" gets no requests: its probe fails, or it cannot be placed on a node."),
		scrape.Alert("ContainerOutOfMemory", scrape.Warning,
			`increase(kube_pod_container_status_restarts_total[10m]) > 0 and on (namespace, pod, container, uid) kube_pod_container_status_last_terminated_reason{reason="OOMKilled"} == 1`, "",
			"{{ $labels.container }} of "+pod+" ran out of memory",
			"{{ $labels.container }} of "+pod+" was killed at its memory limit: raise resources.limits.memory, or find the leak."),
		scrape.Alert("DeploymentLacksPods", scrape.Warning,
			"kube_deployment_spec_replicas > kube_deployment_status_replicas_available and changes(kube_deployment_status_replicas_updated[10m]) == 0", "15m",
			"{{ $labels.namespace }}/{{ $labels.deployment }} lacks pods",
			"{{ $labels.namespace }}/{{ $labels.deployment }} wants {{ $value | humanize }} pods and has fewer, without progress."),
		scrape.Alert("StatefulSetLacksPods", scrape.Critical,
			"kube_statefulset_replicas > kube_statefulset_status_replicas_ready", "15m",
			"{{ $labels.namespace }}/{{ $labels.statefulset }} lacks pods",
			"{{ $labels.namespace }}/{{ $labels.statefulset }} wants {{ $value | humanize }} pods and has fewer: its volume may be held by another node."),
		scrape.Alert("DaemonSetLacksPods", scrape.Warning,
			"kube_daemonset_status_desired_number_scheduled > kube_daemonset_status_number_ready", "20m",
			"{{ $labels.namespace }}/{{ $labels.daemonset }} is not on every node",
			"{{ $labels.namespace }}/{{ $labels.daemonset }} belongs on {{ $value | humanize }} nodes and runs on fewer."),
		scrape.Alert("JobFailed", scrape.Warning,
			"kube_job_failed{condition=\"true\"} > 0", "5m",
			"The Job {{ $labels.namespace }}/{{ $labels.job_name }} failed",
			"The Job {{ $labels.namespace }}/{{ $labels.job_name }} gave up. Its pods' logs say why; delete it once that is mended."),
	}}
}

// nodeAlerts are about what the nodes say of themselves (kube-state-metrics docs/metrics/cluster/node-metrics.md).
func nodeAlerts() scrape.RuleGroup {
	return scrape.RuleGroup{Name: "nodes", Rules: []scrape.Rule{
		scrape.Alert("NodeNotReady", scrape.Critical,
			`kube_node_status_condition{condition="Ready", status="true"} == 0`, "10m",
			"The node {{ $labels.node }} is not ready",
			"Kubernetes moves the pods of {{ $labels.node }} elsewhere; those with an EBS volume wait until it is free."),
		scrape.Alert("NodeUnderPressure", scrape.Warning,
			`kube_node_status_condition{condition=~"MemoryPressure|DiskPressure|PIDPressure", status="true"} == 1`, "10m",
			"The node {{ $labels.node }} is short of something",
			"{{ $labels.node }} reports {{ $labels.condition }}: it evicts pods, and gets no new ones."),
		scrape.Alert("ClusterFull", scrape.Warning,
			`max by (namespace, pod) (kube_pod_status_unschedulable) == 1`, "10m",
			"{{ $labels.namespace }}/{{ $labels.pod }} fits on no node",
			"{{ $labels.namespace }}/{{ $labels.pod }} waits for a node with enough CPU and memory, in the zone of its volume."),
	}}
}
