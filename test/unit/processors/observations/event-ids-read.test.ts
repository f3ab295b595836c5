import { expect, test } from "vitest";
import { eventQuery } from "../../../../collectors/event-logs/event-query.ts";
import { usualChannels } from "../../../../collectors/index.ts";
import { eventIdsRead } from "../../../../processors/observations/index.ts";
import { event, observeAll } from "./record-literals.ts";

/** Who writes into a channel of which only some events are asked for. */
const writers = [
  ["Security", "Microsoft-Windows-Security-Auditing"],
  ["System", "Microsoft-Windows-WAS"],
  [
    "Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider/Admin",
    "Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider",
  ],
] as const;

test.each(writers)("each event of %s that says something is asked for, and no other", (channel, provider) => {
  const ranges = eventIdsRead(channel) ?? [];
  const asked = (id: number): boolean => ranges.some(([first, last]) => id >= first && id <= last);
  const different: number[] = [];
  for (let id = 0; id < 65_536; id += 1) {
    const says = observeAll(event(provider, id, { channel })).length > 0;
    if (says !== asked(id)) different.push(id);
  }
  expect(different).toEqual([]);
});

test("all is asked of a channel where providers tell what is read", () => {
  expect(eventIdsRead("Application")).toBeNull();
  expect(eventIdsRead("Microsoft-Intune-CertificateConnectors/Operational")).toBeNull();
});

test("no question has more expressions than an XPath of Windows may have", () => {
  for (const channel of usualChannels) {
    const query = eventQuery({ from: 1, to: 2 }, eventIdsRead(channel));
    expect(query.match(/[<>]?=/g)?.length).toBeLessThanOrEqual(20);
  }
});
