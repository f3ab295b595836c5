import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { startRole } from "../../deploy/dev/fleet/role-process.ts";
import { freePort } from "../../deploy/dev/services/free-ports.ts";
import { useKafka } from "../support/kafka.ts";
import { waitUntil } from "../support/wait-until.ts";

const kafka = useKafka();
const folder = mkdtempSync(join(tmpdir(), "scepscope-waiting-"));
mkdirSync(join(folder, "logs"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const gone = await freePort();
const nobody = `127.0.0.1:${gone}`;
const listen = ["--listen", "127.0.0.1:0"];
const there = (): string => kafka.addresses().join(",");

test.each([
  ["collect", "Kafka", () => [join(folder, "logs"), "--data", join(folder, "state"), "--kafka", nobody]],
  ["process", "Kafka", () => [...listen, "--kafka", nobody, "--redis", nobody]],
  ["process", "Redis", () => [...listen, "--create-topics", "--kafka", there(), "--redis", nobody]],
  ["serve", "Redis", () => [...listen, "--redis", nobody]],
] as const)(
  "%s that waits for %s says where it looks, and who says what is wrong",
  async (role, _, words) => {
    const waiting = startRole({ words: [role, ...words()] });
    onTestFinished(() => waiting.kill("SIGKILL"));
    const said = (): string | undefined =>
      waiting
        .log()
        .split("\n")
        .find((line) => line.includes(`scepscope doctor ${role}`));
    await waitUntil(() => said() !== undefined, "it says what to do");
    expect(said()).toContain(String(gone));
    expect(said()).toMatch(/does not answer/);
    waiting.kill("SIGTERM");
    expect(await waiting.ended).toEqual({ code: 0, signal: null });
  },
);
