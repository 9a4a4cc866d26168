package dashboards

// mode is a setting that has nothing but a mode.
type mode struct {
	Mode string `json:"mode"`
}

type stacking struct {
	Mode  string `json:"mode"`
	Group string `json:"group"`
}

type scale struct {
	Type string `json:"type"`
	Log  int    `json:"log,omitempty"`
}

type lines struct {
	DrawStyle         string   `json:"drawStyle"`
	LineInterpolation string   `json:"lineInterpolation"`
	LineWidth         int      `json:"lineWidth"`
	FillOpacity       int      `json:"fillOpacity"`
	GradientMode      string   `json:"gradientMode"`
	ShowPoints        string   `json:"showPoints"`
	SpanNulls         bool     `json:"spanNulls"`
	Stacking          stacking `json:"stacking"`
	AxisPlacement     string   `json:"axisPlacement"`
	ScaleDistribution scale    `json:"scaleDistribution"`
	ThresholdsStyle   mode     `json:"thresholdsStyle"`
}

// lineStyle is how all lines look.
var lineStyle = lines{
	DrawStyle: "line", LineInterpolation: "linear", LineWidth: 1, FillOpacity: 10, GradientMode: "none", ShowPoints: "never",
	Stacking: stacking{Mode: "none", Group: "A"}, AxisPlacement: "auto", ScaleDistribution: scale{Type: "linear"},
	ThresholdsStyle: mode{Mode: "off"},
}

type lineDash struct {
	Fill string `json:"fill"`
	Dash []int  `json:"dash"`
}

type timeseriesOptions struct {
	Legend  legend  `json:"legend"`
	Tooltip tooltip `json:"tooltip"`
}

type legend struct {
	DisplayMode string   `json:"displayMode"`
	Placement   string   `json:"placement"`
	ShowLegend  bool     `json:"showLegend"`
	Calcs       []string `json:"calcs"`
	SortBy      string   `json:"sortBy,omitempty"`
	SortDesc    bool     `json:"sortDesc,omitempty"`
}

// listed is a legend in a line below the picture.
var listed = legend{DisplayMode: "list", Placement: "bottom", ShowLegend: true, Calcs: []string{}}

type tooltip struct {
	Mode string `json:"mode"`
	Sort string `json:"sort"`
}

type reduceOptions struct {
	Calcs  []string `json:"calcs"`
	Fields string   `json:"fields"`
	Values bool     `json:"values"`
}

// newest takes the last value of a series that is one.
var newest = reduceOptions{Calcs: []string{"lastNotNull"}}

type statOptions struct {
	ColorMode              string        `json:"colorMode"`
	GraphMode              string        `json:"graphMode"`
	JustifyMode            string        `json:"justifyMode"`
	Orientation            string        `json:"orientation"`
	PercentChangeColorMode string        `json:"percentChangeColorMode"`
	ShowPercentChange      bool          `json:"showPercentChange"`
	TextMode               string        `json:"textMode"`
	WideLayout             bool          `json:"wideLayout"`
	ReduceOptions          reduceOptions `json:"reduceOptions"`
}

type gaugeOptions struct {
	ReduceOptions        reduceOptions `json:"reduceOptions"`
	Orientation          string        `json:"orientation"`
	ShowThresholdLabels  bool          `json:"showThresholdLabels"`
	ShowThresholdMarkers bool          `json:"showThresholdMarkers"`
	Sizing               string        `json:"sizing"`
	MinVizWidth          int           `json:"minVizWidth"`
	MinVizHeight         int           `json:"minVizHeight"`
	Shape                string        `json:"shape"`
	BarShape             string        `json:"barShape"`
	BarWidthFactor       float64       `json:"barWidthFactor"`
	SegmentCount         int           `json:"segmentCount"`
	SegmentSpacing       float64       `json:"segmentSpacing"`
	Sparkline            bool          `json:"sparkline"`
	TextMode             string        `json:"textMode"`
	Effects              gaugeEffects  `json:"effects"`
}

type gaugeEffects struct {
	BarGlow    bool `json:"barGlow"`
	CenterGlow bool `json:"centerGlow"`
	Gradient   bool `json:"gradient"`
}

type barGaugeOptions struct {
	ReduceOptions reduceOptions `json:"reduceOptions"`
	Orientation   string        `json:"orientation"`
	DisplayMode   string        `json:"displayMode"`
	ValueMode     string        `json:"valueMode"`
	NamePlacement string        `json:"namePlacement"`
	ShowUnfilled  bool          `json:"showUnfilled"`
	Sizing        string        `json:"sizing"`
	MinVizWidth   int           `json:"minVizWidth"`
	MinVizHeight  int           `json:"minVizHeight"`
	MaxVizHeight  int           `json:"maxVizHeight"`
	Legend        legend        `json:"legend"`
}

type tableOptions struct {
	FrameIndex int      `json:"frameIndex"`
	CellHeight string   `json:"cellHeight"`
	ShowHeader bool     `json:"showHeader"`
	SortBy     []sortBy `json:"sortBy"`
}

type sortBy struct {
	DisplayName string `json:"displayName"`
	Desc        bool   `json:"desc"`
}

type cells struct {
	Align       string      `json:"align"`
	CellOptions cellOptions `json:"cellOptions"`
	Inspect     bool        `json:"inspect"`
}

type cellOptions struct {
	Type             string `json:"type"`
	Mode             string `json:"mode,omitempty"`
	ValueDisplayMode string `json:"valueDisplayMode,omitempty"`
}

type transformation struct {
	ID      string `json:"id"`
	Options any    `json:"options"`
}

type mergeOptions struct {
	Reducers []string `json:"reducers"`
}

type filterOptions struct {
	Include struct {
		Names []string `json:"names"`
	} `json:"include"`
}

type organizeOptions struct {
	IndexByName  map[string]int    `json:"indexByName"`
	RenameByName map[string]string `json:"renameByName"`
}
