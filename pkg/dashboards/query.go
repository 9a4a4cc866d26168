package dashboards

// Queries are what a panel asks one data source: PromQL, CloudWatch, Logs or SQL.
type Queries interface {
	// source is the data source.
	source() Source
	// legends are the queries' names for their series, in order; empty for one that has none.
	legends() []string
	// targets are the queries in Grafana's words.
	targets(asking) []any
	// asked are the queries as others check them; the dashboard and the panel are still missing.
	asked() []Asked
}

// asking is how a view wants its queries answered.
type asking int

const (
	// nothing: the view shows no data.
	nothing asking = iota
	// overTime: series over the range of the dashboard.
	overTime
	// atOnce: one value a series, of this moment. Over a range, a series that has ended, such as the version before an upgrade,
	// would still have a newest value.
	atOnce
	// asRows: one line of a table a series, of this moment.
	asRows
	// inBuckets: the buckets of a histogram over the range.
	inBuckets
)

// PromQL asks Prometheus.
type PromQL []Expr

// Expr is an expression of PromQL.
type Expr struct {
	Expr string
	// Legend names its series: a text with labels in double braces, such as "{{job}}". A table needs none.
	Legend string
}

func (PromQL) source() Source { return PrometheusSource }

func (q PromQL) legends() []string {
	return each(q, func(_ int, e Expr) string { return e.Legend })
}

func (q PromQL) targets(how asking) []any {
	format := map[asking]string{asRows: "table", inBuckets: "heatmap"}[how]
	if format == "" {
		format = "time_series"
	}
	now := how == atOnce || how == asRows
	return each(q, func(i int, e Expr) any {
		return promTarget{
			RefID: refID(i), Datasource: PrometheusSource, EditorMode: "code",
			Expr: e.Expr, LegendFormat: e.Legend, Range: !now, Instant: now, Format: format,
		}
	})
}

func (q PromQL) asked() []Asked {
	return each(q, func(_ int, e Expr) Asked { return Asked{Source: PrometheusSource, Expr: e.Expr, Legend: e.Legend} })
}

// SQL asks PostgreSQL. Over time, a query must give columns called time and value, and may give metric: the series' name.
type SQL []Select

// Select is a statement of SQL.
type Select struct {
	Statement string
	// Legend says what its values are, where the columns do not.
	Legend string
}

func (SQL) source() Source { return PostgresSource }

func (q SQL) legends() []string {
	return each(q, func(_ int, s Select) string { return s.Legend })
}

func (q SQL) targets(how asking) []any {
	format := "table"
	if how == overTime {
		format = "time_series"
	}
	return each(q, func(i int, s Select) any {
		return sqlTarget{RefID: refID(i), Datasource: PostgresSource, EditorMode: "code", RawQuery: true, RawSQL: s.Statement, Format: format}
	})
}

func (q SQL) asked() []Asked {
	return each(q, func(_ int, s Select) Asked { return Asked{Source: PostgresSource, Expr: s.Statement} })
}

func each[From, To any](all []From, make func(int, From) To) []To {
	out := []To{}
	for i, one := range all {
		out = append(out, make(i, one))
	}
	return out
}

type promTarget struct {
	RefID        string `json:"refId"`
	Datasource   Source `json:"datasource"`
	EditorMode   string `json:"editorMode"`
	Expr         string `json:"expr"`
	LegendFormat string `json:"legendFormat"`
	Range        bool   `json:"range"`
	Instant      bool   `json:"instant"`
	Format       string `json:"format"`
}

type sqlTarget struct {
	RefID      string `json:"refId"`
	Datasource Source `json:"datasource"`
	EditorMode string `json:"editorMode"`
	RawQuery   bool   `json:"rawQuery"`
	RawSQL     string `json:"rawSql"`
	Format     string `json:"format"`
}
