import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { readYaml } from "../../config/index.ts";

const template = fileURLToPath(new URL("../../../alerts/routes/alertmanager.yaml", import.meta.url));

/** How long Alertmanager gathers what belongs together before it tells of it, and until it tells of what came to it. */
export interface Patience {
  readonly groupWait: string;
  readonly groupInterval: string;
}

const none: Patience = { groupWait: "0s", groupInterval: "1s" };

const route = z.looseObject({ routes: z.array(z.looseObject({})).optional() });
const shape = z.looseObject({
  route,
  inhibit_rules: z.array(z.looseObject({})),
  receivers: z.array(z.looseObject({ name: z.string() })),
});

/** The template of `alerts/routes/` with its groups, routes and inhibitions, all of whose receivers are a webhook at `url`; with less patience. */
export function routesTo(url: string, patience: Patience = none): string {
  const yaml = readYaml(readFileSync(template, "utf8"));
  if (yaml.status !== "read") throw new Error("the template is no YAML");
  const routes = shape.parse(yaml.values);
  // YAML is a superset of JSON.
  return JSON.stringify({
    route: within(routes.route, patience),
    inhibit_rules: routes.inhibit_rules,
    receivers: routes.receivers.map(({ name }) => ({
      name,
      webhook_configs: [{ url: `${url}/${name}`, send_resolved: true }],
    })),
  });
}

function within(given: z.infer<typeof route>, patience: Patience): object {
  const { routes = [], ...own } = given;
  return {
    ...own,
    group_wait: patience.groupWait,
    group_interval: patience.groupInterval,
    routes: routes.map((each) => within(each, patience)),
  };
}
