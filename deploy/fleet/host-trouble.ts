import type { HostView } from "../../processors/contract/index.ts";

/** What is kept of a host says that it is not collected as it should be. */
export interface HostTrouble {
  readonly host: string;
  readonly because: string;
  /** ISO 8601, by the clocks of its collectors: when it was reported last; null: not known. */
  readonly reportedAt: string | null;
}

/** Several collectors report it at a time, or it is a CA whose NDES servers are read elsewhere. */
export type TroubleCause = "host.collected-twice" | "host.ca-apart";

export function hostTrouble(hosts: readonly HostView[], wanted: TroubleCause): readonly HostTrouble[] {
  return hosts.flatMap(({ host, readAt, problems }) =>
    problems
      .filter(({ cause }) => cause === wanted)
      .map(({ because }) => ({
        host,
        because,
        reportedAt: readAt === null ? null : new Date(readAt).toISOString(),
      })),
  );
}

/** In words. */
export function sayHostTrouble({ host, because, reportedAt }: HostTrouble): string {
  return `${host}: ${because}${reportedAt === null ? "" : `, last at ${reportedAt}`}`;
}
