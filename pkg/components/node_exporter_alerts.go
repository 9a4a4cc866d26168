package components

import "github.com/example-org/platform-render/pkg/scrape"

// nodeExporterAlerts are about the nodes' own disks, memory and clock (node_exporter's mixin has the like).
func nodeExporterAlerts() scrape.RuleGroup {
	return scrape.RuleGroup{Name: "node-exporter", Rules: []scrape.Rule{
		scrape.Alert("NodeDiskNearlyFull", scrape.Critical,
			`node_filesystem_avail_bytes{fstype=~"ext4|xfs"} / node_filesystem_size_bytes < 0.05 and node_filesystem_readonly == 0`, "15m",
			"The disk of {{ $labels.node }} is nearly full",
			"{{ $value | humanizePercentage }} of {{ $labels.mountpoint }} on {{ $labels.node }} is left: the kubelet evicts pods and removes images."),
		scrape.Alert("NodeMemoryNearlyUsed", scrape.Warning,
			"node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes < 0.05", "15m",
			"{{ $labels.node }} has little memory left",
			"{{ $value | humanizePercentage }} of the memory of {{ $labels.node }} is available: the kernel will kill programs."),
		scrape.Alert("NodeClockWrong", scrape.Warning,
			"abs(node_timex_offset_seconds) > 0.05 and node_timex_sync_status == 0", "10m",
			"The clock of {{ $labels.node }} is wrong",
			"The clock of {{ $labels.node }} is off by {{ $value | humanizeDuration }} and not kept right: tokens and certificates may be refused."),
		scrape.Alert("NodeNetworkErrors", scrape.Warning,
			`sum by (node, device) (rate(node_network_receive_errs_total[5m]) + rate(node_network_transmit_errs_total[5m])) > 1`, "30m",
			"{{ $labels.device }} of {{ $labels.node }} has errors",
			"{{ $labels.device }} of {{ $labels.node }} loses {{ $value | humanize }} packets a second."),
	}}
}
