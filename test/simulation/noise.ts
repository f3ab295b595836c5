import type { HostState } from "./host-state.ts";
import { createPen } from "./pen.ts";
import type { Pen } from "./pen.ts";
import { systemEvent } from "./script/crash.ts";

/** One record that has nothing to do with any request. */
export function tellNoise(host: HostState, at: number): void {
  const pen = createPen(host, null);
  const kinds =
    host.plan.connector === "unified"
      ? [probe, page, system, application]
      : [probe, page, system, application, pkcs, revoke];
  const kind = kinds[host.random.below(kinds.length)] ?? probe;
  kind(pen, host, at);
}

type Kind = (pen: Pen, host: HostState, at: number) => void;

const call = { substatus: 0, win32: 0, query: "-", forwardedFor: "-" } as const;

/** A monitoring probe: NDES with a policy module answers a bare GET with 403. */
const probe: Kind = (pen, host, at) => {
  const stem = "/certsrv/mscep/mscep.dll";
  const begin = at - 1 - host.random.exponential(4);
  pen.iis(
    { ...call, begin, end: at, method: "GET", stem, client: "10.20.0.90", agent: "Probe/2.1", status: 403 },
    "probe",
  );
};

const page: Kind = (pen, host, at) => {
  const stem = host.random.pick(["/", "/iisstart.png", "/certsrv/certfnsh.asp", "/favicon.ico"]);
  const begin = at - 1 - host.random.exponential(8);
  pen.iis(
    {
      ...call,
      begin,
      end: at,
      method: "GET",
      stem,
      client: "10.20.0.77",
      agent: "Mozilla/5.0+(X11)",
      status: 200,
    },
    "page",
  );
};

const system: Kind = (pen, _host, at) =>
  pen.event({
    ...systemEvent,
    at,
    source: "system",
    channel: "System",
    provider: "Service Control Manager",
    guid: "555908d1-a6d7-4695-8e1e-26931d2012f4",
    id: 7036,
    level: 4,
    role: "other",
    fields: [
      ["param1", "Windows Update"],
      ["param2", "running"],
    ],
    message: "The Windows Update service entered the running state.",
  });

const application: Kind = (pen, _host, at) =>
  pen.event({
    ...systemEvent,
    at,
    source: "application",
    channel: "Application",
    provider: "ESENT",
    id: 916,
    level: 4,
    role: "other",
    fields: [["", "svchost (4012,G,0) The beta feature EseDiskFlushConsistency is enabled."]],
    message: "svchost (4012,G,0) The beta feature EseDiskFlushConsistency is enabled.",
  });

const pkcs: Kind = (pen, host, at) => {
  const text = `IssuePfx - Issuing Pfx certificate for Device ID ${host.random.guid()} : done`;
  pen.uploader({ at, thread: 31, text, role: "other" });
};

const revoke: Kind = (pen, _host, at) =>
  pen.uploader({ at, thread: 32, text: "In Revoke thread.", role: "other" });
