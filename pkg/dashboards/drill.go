package dashboards

import "strings"

// link is the drill as Grafana has it. read says how the value of a label is read; empty if it cannot be.
func (d Drill) link(read func(string) string) dataLink {
	parts := []string{}
	for _, name := range d.With {
		if own, ok := strings.CutPrefix(name, "$"); ok {
			parts = append(parts, "${"+own+":queryparam}")
		} else {
			parts = append(parts, "var-"+name+"=${"+read(name)+":percentencode}")
		}
	}
	return dataLink{Title: d.Title, URL: "/d/" + d.UID + "?" + strings.Join(append(parts, "${__url_time_range}"), "&")}
}

// ofSeries reads a label of the series that was clicked on.
func ofSeries(label string) string { return "__field.labels." + label }

// json is the override as Grafana has it.
func (o Override) json() override {
	made := override{Matcher: matcher{ID: "byName", Options: o.Series}}
	if strings.HasPrefix(o.Series, "/") {
		made.Matcher.ID = "byRegexp"
	}
	set := func(is bool, id string, value any) {
		if is {
			made.Properties = append(made.Properties, property{ID: id, Value: value})
		}
	}
	set(o.Unit != "", "unit", string(o.Unit))
	set(o.Color != "", "color", color{Mode: "fixed", FixedColor: o.Color})
	set(o.Dashed, "custom.lineStyle", lineDash{Fill: "dash", Dash: []int{10, 10}})
	set(o.Dashed, "custom.fillOpacity", 0)
	set(o.Dashed, "custom.stacking", stacking{Mode: "none", Group: "A"})
	set(o.Below, "custom.transform", "negative-Y")
	set(o.Right, "custom.axisPlacement", "right")
	set(o.Bars, "custom.drawStyle", "bars")
	return made
}
