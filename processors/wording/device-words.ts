import { counted, grouped } from "../contract/index.ts";
import type { DeviceCount } from "../contract/index.ts";

/** `6 devices, 3 requests name none (2 addresses)`, `no device named, 77 addresses`: what the logs tell of whom it concerns. */
export function deviceWords({ devices, nameless, addresses, isWhole }: DeviceCount): string {
  const least = isWhole ? "" : "at least ";
  const from = addresses === 0 ? "" : counted(addresses, "address", "addresses");
  if (devices === 0) return ["no device named", ...(from === "" ? [] : [`${least}${from}`])].join(", ");
  const named = `${least}${counted(devices, "device")}`;
  if (nameless === 0) return named;
  const verb = nameless === 1 ? "request names" : "requests name";
  return `${named}, ${grouped(nameless)} ${verb} none${from === "" ? "" : ` (${from})`}`;
}
