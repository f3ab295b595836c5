import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { analyzeCommand } from "../../deploy/cli/analyze-command.ts";
import { AnalysisSchema } from "../../processors/contract/analysis-schema.ts";
import type { Analysis } from "../../processors/contract/index.ts";
import { heardOutput } from "../support/heard-output.ts";

/** What the command says of real log excerpts, beside what their authors say of them; the folder is named from outside. */
const folder = process.env["SCEPSCOPE_SAMPLES"] ?? "";

it.runIf(folder === "")("without SCEPSCOPE_SAMPLES real logs are not analyzed", () => {
  expect(folder).toBe("");
});

async function analyze(path: string): Promise<Analysis> {
  const { output, text } = heardOutput();
  await analyzeCommand([path], { json: true, limit: Infinity }, output);
  return AnalysisSchema.parse(JSON.parse(text()));
}

/** `outcome stage reached[, failed stage: cause]` of each request. */
function said({ requests }: Analysis): readonly string[] {
  return requests.map(({ outcome, stageReached, failedStage, cause }) => {
    const failure = failedStage === null ? "" : `, failed ${failedStage}`;
    return `${outcome} ${stageReached}${failure}${cause === null ? "" : `: ${cause.id}`}`;
  });
}

describe.skipIf(folder === "")("what is said of real logs", () => {
  it.each([
    {
      name: "android_omadm_ms_docs.log",
      because:
        "one enrolment, whose certificate the user gave access to (the page shows its beginning twice)",
      requests: ["succeeded 5"],
    },
    {
      name: "ios_profiled_ms_docs.log",
      because: "the page shows one enrolment twice: its beginning, and all of it up to the installed profile",
      requests: ["unknown 2", "succeeded 5"],
    },
    {
      name: "ndesplugin_and_crp_message_texts.txt",
      because: "a run that was verified and reported, and one that failed on the name in a certificate",
      requests: ["succeeded 6", "failed 3, failed 3: verify.tls-name-mismatch"],
    },
    {
      name: "iis_w3c_ndes_lines.log",
      because: "500 with win32 status 1346; the rows without a date fit no header",
      requests: ["failed 2, failed 2: contact.impersonation-right"],
    },
    {
      name: "SYNTHETIC_svclog_exact_writer_layout.svclog",
      because: "a verification that passed, and nothing of what became of it",
      requests: ["unknown 3"],
    },
    { name: "httperr_lines.log", because: "rows of other sites", requests: [] },
    { name: "svclog_generic_mbam_and_wcf.svclog.txt", because: "traces of other products", requests: [] },
    { name: "cmtrace_real_line.txt", because: "another component", requests: [] },
    { name: "cmtrace_sccm_various.log", because: "other components", requests: [] },
    { name: "ADCS_4885_4876_4877_5123_5124.evtx", because: "a CA's housekeeping", requests: [] },
    { name: "bad_chunk_magic.evtx", because: "another channel", requests: [] },
    { name: "event_viewer_export_application.xml", because: "a client without SCEP", requests: [] },
  ])("$name: $because", async ({ name, requests }) => {
    expect(said(await analyze(join(folder, name)))).toEqual(requests);
  });

  it("the Android enrolment has its transaction, its profile and its platform", async () => {
    const [request] = (await analyze(join(folder, "android_omadm_ms_docs.log"))).requests;
    expect([request?.platform, request?.keys.transactionId, request?.keys.profileId]).toEqual([
      "android",
      ["251E592A777C82996C7CF96F3AAADCF996FC31FF"],
      ["39907e78-e61b-4730-b9fa-d44a53e4111c"],
    ]);
  });
});

interface Told {
  readonly provider: string;
  readonly id: number;
  readonly text: string;
}

function xmlOf(events: readonly Told[]): string {
  const each = events.map(({ provider, id, text }, index) => {
    const at = `2026-11-22T10:${String(index * 12).padStart(2, "0")}:00.0000000Z`;
    const message = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
    return (
      `<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><Provider Name="${provider}"/><EventID>${id}</EventID>` +
      `<TimeCreated SystemTime="${at}"/><Channel>Application</Channel><Computer>HOST1.contoso.test</Computer></System><EventData/>` +
      `<RenderingInfo Culture="en-US"><Message>${message}</Message></RenderingInfo></Event>`
    );
  });
  return `<Events>${each.join("\n")}</Events>`;
}

async function analyzeEvents(events: readonly Told[]): Promise<readonly string[]> {
  const place = mkdtempSync(join(tmpdir(), "scepscope-samples-"));
  onTestFinished(() => rmSync(place, { recursive: true, force: true }));
  writeFileSync(join(place, "Application.xml"), xmlOf(events));
  return said(await analyze(place));
}

function lines(name: string): readonly string[] {
  return readFileSync(join(folder, name), "utf8").split(/\r?\n/);
}

describe.skipIf(folder === "")("what is said of real texts of events, where nothing else is there", () => {
  const ndes = "Microsoft-Windows-NetworkDeviceEnrollmentService";
  const device = "Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider";

  it("each event 31 of NDES is a request that failed at the CA, with the reason in its text", async () => {
    const texts = lines("ndes_service_application_events.txt").filter((line) =>
      line.includes("cannot submit the certificate request"),
    );
    expect(await analyzeEvents(texts.map((text) => ({ provider: ndes, id: 31, text })))).toEqual([
      "failed 4, failed 4: issue.template-unsupported",
      "failed 4, failed 4: issue.ca-unreachable",
      "failed 4, failed 4: issue.revocation-offline",
      "failed 4, failed 4: issue.key-too-small",
    ]);
  });

  it("event 29 alone is a refusal, whatever its reason", async () => {
    const text = lines("ndes_service_application_events.txt").find((line) =>
      line.startsWith("The password in the certificate request"),
    );
    expect(await analyzeEvents([{ provider: ndes, id: 29, text: text ?? "" }])).toEqual([
      "failed 3, failed 3: verify.refused",
    ]);
  });

  it("a device whose enrolment failed on the CA's hash never sent a request", async () => {
    const text = lines("windows_device_events.txt").find((line) =>
      line.includes("The hash value is not correct"),
    );
    expect(await analyzeEvents([{ provider: device, id: 32, text: text ?? "" }])).toEqual([
      "failed 2, failed 2: contact.no-pki-operation",
    ]);
  });
});
