import * as bargauge from "@grafana/grafana-foundation-sdk/bargauge";
import * as common from "@grafana/grafana-foundation-sdk/common";
import * as grafana from "@grafana/grafana-foundation-sdk/dashboard";
import * as prometheus from "@grafana/grafana-foundation-sdk/prometheus";
import * as stat from "@grafana/grafana-foundation-sdk/stat";
import * as timeseries from "@grafana/grafana-foundation-sdk/timeseries";
import type { Board, Panel, Query } from "./panel.ts";
import { requestsLink } from "./requests-link.ts";
import { variablesOf } from "./variables.ts";

const datasource = { type: "prometheus", uid: "${datasource}" };

/** A dashboard as Grafana reads it. Pure: the same board gives the same text, so a change of the library or of a panel is seen in the diff. */
export function buildDashboard(board: Board): grafana.Dashboard {
  const builder = new grafana.DashboardBuilder(board.title)
    .uid(board.uid)
    .description(board.description)
    .tags(["scepscope"])
    .editable()
    .timezone("browser")
    .time({ from: "now-6h", to: "now" })
    .refresh("1m")
    .tooltip(grafana.DashboardCursorSync.Crosshair)
    .variables(variablesOf(board))
    .link(
      new grafana.DashboardLinkBuilder("The other dashboards")
        .type(grafana.DashboardLinkType.Dashboards)
        .tags(["scepscope"])
        .asDropdown(true)
        .includeVars(true)
        .keepTime(true),
    );
  let id = 0;
  for (const { title, panels } of board.rows) {
    id += 1;
    builder.withRow(new grafana.RowBuilder(title).id(id));
    for (const panel of panels) {
      id += 1;
      builder.withPanel(panelBuilder(panel).id(id));
    }
  }
  return builder.build();
}

type AnyPanel = stat.PanelBuilder | bargauge.PanelBuilder | timeseries.PanelBuilder;

function panelBuilder(panel: Panel): AnyPanel {
  const builder = kinds[panel.kind]();
  builder
    .title(panel.title)
    .description(panel.description)
    .datasource(datasource)
    .unit(panel.unit)
    .span(panel.width)
    .height(panel.height ?? 8)
    .thresholds(thresholds(panel.limits))
    .targets(panel.queries.map((query, index) => target(query, index, panel.kind)));
  if (panel.limits !== undefined)
    builder.colorScheme(new grafana.FieldColorBuilder().mode(grafana.FieldColorModeId.Thresholds));
  if (panel.requests === undefined) return builder;
  const link = new grafana.DashboardLinkBuilder("These requests")
    .url(requestsLink(panel.requests))
    .targetBlank(true);
  return builder.dataLinks([link]);
}

const reduced = (): common.ReduceDataOptionsBuilder =>
  new common.ReduceDataOptionsBuilder().calcs(["lastNotNull"]).values(false).fields("");

const kinds: Readonly<Record<Panel["kind"], () => AnyPanel>> = {
  now: () => new stat.PanelBuilder().reduceOptions(reduced()),
  bars: () =>
    new bargauge.PanelBuilder()
      .reduceOptions(reduced())
      .orientation(common.VizOrientation.Horizontal)
      .displayMode(common.BarGaugeDisplayMode.Gradient)
      .min(0),
  lines: () =>
    new timeseries.PanelBuilder()
      .fillOpacity(10)
      .showPoints(common.VisibilityMode.Never)
      .legend(
        new common.VizLegendOptionsBuilder()
          .displayMode(common.LegendDisplayMode.List)
          .placement(common.LegendPlacement.Bottom)
          .showLegend(true),
      )
      .axisSoftMin(0),
};

/** What is true now is asked once, what is drawn over time at each step. */
function target({ expr, legend }: Query, index: number, kind: Panel["kind"]): prometheus.DataqueryBuilder {
  const builder = new prometheus.DataqueryBuilder()
    .datasource(datasource)
    .refId(String.fromCodePoint(65 + index))
    .expr(expr)
    .legendFormat(legend);
  return kind === "lines" ? builder.range() : builder.instant();
}

function thresholds(limits: Panel["limits"]): grafana.ThresholdsConfigBuilder {
  const builder = new grafana.ThresholdsConfigBuilder().mode(grafana.ThresholdsMode.Absolute);
  if (limits === undefined) return builder.steps([{ value: null, color: "green" }]);
  const [yellow, red] = limits;
  const isLessWorse = yellow > red;
  return builder.steps([
    { value: null, color: isLessWorse ? "red" : "green" },
    { value: isLessWorse ? red : yellow, color: "yellow" },
    { value: isLessWorse ? yellow : red, color: isLessWorse ? "green" : "red" },
  ]);
}
