import type { Course, DeviceEnd, Report, Status } from "./course.ts";
import { goodContact, goodReport, statusOf, success } from "./success.ts";

const gone = (name: string, operation: Status): Course => ({
  ...success,
  name,
  cause: "deliver.client-gone",
  outcome: "failed",
  failedStage: 5,
  contact: { ...goodContact, operation },
  device: "silent",
});

const ends = (name: string, platforms: Course["platforms"], device: DeviceEnd): Course => ({
  ...success,
  name,
  cause: "deliver.install-failed",
  outcome: "failed",
  failedStage: 5,
  platforms,
  needsDeviceLog: true,
  device,
});

/** The certificate is out; only its report has trouble: failed where a record says so, else succeeded with a cause to look into. */
const reports = (name: string, cause: string, report: Partial<Report>): Course => ({
  ...success,
  name,
  cause,
  outcome: "failed",
  failedStage: 6,
  report: { ...goodReport, ...report },
});

/** Stages 5 and 6. */
export const deliveryCourses: readonly Course[] = [
  gone("client-gone", statusOf(200, 0, 64)),
  gone("client-aborted", statusOf(200, 0, 1236)),
  ends("install-failed-android", ["android"], "install-failed"),
  { ...ends("install-failed-windows", ["windows"], "install-failed"), serverElsewhere: true },
  ends("install-failed-ios", ["ios"], "install-failed"),
  {
    ...ends("waiting", ["android"], "waits"),
    cause: "deliver.waiting-for-user",
    outcome: "open",
    failedStage: null,
  },
  {
    ...reports("stuck", "report.stuck-in-processing", { folder: "Processing" }),
    outcome: "succeeded",
    failedStage: null,
    generations: "legacy",
  },
  { ...reports("status-failed", "report.status-failed", { folder: "Failed" }), generations: "legacy" },
  {
    ...reports("notify-failed", "report.notify-failed", {
      row: statusOf(500),
      exit: "0x80004005",
      drops: false,
    }),
    generations: "legacy",
  },
  {
    ...reports("not-dropped", "report.not-reported", { drops: false }),
    outcome: "succeeded",
    failedStage: null,
    generations: "legacy",
  },
  {
    ...reports("retried", "report.upload-retrying", { unified: [4009, 4008, 4000] }),
    outcome: "succeeded",
    failedStage: null,
    generations: "unified",
  },
  { ...reports("upload-failed", "report.upload-failed", { unified: [4009, 4002] }), generations: "unified" },
  { ...reports("not-saved", "report.upload-failed", { unified: [4009, 4010] }), generations: "unified" },
  {
    ...reports("not-reported", "report.not-reported", { unified: [] }),
    outcome: "succeeded",
    failedStage: null,
    generations: "unified",
  },
];
