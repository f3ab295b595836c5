import { courses } from "../courses/index.ts";
import type { Course } from "../courses/index.ts";
import { createDevice } from "../device.ts";
import type { Device } from "../device.ts";
import type { HostState } from "../host-state.ts";
import { createPen } from "../pen.ts";
import { tellAndroid } from "./android.ts";
import { tellApple } from "./apple.ts";
import { tellContact, tellOperation } from "./contact.ts";
import { tellLegacy } from "./legacy.ts";
import { after, createTelling } from "./request.ts";
import type { Talk, Telling } from "./request.ts";
import { tellUnified } from "./unified.ts";
import { tellWindows } from "./windows.ts";

export interface Arrival {
  readonly id: string;
  /** When the request asks for a thread; arrivals come in this order. */
  readonly at: number;
  readonly course: Course;
  readonly generation: "legacy" | "unified";
  /** A retry is made by the same device with the same key. */
  readonly device: Device | null;
}

/** Tells one request: writes all its records to the host's state. Returns its device, for retries. */
export function tellRequest(host: HostState, arrival: Arrival): Device {
  const { course, id } = arrival;
  const device = arrival.device ?? createDevice(host, course, arrival.generation);
  const first = host.writes.length;
  const telling = createTelling({ host, device, course, pen: createPen(host, id), id });
  const talk = tellServer(telling, arrival);
  if (course.serverElsewhere) forgetServer(host, first, id);
  if (device.hasLog) deviceLogs[device.platform](telling, talk);
  let startedAt = Number.POSITIVE_INFINITY;
  for (let index = first; index < host.writes.length; index += 1)
    startedAt = Math.min(startedAt, host.writes[index]?.at ?? startedAt);
  const { transactionId, platform } = device;
  const { outcome, failedStage, cause, name } = course;
  const { generation } = arrival;
  host.finished.push({
    id,
    host: host.plan.name,
    generation,
    platform,
    outcome,
    failedStage,
    cause,
    startedAt,
    transactionId,
    course: name,
  });
  return device;
}

/** The server's logs are not in the bundle: only the device's is. */
function forgetServer(host: HostState, first: number, id: string): void {
  host.writes.length = first;
  const left = host.uploads.filter((upload) => upload.request !== id);
  host.uploads.splice(0, host.uploads.length, ...left);
}

/** The courses that can happen on a host of this generation. */
export function coursesFor(generation: "legacy" | "unified"): readonly Course[] {
  return courses.filter((course) => course.generations === "both" || course.generations === generation);
}

const deviceLogs = { android: tellAndroid, ios: tellApple, macos: tellApple, windows: tellWindows } as const;

function tellServer(telling: Telling, arrival: Arrival): Talk {
  const { host, course } = telling;
  const body = after(telling, "body");
  const begin = arrival.at - body;
  const gets = tellContact(telling, begin);
  const inside = course.contact.operation !== null || course.verify !== null;
  if (!inside || course.contact.operation?.status === 404) {
    tellOperation(telling, begin, begin + body + 2);
    return { ...gets, operationAt: begin, repliedAt: begin + body + 2 };
  }
  const { thread, from } = host.threads.take(arrival.at);
  host.waits.push({ at: from, waitMs: from - arrival.at });
  const tell = arrival.generation === "legacy" ? tellLegacy : tellUnified;
  const replied = tell(telling, thread, from);
  host.threads.release(thread, course.verify?.exit === null ? Number.POSITIVE_INFINITY : replied + 0.3);
  const end = replied + after(telling, "encode") + after(telling, "delivery");
  tellOperation(telling, begin, end);
  return { ...gets, operationAt: begin, repliedAt: end };
}
