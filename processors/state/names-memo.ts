import type { RequestNames, StoredRequest } from "../contract/index.ts";

/** What requests name, by a word that stands for one of them. */
export interface NamesMemo {
  /** Undefined: it is not remembered. */
  get(word: string): RequestNames | undefined;
  /** Of a final request it is remembered: that never changes. */
  of(word: string, request: StoredRequest): RequestNames;
}

/** Some hundred bytes each. */
const finalsMax = 20_000;

/** To read a request means to unfold others with it, and takes a hundred times as long as to find it. Beyond its limit it begins anew. */
export function createNamesMemo(): NamesMemo {
  const finals = new Map<string, RequestNames>();
  return {
    get: (word) => finals.get(word),
    of: (word, request) => {
      const names = namesIn(request);
      if (finals.size >= finalsMax) finals.clear();
      if (request.isFinal) finals.set(word, names);
      return names;
    },
  };
}

export function namesIn({ view }: StoredRequest): RequestNames {
  return { devices: view.keys.deviceId, addresses: view.keys.clientIp };
}
