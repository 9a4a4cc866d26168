// Grafana's published types, brought together for one dashboard: @grafana/schema leaves a panel's options and the targets of its
// queries open, and publishes them one package a plugin.
import type * as g from '@grafana/schema';
import type * as bargauge from '@grafana/schema/dist/esm/raw/composable/bargauge/panelcfg/x/BarGaugePanelCfg_types.gen';
import type * as cloudwatch from '@grafana/schema/dist/esm/raw/composable/cloudwatch/dataquery/x/CloudWatchDataQuery_types.gen';
import type * as gauge from '@grafana/schema/dist/esm/raw/composable/gauge/panelcfg/x/GaugePanelCfg_types.gen';
import type * as heatmap from '@grafana/schema/dist/esm/raw/composable/heatmap/panelcfg/x/HeatmapPanelCfg_types.gen';
import type * as logs from '@grafana/schema/dist/esm/raw/composable/logs/panelcfg/x/LogsPanelCfg_types.gen';
import type * as piechart from '@grafana/schema/dist/esm/raw/composable/piechart/panelcfg/x/PieChartPanelCfg_types.gen';
import type * as stat from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import type * as statetimeline from '@grafana/schema/dist/esm/raw/composable/statetimeline/panelcfg/x/StateTimelinePanelCfg_types.gen';
import type * as table from '@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen';
import type * as text from '@grafana/schema/dist/esm/raw/composable/text/panelcfg/x/TextPanelCfg_types.gen';
import type * as timeseries from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';

// Json is a type as JSON has it: an enum's values instead of its names.
type Json<T> = T extends string
  ? `${T}`
  : T extends number
    ? number extends T ? T : (`${T}` extends `${infer N extends number}` ? N : T)
    : T extends Array<infer E>
      ? Array<Json<E>>
      : T extends object
        ? { [K in keyof T]: Json<T[K]> }
        : T;

// The queries of Prometheus and PostgreSQL are not published; these are what Grafana's editors write
// (packages/grafana-prometheus/src/dataquery.ts, packages/grafana-sql/src/types.ts).
interface Prometheus extends g.DataQuery {
  datasource: { type: 'prometheus'; uid: string };
  editorMode: 'code';
  expr: string;
  legendFormat: string;
  range: boolean;
  instant: boolean;
  format: 'time_series' | 'table' | 'heatmap';
}

interface SQL extends g.DataQuery {
  datasource: { type: 'grafana-postgresql-datasource'; uid: string };
  editorMode: 'code';
  rawQuery: true;
  rawSql: string;
  format: 'time_series' | 'table';
}

type CloudWatch = cloudwatch.CloudWatchMetricsQuery & { datasource: { type: 'cloudwatch'; uid: string } };
type Logs = cloudwatch.CloudWatchLogsQuery & { datasource: { type: 'cloudwatch'; uid: string } };
type Target = Prometheus | SQL | CloudWatch | Logs;

interface Panel<Type extends string, Options, Custom = never> extends Omit<g.Panel, 'type' | 'options' | 'fieldConfig' | 'targets'> {
  type: Type;
  id: number;
  title: string;
  description: string;
  gridPos: g.GridPos;
  options: Options;
  targets?: Target[];
  fieldConfig?: Omit<g.FieldConfigSource, 'defaults'> & { defaults: Omit<g.FieldConfig, 'custom'> & { custom?: Custom } };
}

// The list of alerts is not published (public/app/plugins/panel/alertlist/types.ts).
interface AlertList {
  viewMode: 'list' | 'stat';
  groupMode: 'default' | 'custom';
  groupBy: string[];
  maxItems: number;
  sortOrder: 1 | 2 | 3 | 4 | 5;
  dashboardAlerts: boolean;
  alertName: string;
  alertInstanceLabelFilter: string;
  stateFilter: Record<'firing' | 'pending' | 'recovering' | 'noData' | 'normal' | 'error', boolean>;
  showInstances: boolean;
  showInactiveAlerts: boolean;
}

type AnyPanel =
  | Panel<'timeseries', timeseries.Options, timeseries.FieldConfig>
  | Panel<'stat', stat.Options>
  | Panel<'gauge', gauge.Options>
  | Panel<'bargauge', bargauge.Options>
  | Panel<'table', table.Options, table.FieldConfig>
  | Panel<'heatmap', heatmap.Options, heatmap.FieldConfig>
  | Panel<'state-timeline', statetimeline.Options, statetimeline.FieldConfig>
  | Panel<'piechart', piechart.Options, piechart.FieldConfig>
  | Panel<'text', text.Options>
  | Panel<'logs', logs.Options>
  | Panel<'alertlist', AlertList>;

interface Row extends Omit<g.RowPanel, 'panels'> {
  panels: AnyPanel[];
}

// What an annotation of Prometheus has besides (packages/grafana-prometheus/src/annotations.ts).
interface Annotation extends g.AnnotationQuery<g.DataQuery & { expr: string }> {
  expr: string;
  titleFormat: string;
  textFormat: string;
}

// A variable's definition is what its list shows; it is missing from the published type (public/app/features/variables/types.ts).
interface Variable extends g.VariableModel {
  definition?: string;
}

interface Whole extends Omit<g.Dashboard, 'panels' | 'annotations' | 'templating'> {
  uid: string;
  title: string;
  description: string;
  panels: Array<AnyPanel | Row>;
  annotations: { list: Annotation[] };
  templating: { list: Variable[] };
}

export type Dashboard = Json<Whole>;
