import { omadmLine } from "./script/android.ts";
import type { HostState } from "./host-state.ts";
import { createPen } from "./pen.ts";
import type { Pen } from "./pen.ts";
import { periodOf } from "./period.ts";
import type { Trouble } from "./scenario.ts";
import { systemEvent, tellPoolCrash } from "./script/crash.ts";

/** Cause in the failure catalogue that each trouble is to be told by. */
export const troubleCauses: Readonly<Record<Trouble, string>> = {
  "connector-stopped": "host.connector-stopped",
  "connector-certificate": "host.connector-certificate",
  "ndes-not-started": "contact.ndes-not-started",
  "general-page": "contact.general-page",
  "pool-crash": "contact.app-pool-crash",
  "reissue-loop": "deliver.reissue-loop",
  "profile-not-received": "profile.not-received",
};

/** Writes the records of a host's troubles. They belong to no request. */
export function tellTroubles(host: HostState): void {
  const { startAt, endAt } = periodOf(host.scenario, host.plan);
  const pen = createPen(host, null);
  for (const trouble of host.plan.troubles) tellings[trouble](pen, host, (startAt + endAt) / 2);
}

type Tell = (pen: Pen, host: HostState, at: number) => void;

const tellings: Readonly<Record<Trouble, Tell>> = {
  "connector-stopped": (pen, _host, at) => {
    connector(pen, { at: at - 600_000, id: 10010, message: "The connector started.", level: 4 });
    connector(pen, { at, id: 10020, message: "The connector stopped.", level: 4 });
  },
  "connector-certificate": (pen, _host, at) => {
    connector(pen, { at, id: 10302, message: "The connector could not renew its certificate.", level: 2 });
  },
  "ndes-not-started": (pen, _host, at) => {
    const fields = [
      ["ErrorCode", "0x80070002"],
      ["ErrorMessage", "The system cannot find the file specified."],
    ] as const;
    for (const [id, name] of [
      [10, "EVENT_MSCEP_FAILED_RA_CERT"],
      [53, "EVENT_MSCEP_POLICY_MODULE"],
      [2, "EVENT_MSCEP_FAILED_TO_LOAD"],
    ] as const) {
      const provider = "Microsoft-Windows-NetworkDeviceEnrollmentService";
      const guid = "73144342-19d1-47a4-94de-d38e6a054ad5";
      const place = {
        source: "application",
        channel: "Application",
        provider,
        guid,
        level: 2,
        name,
      } as const;
      pen.event({
        ...systemEvent,
        ...place,
        at: at + id,
        id,
        fields,
        message: "The Network Device Enrollment Service cannot be started.",
      });
    }
  },
  "general-page": (pen, _host, at) => {
    const call = {
      begin: at - 9,
      end: at,
      method: "GET",
      stem: "/certsrv/mscep/mscep.dll",
      query: "-",
      client: "10.20.0.90",
    };
    pen.iis({ ...call, agent: "Probe/2.1", status: 200, substatus: 0, win32: 0, forwardedFor: "-" }, "probe");
  },
  "pool-crash": (_pen, host, at) => tellPoolCrash(host, at),
  "reissue-loop": () => {},
  "profile-not-received": (_pen, host, at) => {
    const source = "com.microsoft.omadm.platforms.android.certmgr.CertificateEnrollmentManager";
    for (const offset of [0, 900_000, 1_800_000]) {
      const stamp = at + offset;
      const text = omadmLine(stamp, { level: "VERB", source, process: 9191, text: "There are 0 requests" });
      host.writes.push({
        at: stamp,
        stamp,
        source: "omadm",
        folder: "devices/android-idle",
        text,
        request: null,
        role: "idle",
      });
    }
  },
};

interface ConnectorEvent {
  readonly at: number;
  readonly id: number;
  readonly message: string;
  readonly level: 2 | 4;
}

function connector(pen: Pen, event: ConnectorEvent): void {
  pen.event({
    ...systemEvent,
    ...event,
    source: "legacy-connector",
    channel: "Microsoft Intune Connector",
    provider: "Microsoft Intune Connector",
    fields: [["", event.message]],
  });
}
