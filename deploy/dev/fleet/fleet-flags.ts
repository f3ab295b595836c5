import { parseArgs } from "node:util";

export interface FleetFlags {
  readonly speed: number;
  readonly listen: string;
  readonly alerts: boolean;
}

export const fleetUsage = `npm run fleet [-- --speed N] [-- --listen ADDRESS] [-- --alerts]

A small real fleet on this machine that follows the story of the demo: three collectors, Kafka, Redis, two processors and the page. Ctrl-C ends it.

  --speed N         how many times faster the story goes, 1 to 60: 10, with --alerts 1, since rules look back a quarter of an hour whatever the speed
  --listen ADDRESS  where the page is; 127.0.0.1:0, which is any port that is free
  --alerts          also a Prometheus and an Alertmanager; their notifications are printed

For example: npm run fleet -- --speed 3 --listen 127.0.0.1:8699
`;

/** Of `npm run fleet`, as somebody types them; null: help was asked for. Throws an error whose message says what is wrong with them. */
export function readFleetFlags(args: readonly string[]): FleetFlags | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      speed: { type: "string" },
      listen: { type: "string", default: "127.0.0.1:0" },
      alerts: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const { alerts, listen, help } = values;
  const speed = Number(values.speed ?? (alerts ? 1 : 10));
  if (!(speed >= 1 && speed <= 60)) throw new Error(`--speed cannot be "${values.speed}"`);
  return help ? null : { speed, listen, alerts };
}
