import { readFileSync } from "node:fs";
import { readYaml } from "../../deploy/config/index.ts";

/** The template of `alerts/routes/` with its groups, routes and inhibitions, all of whose receivers are a webhook at `url`, without its patience. */
export function routesTo(url: string): string {
  const yaml = readYaml(readFileSync("alerts/routes/alertmanager.yaml", "utf8"));
  if (yaml.status !== "read") throw new Error("the template is no YAML");
  const { route, inhibit_rules, receivers } = yaml.values as {
    readonly route: object;
    readonly inhibit_rules: readonly object[];
    readonly receivers: readonly { readonly name: string }[];
  };
  // YAML is a superset of JSON.
  return JSON.stringify({
    route: impatient(route),
    inhibit_rules,
    receivers: receivers.map(({ name }) => ({
      name,
      webhook_configs: [{ url: `${url}/${name}`, send_resolved: true }],
    })),
  });
}

function impatient(route: object): object {
  const { routes = [], ...own } = route as { readonly routes?: readonly object[] };
  return { ...own, group_wait: "0s", group_interval: "1s", routes: routes.map(impatient) };
}
