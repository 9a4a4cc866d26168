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
	List []annotationJSON `json:"list"`
}

type annotationJSON struct {
	Name        string           `json:"name"`
	Datasource  Source           `json:"datasource"`
	Enable      bool             `json:"enable"`
	IconColor   Color            `json:"iconColor"`
	Expr        string           `json:"expr"`
	TitleFormat string           `json:"titleFormat"`
	TextFormat  string           `json:"textFormat"`
	Target      annotationTarget `json:"target"`
}

type annotationTarget struct {
	RefID string `json:"refId"`
	Expr  string `json:"expr"`
}

type templating struct {
	List []variableJSON `json:"list"`
}

// variableJSON is a variable of any kind: Query is a text or an object.
type variableJSON struct {
	Name        string   `json:"name"`
	Label       string   `json:"label"`
	Type        string   `json:"type"`
	Datasource  *Source  `json:"datasource,omitempty"`
	Definition  string   `json:"definition,omitempty"`
	Query       any      `json:"query"`
	Refresh     int      `json:"refresh"`
	Sort        int      `json:"sort"`
	Regex       string   `json:"regex"`
	Multi       bool     `json:"multi"`
	IncludeAll  bool     `json:"includeAll"`
	AllValue    string   `json:"allValue,omitempty"`
	Current     *option  `json:"current,omitempty"`
	Options     []option `json:"options"`
	Hide        int      `json:"hide"`
	SkipURLSync bool     `json:"skipUrlSync"`
}

type variableQuery struct {
	Query   string `json:"query"`
	RefID   string `json:"refId"`
	QryType int    `json:"qryType"`
}

// option is a value of a variable; of several at once, Text and Value are lists.
type option struct {
	Selected bool `json:"selected"`
	Text     any  `json:"text"`
	Value    any  `json:"value"`
}

type rowJSON struct {
	ID        int    `json:"id"`
	Type      string `json:"type"`
	Title     string `json:"title"`
	Collapsed bool   `json:"collapsed"`
	Repeat    string `json:"repeat,omitempty"`
	GridPos   Place  `json:"gridPos"`
	Panels    []any  `json:"panels"`
}

type panelJSON struct {
	ID              int              `json:"id"`
	Type            string           `json:"type"`
	Title           string           `json:"title"`
	Description     string           `json:"description"`
	Datasource      *Source          `json:"datasource,omitempty"`
	GridPos         Place            `json:"gridPos"`
	Repeat          string           `json:"repeat,omitempty"`
	RepeatDirection string           `json:"repeatDirection,omitempty"`
	Targets         []any            `json:"targets,omitempty"`
	FieldConfig     fieldConfig      `json:"fieldConfig,omitzero"`
	Options         any              `json:"options"`
	Transformations []transformation `json:"transformations,omitempty"`
}

type fieldConfig struct {
	Defaults  defaults   `json:"defaults,omitzero"`
	Overrides []override `json:"overrides"`
}

// IsZero says that there is nothing to configure: the panel shows no values.
func (f fieldConfig) IsZero() bool { return f.Defaults.Color == nil && f.Defaults.Custom == nil }

// defaults is how all values of a panel look. Custom is the view's own part.
type defaults struct {
	Unit       Unit        `json:"unit,omitempty"`
	Decimals   *int        `json:"decimals,omitempty"`
	Min        *float64    `json:"min,omitempty"`
	Max        *float64    `json:"max,omitempty"`
	NoValue    string      `json:"noValue,omitempty"`
	Color      *color      `json:"color,omitempty"`
	Mappings   []mapping   `json:"mappings,omitempty"`
	Thresholds *thresholds `json:"thresholds,omitempty"`
	Links      []dataLink  `json:"links,omitempty"`
	Custom     any         `json:"custom,omitempty"`
}

type color struct {
	Mode       string `json:"mode"`
	FixedColor Color  `json:"fixedColor,omitempty"`
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

type dataLink struct {
	Title       string `json:"title"`
	URL         string `json:"url"`
	TargetBlank bool   `json:"targetBlank"`
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
	Value any    `json:"value"`
}
