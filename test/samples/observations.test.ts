import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Format } from "../../collectors/contract/index.ts";
import type { Observation } from "../../processors/contract/index.ts";
import { observe } from "../../processors/observations/index.ts";
import { openReader } from "../../processors/records/index.ts";
import type { Found } from "../../processors/records/index.ts";
import {
  cmtrace,
  event,
  iis,
  keysOf,
  observeAll,
  observeOne,
  svclog,
} from "../unit/processors/observations/record-literals.ts";

/** Real texts, looked at one by one; the folder is named from outside and nothing of it is kept here. */
const folder = process.env["SCEPSCOPE_SAMPLES"] ?? "";

function lines(name: string): string[] {
  return readFileSync(join(folder, name), "utf8").split(/\r?\n/);
}

/** The lines below a heading `[…]` that contains a word, up to the next heading. */
function below(name: string, heading: string): string[] {
  const all = lines(name);
  const start = all.findIndex((line) => line.startsWith("[") && line.includes(heading));
  const rest = all.slice(start + 1);
  const end = rest.findIndex((line) => line.startsWith("[") || line.startsWith("#"));
  return (end < 0 ? rest : rest.slice(0, end)).filter((line) => line !== "");
}

function observeFile(name: string, format: Format): Observation[] {
  const file = { id: "s", host: "", path: name, format, encoding: "utf-8", modifiedAt: null } as const;
  const found: Found = { records: [], rejected: [], regions: [] };
  const reader = openReader({ file, offset: 0, context: "" });
  reader.read(readFileSync(join(folder, name)), found);
  reader.end(found);
  const out: Observation[] = [];
  for (const record of found.records) observe(record, { file, host: "device1", zone: null }, out);
  return out;
}

describe.skipIf(folder === "")("real texts of the policy module and the registration point", () => {
  it("the policy module's texts tell verification, report and the failed TLS call", () => {
    const say = (heading: string) =>
      below("ndesplugin_and_crp_message_texts.txt", heading).map((text) => observeOne(cmtrace(text)));
    const kinds = (heading: string) =>
      say(heading).map((observation) => `${observation.kind} ${observation.outcome}`);
    expect(kinds("NDESPlugin.log, success")).toEqual([
      "verify.started none",
      "run.sent none",
      "verify.returned ok",
      "verify.finished ok",
    ]);
    expect(kinds("NDESPlugin.log, reporting")).toEqual([
      "report.started none",
      "run.sent none",
      "report.finished ok",
    ]);
    expect(say("NDESPlugin.log, TLS failure").map(({ facts }) => [facts.reason, facts.code])).toEqual([
      ["tls-name-mismatch", undefined],
      ["tls-failure", "12175"],
    ]);
  });

  it("the registration point's texts tell phases and verdict", () => {
    const texts = below("ndesplugin_and_crp_message_texts.txt", "CertificateRegistrationPoint.svclog");
    expect(texts.map((text) => observeOne(svclog(text)).kind)).toEqual([
      "verify.phase",
      "verify.phase",
      "verify.finished",
    ]);
  });
});

describe.skipIf(folder === "")("real texts of a Windows device", () => {
  it("the Windows device's texts tell receipt, request, installation and failures", () => {
    const provider = "Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider";
    const texts = lines("windows_device_events.txt");
    const said: string[] = [];
    texts.forEach((line, index) => {
      const id = /^\[(\d+)\]/.exec(line)?.[1];
      if (id === undefined || Number(id) < 32 || id === "86" || id === "87") return;
      const observation = observeOne(event(provider, Number(id), { message: texts[index + 1] ?? "" }));
      said.push(`${id} ${observation.kind} ${observation.outcome}`);
    });
    expect(said).toEqual([
      "306 profile.received ok",
      "36 contact.device-request none",
      "39 deliver.installed ok",
      "309 deliver.installed ok",
      "32 contact.device-failed failed",
      "32 contact.device-failed failed",
      "307 contact.device-failed failed",
    ]);
    const installed = texts.find((line) => line.startsWith("SCEP: InstallFromRegEntries")) ?? "";
    expect(keysOf(observeOne(event(provider, 309, { message: installed })))).toEqual([
      "profileId=e78246ae-f97e-4c30-bad2-d90272ebb37b",
      "deviceAttempt=a1733c24-949f-423a-b02c-ca118b7877c9",
      "thumbprint=3262A10E5D89AA153C3318D97AB63429C9EA1582",
    ]);
  });

  it("CertEnroll's texts quote code and reply", () => {
    const all = lines("windows_device_events.txt");
    const text = all.slice(all.findIndex((line) => line.startsWith("[87]")) + 1).join("\n");
    const { facts } = observeOne(
      event("Microsoft-Windows-CertificateServicesClient-CertEnroll", 87, { message: text }),
    );
    expect([facts.pkiStatus, facts.failInfo, facts.code, facts.reason]).toEqual([
      "2",
      "2",
      "0x80094811",
      "key-too-small",
    ]);
  });
});

describe.skipIf(folder === "")("real texts of the CA, of NDES and of clients", () => {
  it("the CA's texts give request, key hash and NDES host", () => {
    const line = lines("ca_events.txt").find((text) => text.includes("Request ID: 110910")) ?? "";
    const observation = observeOne(
      event("Microsoft-Windows-Security-Auditing", 4887, { computer: "CA1.test", message: line }),
    );
    expect(keysOf(observation)).toEqual([
      "caRequestId=ca1.test/110910",
      "publicKeyHash=162f74e18e6cbd185ce3ad2d1022ff4d7d88babe",
    ]);
    expect(observation.facts.ndesHost).toBe("ndes01.intra.adcslabor.com");
    const failed = lines("ca_events.txt").find((text) => text.startsWith("[21 real]")) ?? "";
    const { keys, facts } = observeOne(
      event("Microsoft-Windows-CertificationAuthority", 21, { computer: "CA1.test", message: failed }),
    );
    expect([keys[0]?.value, facts.code]).toEqual(["ca1.test/12345", "0x80094003"]);
  });

  it("event 31 of NDES names its reason in both orders of its values", () => {
    const texts = lines("ndes_service_application_events.txt").filter((line) =>
      line.startsWith("The Network Device Enrollment Service cannot submit"),
    );
    const reasons = texts.map(
      (message) =>
        observeOne(event("Microsoft-Windows-NetworkDeviceEnrollmentService", 31, { message })).facts.reason,
    );
    expect(reasons).toEqual([
      "template-unsupported",
      "ca-unreachable",
      "revocation-offline",
      "key-too-small",
    ]);
  });

  it("user agents tell the platform", () => {
    const agents = lines("scep_client_user_agents.txt").flatMap(
      (line) =>
        /(?:ua='([^']+)'|user_agent="([^"]+)"|^((?:profiled|Dalvik|NDES_Plugin)\S*))/
          .exec(line)
          ?.slice(1)
          .find(Boolean) ?? [],
    );
    const platforms = agents.map(
      (agent) =>
        observeOne(iis({ query: "operation=GetCACaps", userAgent: agent.replaceAll(" ", "+") })).facts
          .platform,
    );
    expect(platforms).toEqual([
      "windows",
      "windows",
      "windows",
      "windows",
      "macos",
      "ios",
      "android",
      undefined,
    ]);
  });
});

describe.skipIf(folder === "")("real files, read and observed", () => {
  it("Android's log tells a request from profile to access, with its transaction", () => {
    const observations = observeFile("android_omadm_ms_docs.log", "omadm");
    const kinds = new Map<string, number>();
    for (const { kind } of observations) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    expect(Object.fromEntries(kinds)).toEqual({
      "contact.device-call": 6,
      "contact.device-request": 1,
      "deliver.installed": 1,
      "deliver.reply": 1,
      "deliver.state": 3,
      "profile.checked": 2,
      "profile.received": 2,
      "profile.root-state": 3,
      "run.note": 2,
    });
    const made = observations.find(({ kind }) => kind === "contact.device-request");
    expect(made === undefined ? [] : keysOf(made)).toEqual([
      "transactionId=251E592A777C82996C7CF96F3AAADCF996FC31FF",
      "spkiHash=251e592a777c82996c7cf96f3aaadcf996fc31ff",
    ]);
  });

  it("Apple's log tells calls, the request and the installed profile", () => {
    const kinds = observeFile("ios_profiled_ms_docs.log", "console").map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "contact.device-call")).toHaveLength(6);
    expect(kinds.filter((kind) => kind === "deliver.installed")).toHaveLength(1);
    expect(kinds.filter((kind) => kind === "contact.device-request")).toHaveLength(1);
  });

  it("a service trace in the exact layout of its writer is the registration point's", () => {
    const observations = observeFile("SYNTHETIC_svclog_exact_writer_layout.svclog", "svclog");
    expect(observations[0]?.kind).toBe("verify.started");
    expect(new Set(observations.map(({ writer }) => writer))).toEqual(new Set(["crp"]));
  });

  it("Windows event logs of other programs say nothing about SCEP", () => {
    const said = observeFile("application_no_crc32.evtx", "evtx").filter(({ writer }) => writer !== "system");
    expect(said).toEqual([]);
    expect(observeAll(event("Microsoft-Windows-Security-Auditing", 5123))).toEqual([]);
  });
});
