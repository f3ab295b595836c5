import { expect, test } from "vitest";
import type { Format, Slice } from "../../../../collectors/contract/index.ts";
import { hostLabel } from "../../../../deploy/config/host-label.ts";
import { serverOf } from "../../../../processors/index.ts";
import { eventXml, recordIdMark } from "../../../simulation/formats/event-xml.ts";
import { svclogEvent } from "../../../simulation/formats/svclog-event.ts";

const stamp = Date.UTC(2026, 10, 22, 10);

const head = (format: Format, text: string): Slice => ({
  file: { id: "a", path: "a", host: "", format, encoding: "utf-8", modifiedAt: stamp },
  offset: 0,
  bytes: Buffer.from(text),
  end: false,
});

const trace = (computer: string): Slice => {
  const from = { source: "NDESConnector", process: "NDESConnectorSvc", processId: 4, thread: 9 } as const;
  return head("svclog", svclogEvent({ stamp, ...from, computer, level: "Information", text: "Started" }));
};

const event = (provider: string, computer: string): Slice => {
  const facts = {
    guid: "",
    id: 1,
    version: 0,
    level: 4,
    channel: "Application",
    processId: 4,
    threadId: 9,
  } as const;
  const nobody = { activity: "", userSid: "", fields: [], message: "" };
  const text = eventXml({ stamp, provider, computer, ...facts, ...nobody }, "wevtutil");
  return head("event-xml", `${text.replace(recordIdMark, "1")}\r\n`);
};

const ndes = "Microsoft-Windows-NetworkDeviceEnrollmentService";

const cases: readonly (readonly [string, readonly Slice[], string])[] = [
  ["a trace before any event", [event(ndes, "ndes02.contoso.test"), trace("NDES01")], "ndes01"],
  ["an event of NDES before others", [event("Other", "pc7"), event(ndes, "ndes02.contoso.test")], "ndes02"],
  ["the only name there is", [event("Other", "ca01.contoso.test"), event("Other", "CA01")], "ca01"],
  ["two names of one rank leave it open", [trace("NDES01"), trace("NDES02"), event(ndes, "ndes02")], ""],
  ["no name", [trace("XXXX")], ""],
  ["nothing", [], ""],
];

test.each(cases)("%s", (_, slices, server) => {
  expect(serverOf(slices, hostLabel)).toBe(server);
});
