package dashboards

// hidden is the style of a heatmap.
type hidden struct {
	ScaleDistribution scale `json:"scaleDistribution"`
}

type heatmapOptions struct {
	Calculate    bool           `json:"calculate"`
	CellGap      int            `json:"cellGap"`
	Color        heatmapColor   `json:"color"`
	Exemplars    exemplars      `json:"exemplars"`
	FilterValues filterValues   `json:"filterValues"`
	Legend       heatmapLegend  `json:"legend"`
	RowsFrame    rowsFrame      `json:"rowsFrame"`
	ShowValue    string         `json:"showValue"`
	Tooltip      heatmapTooltip `json:"tooltip"`
	YAxis        yAxis          `json:"yAxis"`
}

type heatmapColor struct {
	Mode     string  `json:"mode"`
	Scheme   string  `json:"scheme"`
	Fill     string  `json:"fill"`
	Scale    string  `json:"scale"`
	Exponent float64 `json:"exponent"`
	Steps    int     `json:"steps"`
	Reverse  bool    `json:"reverse"`
}

type exemplars struct {
	Color string `json:"color"`
}

type filterValues struct {
	LE float64 `json:"le"`
}

type heatmapLegend struct {
	Show bool `json:"show"`
}

type rowsFrame struct {
	Layout string `json:"layout"`
}

type heatmapTooltip struct {
	Mode           string `json:"mode"`
	ShowColorScale bool   `json:"showColorScale"`
	YHistogram     bool   `json:"yHistogram"`
}

type yAxis struct {
	AxisPlacement string `json:"axisPlacement"`
	Unit          Unit   `json:"unit"`
	Reverse       bool   `json:"reverse"`
}

type stateStyle struct {
	FillOpacity   int    `json:"fillOpacity"`
	LineWidth     int    `json:"lineWidth"`
	AxisPlacement string `json:"axisPlacement"`
}

type stateOptions struct {
	MergeValues bool    `json:"mergeValues"`
	AlignValue  string  `json:"alignValue"`
	RowHeight   float64 `json:"rowHeight"`
	ShowValue   string  `json:"showValue"`
	Legend      legend  `json:"legend"`
	Tooltip     tooltip `json:"tooltip"`
}

type pieOptions struct {
	PieType       string        `json:"pieType"`
	DisplayLabels []string      `json:"displayLabels"`
	Sort          string        `json:"sort"`
	Orientation   string        `json:"orientation"`
	ReduceOptions reduceOptions `json:"reduceOptions"`
	Tooltip       tooltip       `json:"tooltip"`
	Legend        pieLegend     `json:"legend"`
}

type pieLegend struct {
	DisplayMode string   `json:"displayMode"`
	Placement   string   `json:"placement"`
	ShowLegend  bool     `json:"showLegend"`
	Calcs       []string `json:"calcs"`
	Values      []string `json:"values"`
}

type wordsOptions struct {
	Mode    string `json:"mode"`
	Content string `json:"content"`
}

type logsOptions struct {
	DedupStrategy        string `json:"dedupStrategy"`
	SortOrder            string `json:"sortOrder"`
	EnableLogDetails     bool   `json:"enableLogDetails"`
	PrettifyLogMessage   bool   `json:"prettifyLogMessage"`
	ShowCommonLabels     bool   `json:"showCommonLabels"`
	ShowLabels           bool   `json:"showLabels"`
	ShowLogContextToggle bool   `json:"showLogContextToggle"`
	ShowTime             bool   `json:"showTime"`
	WrapLogMessage       bool   `json:"wrapLogMessage"`
}

type alertsOptions struct {
	ViewMode                 string      `json:"viewMode"`
	GroupMode                string      `json:"groupMode"`
	GroupBy                  []string    `json:"groupBy"`
	MaxItems                 int         `json:"maxItems"`
	SortOrder                int         `json:"sortOrder"`
	DashboardAlerts          bool        `json:"dashboardAlerts"`
	AlertName                string      `json:"alertName"`
	AlertInstanceLabelFilter string      `json:"alertInstanceLabelFilter"`
	StateFilter              alertStates `json:"stateFilter"`
	ShowInstances            bool        `json:"showInstances"`
	ShowInactiveAlerts       bool        `json:"showInactiveAlerts"`
}

type alertStates struct {
	Firing     bool `json:"firing"`
	Pending    bool `json:"pending"`
	Recovering bool `json:"recovering"`
	NoData     bool `json:"noData"`
	Normal     bool `json:"normal"`
	Error      bool `json:"error"`
}
