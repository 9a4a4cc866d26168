// Package dashboards is Grafana's dashboards as a typed model, one file a dashboard.
package dashboards

// Dashboard is one dashboard of Grafana.
type Dashboard struct {
	// UID is in the dashboard's URL and never changes; at most 40 characters.
	UID string
	// Folder is where Grafana lists it, and what monitoring.grafana.dashboards selects.
	Folder string
	Title  string
}

// JSON is the dashboard as Grafana's provisioning reads it, indented by two spaces, with a newline at the end.
func (d Dashboard) JSON() ([]byte, error) { return nil, nil }
