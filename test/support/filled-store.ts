import type { Commit, HostView, Store, StoredRequest } from "../../processors/contract/index.ts";
import { emptyCommit, finalCommit } from "./commits.ts";

/** A store that a test fills by hand; whoever reads it sees what a live pipeline would have told it. */
export interface FilledStore {
  readonly store: Store;
  put(...requests: readonly StoredRequest[]): Promise<void>;
  gone(id: string, successor: string | null): Promise<void>;
  putHosts(...hosts: readonly HostView[]): Promise<void>;
}

export async function fillStore(store: Store): Promise<FilledStore> {
  const owned = await store.own("p0");
  let position = 0;
  const final = (commit: Partial<Commit>): Promise<void> =>
    owned.commit({ ...finalCommit(String((position += 1)), []), ...commit });
  return {
    store,
    put: async (...requests) => {
      await final({ requests: requests.filter(({ isFinal }) => isFinal) });
      const rest = requests.filter(({ isFinal }) => !isFinal);
      if (rest.length > 0) await owned.commit({ ...emptyCommit, requests: rest });
    },
    gone: (id, successor) => final({ gone: [{ id, successor }] }),
    putHosts: (...hosts) => final({ hosts }),
  };
}
