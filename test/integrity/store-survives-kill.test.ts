import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestStore } from "../support/sqlite-stores.ts";

const program: string = fileURLToPath(new URL("../support/commit-for-ever.ts", import.meta.url));
const requestsPerCommit = 40;
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "scepscope-kill-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

it("whenever the process is killed, position, state and requests are of the same commit, and nothing that was kept is lost", async () => {
  const path = join(folder, "store.sqlite");
  for (const commits of [1, 3, 9, 2, 7, 5]) {
    const told = await killAfter(path, commits);
    const store = openTestStore(path, {
      onEvent: (event) => {
        throw new Error(event.type);
      },
    });
    const { saved } = await store.own("all");
    const position = Number(saved?.position);
    expect(position).toBeGreaterThanOrEqual(told);
    expect([...(saved?.state.get("count") ?? [])].join("")).toBe(String(position));
    expect(await store.lookup.summary({})).toMatchObject({
      requests: position * requestsPerCommit,
      provisional: 0,
      grades: { exact: position * requestsPerCommit },
    });
    for (const [number, count] of [
      [position, 1],
      [position + 1, 0],
    ] as const)
      for (const key of [`r${number}-0`, `r${number}-${requestsPerCommit - 1}`, `p${number}`]) {
        const found = await store.lookup.list({ key }, { limit: 9, cursor: null });
        expect(found.requests.length, key).toBe(count);
      }
    await store.close();
  }
});

/** Kills it as soon as it has told so many commits: it is within the next one. The last that it told. */
function killAfter(path: string, commits: number): Promise<number> {
  const child = spawn(process.execPath, [program, path], { stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((resolve, reject) => {
    let [count, last] = [0, 0];
    createInterface(child.stdout).on("line", (line) => {
      last = Number(line);
      count += 1;
      if (count === commits) child.kill("SIGKILL");
    });
    child.once("error", reject);
    child.once("close", (code) =>
      code === null ? resolve(last) : reject(new Error(`it ended by itself, with ${code}`)),
    );
  });
}
