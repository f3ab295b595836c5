import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { startRole } from "../../deploy/dev/fleet/role-process.ts";
import { freePort } from "../../deploy/dev/services/free-ports.ts";
import { patienceMs, waitUntil } from "../support/wait-until.ts";

const folder = mkdtempSync(join(tmpdir(), "scepscope-e2e-reload-"));
const logs = join(folder, "logs");
mkdirSync(logs);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(["collect", "process", "serve"])(
  "SIGHUP does not end %s: it reads its configuration again, takes the log's level, and says what needs a restart",
  { timeout: 4 * patienceMs },
  async (role) => {
    const file = join(folder, `${role}.yaml`);
    const configure = async (level: string, ageDaysMax: number): Promise<void> => {
      const nobody = `127.0.0.1:${await freePort()}`;
      const text = { kafka: { brokers: [nobody] }, redis: { addresses: [nobody] }, listen: { port: 0 } };
      const own = { dataFolder: join(folder, "state"), defaultPlaces: false, places: [{ path: logs }] };
      writeFileSync(file, JSON.stringify({ ...text, ...own, log: { level }, store: { ageDaysMax } }));
    };
    await configure("info", 90);
    const process = startRole({ words: [role, "--config", file] });
    await waitUntil(() => /it is tried again|does not answer/.test(process.log()));
    await configure("debug", 30);
    process.kill("SIGHUP");
    await waitUntil(() => /"settings":\["log\.level"\][^\n]*hold now/.test(process.log()));
    await waitUntil(() => /"store\.ageDaysMax"[^\n]*after a restart/.test(process.log()));
    process.kill("SIGTERM");
    expect(await process.ended).toEqual({ code: 0, signal: null });
  },
);
