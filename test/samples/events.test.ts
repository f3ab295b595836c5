import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openEventXmlReader, openEvtxReader } from "../../processors/records/windows-event/index.ts";
import type { EventRecord } from "../../processors/records/record.ts";
import type { Found } from "../../processors/records/reader.ts";
import { firstUncovered, readInSlices } from "../support/read-in-slices.ts";

/** Real event logs, looked at one by one; the folder is named from outside and nothing of it is kept here. */
const folder = process.env["SCEPSCOPE_SAMPLES"] ?? "";

test.runIf(folder === "")("without SCEPSCOPE_SAMPLES the real event logs are not looked at", () => {
  expect(folder).toBe("");
});

/** Cuts fall into headers, records and the free ends of chunks. */
function readFile(name: string): { readonly found: Found; readonly events: readonly EventRecord[] } {
  const bytes = readFileSync(join(folder, name));
  const isXml = name.endsWith(".xml");
  const file = { format: isXml ? "event-xml" : "evtx", encoding: isXml ? "utf-8" : "binary" } as const;
  const cuts = Array.from({ length: 50 }, (_, index) => index * 20_011 + 777);
  const found = readInSlices(isXml ? openEventXmlReader : openEvtxReader, file, bytes, cuts);
  expect(firstUncovered(found, bytes.length)).toBe(-1);
  return {
    found,
    events: found.records.filter(
      (record) => "eventId" in record && "values" in record,
    ) as readonly EventRecord[],
  };
}

function countsById(events: readonly EventRecord[]): Record<string, number> {
  const counts = Object.groupBy(events, (event) => String(event.eventId));
  return Object.fromEntries(Object.entries(counts).map(([id, group]) => [id, group?.length ?? 0]));
}

describe.skipIf(folder === "")("real event logs", () => {
  test("a CA's Security log: 13 events, their multi-line values as they are", () => {
    const { found, events } = readFile("ADCS_4885_4876_4877_5123_5124.evtx");
    expect(found.rejected).toEqual([]);
    expect(countsById(events)).toEqual({ "4876": 1, "4877": 1, "4885": 1, "5123": 4, "5124": 6 });
    expect(events[0]).toMatchObject({
      offset: 4608,
      length: 2432,
      provider: "Microsoft-Windows-Security-Auditing",
      channel: "Security",
      computer: "CDCWPKI01.rootblue.lan",
      recordId: "375285",
      processId: "640",
      thread: "1192",
      activityId: "d702b00c-fb0e-0000-8cb1-02d70efbda01",
    });
    expect(Math.floor(events[0]?.at ?? 0)).toBe(Date.parse("2024-09-03T07:46:42.820Z"));
    expect(events[0]?.values.map(([name]) => name)).toEqual([
      "NewSecuritySettings",
      "SubjectUserSid",
      "SubjectUserName",
      "SubjectDomainName",
      "SubjectLogonId",
    ]);
    expect(events[0]?.values[0]?.[1].split("\n")[1]).toBe("Allow(0x00000101)\tBUILTIN\\Administrators");
    expect(events[5]?.values.slice(0, 2)).toEqual([
      ["PropertyName", "AuditFilter"],
      ["NewValue", "0"],
    ]);
  });

  test("an Application log without checksums: 17 events, numbered without a hole", () => {
    const { found, events } = readFile("application_no_crc32.evtx");
    expect(found.rejected).toEqual([]);
    expect(events.map((event) => event.recordId)).toEqual(
      Array.from({ length: 17 }, (_, index) => String(426 + index)),
    );
    expect(events[1]).toMatchObject({
      provider: "SecurityCenter",
      eventId: 15,
      values: [
        ["", "Windows Defender"],
        ["", "SECURITY_PRODUCT_STATE_ON"],
      ],
    });
    expect(events[16]).toMatchObject({
      provider: "Microsoft-Windows-WMI",
      eventId: 5617,
      userId: "S-1-5-18",
    });
  });

  test("a damaged log: two chunks without their mark, three holes of zeros in others, and every whole event around them", () => {
    const { found, events } = readFile("bad_chunk_magic.evtx");
    expect(found.rejected).toEqual([
      { offset: 12_224, length: 57_000, reason: "chunk.damaged" },
      { offset: 397_312, length: 65_536, reason: "chunk.damaged" },
      { offset: 470_632, length: 17_256, reason: "chunk.damaged" },
      { offset: 650_816, length: 8344, reason: "chunk.damaged" },
      { offset: 659_456, length: 65_536, reason: "chunk.damaged" },
    ]);
    // 13 + 43 + 129 + 113 by chunk. The event at the start of each hole has its head only; behind the second hole 31 more are whole.
    expect(events).toHaveLength(298);
    expect(new Set(events.map((event) => `${event.provider} ${event.eventId}`))).toEqual(
      new Set(["Microsoft-Windows-AppXDeployment 325"]),
    );
    expect(events.filter((event) => event.offset > 470_632 && event.offset < 528_384)).toHaveLength(31);
  });

  test("an Event Viewer export: 366 events, newest first, with their texts", () => {
    const { found, events } = readFile("event_viewer_export_application.xml");
    expect(found.rejected).toEqual([]);
    expect(found.regions.map((region) => region.name)).toEqual([
      "byte-order-mark",
      "document-frame",
      "document-frame",
    ]);
    expect(events.map((event) => Number(event.recordId))).toEqual(
      Array.from({ length: 366 }, (_, index) => 366 - index),
    );
    expect(events[0]).toMatchObject({
      offset: 67,
      eventId: 15,
      message: "Updated Windows Defender status successfully to SECURITY_PRODUCT_STATE_ON.",
    });
    expect(events[0]?.at).toBeCloseTo(Date.parse("2025-06-08T07:14:05.145Z") + 0.4614, 3);
    const restart = events.find((event) => event.recordId === "262");
    expect(restart).toMatchObject({
      eventId: 10_001,
      userId: "S-1-5-18",
      values: [
        ["RmSessionId", "0"],
        ["UTCStartTime", "2025-06-02T16:47:51.7322713Z"],
      ],
    });
  });
});
