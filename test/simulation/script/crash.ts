import type { HostState } from "../host-state.ts";
import { createPen } from "../pen.ts";
import type { EventLine } from "../pen.ts";
import type { Telling } from "./request.ts";

/** The worker process dies inside of the request: the row is never written, the host's logs tell of the crash. Returns when. */
export function tellCrash(telling: Telling, from: number): number {
  const at = from + 4;
  tellPoolCrash(telling.host, at);
  return at + 30;
}

/** The crash as the system sees it. It belongs to no request. */
export function tellPoolCrash(host: HostState, at: number): void {
  const pen = createPen(host, null);
  pen.event({
    ...systemEvent,
    at: at + 15,
    source: "application",
    channel: "Application",
    provider: "Application Error",
    id: 1000,
    level: 2,
    fields: ["w3wp.exe", "10.0.17763.1", "cryptnet.dll", "10.0.17763.1"].map((value) => ["", value] as const),
    message: "Faulting application name: w3wp.exe, faulting module name: cryptnet.dll",
  });
  pen.event({
    ...systemEvent,
    at: at + 40,
    source: "system",
    channel: "System",
    provider: "Microsoft-Windows-WAS",
    guid: "524b5d04-133c-4a62-8362-64e8edb9ce40",
    id: 5011,
    level: 3,
    fields: [
      ["AppPoolID", "SCEP"],
      ["ProcessID", "6512"],
    ],
    message:
      "A process serving application pool 'SCEP' suffered a fatal communication error with the Windows Process Activation Service.",
  });
}

export const systemEvent: Omit<
  EventLine,
  "at" | "source" | "provider" | "id" | "level" | "channel" | "fields" | "message"
> = {
  role: "host",
  guid: "",
  version: 0,
  threadId: 0,
  activity: "",
  userSid: "",
};

/** The CRP's site fails to compile for want of rights in the temporary folder. It belongs to no request. */
export function tellWebFailure(host: HostState, at: number): void {
  const pen = createPen(host, null);
  pen.event({
    ...systemEvent,
    at: at + 20,
    source: "application",
    channel: "Application",
    provider: "ASP.NET 4.0.30319.0",
    id: 1310,
    level: 3,
    fields: ["3007", "A compilation error has occurred.", "/CertificateRegistrationSvc"].map(
      (value) => ["", value] as const,
    ),
    message: "Event code: 3007 Event message: A compilation error has occurred.",
  });
  pen.event({
    ...systemEvent,
    at: at + 60,
    source: "system",
    channel: "System",
    provider: "Microsoft-Windows-WAS",
    guid: "524b5d04-133c-4a62-8362-64e8edb9ce40",
    id: 5009,
    level: 3,
    fields: [
      ["AppPoolID", "CertificateRegistrationSvc"],
      ["ProcessID", "4388"],
    ],
    message: "A process serving application pool 'CertificateRegistrationSvc' terminated unexpectedly.",
  });
}
