package dashboards

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
)

// schemaVersion is the version of dashboards that Grafana 13.2 writes itself (@grafana/schema, defaultDashboard).
const schemaVersion = 42

// JSON is the dashboard as Grafana's provisioning reads it, indented by two spaces, with a newline at the end. A dashboard
// that breaks a rule of Check has none.
func (d Dashboard) JSON() ([]byte, error) {
	if err := d.Check(); err != nil {
		return nil, fmt.Errorf("dashboard %s: %w", d.UID, err)
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(d.json())
	return out.Bytes(), err
}

func (d Dashboard) json() dashboardJSON {
	return dashboardJSON{
		UID: d.UID, Title: d.Title, Description: d.Description,
		Tags:         slices.Concat([]string{commonTag, d.Folder}, d.Tags),
		GraphTooltip: 1, Timezone: "browser", Refresh: "1m", Time: timeRange{From: cmp.Or(d.Since, "now-6h"), To: "now"},
		Links:         d.links(),
		Annotations:   annotations{List: each(d.Annotations, func(_ int, a Annotation) annotationJSON { return a.json() })},
		Templating:    templating{List: each(d.Variables, func(_ int, v Variable) variableJSON { return v.json() })},
		Panels:        d.panels(),
		SchemaVersion: schemaVersion, Version: 1,
	}
}

func (d Dashboard) links() []linkJSON {
	links := slices.Concat([]Link{{Title: "Platform", Tag: commonTag}}, d.Links)
	return each(links, func(_ int, link Link) linkJSON {
		return linkJSON{
			Title: link.Title, Type: "dashboards", Icon: "external link", Tags: []string{link.Tag}, AsDropdown: true, KeepTime: true,
		}
	})
}

// json is what Grafana's data source reads of it (packages/grafana-prometheus, annotations.ts).
func (a Annotation) json() annotationJSON {
	return annotationJSON{
		Name: a.Name, Datasource: PrometheusSource, Enable: true, IconColor: a.Color, Expr: a.Expr, TitleFormat: a.Name, TextFormat: a.Text,
		Target: annotationTarget{RefID: "Anno", Expr: a.Expr},
	}
}

// panels are headings and panels one after the other; those of a collapsed row are inside its heading.
func (d Dashboard) panels() []any {
	all := []any{}
	for _, row := range d.Layout() {
		panels := each(row.Panels, func(_ int, p PlacedPanel) any { return p.json() })
		heading := rowJSON{
			ID: row.ID, Type: "row", Title: row.Title, Collapsed: row.Collapsed, GridPos: row.At, Repeat: row.Repeat, Panels: []any{},
		}
		if row.Collapsed {
			heading.Panels, panels = panels, nil
		}
		all = append(append(all, heading), panels...)
	}
	return all
}

func (p PlacedPanel) json() panelJSON {
	view := p.Drawn()
	panel := panelJSON{
		ID: p.ID, Type: view.kind(), Title: p.Title, Description: p.Description, GridPos: p.At,
		Repeat: p.Repeat, FieldConfig: fieldConfig{Defaults: defaults{}, Overrides: []override{}},
	}
	if p.Repeat != "" {
		panel.RepeatDirection = "h"
	}
	if p.Queries != nil {
		source := p.Queries.source()
		panel.Datasource, panel.Targets = &source, p.Queries.targets(view.asks())
		panel.FieldConfig.Defaults = p.defaults()
	}
	view.draw(&panel)
	for _, one := range p.Overrides {
		panel.FieldConfig.Overrides = append(panel.FieldConfig.Overrides, one.json())
	}
	return panel
}

func (p Panel) defaults() defaults {
	all := defaults{
		Unit: p.Unit, Decimals: p.Decimals, NoValue: p.NoValue,
		Color:      &color{Mode: "thresholds"},
		Mappings:   mappings(p.Texts),
		Thresholds: &thresholds{Mode: "absolute", Steps: p.Thresholds},
	}
	if len(p.Thresholds) == 0 {
		all.Thresholds.Steps = Thresholds{{Plain, 0}}
	}
	if p.Drill != nil {
		all.Links = []dataLink{p.Drill.link(ofSeries)}
	}
	return all
}

func mappings(texts map[string]string) []mapping {
	if len(texts) == 0 {
		return []mapping{}
	}
	options := map[string]mapped{}
	for value, text := range texts {
		options[value] = mapped{Text: text}
	}
	return []mapping{{Type: "value", Options: options}}
}

// refID names a panel's queries A, B, C, ... as Grafana does.
func refID(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return "Q" + strconv.Itoa(i)
}
