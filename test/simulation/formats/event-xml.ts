import { isoOf } from "../clock.ts";
import { escapeXml } from "./escape-xml.ts";

/** One Windows event as `wevtutil qe /f:xml` prints it; with RenderingInfo as the Event Viewer exports it. */
export interface WindowsEvent {
  readonly stamp: number;
  readonly provider: string;
  /** Lower case, without braces; `""` for classic sources. */
  readonly guid: string;
  readonly id: number;
  readonly version: number;
  readonly level: 0 | 1 | 2 | 3 | 4;
  readonly channel: string;
  readonly computer: string;
  readonly processId: number;
  readonly threadId: number;
  /** `""`: none. */
  readonly activity: string;
  /** `""`: none. */
  readonly userSid: string;
  readonly name?: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly message: string;
}

/** Stands for the EventRecordID until the record's place in its log is known. */
export const recordIdMark = "\u0001";

const levels = ["Information", "Critical", "Error", "Warning", "Information"] as const;

export function eventXml(event: WindowsEvent, form: "wevtutil" | "viewer"): string {
  const guid = event.guid === "" ? "" : ` Guid='{${event.guid}}'`;
  const activity = event.activity === "" ? "" : ` ActivityID='{${event.activity}}'`;
  const user = event.userSid === "" ? "" : ` UserID='${event.userSid}'`;
  return (
    "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>" +
    `<Provider Name='${event.provider}'${guid}/><EventID>${event.id}</EventID><Version>${event.version}</Version>` +
    `<Level>${event.level}</Level><Task>0</Task><Opcode>0</Opcode><Keywords>0x8000000000000000</Keywords>` +
    `<TimeCreated SystemTime='${isoOf(event.stamp)}Z'/><EventRecordID>${recordIdMark}</EventRecordID>` +
    `<Correlation${activity}/><Execution ProcessID='${event.processId}' ThreadID='${event.threadId}'/>` +
    `<Channel>${event.channel}</Channel><Computer>${event.computer}</Computer><Security${user}/></System>` +
    `${eventFields(event)}${form === "viewer" ? rendering(event) : ""}</Event>`
  );
}

function eventFields(event: WindowsEvent): string {
  if (event.fields.length === 0) return "<EventData></EventData>";
  let text = event.name === undefined ? "<EventData>" : `<EventData Name='${event.name}'>`;
  for (const [name, value] of event.fields) {
    text +=
      name === "" ? `<Data>${escapeXml(value)}</Data>` : `<Data Name='${name}'>${escapeXml(value)}</Data>`;
  }
  return `${text}</EventData>`;
}

function rendering(event: WindowsEvent): string {
  return (
    `<RenderingInfo Culture='en-US'><Message>${escapeXml(event.message)}</Message><Level>${levels[event.level]}</Level>` +
    `<Task></Task><Opcode>Info</Opcode><Channel>${event.channel}</Channel><Provider>${event.provider}</Provider>` +
    "<Keywords></Keywords></RenderingInfo>"
  );
}
