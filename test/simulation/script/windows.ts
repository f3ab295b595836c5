import { eventXml } from "../formats/event-xml.ts";
import type { WindowsEvent } from "../formats/event-xml.ts";
import { createDeviceLog, profileKeys, serverUrl } from "./device-log.ts";
import type { Talk, Telling } from "./request.ts";

type Fields = WindowsEvent["fields"];

/** Events of the device management channel of a Windows device about one request. */
export function tellWindows(telling: Telling, talk: Talk): void {
  const { course, device, attempt } = telling;
  const key = profileKeys(device).windows;
  const say = createSay(telling);
  const rejected = course.device === "profile-rejected";
  const sid = `S-1-12-1-${telling.caId}-1-2-3`;
  say(
    talk.capabilitiesAt - 900,
    306,
    fields([key, sid, "user", "clientinstall"], {
      HexInt1: "0x2",
      HexInt3: rejected ? "0x80070057" : "0x2ab0003",
    }),
  );
  if (rejected) {
    say(talk.capabilitiesAt - 800, 301, [
      ["Message1", key],
      ["HRESULT", "0x80070057"],
    ]);
    return;
  }
  if (course.device === "unreachable") {
    tellFailure(say, talk.certificateAt + 500, "0x80072ee2");
    return;
  }
  say(
    talk.operationAt - 120,
    36,
    fields(["1.3.6.1.5.5.7.3.2", serverUrl(telling), ""], { HexInt1: "0x2", HexInt2: "0x1" }),
  );
  if (course.device === "silent") return;
  if (course.device !== "installed") {
    tellFailure(say, talk.repliedAt + 150, "0x80094001");
    return;
  }
  say(talk.repliedAt + 300, 39, []);
  const correlation = `{${attempt.toUpperCase()}}`;
  const done = fields([correlation, key, device.thumbprint, serverUrl(telling)], {
    HexInt1: "0x1",
    HexInt2: "0x1",
    HexInt3: "0x0",
  });
  say(talk.repliedAt + 420, 309, done);
}

type Say = (at: number, id: number, fields: Fields) => void;

function tellFailure(say: Say, at: number, hresult: string): void {
  const text = `SCEPInstallCertificateWithScepHelper:Failed to Initialize SCEP enrollment with NDES Server 'scep.contoso.test/certsrv/mscep/mscep.dll/pkiclient.exe'. LogError ${hresult}`;
  say(at, 307, [["Message1", text]]);
  say(at + 40, 32, [["HRESULT", hresult]]);
}

function createSay(telling: Telling): Say {
  const log = createDeviceLog(telling, "device-events");
  const failures = new Set([32, 301, 307, 310]);
  return (at, id, all) =>
    log(at, (stamp) => {
      const event = {
        stamp,
        provider: "Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider",
        guid: "3da494e4-0fe2-415c-b895-fb5265c5c83b",
        id,
        version: 0,
        level: failures.has(id) ? 2 : 4,
        channel: "Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider/Admin",
        computer: telling.device.name.toUpperCase(),
        processId: 5210,
        threadId: 8000 + (telling.caId % 500),
        activity: "",
        userSid: "S-1-5-18",
        fields: all,
        message: `SCEP: event ${id}`,
      } as const;
      return eventXml(event, telling.host.plan.eventForm);
    });
}

function fields(messages: readonly string[], numbers: Readonly<Record<string, string>>): Fields {
  return [
    ...messages.map((text, index) => [`Message${index + 1}`, text] as const),
    ...Object.entries(numbers),
  ];
}
