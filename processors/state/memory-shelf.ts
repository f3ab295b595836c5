import type { Change, HostView, StoredRequest } from "../contract/index.ts";

/** The requests of a memory store, and what became of those that are no more. */
export interface Shelf {
  readonly requests: ReadonlyMap<string, Shelved>;
  /** Id of a provisional request that is no more -> the request that it became part of. */
  readonly aliases: ReadonlyMap<string, string>;
  readonly hosts: Map<string, HostView>;
  /** Whether something changed. */
  put(partition: string, request: StoredRequest): boolean;
  leave(id: string, successor: string | null): boolean;
  forgetProvisional(partition: string): Change[];
}

export interface Shelved {
  readonly partition: string;
  readonly request: StoredRequest;
}

export function createShelf(requestsMax: number): Shelf {
  const requests = new Map<string, Shelved>();
  const aliases = new Map<string, string>();
  const finals = new Set<string>();
  return {
    requests,
    aliases,
    hosts: new Map(),
    put: (partition, request) => {
      const { id } = request.view;
      if (finals.has(id)) return false;
      requests.set(id, { partition, request });
      aliases.delete(id);
      if (request.isFinal) finals.add(id);
      for (const oldest of finals) {
        if (finals.size <= requestsMax) break;
        forgetFinal(oldest);
      }
      return true;
    },
    leave: (id, successor) => {
      if (finals.has(id) || id === successor) return false;
      const wasThere = requests.delete(id);
      return (successor !== null && rename(aliases, id, successor)) || wasThere;
    },
    forgetProvisional: (partition) => {
      const ids = [...requests.values()]
        .filter((one) => one.partition === partition && !one.request.isFinal)
        .map(({ request }) => request.view.id);
      for (const id of ids) requests.delete(id);
      return ids.map((id) => ({ type: "gone", id, successor: null }));
    },
  };

  function forgetFinal(id: string): void {
    finals.delete(id);
    requests.delete(id);
    for (const [alias, successor] of aliases) if (successor === id) aliases.delete(alias);
  }
}

/** Every alias names the last request of its line, which is no alias itself. Whether this one is new. */
function rename(aliases: Map<string, string>, id: string, successor: string): boolean {
  const last = aliases.get(successor) ?? successor;
  if (last === id || aliases.get(id) === last) return false;
  for (const [alias, target] of aliases) if (target === id) aliases.set(alias, last);
  aliases.set(id, last);
  return true;
}
