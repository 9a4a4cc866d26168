package picture

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/example-org/platform-render/pkg/dashboards"
)

// Files are what docs/dashboards holds, by name: a picture of each dashboard, and the page that shows them.
func Files(all []dashboards.Dashboard) map[string][]byte {
	files := map[string][]byte{"README.md": readme(all)}
	for _, d := range all {
		files[d.UID+".svg"] = SVG(d)
	}
	return files
}

const opening = `# Dashboards

What Grafana shows of a platform. The pictures are drawn from the dashboards' source by ` + "`make docs`" + `: panels, units, legends and
thresholds are real, values are made up. A dashboard is rendered where the component that offers it is part of the platform, and a row
where its metrics are scraped. ` + "`monitoring.grafana.dashboards`" + ` selects folders; ` + "`monitoring.grafana.dashboardFiles`" + ` adds folders of
your own JSON files, which are checked for what Grafana would refuse or show wrongly.

A new one is one file in ` + "`pkg/dashboards`" + `, one line in its ` + "`list.go`" + `, one in the offer of the component that brings its metrics,
and its uid in ` + "`list_test.go`" + `.

| dashboard | folder | it answers |
|---|---|---|
`

func readme(all []dashboards.Dashboard) []byte {
	var out bytes.Buffer
	out.WriteString(opening)
	for _, d := range all {
		fmt.Fprintf(&out, "| [%s](#%s) | `%s` | %s |\n", d.Title, anchor(d.Title), d.Folder, d.Description)
	}
	for _, d := range all {
		fmt.Fprintf(&out, "\n## %s\n\n`/d/%s`. %s\n\n![%s](%s.svg)\n\n| row | panels |\n|---|---|\n", d.Title, d.UID, d.Description, d.Title, d.UID)
		for _, row := range d.Rows {
			var titles []string
			for _, panel := range row.Panels {
				titles = append(titles, panel.Title)
			}
			fmt.Fprintf(&out, "| %s | %s |\n", row.Title, strings.Join(titles, " · "))
		}
	}
	return out.Bytes()
}

// anchor is what GitHub calls a heading.
func anchor(title string) string {
	return strings.ReplaceAll(strings.ToLower(title), " ", "-")
}
