package dashboards

// All is every dashboard there is, in the order of docs/dashboards. A component offers those whose metrics it brings.
func All() []Dashboard {
	return []Dashboard{
		Prometheus(),
		Grafana(),
	}
}
