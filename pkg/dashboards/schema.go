package dashboards

// These are the parts of Grafana's classic dashboard JSON that the model uses, in the order in which they are printed
// (@grafana/schema 13.2, raw/dashboard and raw/composable). Booleans are spelled out, nothing is null.

type dashboardJSON struct {
	UID           string      `json:"uid"`
	Title         string      `json:"title"`
	Description   string      `json:"description"`
	Tags          []string    `json:"tags"`
	Editable      bool        `json:"editable"`
	GraphTooltip  int         `json:"graphTooltip"`
	Timezone      string      `json:"timezone"`
	Refresh       string      `json:"refresh"`
	Time          timeRange   `json:"time"`
	Links         []linkJSON  `json:"links"`
	Annotations   annotations `json:"annotations"`
	Templating    templating  `json:"templating"`
	Panels        []any       `json:"panels"`
	SchemaVersion int         `json:"schemaVersion"`
	Version       int         `json:"version"`
}

type timeRange struct {
	From string `json:"from"`
	To   string `json:"to"`
}

type linkJSON struct {
	Title       string   `json:"title"`
	Type        string   `json:"type"`
	Icon        string   `json:"icon"`
	Tooltip     string   `json:"tooltip"`
	URL         string   `json:"url"`
	Tags        []string `json:"tags"`
	AsDropdown  bool     `json:"asDropdown"`
	TargetBlank bool     `json:"targetBlank"`
	IncludeVars bool     `json:"includeVars"`
	KeepTime    bool     `json:"keepTime"`
}

type annotations struct {
	List []string `json:"list"`
}

type templating struct {
	List []variableJSON `json:"list"`
}

type variableJSON struct {
	Name        string        `json:"name"`
	Label       string        `json:"label"`
	Type        string        `json:"type"`
	Datasource  Source        `json:"datasource"`
	Definition  string        `json:"definition"`
	Query       variableQuery `json:"query"`
	Refresh     int           `json:"refresh"`
	Sort        int           `json:"sort"`
	Regex       string        `json:"regex"`
	Multi       bool          `json:"multi"`
	IncludeAll  bool          `json:"includeAll"`
	AllValue    string        `json:"allValue,omitempty"`
	Current     *current      `json:"current,omitempty"`
	Options     []string      `json:"options"`
	Hide        int           `json:"hide"`
	SkipURLSync bool          `json:"skipUrlSync"`
}

type variableQuery struct {
	Query   string `json:"query"`
	RefID   string `json:"refId"`
	QryType int    `json:"qryType"`
}

type current struct {
	Text  []string `json:"text"`
	Value []string `json:"value"`
}

type rowJSON struct {
	ID        int      `json:"id"`
	Type      string   `json:"type"`
	Title     string   `json:"title"`
	Collapsed bool     `json:"collapsed"`
	GridPos   gridPos  `json:"gridPos"`
	Panels    []string `json:"panels"`
}

type panelJSON struct {
	ID              int              `json:"id"`
	Type            string           `json:"type"`
	Title           string           `json:"title"`
	Description     string           `json:"description"`
	Datasource      Source           `json:"datasource"`
	GridPos         gridPos          `json:"gridPos"`
	Targets         []target         `json:"targets"`
	FieldConfig     fieldConfig      `json:"fieldConfig"`
	Options         any              `json:"options"`
	Transformations []transformation `json:"transformations,omitempty"`
}

type target struct {
	RefID        string `json:"refId"`
	Datasource   Source `json:"datasource"`
	EditorMode   string `json:"editorMode"`
	Expr         string `json:"expr"`
	LegendFormat string `json:"legendFormat"`
	Range        bool   `json:"range"`
	Instant      bool   `json:"instant"`
	Format       string `json:"format"`
}

type fieldConfig struct {
	Defaults  defaults   `json:"defaults"`
	Overrides []override `json:"overrides"`
}

type defaults struct {
	Unit       Unit       `json:"unit"`
	Min        *float64   `json:"min,omitempty"`
	Max        *float64   `json:"max,omitempty"`
	Color      color      `json:"color"`
	Mappings   []mapping  `json:"mappings"`
	Thresholds thresholds `json:"thresholds"`
	Custom     *lines     `json:"custom,omitempty"`
}

type color struct {
	Mode string `json:"mode"`
}

type mapping struct {
	Type    string            `json:"type"`
	Options map[string]mapped `json:"options"`
}

type mapped struct {
	Text string `json:"text"`
}

type thresholds struct {
	Mode  string     `json:"mode"`
	Steps Thresholds `json:"steps"`
}

type override struct {
	Matcher    matcher    `json:"matcher"`
	Properties []property `json:"properties"`
}

type matcher struct {
	ID      string `json:"id"`
	Options string `json:"options"`
}

type property struct {
	ID    string `json:"id"`
	Value string `json:"value"`
}
