import type {
  CmtraceRecord,
  ConsoleRecord,
  EventRecord,
  HttpErrRecord,
  IisRecord,
  LogRecord,
  OmadmRecord,
  StatusRecord,
  SvclogRecord,
} from "./record.ts";

export type Field = readonly [name: string, value: string];

/** The fields of a record under the names that they have in the file, in its order; what a record lacks is left out. */
export function fieldsOf(record: LogRecord): Field[] {
  return allFieldsOf(record).filter(([, value]) => value !== "");
}

function allFieldsOf(record: LogRecord): readonly Field[] {
  switch (record.format) {
    case "iis-w3c":
    case "httperr":
      return w3cFields(record);
    case "cmtrace":
      return cmtraceFields(record);
    case "svclog":
      return svclogFields(record);
    case "evtx":
    case "event-xml":
      return eventFields(record);
    case "status-file":
      return statusFields(record);
    case "omadm":
      return omadmFields(record);
    case "console":
      return consoleFields(record);
    case "text":
      return [["text", record.text]];
  }
}

/** Absent values stay `-`: that is what stands in the file. */
function w3cFields(record: IisRecord | HttpErrRecord): Field[] {
  const words = record.row.split(" ");
  return record.columns.map((name, position) => [name, words[position] ?? ""]);
}

function cmtraceFields(record: CmtraceRecord): Field[] {
  return [
    ["text", record.text],
    ["component", record.component],
    ["type", record.severity === 0 ? "" : String(record.severity)],
    ["thread", record.thread],
    ["file", record.source],
  ];
}

function svclogFields(record: SvclogRecord): Field[] {
  return [
    ["EventID", record.eventId],
    ["SubType", record.level],
    ["Source", record.source],
    ["ActivityID", record.activityId],
    ["RelatedActivityID", record.relatedActivityId],
    ["ProcessName", record.process],
    ["ProcessID", record.processId],
    ["ThreadID", record.thread],
    ["Computer", record.computer],
    ["ApplicationData", record.text],
  ];
}

function eventFields(record: EventRecord): Field[] {
  return [
    ["Provider", record.provider],
    ["EventID", String(record.eventId)],
    ["Level", String(record.level)],
    ["EventRecordID", record.recordId],
    ["ActivityID", record.activityId],
    ["ProcessID", record.processId],
    ["ThreadID", record.thread],
    ["Channel", record.channel],
    ["Computer", record.computer],
    ["UserID", record.userId],
    ...record.values,
    ["Message", record.message],
  ];
}

function statusFields(record: StatusRecord): Field[] {
  return [["folder", record.folder], ["file", record.fileName], ...record.values];
}

function omadmFields(record: OmadmRecord): Field[] {
  return [
    ["level", record.level],
    ["class", record.source],
    ["process", record.processId],
    ["thread", record.thread],
    ["text", record.text],
  ];
}

function consoleFields(record: ConsoleRecord): Field[] {
  return [
    ["level", record.level],
    ["process", record.process],
    ["text", record.text],
  ];
}
