package dashboards

import (
	"bytes"
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
		GraphTooltip: 1, Timezone: "browser", Refresh: "1m", Time: timeRange{From: "now-6h", To: "now"},
		Links:         d.links(),
		Annotations:   annotations{List: []string{}},
		Templating:    templating{List: d.variables()},
		Panels:        layout(d.Rows),
		SchemaVersion: schemaVersion, Version: 1,
	}
}

func (d Dashboard) links() []linkJSON {
	var all []linkJSON
	for _, link := range slices.Concat([]Link{{Title: "Platform", Tag: commonTag}}, d.Links) {
		all = append(all, linkJSON{
			Title: link.Title, Type: "dashboards", Icon: "external link", Tags: []string{link.Tag}, AsDropdown: true, KeepTime: true,
		})
	}
	return all
}

func (d Dashboard) variables() []variableJSON {
	all := []variableJSON{}
	for _, variable := range d.Variables {
		all = append(all, variable.json())
	}
	return all
}

// json lets Grafana read the values again whenever the time range changes (refresh 2), sorted by name (sort 1).
func (v Variable) json() variableJSON {
	query := variableQuery{Query: v.Query, RefID: "PrometheusVariableQueryEditor-VariableQuery", QryType: 1}
	variable := variableJSON{
		Name: v.Name, Label: v.Label, Type: "query", Datasource: PrometheusSource,
		Definition: v.Query, Query: query, Refresh: 2, Sort: 1, Multi: v.Multi, IncludeAll: v.Multi, Options: []string{},
	}
	if v.Multi {
		variable.AllValue = ".*"
		variable.Current = &current{Text: []string{"All"}, Value: []string{"$__all"}}
	}
	return variable
}

func (r Row) heading(id int, pos gridPos) rowJSON {
	return rowJSON{ID: id, Type: "row", Title: r.Title, GridPos: pos, Panels: []string{}}
}

func (p Panel) json(id int, pos gridPos) panelJSON {
	panel := panelJSON{
		ID: id, Type: p.View.kind(), Title: p.Title, Description: p.Description,
		Datasource: PrometheusSource, GridPos: pos, Targets: p.targets(),
		FieldConfig: fieldConfig{Defaults: p.defaults(), Overrides: []override{}},
	}
	p.View.draw(&panel)
	return panel
}

func (p Panel) defaults() defaults {
	all := defaults{
		Unit:       p.Unit,
		Color:      color{Mode: "thresholds"},
		Mappings:   []mapping{},
		Thresholds: thresholds{Mode: "absolute", Steps: p.Thresholds},
	}
	if len(p.Thresholds) == 0 {
		all.Thresholds.Steps = Thresholds{{Plain, 0}}
	}
	if len(p.Texts) > 0 {
		all.Mappings = append(all.Mappings, mapping{Type: "value", Options: map[string]mapped{}})
	}
	for value, text := range p.Texts {
		all.Mappings[0].Options[value] = mapped{Text: text}
	}
	return all
}

func (p Panel) targets() []target {
	var all []target
	for i, query := range p.Queries {
		all = append(all, target{
			RefID: refID(i), Datasource: PrometheusSource, EditorMode: "code",
			Expr: query.Expr, LegendFormat: query.Legend, Range: true, Format: "time_series",
		})
	}
	return all
}

// refID names a panel's queries A, B, C, ... as Grafana does.
func refID(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return "Q" + strconv.Itoa(i)
}
