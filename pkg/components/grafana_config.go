package components

import "github.com/example-org/platform-render/pkg/dashboards"

// ini is grafana.ini: what differs from Grafana's own defaults (conf/defaults.ini), and what must not depend on them.
func (g grafana) ini(folders []dashboardFolder) []iniSection {
	return append([]iniSection{
		{"server", g.iniServer()},
		{"security", []iniSetting{
			{"cookie_secure", g.route != nil},
			{"disable_gravatar", true},
		}},
		{"users", []iniSetting{
			{"allow_sign_up", false},
			{"allow_org_create", false},
		}},
		{"auth.anonymous", []iniSetting{{"enabled", false}}},
		{"analytics", []iniSetting{
			{"reporting_enabled", false},
			{"check_for_updates", false},
			{"check_for_plugin_updates", false},
			{"feedback_links_enabled", false},
		}},
		{"news", []iniSetting{{"news_feed_enabled", false}}},
		{"snapshots", []iniSetting{{"external_enabled", false}}},
		{"plugins", iniPlugins},
		{"aws", []iniSetting{
			{"allowed_auth_providers", "default"},
			{"assume_role_enabled", false},
		}},
		{"metrics", []iniSetting{{"enabled", true}}},
		{"log", []iniSetting{{"mode", "console"}}},
		{"log.console", []iniSetting{{"format", "json"}}},
	}, iniHome(folders)...)
}

// iniPlugins keeps the plugins that the image brings, data sources among them. Left on, Grafana would try to update them when it
// starts: it stops each and fails on the read-only file system, so that panels find no data source while the health check stays
// green (grafana/grafana#132528).
var iniPlugins = []iniSetting{
	{"preinstall_disabled", true},
	{"preinstall_auto_update", false},
	{"plugin_admin_enabled", false},
	{"public_key_retrieval_disabled", true},
}

// iniServer tells Grafana where it is seen. It serves the sub-path by itself: a request without it, even for metrics, is
// redirected to the public URL (pkg/middleware/subpath_redirect.go). Without a route the defaults hold.
func (g grafana) iniServer() []iniSetting {
	settings := []iniSetting{{"http_port", g.port}}
	if g.route == nil {
		return settings
	}
	return append(settings, iniSetting{"root_url", g.public()}, iniSetting{"serve_from_sub_path", true})
}

// iniHome is the dashboard that people see first. A path without a file would leave them an error for a home page.
func iniHome(folders []dashboardFolder) []iniSection {
	home := dashboards.Overview().UID
	for _, folder := range folders {
		for _, dashboard := range folder.dashboards {
			if dashboard.UID == home {
				path := folder.path() + "/" + home + ".json"
				return []iniSection{{"dashboards", []iniSetting{{"default_home_dashboard_path", path}}}}
			}
		}
	}
	return nil
}
