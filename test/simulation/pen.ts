import { stampOf } from "./clock.ts";
import { traceEntry } from "./formats/cmtrace-entry.ts";
import { eventXml } from "./formats/event-xml.ts";
import type { WindowsEvent } from "./formats/event-xml.ts";
import { httpErrorRow } from "./formats/httperr-row.ts";
import type { HttpError } from "./formats/httperr-row.ts";
import { defaultColumns, iisRow } from "./formats/iis-row.ts";
import type { Row } from "./formats/iis-row.ts";
import { svclogEvent } from "./formats/svclog-event.ts";
import type { HostState } from "./host-state.ts";
import { periodOf } from "./period.ts";
import type { Source, StatusFolder } from "./write.ts";

export interface Call extends Omit<Row, "stamp" | "takenMs"> {
  readonly begin: number;
  readonly end: number;
}

export interface Line {
  readonly at: number;
  readonly thread: number;
  readonly text: string;
  readonly role: string;
  readonly error?: boolean;
}

export type EventLine = Omit<WindowsEvent, "stamp" | "computer" | "processId"> & {
  readonly at: number;
  readonly source: Source;
  readonly role: string;
  /** The NDES host when left out. */
  readonly computer?: string;
  readonly folder?: string;
  readonly processId?: number;
};

/** Writes the records of one request, or of nobody (`null`), each by the clock of its source. */
export interface Pen {
  readonly iis: (call: Call, role: string) => void;
  readonly httpError: (at: number, row: Omit<HttpError, "stamp">) => void;
  readonly plugin: (line: Line) => void;
  readonly crp: (line: Line) => void;
  readonly uploader: (line: Line) => void;
  readonly event: (event: EventLine) => void;
  readonly status: (
    at: number,
    name: string,
    place: { readonly state: StatusFolder; readonly content: string },
  ) => void;
  /** Time of the first record so far. */
  readonly firstAt: () => number;
}

/** w3wp of the SCEP pool, w3wp of the CRP, the connector. */
export const processes = { ndes: 6512, crp: 4388, connector: 2904 } as const;

export function createPen(host: HostState, request: string | null): Pen {
  const { plan } = host;
  const computer = plan.name.toUpperCase();
  let first = Number.POSITIVE_INFINITY;
  const put = (
    source: Source,
    at: number,
    write: { text: string; role: string; folder?: string; viewer?: true },
  ): number => {
    const stamp = stampOf(plan.clocks, source, at);
    first = Math.min(first, at);
    host.writes.push({ at, stamp, source, folder: plan.name, request, ...write });
    return stamp;
  };
  const svclog = (source: "crp" | "uploader", line: Line): void => {
    const isCrp = source === "crp";
    const text = svclogEvent({
      stamp: stampOf(plan.clocks, source, line.at),
      source: isCrp ? "CertificateRegistrationPoint" : "NDESConnector",
      process: isCrp ? "w3wp" : "NDESConnectorSvc",
      processId: isCrp ? processes.crp : processes.connector,
      thread: line.thread,
      computer,
      level: line.error === true ? "Error" : "Information",
      text: line.text,
    });
    put(source, line.at, { text, role: line.role });
  };
  return {
    iis: (call, role) => {
      const columns = columnsAt(host, call.end);
      const begin = onTick(stampOf(plan.clocks, "iis", call.begin), plan.tickMs);
      const stamp = onTick(stampOf(plan.clocks, "iis", call.end), plan.tickMs);
      const text = iisRow({ ...call, stamp, takenMs: Math.floor(stamp - begin) }, columns);
      first = Math.min(first, call.end);
      host.writes.push({
        at: call.end,
        stamp,
        source: "iis",
        folder: plan.name,
        request,
        text,
        role,
        columns,
      });
    },
    httpError: (at, row) => {
      const text = httpErrorRow({ ...row, stamp: stampOf(plan.clocks, "httperr", at) });
      put("httperr", at, { text, role: "http-error" });
    },
    plugin: (line) => {
      const stamp = stampOf(plan.clocks, "plugin", line.at);
      const type = line.error === true ? 3 : 1;
      const text = traceEntry({
        stamp,
        biasMinutes: plan.biasMinutes,
        thread: line.thread,
        text: line.text,
        type,
      });
      put("plugin", line.at, { text, role: line.role });
    },
    crp: (line) => svclog("crp", line),
    uploader: (line) => svclog("uploader", line),
    event: (event) => {
      const stamp = stampOf(plan.clocks, event.source, event.at);
      const whole = { computer: host.fqdn, processId: processes.ndes, ...event, stamp };
      const text = eventXml(whole, plan.eventForm);
      const viewer = plan.eventForm === "viewer" ? ({ viewer: true } as const) : {};
      put(event.source, event.at, { text, role: event.role, folder: event.folder ?? plan.name, ...viewer });
    },
    status: (at, name, place) => {
      const stamp = stampOf(plan.clocks, "status", at);
      first = Math.min(first, at);
      const status = { name, state: place.state };
      host.writes.push({
        at,
        stamp,
        source: "status",
        folder: plan.name,
        request,
        text: place.content,
        role: "status-file",
        status,
      });
    },
    firstAt: () => first,
  };
}

function columnsAt(host: HostState, at: number): readonly string[] {
  const sets = host.plan.iisColumns;
  if (sets.length < 2) return sets[0] ?? defaultColumns;
  const { startAt, endAt } = periodOf(host.scenario, host.plan);
  const part = Math.floor(((at - startAt) / (endAt - startAt)) * sets.length * 2);
  return sets[Math.max(0, part) % sets.length] ?? defaultColumns;
}

const onTick = (stamp: number, tickMs: number): number =>
  tickMs === 0 ? stamp : Math.floor(stamp / tickMs) * tickMs;
