import * as grafana from "@grafana/grafana-foundation-sdk/dashboard";
import type { Board } from "./panel.ts";

type Variable = Parameters<grafana.DashboardBuilder["variables"]>[0][number];

const datasource = { type: "prometheus", uid: "${datasource}" };

/** What can be chosen: where the metrics are, whose they are, which hosts, where the page is, and how many requests ought to succeed. */
export function variablesOf({ isOfOneHost, hasHosts, uid }: Board): Variable[] {
  const choices: Variable[] = [
    new grafana.DatasourceVariableBuilder("datasource").label("Data source").type("prometheus"),
    manyOf(queryVariable("job", "Job", "label_values(scepscope_hosts, job)")),
  ];
  if (hasHosts) {
    const hosts = queryVariable("host", "Host", 'label_values(scep_requests_open{job=~"$job"}, host)');
    choices.push(isOfOneHost ? hosts : manyOf(hosts));
  }
  choices.push(
    new grafana.TextBoxVariableBuilder("page")
      .label("Page")
      .description("Address of the page of scepscope, for links to requests.")
      .defaultValue("http://127.0.0.1:8643"),
  );
  if (uid === "scepscope-fleet")
    choices.push(
      new grafana.TextBoxVariableBuilder("objective")
        .label("Objective")
        .description("Share of the requests that ought to succeed.")
        .defaultValue("0.98"),
    );
  return choices;
}

/** Any number of them, and at first all. */
function manyOf(variable: grafana.QueryVariableBuilder): grafana.QueryVariableBuilder {
  const all = { text: "All", value: "$__all", selected: true };
  return variable.includeAll(true).multi(true).allValue(".+").current(all);
}

function queryVariable(name: string, label: string, query: string): grafana.QueryVariableBuilder {
  return new grafana.QueryVariableBuilder(name)
    .label(label)
    .query({ query, refId: name })
    .datasource(datasource)
    .refresh(grafana.VariableRefresh.OnTimeRangeChanged)
    .sort(grafana.VariableSort.AlphabeticalAsc);
}
