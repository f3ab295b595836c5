import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import kafkajs from "kafkajs";
import type { AclOperationTypes } from "kafkajs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseConfig } from "../../deploy/config/index.ts";
import { startKafka } from "../../deploy/dev/services/kafka/index.ts";
import type { KafkaCluster } from "../../deploy/dev/services/kafka/index.ts";
import { checkKafka } from "../../deploy/fleet/doctor/index.ts";
import { kafkaSettingsOf } from "../../deploy/fleet/kafka-of.ts";
import { openTopic } from "../../deploy/fleet/open-topic.ts";
import { mayRead, mayWrite, openKafka, preflight } from "../../deploy/kafka/index.ts";
import type { Finding, KafkaSettings } from "../../deploy/kafka/index.ts";
import { listen } from "../support/heard-log.ts";
import { quiet } from "../support/kafka.ts";
import { waitUntil } from "../support/wait-until.ts";

const secrets = {
  brokerSecret: "broker-of-the-test",
  plainSecret: "plain-of-the-test",
  scramSecret: "scram-of-the-test",
};
let folder = "";
let cluster: KafkaCluster | null = null;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "scepscope-tls-"));
  makeCertificates(folder);
  cluster = await startKafka({ brokers: 1, secured: { tlsFolder: folder, ...secrets } });
}, 120_000);
afterAll(async () => {
  await cluster?.close();
  rmSync(folder, { recursive: true, force: true });
});

const read = (name: string): string => readFileSync(join(folder, name), "utf8");

function settings(sasl: KafkaSettings["sasl"], tls: Partial<KafkaSettings["tls"]> = {}): KafkaSettings {
  return {
    brokers: cluster?.addresses ?? [],
    clientId: "scepscope-test",
    tls: { ca: read("ca.pem"), certificate: null, key: null, ...tls },
    sasl,
    connectMsMax: 2000,
    requestMsMax: 5000,
  };
}

const broker = { mechanism: "plain", username: "broker", secret: secrets.brokerSecret } as const;
const collector = { mechanism: "scram-sha-512", username: "collector", secret: secrets.scramSecret } as const;

async function topicsOf(own: KafkaSettings): Promise<readonly string[]> {
  const admin = openKafka(own, quiet).admin();
  try {
    await admin.connect();
    return await admin.listTopics();
  } finally {
    await admin.disconnect();
  }
}

describe("Kafka is reached over TLS", () => {
  it.each([
    ["by SASL PLAIN", broker],
    ["by SCRAM-SHA-512", collector],
  ] as const)("%s", async (_, sasl) => {
    expect(await topicsOf(settings(sasl))).toEqual([]);
  });

  it("with a certificate of its own, where brokers ask for one", async () => {
    const own = { certificate: read("client.pem"), key: read("client.key") };
    expect(await topicsOf(settings(collector, own))).toEqual([]);
  });

  it.each([
    ["with a wrong secret", () => settings({ ...collector, secret: "another" }), /[Aa]uthentication/],
    [
      "with an authority that did not sign",
      () => settings(collector, { ca: null }),
      /certificate|self.signed/i,
    ],
    [
      "with a certificate of nobody",
      () => settings(collector, { certificate: read("stranger.pem"), key: read("stranger.key") }),
      /./,
    ],
  ])("not %s, and it says why", async (_, own, why) => {
    await expect(topicsOf(own())).rejects.toThrow(why);
  });
});

describe("the doctor says what Kafka refuses, and what to change", () => {
  const tls = (more: Readonly<Record<string, string>> = {}): object => ({
    isOn: true,
    caFile: join(folder, "ca.pem"),
    ...more,
  });
  const named = { mechanism: "scram-sha-512", username: "collector" };
  const stranger = (): Readonly<Record<string, string>> => ({
    certificateFile: join(folder, "stranger.pem"),
    keyFile: join(folder, "stranger.key"),
  });
  it.each([
    [
      "a wrong secret",
      () => ({ tls: tls(), sasl: named }),
      "wrong",
      /refuses this user: .* -> .*`kafka.sasl.username`/,
    ],
    [
      "another mechanism",
      () => ({ tls: tls(), sasl: { ...named, mechanism: "scram-sha-256" } }),
      secrets.scramSecret,
      /does not take this way to say who one is: .* -> set `kafka.sasl.mechanism`/,
    ],
    [
      "an authority that did not sign",
      () => ({ tls: { isOn: true }, sasl: named }),
      secrets.scramSecret,
      /signed by nobody who is trusted here: .* -> name .*\(`caFile`\)/,
    ],
    [
      "a certificate of nobody",
      () => ({ tls: tls(stranger()), sasl: named }),
      secrets.scramSecret,
      /does not trust our certificate: .* -> name one that its authority has signed/,
    ],
    ["no user", () => ({ tls: tls() }), null, /-> .*asks who this is \(`kafka.sasl.mechanism` is off\)/],
    [
      "a port that speaks TLS, spoken to without",
      () => ({ sasl: named }),
      secrets.scramSecret,
      /-> .*speaks without TLS, as `kafka.tls.isOn` says/,
    ],
  ] as const)("%s", async (_, settingsOf, secret, said) => {
    const kafka = { brokers: cluster?.addresses ?? [], ...settingsOf() };
    const config = parseConfig(JSON.stringify({ kafka }), "test");
    const found = await checkKafka({ config, secret, role: "collect", now: 0 });
    expect(found.map(({ level, what, remedy }) => `${level} ${what} -> ${remedy}`)).toEqual([
      expect.stringMatching(said),
    ]);
    expect(JSON.stringify(found)).not.toContain(secrets.scramSecret);
  });

  it("to make topics without the right ends the start, with the rights to give", async () => {
    const sasl = { ...named };
    const kafka = { brokers: cluster?.addresses ?? [], tls: tls(), sasl };
    const config = parseConfig(JSON.stringify({ kafka }), "test");
    const client = openKafka(kafkaSettingsOf(config, secrets.scramSecret), quiet);
    const { signal } = new AbortController();
    const around = { log: quiet, signal, wake: () => Promise.resolve() };
    const opening = openTopic({ kafka: client, config, createsTopics: true, role: "collect", ...around });
    await expect(opening).rejects.toMatchObject({
      code: "kafka.no-topic",
      message: expect.stringContaining("does not let this user make or see the topics"),
    });
  });
});

it("a user without rights learns what it may not see, and with rights that all is there", async () => {
  const admin = openKafka(settings(broker), quiet).admin();
  await admin.connect();
  await admin.createTopics({
    waitForLeaders: false,
    topics: [{ topic: "slices", numPartitions: 2 }, { topic: "rejected" }],
  });
  const needs = {
    topic: "slices",
    rejectedTopic: "rejected",
    groupId: "processors",
    lifetimeMs: 3_600_000,
    sliceBytesMax: 262_144,
  };
  await waitUntil(async () => (await admin.listTopics()).length >= 2);
  const own = openKafka(settings(collector), quiet).admin();
  await own.connect();
  // Who only reads writes nothing into the other one.
  const reading = await preflight(own, { ...needs, rejectedTopic: null });
  expect(reading.filter(({ level }) => level === "bad").map(({ about }) => about)).toEqual(["slices"]);
  const unseen = await preflight(own, needs);
  expect(unseen.filter(({ level }) => level === "bad").map(({ about }) => about)).toEqual([
    "slices",
    "rejected",
  ]);
  const { AclResourceTypes, AclPermissionTypes, ResourcePatternTypes } = kafkajs;
  const operations = kafkajs.AclOperationTypes;
  const right = {
    resourceType: AclResourceTypes.TOPIC,
    resourcePatternType: ResourcePatternTypes.LITERAL,
    principal: "User:collector",
    host: "*",
    permissionType: AclPermissionTypes.ALLOW,
  };
  const allow = (resourceName: string, operation: AclOperationTypes): Promise<boolean> =>
    admin.createAcls({ acl: [{ ...right, resourceName, operation }] });
  await allow("slices", operations.DESCRIBE);
  await allow("rejected", operations.DESCRIBE);
  const seen = await preflight(own, needs);
  expect(seen.filter(({ level }) => level === "bad").map(({ about }) => about)).toEqual(["group processors"]);
  expect(seen.map(({ says }) => says)).toContain("this user may not look at them");
  await allow("slices", operations.DESCRIBE_CONFIGS);
  const all = await preflight(own, needs);
  expect(all.find(({ about }) => about === "message.timestamp.type")?.level).toBe("warn");
  expect(all.find(({ about }) => about === "partitions")?.says).toMatch(/^2: /);
  await waitUntil(async () => {
    const group = (await preflight(admin, needs)).find(({ about }) => about === "group processors");
    return group?.says === "0 processors are in it";
  });
  const rights = async (): Promise<readonly string[]> =>
    (await mayWrite(openKafka(settings(collector), quiet), ["slices", "rejected"])).map(wordsOf);
  const reads = async (): Promise<string> =>
    wordsOf(await mayRead(openKafka(settings(collector), quiet), "slices"));
  expect(await reads()).toBe("bad slices: this user may not read it");
  expect(await rights()).toEqual([
    "bad slices: this user may not write to it",
    "bad rejected: this user may not write to it",
  ]);
  await allow("slices", operations.WRITE);
  expect(await rights()).toEqual([
    "ok slices: this user may write to it",
    "bad rejected: this user may not write to it",
  ]);
  const started = listen();
  const config = parseConfig(JSON.stringify({ kafka: { topic: "slices" } }), "test");
  expect(
    await openTopic({ ...starting, config, log: started.log, kafka: openKafka(settings(collector), quiet) }),
  ).toBe(2);
  expect(started.text()).toContain("this user may not read it");
  await allow("slices", operations.READ);
  await waitUntil(async () => (await reads()) === "ok slices: this user may read it");
  const offsets = await admin.fetchTopicOffsets("slices");
  expect(offsets.map(({ high }) => high)).toEqual(["0", "0"]);
  await Promise.all([admin.disconnect(), own.disconnect()]);
});

const starting = {
  createsTopics: false,
  role: "process",
  wake: () => Promise.resolve(),
  signal: new AbortController().signal,
} as const;

function wordsOf({ level, about, says }: Finding): string {
  return `${level} ${about}: ${says}`;
}

/** An authority, a broker and a client that it has signed, and a client that it has not. */
function makeCertificates(path: string): void {
  mkdirSync(path, { recursive: true });
  const openssl = (...args: readonly string[]): Buffer =>
    execFileSync("openssl", args, { cwd: path, stdio: "pipe" });
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  openssl(
    "req",
    "-x509",
    ...key,
    "-days",
    "2",
    "-subj",
    "/CN=authority of a test",
    "-keyout",
    "ca.key",
    "-out",
    "ca.pem",
  );
  openssl(
    "req",
    "-x509",
    ...key,
    "-days",
    "2",
    "-subj",
    "/CN=stranger",
    "-keyout",
    "stranger.key",
    "-out",
    "stranger.pem",
  );
  writeFileSync(
    join(path, "names"),
    "subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\n",
  );
  for (const name of ["server", "client"]) {
    openssl("req", ...key, "-subj", `/CN=${name}`, "-keyout", `${name}.key`, "-out", `${name}.csr`);
    const signing = [
      "-CA",
      "ca.pem",
      "-CAkey",
      "ca.key",
      "-CAcreateserial",
      "-days",
      "2",
      "-extfile",
      "names",
    ];
    openssl("x509", "-req", "-in", `${name}.csr`, ...signing, "-out", `${name}.pem`);
  }
  writeFileSync(join(path, "broker.pem"), read("server.key") + read("server.pem"));
}
