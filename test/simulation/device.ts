import type { HostState } from "./host-state.ts";
import type { Course } from "./courses/index.ts";
import type { HostPlan, Platform } from "./scenario.ts";

/** One device with the certificate that it asks for. */
export interface Device {
  readonly name: string;
  readonly platform: Platform;
  readonly address: string;
  readonly agent: string;
  readonly stem: string;
  /** `message=` of GetCACaps and GetCACert. */
  readonly authority: string;
  readonly usesGet: boolean;
  readonly deviceId: string;
  readonly userId: string;
  readonly user: string;
  readonly transactionId: string;
  readonly subject: string;
  readonly thumbprint: string;
  /** SHA-1 of the public key, lower-case hex. */
  readonly keyId: string;
  /** Tenant, policy and signed hash: the profile key. */
  readonly profile: { readonly tenant: string; readonly policy: string; readonly hash: number };
  readonly hasLog: boolean;
  readonly clockOffsetMs: number;
}

const plugin = "/certsrv/mscep/mscep.dll";

const kinds = {
  android: {
    agent: "Dalvik/2.1.0+(Linux;+U;+Android+14;+Pixel+7+Build/UQ1A.240105.004)",
    stem: plugin,
    authority: "ca",
  },
  ios: {
    agent: "profiled/1.0+CFNetwork/1494.0.7+Darwin/23.4.0",
    stem: plugin,
    authority: "SCEP%20Authority",
  },
  macos: {
    agent: "mdmclient/1490+CFNetwork/1494.0.7+Darwin/23.4.0+(x86_64)",
    stem: plugin,
    authority: "SCEP%20Authority",
  },
  windows: {
    agent: "Mozilla/4.0+(compatible;+Win32;+NDES+client+10.0.22631.3880/ni_release_svc_prod1)",
    stem: `${plugin}/pkiclient.exe`,
    authority: "default",
  },
} as const;

const tenant = "6f0f1f52-8c3e-4a77-9b0d-2f9f6c1f7a11";
const policies = {
  android: "11d3c2a4-55aa-4b6b-8f5e-7d1c7b9a0001",
  ios: "22d3c2a4-55aa-4b6b-8f5e-7d1c7b9a0002",
  windows: "33d3c2a4-55aa-4b6b-8f5e-7d1c7b9a0003",
  macos: "44d3c2a4-55aa-4b6b-8f5e-7d1c7b9a0004",
} as const;

export function createDevice(host: HostState, course: Course, generation: "legacy" | "unified"): Device {
  const { plan, random } = host;
  const platform = platformFor(host, course);
  const kind = kinds[platform];
  const serial = random.hex(6).toUpperCase();
  const user = `user${random.below(9000) + 1000}`;
  const apple = platform === "ios" || platform === "macos";
  const usesGet = (apple || (platform === "android" && plan.androidGets)) && !plan.postOnly;
  return {
    ...kind,
    name: `${platform}-${serial}`,
    platform,
    address: plan.proxyAddress ?? `10.${64 + random.below(60)}.${random.below(250)}.${1 + random.below(250)}`,
    usesGet,
    deviceId: random.guid(),
    userId: random.guid(),
    user,
    transactionId: random.hex(40).toUpperCase(),
    subject: `CN=${user}-${serial}`,
    thumbprint: random.hex(40).toUpperCase(),
    keyId: random.hex(40),
    profile: {
      tenant,
      policy: policies[platform],
      hash: platform === "android" ? 1_204_117_733 : -740_015_522,
    },
    hasLog:
      course.needsDeviceLog ||
      (random.chance(plan.deviceLogs) && isJoinable(course, { platform, usesGet, generation, plan })),
    clockOffsetMs: Math.round((random.unit() * 2 - 1) * plan.deviceSkewMs),
  };
}

function platformFor(host: HostState, course: Course): Platform {
  const weights = host.plan.platforms.filter(
    ([name]) => course.platforms.length === 0 || course.platforms.includes(name),
  );
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
  let left = host.random.unit() * total;
  for (const [name, weight] of weights) {
    left -= weight;
    if (left < 0) return name;
  }
  return course.platforms[0] ?? "windows";
}

interface Keys {
  readonly platform: Platform;
  readonly usesGet: boolean;
  readonly generation: "legacy" | "unified";
  readonly plan: HostPlan;
}

/**
 * Whether the device's log and the server's share a strong key: the transaction id of a GET, or the thumbprint of a certificate that both name.
 * Without one nobody could tell that they speak of one request, so such a log is not in the bundle.
 */
function isJoinable(course: Course, keys: Keys): boolean {
  const { plan, generation } = keys;
  if (keys.usesGet) return course.contact.operation !== null && !plan.elidesQueries;
  if (keys.platform !== "windows" || course.device !== "installed") return false;
  return generation === "legacy" ? course.report?.drops === true : plan.unifiedKeys === "transaction";
}
