import { openTestStore } from "./sqlite-stores.ts";
import { finalCommit, provisional } from "./commits.ts";
import { madeRequest } from "./made-requests.ts";

/**
 * A process that commits until it is killed: commit n has the position n, the piece n, and `requestsPerCommit` requests with n in their ids. What is kept is
 * told on standard output, a number a line.
 */
const requestsPerCommit = 40;

const store = openTestStore(process.argv[2] ?? "");
const owner = await store.own("all");
for (let number = Number(owner.saved?.position ?? 0) + 1; ; number += 1) {
  const made = Array.from({ length: requestsPerCommit }, (_, index) =>
    madeRequest({ id: `r${number}-${index}` }),
  );
  const commit = finalCommit(String(number), made);
  await owner.commit({ ...commit, checkpoint: null, requests: [provisional(`p${number}`)] });
  const state = new Map([["count", Uint8Array.from(String(number), (digit) => Number(digit))]]);
  const gone = [{ id: `p${number}`, successor: `r${number}-0` }];
  await owner.commit({ ...commit, checkpoint: { position: String(number), state }, gone });
  process.stdout.write(`${number}\n`);
}
