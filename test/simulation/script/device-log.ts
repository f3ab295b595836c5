import { stampOf } from "../clock.ts";
import type { Device } from "../device.ts";
import type { Source } from "../write.ts";
import type { Telling } from "./request.ts";

/** The log of one device, by the device's own clock. */
export function createDeviceLog(
  telling: Telling,
  source: Extract<Source, "omadm" | "console" | "device-events">,
): (at: number, text: (stamp: number) => string) => void {
  const { host, device, id } = telling;
  const viewer =
    host.plan.eventForm === "viewer" && source === "device-events" ? ({ viewer: true } as const) : {};
  const folder = `devices/${device.name}`;
  return (at, text) => {
    const stamp = stampOf(host.plan.clocks, source, at) + device.clockOffsetMs;
    host.writes.push({
      at,
      stamp,
      source,
      folder,
      text: text(stamp),
      request: id,
      role: "device",
      ...viewer,
    });
  };
}

/** The public name of the server, as the profile has it. */
export function serverUrl(telling: Telling): string {
  return `https://scep.contoso.test${telling.device.stem}`;
}

/** Tenant, policy and hash in the three spellings. */
export function profileKeys(device: Device): {
  readonly windows: string;
  readonly android: string;
  readonly apple: string;
} {
  const { tenant, policy, hash } = device.profile;
  const name = policy.replaceAll("-", "_");
  return {
    windows: `ModelName_AC_${tenant}_LogicalName_${name}_Hash_${hash}`,
    android: `ModelName=AC_${tenant}%2FLogicalName_${name};Hash=${hash}`,
    apple: `www.windowsintune.com.SCEP.ModelName=AC_${tenant}/LogicalName_${name};Hash=${hash}`,
  };
}
