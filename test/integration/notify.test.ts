import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { startAlertmanager } from "../../deploy/dev/services/prometheus.ts";
import type { Notifier } from "../../deploy/notify/index.ts";
import { startAlertReceiver } from "../../deploy/dev/alerting/alert-receiver.ts";
import { notifyRig, pageUrl, unreachable } from "../support/notify-rig.ts";
import type { NotifyRig } from "../support/notify-rig.ts";
import { startNotifyReceiver } from "../support/notify-receiver.ts";
import type { NotifyReceiver } from "../support/notify-receiver.ts";
import { routesTo } from "../../deploy/dev/alerting/routes-to.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const waiting = { timeout: 30_000, interval: 50 } as const;

function rig(): NotifyRig {
  const made = notifyRig();
  closing.push(() => made.remove());
  return made;
}

function begun(made: NotifyRig, ...settings: Parameters<NotifyRig["begin"]>): Notifier {
  const notifier = made.begin(...settings);
  closing.push(() => notifier.close());
  return notifier;
}

async function webhook(onRequest?: () => void): Promise<NotifyReceiver> {
  const receiver = await startNotifyReceiver(onRequest);
  closing.push(() => receiver.close());
  return receiver;
}

/** Status and host of all that a webhook has taken, in order. */
function told({ notices }: NotifyReceiver): readonly string[] {
  return notices.flatMap(({ alerts }) =>
    alerts.map(({ status, labels }) => `${status} ${labels["host"] ?? ""}`),
  );
}

function counted(
  notifier: Notifier,
  receiver: "alertmanager" | "webhook",
  answer: "taken" | "refused" | "not-taken",
): number {
  return notifier.health().counts.get(receiver)?.get(answer) ?? 0;
}

test("a webhook is sent to no Grafana that nobody has named: the usual address is the receiver's own machine", async () => {
  const [made, receiver] = [rig(), await webhook()];
  made.known.causes = [unreachable("ndes01")];
  begun(made, { webhookUrl: receiver.url });
  await expect.poll(() => told(receiver), waiting).toEqual(["firing ndes01"]);
  expect(receiver.notices[0]?.alerts[0]?.annotations).not.toHaveProperty("dashboard_url");
});

test("a webhook is told in the form of Alertmanager's own: once for each host and cause, whatever the number of requests, and of the end", async () => {
  const [made, receiver] = [rig(), await webhook()];
  made.known.causes = [unreachable("ndes01", 10_000), unreachable("ndes02")];
  const notifier = begun(made, { webhookUrl: receiver.url });
  await expect.poll(() => told(receiver), waiting).toEqual(["firing ndes01", "firing ndes02"]);
  const [first] = receiver.notices;
  expect(first).toMatchObject({
    version: "4",
    status: "firing",
    groupKey: '{}:{host="ndes01", cause="issue.ca-unreachable"}',
    groupLabels: { host: "ndes01", cause: "issue.ca-unreachable" },
    commonLabels: { alertname: "ScepCaUnreachable", host: "ndes01", severity: "critical", part: "servers" },
  });
  expect(first?.alerts[0]).toMatchObject({
    endsAt: "0001-01-01T00:00:00Z",
    annotations: {
      summary: "NDES on ndes01 could not reach the CA",
      runbook_url: `${pageUrl}/runbooks/ScepCaUnreachable`,
    },
  });
  expect(first?.alerts[0]?.annotations["description"]).toMatch(
    /^10k requests were refused for it in the last 15 minutes\. Impact while it lasts: Nobody/,
  );
  expect(first?.alerts[0]?.fingerprint).toMatch(/^[0-9a-f]{16}$/);
  expect(notifier.health().firing).toBe(2);

  // Looks go on, and more fails: nothing is said again.
  made.known.causes = [unreachable("ndes01", 20_000)];
  await expect
    .poll(() => told(receiver), waiting)
    .toEqual(["firing ndes01", "firing ndes02", "resolved ndes02"]);
  made.known.causes = [];
  await expect.poll(() => told(receiver).length, waiting).toBe(4);
  expect(told(receiver)[3]).toBe("resolved ndes01");
  const [over] = receiver.notices[3]?.alerts ?? [];
  expect(Date.parse(over?.endsAt ?? "")).toBeGreaterThan(Date.parse(over?.startsAt ?? ""));
  expect(over?.fingerprint).toBe(first?.alerts[0]?.fingerprint);
});

test("what still holds is repeated after the time that is set", async () => {
  const [made, receiver] = [rig(), await webhook()];
  made.known.causes = [unreachable("ndes01")];
  begun(made, { webhookUrl: receiver.url, repeatMs: 1000 });
  await expect.poll(() => told(receiver).length, waiting).toBeGreaterThanOrEqual(3);
  expect(new Set(told(receiver))).toEqual(new Set(["firing ndes01"]));
  expect(new Set(receiver.notices.map(({ alerts }) => alerts[0]?.startsAt)).size).toBe(1);
});

test("a webhook that answers 500 is tried until it takes what still holds; what has come and gone meanwhile is told to nobody", async () => {
  const [made, receiver] = [rig(), await webhook()];
  receiver.answer(500);
  made.known.causes = [unreachable("gone"), unreachable("stays")];
  const notifier = begun(made, { webhookUrl: receiver.url });
  await expect.poll(() => receiver.attempts(), waiting).toBeGreaterThanOrEqual(1);
  made.known.causes = [unreachable("stays")];
  await expect.poll(() => notifier.health().firing, waiting).toBe(1);
  receiver.answer(200);
  await expect.poll(() => told(receiver), waiting).toEqual(["firing stays"]);
  expect(counted(notifier, "webhook", "not-taken")).toBeGreaterThanOrEqual(1);
  // It has the answer a moment after the receiver has given it.
  await expect.poll(() => counted(notifier, "webhook", "taken"), waiting).toBe(1);
  expect(made.log().match(/alerts are not taken; it is tried until they are/g)).toHaveLength(1);
  expect(made.log()).toContain("it answered 500");
  await expect.poll(() => made.log(), waiting).toContain("alerts are taken again");
  // An address may be a secret.
  expect(made.log()).not.toContain("/hook");
});

test("a webhook that is too slow may have taken it: it is told again, and of the end", async () => {
  const [made, receiver] = [rig(), await webhook()];
  receiver.answer(null);
  made.known.causes = [unreachable("ndes01")];
  begun(made, { webhookUrl: receiver.url, answerMsMax: 200 });
  await expect.poll(() => receiver.attempts(), waiting).toBeGreaterThanOrEqual(1);
  made.known.causes = [];
  await expect.poll(() => receiver.attempts(), waiting).toBeGreaterThanOrEqual(2);
  receiver.answer(200);
  await expect.poll(() => told(receiver), waiting).toContain("resolved ndes01");
});

test("a body that is refused as wrong is said once, and does not hold up what comes after it", async () => {
  const [made, receiver] = [rig(), await webhook()];
  receiver.answer(400);
  made.known.causes = [unreachable("ndes01")];
  const notifier = begun(made, { webhookUrl: receiver.url });
  await expect.poll(() => counted(notifier, "webhook", "refused"), waiting).toBe(1);
  receiver.answer(200);
  made.known.causes = [unreachable("ndes01"), unreachable("ndes02")];
  await expect.poll(() => told(receiver), waiting).toEqual(["firing ndes02"]);
});

test("what fired before a restart, and holds no more, is resolved after it, but not before the state is read", async () => {
  const [made, receiver] = [rig(), await webhook()];
  made.known.causes = [unreachable("gone"), unreachable("stays")];
  await (async () => {
    const first = made.begin({ webhookUrl: receiver.url });
    await expect.poll(() => told(receiver).length, waiting).toBe(2);
    await first.close();
  })();
  made.known.isReady = false;
  made.known.causes = [];
  const second = begun(made, { webhookUrl: receiver.url, repeatMs: 1000 });
  await expect.poll(() => told(receiver).length, waiting).toBeGreaterThan(4);
  expect(told(receiver).every((word) => word.startsWith("firing"))).toBe(true);
  expect(second.health().firing).toBe(2);
  made.known.causes = [unreachable("stays")];
  made.known.isReady = true;
  await expect.poll(() => told(receiver), waiting).toContain("resolved gone");
  expect(told(receiver)).not.toContain("resolved stays");
});

test("whoever is killed while an alert is on its way tells of its end in the next life, since what holds is on the disk before anybody hears of it", async () => {
  const made = rig();
  const file = join(made.folder, "notified.json");
  const asItWas: string[] = [];
  const receiver = await webhook(() => asItWas.push(readFileSync(file, "utf8")));
  made.known.causes = [unreachable("ndes01")];
  const first = made.begin({ webhookUrl: receiver.url });
  await expect.poll(() => told(receiver), waiting).toEqual(["firing ndes01"]);
  await first.close();
  expect(asItWas[0]).toContain("ScepCaUnreachable");
  writeFileSync(file, asItWas[0] ?? "");
  made.known.causes = [];
  begun(made, { webhookUrl: receiver.url });
  // It may not have arrived, so it is told once more.
  await expect
    .poll(() => told(receiver), waiting)
    .toEqual(["firing ndes01", "firing ndes01", "resolved ndes01"]);
});

test("what was told is kept at once, not with the next look", async () => {
  const [made, receiver] = [rig(), await webhook()];
  made.known.causes = [unreachable("ndes01")];
  begun(made, { webhookUrl: receiver.url, lookMs: 3_600_000 });
  await expect
    .poll(() => readFileSync(join(made.folder, "notified.json"), { encoding: "utf8", flag: "a+" }), waiting)
    .toMatch(/"toldAt":\d+/);
});

test("a damaged file of what was told is begun anew", async () => {
  const [made, receiver] = [rig(), await webhook()];
  const file = join(made.folder, "notified.json");
  writeFileSync(file, '{"version":1,');
  made.known.causes = [unreachable("ndes01")];
  begun(made, { webhookUrl: receiver.url });
  await expect.poll(() => told(receiver), waiting).toEqual(["firing ndes01"]);
  await expect.poll(() => readFileSync(file, "utf8"), waiting).toContain("ScepCaUnreachable");
});

test("secrets are said in a header: a token as such, a user with a password as Basic", async () => {
  const [made, receiver] = [rig(), await webhook()];
  made.known.causes = [unreachable("ndes01")];
  const first = made.begin({ webhookUrl: receiver.url, repeatMs: 1000 }, { webhook: "long-token" });
  await expect.poll(() => receiver.authorization(), waiting).toBe("Bearer long-token");
  await first.close();
  begun(made, { webhookUrl: receiver.url, repeatMs: 1000 }, { webhook: "me:pass:word" });
  await expect.poll(() => receiver.authorization(), waiting).toBe("Basic bWU6cGFzczp3b3Jk");
});

test(
  "the real Alertmanager holds an alert while it is repeated, resolves it, hears of all again after it was away, and ends by itself what nobody repeats",
  { timeout: 120_000 },
  async () => {
    const made = rig();
    const pager = await startAlertReceiver();
    closing.push(() => pager.close());
    const place = { folder: join(made.folder, "alertmanager"), config: routesTo(pager.url) };
    const alertmanager = await startAlertmanager(place);
    const running = [alertmanager];
    closing.push(() => running.pop()?.stop());
    const known = (status: string): readonly string[] =>
      pager.received
        .filter((alert) => alert.status === status && alert.receiver === "pager")
        .map(({ labels }) => labels["host"] ?? "")
        .toSorted();

    made.known.causes = [unreachable("ndes01")];
    const notifier = made.begin({ alertmanagerUrl: alertmanager.url });
    closing.push(() => notifier.close());
    await expect.poll(() => known("firing"), waiting).toEqual(["ndes01"]);
    // Longer than its patience: it was repeated.
    await expect.poll(() => counted(notifier, "alertmanager", "taken"), waiting).toBeGreaterThan(8);
    expect(known("resolved")).toEqual([]);
    expect(known("firing")).toEqual(["ndes01"]);

    made.known.causes = [unreachable("ndes02")];
    await expect.poll(() => known("resolved"), waiting).toEqual(["ndes01"]);
    await expect.poll(() => known("firing"), waiting).toEqual(["ndes01", "ndes02"]);

    await running.pop()?.stop();
    await expect.poll(() => counted(notifier, "alertmanager", "not-taken"), waiting).toBeGreaterThan(0);
    made.known.causes = [unreachable("ndes02"), unreachable("ndes03")];
    await expect.poll(() => notifier.health().firing, waiting).toBe(2);
    running.push(await startAlertmanager({ ...place, address: new URL(alertmanager.url).host }));
    await expect.poll(() => known("firing"), waiting).toContain("ndes03");
    expect(known("resolved")).not.toContain("ndes03");

    await notifier.close();
    await expect
      .poll(() => new Set(known("resolved")), waiting)
      .toEqual(new Set(["ndes01", "ndes02", "ndes03"]));
  },
);
