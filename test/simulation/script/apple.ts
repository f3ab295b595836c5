import { momentOf, timeOf } from "../clock.ts";
import { createDeviceLog, profileKeys, serverUrl } from "./device-log.ts";
import type { Talk, Telling } from "./request.ts";

/** `level    HH:MM:SS.ffffff +zone    process    message`, local time, no date. */
export function consoleLine(stamp: number, level: string, text: string): string {
  const zoneMinutes = -300;
  const local = momentOf(stamp + zoneMinutes * 60_000);
  return `${level}    ${timeOf(local)}.${local.fraction.slice(0, 6)} -0500    profiled    ${text}`;
}

/** What the profile installer of a phone or a Mac writes about one request. */
export function tellApple(telling: Telling, talk: Talk): void {
  const { course, device } = telling;
  const log = createDeviceLog(telling, "console");
  const say = (at: number, text: string, level = "debug"): void =>
    log(at, (stamp) => consoleLine(stamp, level, text));
  const url = serverUrl(telling);
  const perform = (query: string): string => `Performing synchronous URL request: ${url}?operation=${query}`;
  say(talk.capabilitiesAt - 25, perform(`GetCACaps&message=${device.authority}`));
  if (course.contact.gets?.status === 500) return;
  say(talk.certificateAt - 25, perform(`GetCACert&message=${device.authority}`));
  if (course.contact.operation === null && course.contact.httpError?.of !== "operation") return;
  say(talk.operationAt - 40, "Attempting to retrieve issued certificate...", "default");
  say(talk.operationAt - 30, device.usesGet ? "Sending CSR via GET." : "Sending CSR via POST.");
  say(
    talk.operationAt - 20,
    perform(device.usesGet ? `PKIOperation&message=${telling.message}` : "PKIOperation"),
  );
  tellEnd(telling, talk, say);
}

function tellEnd(
  telling: Telling,
  talk: Talk,
  say: (at: number, text: string, level?: string) => void,
): void {
  const key = profileKeys(telling.device).apple;
  const { device } = telling.course;
  if (device === "installed") {
    say(
      talk.repliedAt + 900,
      `Adding dependent Microsoft.Profiles.MDM to parent ${key} in domain ManagedProfileToManagingProfile to system`,
    );
    say(talk.repliedAt + 960, `Profile "${key}" installed.`, "default");
  }
  if (device === "install-failed" || device === "refused") {
    say(
      talk.repliedAt + 200,
      "Cannot retrieve SCEP identity: NSError: Desc : The SCEP server returned an invalid response. Domain : MCSCEPErrorDomain Code : 22013",
      "error",
    );
  }
}
