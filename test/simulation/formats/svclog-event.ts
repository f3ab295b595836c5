import { isoOf } from "../clock.ts";
import { escapeXml } from "./escape-xml.ts";

/** One event as .NET's XmlWriterTraceListener writes it: no root, no line break between events, UTC with seven decimals. */
export interface TraceEvent {
  readonly stamp: number;
  readonly source: "CertificateRegistrationPoint" | "NDESConnector";
  readonly process: "w3wp" | "NDESConnectorSvc";
  readonly processId: number;
  readonly thread: number;
  readonly computer: string;
  readonly level: "Information" | "Error" | "Warning";
  readonly text: string;
}

const numbers = { Information: 8, Warning: 4, Error: 2 } as const;

export function svclogEvent(event: TraceEvent): string {
  return (
    '<E2ETraceEvent xmlns="http://schemas.microsoft.com/2004/06/E2ETraceEvent">' +
    '<System xmlns="http://schemas.microsoft.com/2004/06/windows/eventlog/system"><EventID>0</EventID><Type>3</Type>' +
    `<SubType Name="${event.level}">0</SubType><Level>${numbers[event.level]}</Level>` +
    `<TimeCreated SystemTime="${isoOf(event.stamp)}Z" /><Source Name="${event.source}" />` +
    '<Correlation ActivityID="{00000000-0000-0000-0000-000000000000}" />' +
    `<Execution ProcessName="${event.process}" ProcessID="${event.processId}" ThreadID="${event.thread}" />` +
    `<Channel/><Computer>${event.computer}</Computer></System>` +
    `<ApplicationData>${escapeXml(event.text)}</ApplicationData></E2ETraceEvent>`
  );
}
