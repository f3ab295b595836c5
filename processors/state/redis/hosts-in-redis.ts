import type { HostView } from "../../contract/index.ts";
import { DamagedValue } from "../damaged-value.ts";
import { partitionsOf } from "./lookup-in-redis.ts";
import type { Ground } from "./own-partition.ts";
import { listOf, textOf } from "./reply.ts";

/** A host that has moved from a partition to another is in both: the newest word counts. */
export async function allHosts(reading: Ground): Promise<readonly HostView[]> {
  const hosts = new Map<string, HostView>();
  for (const partition of await partitionsOf(reading)) {
    const views = listOf(await reading.link.call("hvals", [reading.places.hosts(partition)]));
    for (const view of views.map((text) => parseHost(textOf(text)))) {
      const known = hosts.get(view.host);
      if (known === undefined || newest(known) < newest(view)) hosts.set(view.host, view);
    }
  }
  return [...hosts.values()].toSorted((a, b) => (a.host < b.host ? -1 : 1));
}

function newest({ readAt, eventAt, passedAt }: HostView): number {
  return Math.max(readAt ?? 0, eventAt ?? 0, passedAt ?? 0);
}

export function parseHost(text: string): HostView {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DamagedValue("a host is not what was written", { cause: error });
  }
}
