package dashboards

// process is what a program written in Go takes of its node: the metrics of client_golang (prometheus/process_collector.go,
// go_collector.go). It is told by labels in PromQL, and its series by a legend.
func process(labels, legend string) Row {
	return Row{Title: "Process", Collapsed: true, Panels: []Panel{
		{
			Title: "CPU", Unit: Cores, Width: 6,
			Description: "Cores that the program uses.",
			Queries:     PromQL{{`rate(process_cpu_seconds_total{` + labels + `}[$__rate_interval])`, legend}},
		},
		{
			Title: "Memory", Unit: Bytes, Width: 6,
			Description: "Memory of the program, and what of it Go's heap holds. Compare it with the container's limit: over it the pod is killed.",
			Queries: PromQL{
				{`process_resident_memory_bytes{` + labels + `}`, legend + ": resident"},
				{`go_memstats_heap_inuse_bytes{` + labels + `}`, legend + ": heap"},
			},
		},
		{
			Title: "Goroutines", Unit: Count, Width: 6,
			Description: "Things that the program does at once. A line that only rises is a leak, and ends in a restart.",
			Queries:     PromQL{{`go_goroutines{` + labels + `}`, legend}},
		},
		{
			Title: "Open files", View: Timeseries{Max: 1}, Unit: Ratio, Width: 6, Thresholds: WarnFrom(0.7, 0.9),
			Description: "Files and connections that the program has open, as a share of what it may. At 100 % it can accept nobody.",
			Queries:     PromQL{{`process_open_fds{` + labels + `} / process_max_fds{` + labels + `}`, legend}},
		},
	}}
}
