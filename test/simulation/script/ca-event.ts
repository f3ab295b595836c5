import type { Issue } from "../courses/index.ts";
import type { Telling } from "./request.ts";

const guid = "54849625-5478-4994-a5ba-3e3b0328c30d";
const requester = "CONTOSO\\svc_ndes";

const texts = new Map([
  [4886, "Certificate Services received a certificate request."],
  [4887, "Certificate Services approved a certificate request and issued a certificate."],
  [4888, "Certificate Services denied a certificate request."],
  [4889, "Certificate Services set the status of a certificate request to pending."],
]);

/** An audit event of the CA: layout 0 has no serial number, layout 1 has it (on 4887). */
export function tellCaEvent(telling: Telling, id: 4886 | 4887 | 4888 | 4889, at: number): void {
  const { host, caId } = telling;
  const isVersion1 = host.plan.caEvents === 1;
  const ca = host.plan.caHost;
  telling.pen.event({
    at,
    source: "security",
    role: "ca",
    provider: "Microsoft-Windows-Security-Auditing",
    guid,
    id,
    version: isVersion1 ? 1 : 0,
    level: 0,
    channel: "Security",
    threadId: 700 + 4 * (caId % 30),
    processId: 3180, // certsrv.exe
    // The CA's activity id is per process: it recurs and joins nothing.
    activity: "f3a1c8d2-0b52-0001-92c8-a1f3520bdc01",
    userSid: "",
    folder: ca ?? host.plan.name,
    computer: `${ca ?? host.plan.name}.contoso.test`,
    fields: [
      ["RequestId", String(caId)],
      ["Requester", requester],
      ["Attributes", attributes(telling)],
      ...(id === 4886 ? [] : decision(telling, id)),
      ...(isVersion1 ? additions(telling, id) : []),
    ],
    message: texts.get(id) ?? "",
  });
}

/** The warning of the CA's own log about a refusal: the same RequestId, and the words. */
export function tellCaWarning(telling: Telling, issue: Issue, at: number): void {
  const { host, caId, device } = telling;
  const place = host.plan.caHost ?? host.plan.name;
  const request = String(caId);
  telling.pen.event({
    at,
    source: "application",
    role: "ca",
    provider: "Microsoft-Windows-CertificationAuthority",
    guid: "6a71d062-9afe-4f35-ad08-52134f85dfb9",
    id: 53,
    version: 0,
    level: 3,
    channel: "Application",
    threadId: 700 + 4 * (caId % 30),
    processId: 3180,
    activity: "",
    userSid: "S-1-5-18",
    folder: place,
    computer: `${place}.contoso.test`,
    fields: [
      ["RequestId", request],
      ["Reason", `${issue.words} ${issue.hresult}`],
      ["SubjectName", device.subject],
      ["AdditionalInformation", "Denied by Policy Module"],
    ],
    message:
      `Active Directory Certificate Services denied request ${request} because ${issue.words} ${issue.hresult}. ` +
      `The request was for ${device.subject}. Additional information: Denied by Policy Module`,
  });
}

function attributes(telling: Telling): string {
  return `\r\nCertificateTemplate:IntuneSCEP\r\ncdc:dc01.contoso.test\r\nrmd:${telling.host.fqdn}\r\nccm:${telling.host.fqdn}`;
}

function decision(telling: Telling, id: number): readonly (readonly [string, string])[] {
  const hresult = telling.course.issue?.hresult ?? "0x0";
  const disposition = id === 4887 ? "3" : id === 4889 ? "5" : String(Number(hresult) | 0);
  const spaced = telling.device.keyId.replaceAll(/(..)(?=.)/g, "$1 ");
  return [
    ["Disposition", disposition],
    ["SubjectKeyIdentifier", spaced],
    ["Subject", telling.device.subject],
  ];
}

function additions(telling: Telling, id: number): readonly (readonly [string, string])[] {
  const subject = id === 4886 ? ([["Subject", telling.device.subject]] as const) : [];
  const serial = id === 4887 ? ([["SerialNumber", telling.serial]] as const) : [];
  return [
    ...subject,
    ["SubjectAlternativeName", ""],
    ["CertificateTemplate", "IntuneSCEP"],
    ...serial,
    ["AuthenticationService", "NTLM"],
    ["AuthenticationLevel", "Privacy"],
    ["DCOMorRPC", "DCOM"],
  ];
}
