import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { accessHeader, verifyRow } from "../support/access-rows.ts";
import { alertedUp } from "../support/alerted-up.ts";
import { leaveRoom } from "../support/leave-room.ts";
import { startNotifyReceiver } from "../support/notify-receiver.ts";
import { hostsOf } from "../support/up-answers.ts";
import { waiting } from "../support/wait-until.ts";

const { place, iisLog, folder, closing, begin } = alertedUp("one-box-full");
/** A host is silent after this; heartbeats come every second. */
const silentMs = 4000;

test(
  "while the disk is full nobody is told that a collector is silent: it is our store that does not hear; what happens is told when there is room",
  { timeout: 300_000 },
  async () => {
    mkdirSync(join(iisLog, ".."), { recursive: true });
    writeFileSync(iisLog, `${accessHeader}${verifyRow("201 0 0")}`);
    const hook = await startNotifyReceiver();
    closing.push(() => hook.close());
    writeFileSync(
      join(folder, "values.yaml"),
      `alerts: { ScepLoggingIncomplete: { enabled: false }, ScepCollectorSilent: { age: ${silentMs / 1000}s, for: 0s } }\n`,
    );
    writeFileSync(
      place.configFile,
      `defaultPlaces: false
collector:
  reportMs: 1000
notify:
  webhookUrl: ${hook.url}
  valuesFile: values.yaml
  lookMs: 500
`,
    );
    const up = begin();
    const url = await up.url;
    const heardAgoMs = async (): Promise<number> => {
      const [host] = await hostsOf(url);
      return Date.now() - Date.parse(host?.heardAt ?? "");
    };
    await expect.poll(async () => (await fetch(`${url}/-/ready`)).status, waiting).toBe(200);
    await expect.poll(heardAgoMs, waiting).toBeLessThan(silentMs);

    leaveRoom(up, "1");
    await expect.poll(() => up.log(), waiting).toContain("the store takes nothing");
    appendFileSync(iisLog, Array.from({ length: 20 }, () => verifyRow("403 16 2148204809")).join(""));
    // Many looks later than the moment from which its store would call it silent.
    await expect.poll(heardAgoMs, waiting).toBeGreaterThan(2 * silentMs);
    expect(await (await fetch(`${url}/-/ready`)).text()).toContain("the store takes nothing");
    expect(hook.notices).toEqual([]);

    leaveRoom(up, "unlimited");
    const told = (): readonly string[] =>
      hook.notices.flatMap(({ alerts }) => alerts.map(({ labels }) => labels["alertname"] ?? ""));
    await expect.poll(told, waiting).toEqual(["ScepClientCertificateUntrusted"]);
    up.kill("SIGTERM");
    expect((await up.ended).code).toBe(0);
  },
);
