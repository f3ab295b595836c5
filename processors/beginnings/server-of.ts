import type { Slice } from "../../collectors/contract/index.ts";
import { hostOf } from "../observations/index.ts";
import { openReader } from "../records/index.ts";
import type { Found, LogRecord } from "../records/index.ts";

/**
 * The server whose logs lie in one folder, by the names in those that carry some: the registration point first, since it runs on the NDES host, then whoever wrote
 * events of NDES or the connector, then the only name there is. `""`: none tells, or two of one rank do. Each slice is the beginning of a file. `labelOf` gives the names of one host the same form.
 */
export function serverOf(slices: readonly Slice[], labelOf: (name: string) => string): string {
  const named = slices
    .flatMap((slice) => recordsOf(slice))
    .map((record) => ({ name: labelOf(hostOf(record)), record }))
    .filter(({ name }) => name !== "");
  return onlyNameOf(ranks.map((isOf) => named.filter(({ record }) => isOf(record)).map(({ name }) => name)));
}

/** The name in the first rank that has any. `""`: none has, or two names of one rank leave it open. */
export function onlyNameOf(names: readonly (readonly string[])[]): string {
  const [name = "", ...others] = new Set(names.find((rank) => rank.length > 0));
  return others.length === 0 ? name : "";
}

function recordsOf(slice: Slice): readonly LogRecord[] {
  const found: Found = { records: [], rejected: [], regions: [] };
  openReader({ file: slice.file, offset: 0, context: "" }).read(slice.bytes, found);
  return found.records;
}

const ranks: readonly ((record: LogRecord) => boolean)[] = [
  ({ format }) => format === "svclog",
  (record) => isOfServer(record),
  () => true,
];

/** An event that only a server with NDES or a connector writes. */
export function isOfServer(record: LogRecord): boolean {
  return "provider" in record && serverProvider.test(record.provider);
}

const serverProvider =
  /^(?:Microsoft-Windows-NetworkDeviceEnrollmentService|Microsoft-Intune-CertificateConnectors|Microsoft Intune Connector|NDESConnector)$/i;
