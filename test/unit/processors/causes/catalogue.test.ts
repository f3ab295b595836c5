import { describe, expect, it } from "vitest";
import { codeParts } from "../../../../processors/contract/index.ts";
import { catalogue, causeById } from "../../../../processors/causes/index.ts";

/** Ids are stable: alerts, dashboards and scripts name them. This list only grows. */
const ids = `
profile.not-received profile.rejected-by-csp profile.root-missing
contact.impersonation-right contact.http-500 contact.app-pool-stopped contact.app-pool-busy contact.connection-limit contact.message-not-arrived contact.gateway-unanswered contact.app-pool-crash contact.url-too-long contact.turned-away
contact.general-page contact.ndes-not-started contact.forbidden-healthy contact.proxy-unreachable contact.no-pki-operation
contact.missing-intermediate contact.malformed-message
verify.tls-name-mismatch verify.tls-failure verify.crp-unreachable verify.client-certificate-untrusted
verify.client-certificate-rejected verify.client-certificate-expired verify.crp-500 verify.signing-certificate-missing
verify.encryption-certificate-missing verify.challenge-unreadable verify.challenge-expired verify.challenge-reused
verify.request-mismatch verify.connector-offline verify.refused
issue.template-unsupported issue.permission-denied issue.ca-unreachable issue.revocation-offline issue.certificate-expired
issue.key-too-small issue.subject-refused issue.denied issue.pending
deliver.failure-reply deliver.client-gone deliver.install-failed deliver.waiting-for-user deliver.reissue-loop
report.stuck-in-processing report.status-failed report.notify-failed report.upload-retrying report.upload-failed
report.not-reported
host.connector-stopped host.connector-certificate host.collector-silent host.collected-twice host.ca-apart host.events-lost host.clock-skew host.logging-incomplete
`
  .trim()
  .split(/\s+/);

/** What begins a command of a shell of Windows, or of ours. */
const commands =
  /\b(?:certutil|netsh|wevtutil|w32tm|icacls|iisreset|gpresult|gpupdate|repadmin|reg query|amtool|scepscope (?:scep|analyze|records|trace)|(?:Get|Start|Restart|Test|Invoke|Import|Where|Select)-[A-Z])/;

describe("the catalogue", () => {
  it("keeps its ids and their order", () => {
    expect(
      catalogue.map((cause) => cause.id),
      "ids are a promise to those who filter by them: add one to this list, and rename none",
    ).toEqual(ids);
  });

  it.each(catalogue.map((cause) => [cause.id, cause] as const))(
    "%s says all that an admin needs",
    (id, cause) => {
      expect(id).toMatch(/^(profile|contact|verify|issue|deliver|report|host)\.[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(cause.steps.length).toBeGreaterThan(0);
      for (const text of [cause.title, cause.signal, cause.why, cause.source, ...cause.steps]) {
        expect(text.trim()).toBe(text);
        expect(text.length).toBeGreaterThan(4);
        expect(text).not.toMatch(/\n|\s{2}|TODO/);
      }
      expect(cause.title).not.toMatch(/\.$/);
      for (const text of [cause.signal, cause.why, ...cause.steps]) expect(text).toMatch(/[.:)>"\w}@]$/);
    },
  );

  it("has what is typed between backticks, and all of it", () => {
    for (const step of catalogue.flatMap(({ steps }) => steps)) {
      expect(step.split("`").length % 2, step).toBe(1);
      for (const { text, isCode } of codeParts(step))
        expect(commands.test(text) && !isCode, `${text} in ${step}`).toBe(false);
    }
  });

  it("looks for the connector's services by the names that are shown: those of none have Intune in them", () => {
    const code = catalogue
      .flatMap(({ steps }) => steps)
      .flatMap(codeParts)
      .filter(({ isCode }) => isCode);
    const services = code.filter(({ text }) => /Get-Service .*\*/.test(text));
    expect(services.length).toBeGreaterThan(0);
    for (const { text } of services) expect(text).toMatch(/^Get-Service -DisplayName \*Intune\*/);
  });

  it("has code in its steps alone", () => {
    for (const { title, signal, why, source } of catalogue)
      expect([title, signal, why, source].join("")).not.toContain("`");
  });

  it("does not say of a log that it is missing where its records may only be unbound", () => {
    const why = catalogue.find(({ id }) => id === "verify.refused")?.why ?? "";
    expect(why).toContain("cannot be told from that of other requests");
    expect(why).not.toContain("do not show");
  });

  it("puts every cause into the stage that its id names", () => {
    const stages = new Map([
      ["profile", 1],
      ["contact", 2],
      ["verify", 3],
      ["issue", 4],
      ["deliver", 5],
      ["report", 6],
      ["host", 0],
    ]);
    for (const cause of catalogue)
      expect(cause.stage).toBe(stages.get(cause.id.slice(0, cause.id.indexOf("."))));
  });

  it("names other causes only by ids that exist", () => {
    const named = catalogue
      .flatMap((cause) => [cause.why, ...cause.steps])
      .flatMap(
        (text) =>
          text.match(/\b(?:profile|contact|verify|issue|deliver|report|host)\.[a-z]+-[a-z0-9-]+/g) ?? [],
      );
    expect(named.filter((id) => causeById(id) === undefined)).toEqual([]);
  });

  it("knows nothing by a name that only looks like one", () => {
    for (const id of ["", "constructor", "__proto__", "VERIFY.REFUSED", "verify.refused "])
      expect(causeById(id)).toBeUndefined();
  });
});
