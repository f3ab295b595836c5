/** The logs of a host or a device. One source is one writer with one clock. */
export type Source =
  | "iis"
  | "httperr"
  | "plugin"
  | "crp"
  | "uploader"
  | "application"
  | "system"
  | "security"
  | "connector-admin"
  | "connector-operational"
  | "legacy-connector"
  | "status"
  | "omadm"
  | "console"
  | "device-events";

/** One log record on its way to disk. */
export interface Write {
  /** True time of the event, ms UTC, fractional. */
  readonly at: number;
  /** What the writer's clock said. */
  readonly stamp: number;
  readonly source: Source;
  /** Folder of the bundle: the host, or `devices/<name>`. */
  readonly folder: string;
  readonly text: string;
  readonly request: string | null;
  readonly role: string;
  /** Status files only: the name, and where the file now lies. */
  readonly status?: { readonly name: string; readonly state: StatusFolder };
  /** Event logs only: the Event Viewer exported them. */
  readonly viewer?: true;
  /** IIS only: the field names that the row follows. */
  readonly columns?: readonly string[];
}

export type StatusFolder = "Processing" | "Succeed" | "Failed";
