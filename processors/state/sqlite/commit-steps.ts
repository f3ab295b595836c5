import { StoreFenced } from "../../contract/index.ts";
import type { Change, Checkpoint, Commit, HostView } from "../../contract/index.ts";
import type { OpenFile } from "./open-file.ts";
import { integerOf } from "./row.ts";
import { statement } from "./statement.ts";

export interface Ownership {
  readonly partition: string;
  readonly epoch: number;
}

/** Others get their turn after so many requests. */
export const requestsPerStep = 16;

/** All of a commit, within a transaction. What has changed. `at`: ms UTC. */
export function* commitSteps(
  file: OpenFile,
  owner: Ownership,
  { commit, at }: { readonly commit: Commit; readonly at: number },
): Generator<void, Change[]> {
  const number = ownedNumber(file, owner);
  const changes: Change[] = [];
  for (let from = 0; from < commit.requests.length; from += requestsPerStep) {
    for (const request of file.requests.put(number, commit.requests.slice(from, from + requestsPerStep)))
      changes.push({ type: "request", request });
    yield;
  }
  for (const [index, { id, successor }] of commit.gone.entries()) {
    if (leave(file, { id, successor, at })) changes.push({ type: "gone", id, successor });
    if (index % requestsPerStep === requestsPerStep - 1) yield;
  }
  for (const host of putHosts(file, commit.hosts)) changes.push({ type: "host", host });
  file.tally.write();
  if (commit.checkpoint !== null) save(file, number, commit.checkpoint);
  return changes;
}

/** Only the last owner may write: whoever has a lower epoch has lost the partition, and does not know it yet. */
function ownedNumber({ writer }: OpenFile, { partition, epoch }: Ownership): number {
  const row = statement(writer, "SELECT number, epoch FROM partitions WHERE name = ?").get(partition);
  const last = row === undefined ? 0 : integerOf(row, "epoch");
  if (last !== epoch) throw new StoreFenced(partition, last);
  return integerOf(row, "number");
}

function leave(
  file: OpenFile,
  { id, successor, at }: { readonly id: string; readonly successor: string | null; readonly at: number },
): boolean {
  if (id === successor || file.requests.isFinal(id)) return false;
  const wasThere = file.requests.dropProvisional(id);
  return (successor !== null && file.aliases.rename(id, successor, at)) || wasThere;
}

function putHosts({ writer }: OpenFile, hosts: readonly HostView[]): readonly HostView[] {
  const put = statement(writer, "INSERT OR REPLACE INTO hosts (host, view) VALUES (?, ?)");
  for (const host of hosts) put.run(host.host, JSON.stringify(host));
  return hosts;
}

function save({ writer }: OpenFile, partition: number, { position, state }: Checkpoint): void {
  statement(writer, "UPDATE partitions SET position = ? WHERE number = ?").run(position, partition);
  const put = statement(writer, "INSERT OR REPLACE INTO pieces (partition, name, bytes) VALUES (?, ?, ?)");
  const drop = statement(writer, "DELETE FROM pieces WHERE partition = ? AND name = ?");
  for (const [name, bytes] of state) {
    if (bytes === null) drop.run(partition, name);
    else put.run(partition, name, bytes);
  }
}
