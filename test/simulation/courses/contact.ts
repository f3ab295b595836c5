import type { Contact, Course } from "./course.ts";
import { goodContact, statusOf, success } from "./success.ts";

const fails = (name: string, cause: string, contact: Partial<Contact>): Course => ({
  ...success,
  name,
  cause,
  outcome: "failed",
  failedStage: 2,
  contact: { ...goodContact, ...contact },
  verify: null,
  issue: null,
  report: null,
  device: "unreachable",
});

/** Stages 1 and 2: the device does not get as far as a challenge. */
export const contactCourses: readonly Course[] = [
  {
    ...fails("profile-rejected", "profile.rejected-by-csp", { gets: null, operation: null }),
    failedStage: 1,
    platforms: ["windows"],
    needsDeviceLog: true,
    device: "profile-rejected",
  },
  {
    ...fails("root-missing", "profile.root-missing", { gets: null, operation: null }),
    failedStage: 1,
    platforms: ["android"],
    needsDeviceLog: true,
    device: "root-missing",
  },
  fails("impersonation-right", "contact.impersonation-right", {
    gets: statusOf(500, 0, 1346),
    operation: null,
  }),
  fails("http-500", "contact.http-500", { operation: statusOf(500) }),
  fails("app-pool-stopped", "contact.app-pool-stopped", {
    gets: null,
    operation: null,
    httpError: { status: "503", reason: "AppOffline", of: "get" },
  }),
  {
    ...fails("query-too-long", "contact.url-too-long", { operation: statusOf(404, 15) }),
    platforms: ["ios", "macos"],
  },
  {
    ...fails("url-too-long", "contact.url-too-long", {
      operation: null,
      httpError: { status: "414", reason: "URL_Length", of: "operation" },
    }),
    platforms: ["ios", "macos"],
  },
  {
    ...fails("proxy-unreachable", "contact.proxy-unreachable", { gets: null, operation: null }),
    platforms: ["android"],
    needsDeviceLog: true,
  },
  fails("no-operation", "contact.no-pki-operation", { operation: null }),
  {
    ...fails("missing-intermediate", "contact.missing-intermediate", { operation: null }),
    platforms: ["android"],
    needsDeviceLog: true,
    serverElsewhere: true,
    device: "chain-missing",
  },
  fails("not-decoded", "contact.malformed-message", { ndesEvent: 16 }),
  fails("not-retrieved", "contact.malformed-message", { ndesEvent: 17 }),
  fails("not-decrypted", "contact.malformed-message", { ndesEvent: 18 }),
];
