package components

import "github.com/example-org/platform-render/pkg/scrape"

// kubernetesAlerts are about what the API servers and kubelets say of themselves: kubernetes-mixin has most of them too, under
// these names where they mean the same.
func kubernetesAlerts() []scrape.RuleGroup {
	return []scrape.RuleGroup{volumeAlerts(), controlPlaneAlerts()}
}

// volumeAlerts go by what kubelets measure of mounted claims (kubernetes pkg/kubelet/metrics/collectors/volume_stats.go).
func volumeAlerts() scrape.RuleGroup {
	const claim = "{{ $labels.persistentvolumeclaim }} in {{ $labels.namespace }}"
	return scrape.RuleGroup{Name: "volumes", Rules: []scrape.Rule{
		scrape.Alert("VolumeNearlyFull", scrape.Critical,
			"kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes < 0.03 and kubelet_volume_stats_used_bytes > 0", "1m",
			"The volume of "+claim+" is nearly full",
			"{{ $value | humanizePercentage }} of the volume of "+claim+" is left."),
		scrape.Alert("VolumeFills", scrape.Warning,
			"kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes < 0.15\nand kubelet_volume_stats_used_bytes > 0\n"+
				"and predict_linear(kubelet_volume_stats_available_bytes[6h], 4 * 86400) < 0", "1h",
			"The volume of "+claim+" will be full within four days",
			"{{ $value | humanizePercentage }} of the volume of "+claim+" is left, and it fills as it did in the last six hours."),
		scrape.Alert("VolumeInodesNearlyUsed", scrape.Critical,
			"kubelet_volume_stats_inodes_free / kubelet_volume_stats_inodes < 0.03 and kubelet_volume_stats_inodes_used > 0", "1m",
			"The volume of "+claim+" can hold few more files",
			"{{ $value | humanizePercentage }} of the inodes of "+claim+" are left: with none, no file can be made, however much room there is."),
	}}
}

func controlPlaneAlerts() scrape.RuleGroup {
	return scrape.RuleGroup{Name: "kubernetes", Rules: []scrape.Rule{
		scrape.Alert("KubeAPIDown", scrape.Critical,
			`absent(up{job="kubernetes-apiservers"} == 1)`, "15m",
			"No API server answers Prometheus",
			"Kubernetes cannot be asked or told anything, or Prometheus may not ask it: new pods are not found."),
		scrape.Alert("KubeAPIErrors", scrape.Critical,
			`sum (rate(apiserver_request_total{job="kubernetes-apiservers", code=~"5.."}[5m])) / sum (rate(apiserver_request_total{job="kubernetes-apiservers"}[5m])) > 0.03`, "10m",
			"The API servers answer with errors",
			"{{ $value | humanizePercentage }} of all requests to the API servers fail."),
		scrape.Alert("KubeAPISlow", scrape.Warning,
			`histogram_quantile(0.99, sum by (le, resource, verb) (rate(apiserver_request_duration_seconds_bucket{job="kubernetes-apiservers", verb=~"POST|PUT|PATCH|APPLY|DELETE|GET", subresource!~"proxy|exec|attach|log|portforward"}[10m]))) > 4`, "15m",
			"The API servers are slow",
			"{{ $labels.verb }} {{ $labels.resource }} takes {{ $value | humanizeDuration }} or more, one time in a hundred."),
		scrape.Alert("KubeletDown", scrape.Critical,
			`up{job="kubernetes-nodes"} == 0`, "15m",
			"The kubelet of {{ $labels.node }} does not answer",
			"Pods of the node {{ $labels.node }} may be lost, and none is started there."),
		scrape.Alert("KubeletCertificateExpires", scrape.Warning,
			"kubelet_certificate_manager_server_ttl_seconds < 86400", "1h",
			"The certificate of the kubelet of {{ $labels.node }} expires",
			"In {{ $value | humanizeDuration }} nobody reads metrics or logs from {{ $labels.node }} any more."),
	}}
}
